import { useCallback, useMemo } from 'react';
import type { Candidate, FilterSummary, GroupRef } from '../../api/types.ts';
import { useAppSelector } from '../../app/hooks.ts';
import { useGetFiltersQuery } from '../filters/filters.api.ts';
import { useMyGroups } from '../session/use-profile.ts';
import { overlaySaves, type SaveStatus } from '../sources/saves-slice.ts';
import { useSave } from '../sources/use-save.ts';
import { listSaveTargets } from './save-targets.ts';

const NO_FILTERS: readonly FilterSummary[] = [];

export type CandidateSaving = {
  /** Groups it is saved in, the viewer's latest clicks included. */
  readonly savedGroups: readonly GroupRef[];
  /** Where Save puts it; empty when only the menu can tell. */
  readonly targets: readonly GroupRef[];
  readonly isSavedToTargets: boolean;
  readonly status: SaveStatus | null;
  readonly saveToTargets: () => void;
  readonly toggleGroup: (group: GroupRef) => void;
};

/** Everything the Save button of one candidate needs. */
export function useCandidateSaving(candidate: Candidate): CandidateSaving {
  const groups = useMyGroups();
  const filters = useGetFiltersQuery().data ?? NO_FILTERS;
  const selectedIds = useAppSelector((state) => state.scan.search.groupIds);
  const allEntries = useAppSelector((state) => state.saves.entries);
  const save = useSave();

  const entries = useMemo(
    () => allEntries.filter((entry) => entry.objId === candidate.id),
    [allEntries, candidate.id],
  );
  const savedGroups = useMemo(
    () => overlaySaves(candidate.saved_groups, entries),
    [candidate.saved_groups, entries],
  );
  const targets = useMemo(
    () => listSaveTargets(candidate, filters, groups, selectedIds),
    [candidate, filters, groups, selectedIds],
  );
  const savedIds = new Set(savedGroups.map((group) => group.id));
  const missing = targets.filter((group) => !savedIds.has(group.id));

  const toggleGroup = useCallback(
    (group: GroupRef) => {
      const isSaved = savedGroups.some(({ id }) => id === group.id);
      const change = [{ id: group.id, name: group.name }];
      save({
        objId: candidate.id,
        added: isSaved ? [] : change,
        removed: isSaved ? change : [],
      });
    },
    [save, savedGroups, candidate.id],
  );
  return {
    savedGroups,
    targets,
    isSavedToTargets: targets.length > 0 && missing.length === 0,
    status: entries.at(-1)?.status ?? null,
    saveToTargets: () => save({ objId: candidate.id, added: missing, removed: [] }),
    toggleGroup,
  };
}
