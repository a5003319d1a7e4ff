import type { StreamRow } from '@fritz/archive';
import { naiveUtc, type routes, type Static } from '@fritz/contract';

/** Names of surveys' alert collections, as Kowalski's clients know them. */
const collections = new Map([['ztf', 'ZTF_alerts']]);

/** The survey of a collection; undefined for an unknown one. */
export function surveyOf(collection: string): string | undefined {
  return [...collections].find(([, name]) => name === collection)?.[0];
}

export function presentStream(
  stream: StreamRow,
): Static<typeof routes.listStreams.response>[number] {
  return {
    id: stream.id,
    name: stream.name,
    survey: stream.survey,
    altdata: {
      collection: collections.get(stream.survey) ?? stream.survey,
      selector: stream.program_ids,
    },
    auto_join: stream.auto_join,
    created_at: naiveUtc(stream.created_at),
    modified: naiveUtc(stream.modified_at),
  };
}
