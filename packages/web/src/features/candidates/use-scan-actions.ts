import { useCallback } from 'react';
import { useAppDispatch, useAppSelector } from '../../app/hooks.ts';
import {
  blinkToggled,
  colormapCycled,
  forcedToggled,
  stretchCycled,
  zoomCycled,
} from '../../app/preferences-slice.ts';
import { undoLast } from '../outbox/outbox.ts';
import { neighbourId } from './candidate-list.ts';
import { activated, choosingGroups } from './scan-slice.ts';
import { useCandidateDecisions } from './use-candidate-decisions.ts';
import type { CandidateListState } from './use-candidate-list.ts';
import { useCandidateSaving } from './use-candidate-saving.ts';
import type { ScanActions } from './use-scan-keys.ts';

function cardOf(id: string | null): HTMLElement | null {
  return id === null ? null : document.getElementById(`candidate-${id}`);
}

function bringUp(id: string | null): void {
  cardOf(id)?.scrollIntoView({ block: 'start', behavior: 'instant' });
}

/** What the page does for the actions: opening things, and what follows the last candidate. */
export type ScanHooks = {
  readonly toggleHelp: () => void;
  readonly openFilters: () => void;
  readonly openDialog: (kind: 'classify' | 'comment') => void;
  readonly applyProfile: (index: number) => void;
  /** The last candidate of the list was left. */
  readonly onEnd: () => void;
};

/** What keys, thumb bar and swipes do to the list. */
export function useScanActions(list: CandidateListState, hooks: ScanHooks): ScanActions {
  const dispatch = useAppDispatch();
  const activeId = useAppSelector((state) => state.scan.activeId);
  const { candidates, refresh, hasMore } = list;
  const current = candidates.find(({ id }) => id === activeId) ?? candidates[0];
  const currentId = current?.id ?? null;
  const { see, reject, unreject, isRejected } = useCandidateDecisions(current);
  const { save } = useCandidateSaving(current);
  const { onEnd } = hooks;

  const move = useCallback(
    (step: 1 | -1) => {
      const id = neighbourId(candidates, activeId, step);
      if (step === 1 && activeId !== null) {
        see();
        if (id === activeId && !hasMore) onEnd();
      }
      dispatch(activated(id));
      bringUp(id);
    },
    [candidates, activeId, dispatch, see, hasMore, onEnd],
  );
  const undo = () => {
    const objId = dispatch(undoLast());
    if (objId === null || !candidates.some(({ id }) => id === objId)) return;
    dispatch(activated(objId));
    bringUp(objId);
  };
  const rejectAndGoOn = () => {
    if (isRejected) return unreject();
    reject();
    // Nothing was looked at yet: this one is, now, and the next one comes.
    if (activeId === null) dispatch(activated(currentId));
    const id = neighbourId(candidates, currentId, 1);
    see();
    dispatch(activated(id));
    bringUp(id);
  };

  return {
    move,
    save,
    reject: rejectAndGoOn,
    chooseGroup: () => dispatch(choosingGroups(currentId)),
    classify: () => hooks.openDialog('classify'),
    comment: () => hooks.openDialog('comment'),
    undo,
    toggleBlink: () => dispatch(blinkToggled()),
    cycleZoom: () => dispatch(zoomCycled()),
    toggleForced: () => dispatch(forcedToggled()),
    cycleColormap: () => dispatch(colormapCycled()),
    cycleStretch: () => dispatch(stretchCycled()),
    refresh: () => {
      refresh();
      window.scrollTo({ top: 0 });
    },
    openFilters: hooks.openFilters,
    applyProfile: hooks.applyProfile,
    toggleHelp: hooks.toggleHelp,
  };
}
