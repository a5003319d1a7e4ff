import type { QueryJobRow, SavedQueryRow } from '@fritz/archive';
import { naiveUtc, type routes, type Static } from '@fritz/contract';

type Job = Static<typeof routes.getQueryJob.response>;
type SavedQuery = Static<typeof routes.saveQuery.response>;

export function presentJob(job: QueryJobRow): Job {
  const at = (date: Date | null) => (date === null ? null : naiveUtc(date));
  const { id, name, state, message, columns } = job;
  return {
    ...{ id, name, state, message },
    query: job.asked,
    looked_at: Number(job.looked_at),
    estimated_documents: job.estimated === null ? null : Number(job.estimated),
    rows: Number(job.rows),
    bytes: Number(job.bytes),
    columns: columns?.map((column) => ({ ...column })) ?? null,
    has_result: state === 'done' && job.is_readable,
    created_at: naiveUtc(job.created_at),
    ...{ begun_at: at(job.begun_at), ended_at: at(job.ended_at), expires_at: at(job.expires_at) },
  };
}

export function presentSavedQuery(saved: SavedQueryRow): SavedQuery {
  const { id, name, asked: query, group_id, owner, is_own } = saved;
  const { created_at, modified_at } = saved;
  return {
    ...{ id, name, query, group_id, owner, is_own },
    ...{ created_at: naiveUtc(created_at), modified: naiveUtc(modified_at) },
  };
}
