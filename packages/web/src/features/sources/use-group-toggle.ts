import { useCallback, useMemo } from 'react';
import type { GroupRef } from '../../api/types.ts';
import { useAppSelector } from '../../app/hooks.ts';
import { overlaySaves, type SaveStatus } from './saves-slice.ts';
import { useSave } from './use-save.ts';

export type GroupToggle = {
  /** Groups it is saved in, the viewer's latest clicks included. */
  readonly savedGroups: readonly GroupRef[];
  /** How the latest change of this visit stands. */
  readonly status: SaveStatus | null;
  readonly toggleGroup: (group: GroupRef) => void;
};

/** The groups that an object is saved in, and saving or unsaving it group by group. */
export function useGroupToggle(objId: string, saved: readonly GroupRef[]): GroupToggle {
  const allEntries = useAppSelector((state) => state.saves.entries);
  const save = useSave();
  const entries = useMemo(
    () => allEntries.filter((entry) => entry.objId === objId),
    [allEntries, objId],
  );
  const savedGroups = useMemo(() => overlaySaves(saved, entries), [saved, entries]);
  const toggleGroup = useCallback(
    ({ id, name }: GroupRef) => {
      const isSaved = savedGroups.some((group) => group.id === id);
      const change = [{ id, name }];
      save({ objId, added: isSaved ? [] : change, removed: isSaved ? change : [] });
    },
    [save, savedGroups, objId],
  );
  return { savedGroups, status: entries.at(-1)?.status ?? null, toggleGroup };
}
