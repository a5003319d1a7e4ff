import {
  addSavedQuery,
  askQueryJob,
  cancelQueryJob,
  changeSavedQuery,
  listQueryJobs,
  listSavedQueries,
  type QueryJobRow,
  type SavedQueryFields,
  type SavedQueryRow,
  type Viewer,
  type ViewerTx,
} from '@fritz/archive';
import type { ErrorCode } from '@fritz/contract';
import { FritzError, NotFoundError } from '../../http/fritz-error.ts';
import { JOB_MS, readAskedQuery } from '../../query-jobs/asked-query.ts';
import { planAskedQuery } from '../../query-jobs/plan-asked-query.ts';

type Asked = Record<string, unknown>;

/** @throws FritzError bad_query, with its place */
async function checkAsked(tx: ViewerTx, asked: Asked): Promise<void> {
  await planAskedQuery(tx, readAskedQuery(asked, JOB_MS));
}

export async function demandSavedQuery(tx: ViewerTx, id: number): Promise<SavedQueryRow> {
  const [found] = await listSavedQueries(tx, id);
  if (found === undefined) throw new NotFoundError('query');
  return found;
}

/** Keeps a query that can be run. */
export async function keepQuery(
  tx: ViewerTx,
  viewer: Viewer,
  fields: SavedQueryFields,
): Promise<SavedQueryRow> {
  await checkAsked(tx, fields.asked);
  return demandSavedQuery(tx, await addSavedQuery(tx, viewer.id, fields));
}

/** Changes a query of the viewer's own. */
export async function changeQuery(
  tx: ViewerTx,
  id: number,
  fields: SavedQueryFields,
): Promise<SavedQueryRow> {
  const found = await demandSavedQuery(tx, id);
  if (!found.is_own) throw new FritzError('not_author');
  await checkAsked(tx, fields.asked);
  await changeSavedQuery(tx, id, fields);
  return demandSavedQuery(tx, id);
}

export async function demandJob(tx: ViewerTx, id: bigint): Promise<QueryJobRow> {
  const [found] = await listQueryJobs(tx, id);
  if (found === undefined) throw new NotFoundError('job');
  return found;
}

const REFUSALS = {
  too_many: 'query_jobs_full',
  too_large: 'query_results_full',
  narrow_key: 'token_too_narrow',
} as const satisfies Record<string, ErrorCode>;

/** Orders a query that can be run. */
export async function orderJob(
  tx: ViewerTx,
  asked: Asked,
  name: string | null,
): Promise<QueryJobRow> {
  await checkAsked(tx, asked);
  const { id, refused } = await askQueryJob(tx, asked, name);
  if (refused !== null) throw new FritzError(REFUSALS[refused]);
  return demandJob(tx, id);
}

/** Ends a job; one that is over stays as it is. */
export async function endJob(tx: ViewerTx, id: bigint): Promise<QueryJobRow> {
  await demandJob(tx, id);
  await cancelQueryJob(tx, id);
  return demandJob(tx, id);
}

/** A job whose result can be fetched. */
export async function demandResult(tx: ViewerTx, id: bigint): Promise<QueryJobRow> {
  const job = await demandJob(tx, id);
  if (job.state !== 'done') throw new FritzError('result_not_there');
  if (!job.is_readable) throw new FritzError('result_out_of_sight');
  return job;
}
