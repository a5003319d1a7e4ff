import { useCallback, useMemo } from 'react';
import type { GroupRef } from '../../api/types.ts';
import { overlaySaves, type SaveStatus, saveStatus } from '../outbox/overlay.ts';
import { useDecide, useDecisionsOf } from '../outbox/use-outbox.ts';

export type GroupToggle = {
  /** Groups it is saved in, the viewer's latest clicks included. */
  readonly savedGroups: readonly GroupRef[];
  /** How the latest change of this visit stands. */
  readonly status: SaveStatus | null;
  readonly toggleGroup: (group: GroupRef) => void;
};

/** The groups that an object is saved in, and saving or unsaving it group by group. */
export function useGroupToggle(objId: string, saved: readonly GroupRef[]): GroupToggle {
  const entries = useDecisionsOf(objId);
  const decide = useDecide();
  const savedGroups = useMemo(() => overlaySaves(saved, entries), [saved, entries]);
  const toggleGroup = useCallback(
    ({ id, name }: GroupRef) => {
      const isSaved = savedGroups.some((group) => group.id === id);
      const change = [{ id, name }];
      const [added, removed] = isSaved ? [[], change] : [change, []];
      void decide({ kind: 'save', objId, added, removed });
    },
    [decide, savedGroups, objId],
  );
  return { savedGroups, status: saveStatus(entries), toggleGroup };
}
