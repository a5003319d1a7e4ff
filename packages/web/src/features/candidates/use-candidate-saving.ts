import { useMemo } from 'react';
import type { Candidate, FilterSummary, GroupRef } from '../../api/types.ts';
import { useAppDispatch, useAppSelector } from '../../app/hooks.ts';
import { useGetFiltersQuery } from '../filters/filters.api.ts';
import type { SaveStatus } from '../outbox/overlay.ts';
import { useDecide } from '../outbox/use-outbox.ts';
import { useMyGroups } from '../session/use-profile.ts';
import { useGroupToggle } from '../sources/use-group-toggle.ts';
import { listSaveTargets } from './save-targets.ts';
import { choosingGroups } from './scan-slice.ts';

const NO_FILTERS: readonly FilterSummary[] = [];

export type CandidateSaving = {
  /** Groups it is saved in, the viewer's latest clicks included. */
  readonly savedGroups: readonly GroupRef[];
  /** Where Save puts it; empty when only the menu can tell. */
  readonly targets: readonly GroupRef[];
  readonly isSavedToTargets: boolean;
  readonly status: SaveStatus | null;
  /** Save, Saved, or Unsent while a save waits for a connection. */
  readonly label: string;
  /** What key, swipe and button do: saves to the targets, or lets one choose where there are none. */
  readonly save: () => void;
  readonly toggleGroup: (group: GroupRef) => void;
};

const NO_GROUPS: readonly GroupRef[] = [];

/** Everything the Save button of one candidate needs; without one there is nothing to save. */
export function useCandidateSaving(candidate: Candidate | undefined): CandidateSaving {
  const groups = useMyGroups();
  const filters = useGetFiltersQuery().data ?? NO_FILTERS;
  const selectedIds = useAppSelector((state) => state.scan.search.groupIds);
  const { savedGroups, status, toggleGroup } = useGroupToggle(
    candidate?.id ?? '',
    candidate?.saved_groups ?? NO_GROUPS,
  );
  const dispatch = useAppDispatch();
  const decide = useDecide();
  const targets = useMemo(
    () => (candidate ? listSaveTargets(candidate, filters, groups, selectedIds) : NO_GROUPS),
    [candidate, filters, groups, selectedIds],
  );
  const isStalled = useAppSelector((state) => state.outbox.isStalled);
  const savedIds = new Set(savedGroups.map((group) => group.id));
  const missing = targets.filter((group) => !savedIds.has(group.id));

  const isSavedToTargets = targets.length > 0 && missing.length === 0;
  const savedLabel = isStalled && status === 'saving' ? 'Unsent' : 'Saved';
  return {
    savedGroups,
    targets,
    isSavedToTargets,
    status,
    label: isSavedToTargets ? savedLabel : 'Save',
    save: () => {
      if (candidate === undefined) return;
      if (targets.length === 0) dispatch(choosingGroups(candidate.id));
      if (missing.length === 0) return;
      void decide({ kind: 'save', objId: candidate.id, added: missing, removed: [] });
    },
    toggleGroup,
  };
}
