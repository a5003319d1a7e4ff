import type { FilterCounts, FilterRow, FilterVersionRow } from '@fritz/archive';
import { naiveUtc, type routes, type Static } from '@fritz/contract';

export function presentFilter(row: FilterRow): Static<typeof routes.getFilter.response> {
  return {
    id: row.id,
    name: row.name,
    group_id: row.group_id,
    stream_id: row.stream_id,
    active: row.active,
    active_fid: row.active_fid,
    created_at: naiveUtc(row.created_at),
    modified: naiveUtc(row.modified_at),
  };
}

export function presentVersions(
  row: FilterRow,
  versions: readonly FilterVersionRow[],
  counts: FilterCounts | null,
): Static<typeof routes.getFilterVersions.response> {
  const { id, name, group_id, stream_id, survey, active, active_fid } = row;
  const fv = versions.map(({ fid, pipeline, created_at }) => {
    return { fid, pipeline, created_at: naiveUtc(created_at) };
  });
  return { id, name, group_id, stream_id, survey, active, active_fid, fv, counts };
}
