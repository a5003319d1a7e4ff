import { randomInt } from 'node:crypto';
import { addVersion, createFilter, type ViewerTx } from '@fritz/archive';
import { compileFilter, parsePipeline } from '@fritz/mql';

export interface NewFilter {
  readonly name: string;
  readonly groupId: number;
  readonly streamId: number;
  readonly createdBy: number;
  /** JSON text, kept as it is. */
  readonly pipeline: string;
}

/**
 * Makes a filter with its first version, which runs from the next batch on; returns its id.
 *
 * @throws MqlError when the pipeline does not compile
 */
export async function addFilter(tx: ViewerTx, filter: NewFilter): Promise<number> {
  compileFilter(parsePipeline(filter.pipeline));
  // A statement of its own: the policy on filters must see the audience when it is asked.
  await tx.query('SELECT intern_audience(ARRAY[$1::int])', [filter.groupId]);
  const id = await createFilter(tx, filter);
  await addFilterVersion(tx, id, filter.pipeline, filter.createdBy);
  return id;
}

/** Adds a version to a filter and makes it the active one; returns its name. */
export async function addFilterVersion(
  tx: ViewerTx,
  filterId: number,
  pipeline: string,
  createdBy: number,
): Promise<string> {
  compileFilter(parsePipeline(pipeline));
  const fid = makeFid();
  await addVersion(tx, { filterId, fid, pipeline, createdBy });
  return fid;
}

const fidAlphabet = '0123456789abcdefghijklmnopqrstuvwxyz';

/** Six characters, as clients know a version of a filter. */
function makeFid(): string {
  return Array.from({ length: 6 }, () => fidAlphabet[randomInt(fidAlphabet.length)]).join('');
}
