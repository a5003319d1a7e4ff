import type { StreamRow } from '@fritz/archive';
import { naiveUtc, type routes, type Static } from '@fritz/contract';
import { SURVEYS, surveyNamed } from '@fritz/surveys';

/** The survey of a collection; undefined for an unknown one. */
export function surveyOf(collection: string): string | undefined {
  return SURVEYS.find((survey) => survey.collection === collection)?.name;
}

export function presentStream(
  stream: StreamRow,
): Static<typeof routes.listStreams.response>[number] {
  return {
    id: stream.id,
    name: stream.name,
    survey: stream.survey,
    altdata: {
      collection: surveyNamed(stream.survey).collection,
      selector: stream.program_ids,
    },
    auto_join: stream.auto_join,
    created_at: naiveUtc(stream.created_at),
    modified: naiveUtc(stream.modified_at),
  };
}
