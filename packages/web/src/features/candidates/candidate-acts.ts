import type { Candidate, FilterSummary, GroupRef, ProfileGroup } from '../../api/types.ts';
import type { Decision } from '../outbox/decision.ts';
import type { OutboxEntry } from '../outbox/outbox-slice.ts';
import { isSeen, overlaySaves } from '../outbox/overlay.ts';
import { listSaveTargets } from './save-targets.ts';

/** Who decides, and by what he may save. */
export type Decider = {
  readonly userId: number | null;
  readonly groups: readonly ProfileGroup[];
  readonly filters: readonly FilterSummary[];
};

/** Says that he scanned it, to the groups whose filters it passed; null where that is said. */
export function decideSeen(
  { id, passing_group_ids, labellers }: Candidate,
  entries: readonly OutboxEntry[],
  { userId, groups }: Decider,
): Decision | null {
  if (isSeen(entries) || labellers.some(({ user_id }) => user_id === userId)) return null;
  const passed = new Set(passing_group_ids);
  const groupIds = groups.map((group) => group.id).filter((groupId) => passed.has(groupId));
  return groupIds.length === 0 ? null : { kind: 'see', objId: id, groupIds };
}

/** Where Save puts it, and what of that is missing yet. */
export type SavePlan = {
  readonly targets: readonly GroupRef[];
  readonly missing: readonly GroupRef[];
};

export function planSave(
  candidate: Candidate,
  entries: readonly OutboxEntry[],
  { groups, filters }: Decider,
  selectedIds: readonly number[],
): SavePlan {
  const targets = listSaveTargets(candidate, filters, groups, selectedIds);
  const saved = new Set(overlaySaves(candidate.saved_groups, entries).map(({ id }) => id));
  return { targets, missing: targets.filter(({ id }) => !saved.has(id)) };
}
