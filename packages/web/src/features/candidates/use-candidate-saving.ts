import { useMemo } from 'react';
import type { Candidate, GroupRef } from '../../api/types.ts';
import { useAppDispatch, useAppSelector } from '../../app/hooks.ts';
import type { SaveStatus } from '../outbox/overlay.ts';
import { useDecide, useDecisionsOf } from '../outbox/use-outbox.ts';
import { useGroupToggle } from '../sources/use-group-toggle.ts';
import { planSave } from './candidate-acts.ts';
import { choosingGroups } from './scan-slice.ts';
import { useDecider } from './use-decider.ts';

export type CandidateSaving = {
  /** Groups it is saved in, the viewer's latest clicks included. */
  readonly savedGroups: readonly GroupRef[];
  /** Where Save puts it; empty when only the menu can tell. */
  readonly targets: readonly GroupRef[];
  readonly isSavedToTargets: boolean;
  readonly status: SaveStatus | null;
  /** Save, Saved, or Unsent while a save waits for a connection. */
  readonly label: string;
  /** Saves to the targets, or lets one choose where there are none. */
  readonly save: () => void;
  readonly toggleGroup: (group: GroupRef) => void;
};

/** Everything the Save button of one candidate needs. */
export function useCandidateSaving(candidate: Candidate): CandidateSaving {
  const { id: objId, saved_groups: saved } = candidate;
  const decider = useDecider();
  const selectedIds = useAppSelector((state) => state.scan.search.groupIds);
  const entries = useDecisionsOf(objId);
  const { savedGroups, status, toggleGroup } = useGroupToggle(objId, saved);
  const dispatch = useAppDispatch();
  const decide = useDecide();
  const { targets, missing } = useMemo(
    () => planSave(candidate, entries, decider, selectedIds),
    [candidate, entries, decider, selectedIds],
  );
  const isStalled = useAppSelector((state) => state.outbox.isStalled);
  const isSavedToTargets = targets.length > 0 && missing.length === 0;
  const savedLabel = isStalled && status === 'saving' ? 'Unsent' : 'Saved';
  return {
    savedGroups,
    targets,
    isSavedToTargets,
    status,
    label: isSavedToTargets ? savedLabel : 'Save',
    save: () => {
      if (targets.length === 0) dispatch(choosingGroups(objId));
      if (missing.length === 0) return;
      void decide({ kind: 'save', objId, added: missing, removed: [] });
    },
    toggleGroup,
  };
}
