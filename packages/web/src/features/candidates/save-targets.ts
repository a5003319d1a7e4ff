import type { Candidate, FilterSummary, GroupRef } from '../../api/types.ts';

type SaveableGroup = GroupRef & { readonly can_save?: boolean };

/**
 * Where the plain Save goes: the groups whose filters the candidate passed, as far as they are
 * being scanned (`selectedIds` empty means all) and the viewer may save to them.
 */
export function listSaveTargets(
  candidate: Pick<Candidate, 'filter_ids'>,
  filters: readonly Pick<FilterSummary, 'id' | 'group_id'>[],
  groups: readonly SaveableGroup[],
  selectedIds: readonly number[],
): readonly GroupRef[] {
  const passed = new Set(candidate.filter_ids);
  const groupIds = new Set(
    filters.filter((filter) => passed.has(filter.id)).map((filter) => filter.group_id),
  );
  return groups
    .filter(({ id, can_save }) => groupIds.has(id) && can_save !== false)
    .filter(({ id }) => selectedIds.length === 0 || selectedIds.includes(id))
    .map(({ id, name }) => ({ id, name }));
}
