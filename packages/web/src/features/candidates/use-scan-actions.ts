import { useMemo } from 'react';
import type { Candidate } from '../../api/types.ts';
import { useAppStore } from '../../app/hooks.ts';
import {
  blinkToggled,
  colormapCycled,
  forcedToggled,
  stretchCycled,
  zoomCycled,
} from '../../app/preferences-slice.ts';
import type { AppStore } from '../../app/store.ts';
import { useStable } from '../../ui/use-stable.ts';
import { afterPaint } from '../../ui/when-idle.ts';
import type { Decision } from '../outbox/decision.ts';
import { decide, undoLast } from '../outbox/outbox.ts';
import { isRejected } from '../outbox/overlay.ts';
import { decisionsOf } from '../outbox/use-outbox.ts';
import { decideSeen, planSave } from './candidate-acts.ts';
import { neighbourId } from './candidate-list.ts';
import { activated, choosingGroups } from './scan-slice.ts';
import type { CandidateListState } from './use-candidate-list.ts';
import { useDecider } from './use-decider.ts';
import type { ScanActions } from './use-scan-keys.ts';

function bringUp(id: string | null): void {
  const card = id === null ? null : document.getElementById(`candidate-${id}`);
  card?.scrollIntoView({ block: 'start', behavior: 'instant' });
}

/** What the page does for the actions: opening things, and what follows the last candidate. */
export type ScanHooks = {
  readonly toggleHelp: () => void;
  readonly openFilters: () => void;
  readonly openDialog: (kind: 'classify' | 'comment', objId: string) => void;
  readonly applyProfile: (index: number) => void;
  /** The last candidate of the list was left. */
  readonly onEnd: () => void;
};

/** The candidate that is looked at, the first where nothing was yet; asked when somebody acts. */
function currentOf(store: AppStore, candidates: readonly Candidate[]): Candidate | undefined {
  const { activeId } = store.getState().scan;
  return candidates.find(({ id }) => id === activeId) ?? candidates[0];
}

function entriesOf(store: AppStore, { id }: Candidate) {
  return decisionsOf(store.getState(), id);
}

/** Going through the list, and rejecting, which goes on, too. */
function useMoves({ candidates, hasMore }: CandidateListState, onEnd: () => void) {
  const store = useAppStore();
  const decider = useDecider();
  const take = (decision: Decision) => void store.dispatch(decide(decision));
  const see = (candidate: Candidate) => {
    // The next one is on the screen first.
    afterPaint(() => {
      const decision = decideSeen(candidate, entriesOf(store, candidate), decider);
      if (decision !== null) take(decision);
    });
  };
  const goTo = (id: string | null) => {
    store.dispatch(activated(id));
    bringUp(id);
  };
  const move = (step: 1 | -1) => {
    const { activeId } = store.getState().scan;
    const current = currentOf(store, candidates);
    const id = neighbourId(candidates, activeId, step);
    goTo(id);
    if (step === -1 || activeId === null || current === undefined) return;
    see(current);
    if (id === activeId && !hasMore) onEnd();
  };
  const reject = () => {
    const current = currentOf(store, candidates);
    if (current === undefined) return;
    const { id: objId } = current;
    if (isRejected(current.lists, entriesOf(store, current))) {
      take({ kind: 'unreject', objId });
      return;
    }
    take({ kind: 'reject', objId });
    see(current);
    goTo(neighbourId(candidates, objId, 1));
  };
  const undo = () => {
    const objId = store.dispatch(undoLast());
    if (objId !== null && candidates.some(({ id }) => id === objId)) goTo(objId);
  };
  return { move, reject, undo };
}

/** Saves the one that is looked at, or lets one choose where there is nowhere to. */
function useSaveCurrent({ candidates }: CandidateListState): () => void {
  const store = useAppStore();
  const decider = useDecider();
  return () => {
    const current = currentOf(store, candidates);
    if (current === undefined) return;
    const { id: objId } = current;
    const { groupIds } = store.getState().scan.search;
    const { targets, missing } = planSave(current, entriesOf(store, current), decider, groupIds);
    if (targets.length === 0) store.dispatch(choosingGroups(objId));
    if (missing.length === 0) return;
    void store.dispatch(decide({ kind: 'save', objId, added: missing, removed: [] }));
  };
}

/** How images and light curves of all candidates are drawn. */
function useLook() {
  const { dispatch } = useAppStore();
  return useMemo(
    () => ({
      toggleBlink: () => void dispatch(blinkToggled()),
      cycleZoom: () => void dispatch(zoomCycled()),
      toggleForced: () => void dispatch(forcedToggled()),
      cycleColormap: () => void dispatch(colormapCycled()),
      cycleStretch: () => void dispatch(stretchCycled()),
    }),
    [dispatch],
  );
}

/**
 * What keys, thumb bar and swipes do to the list. They ask which candidate is looked at when they are done,
 * so that the page is not drawn anew when one goes on; each is the same for as long as the page is there.
 */
export function useScanActions(list: CandidateListState, hooks: ScanHooks): ScanActions {
  const store = useAppStore();
  const { candidates } = list;
  const moves = useMoves(list, hooks.onEnd);
  const withCurrent = (act: (objId: string) => void) => () => {
    const current = currentOf(store, candidates);
    if (current !== undefined) act(current.id);
  };
  const look = useLook();
  const move = useStable(moves.move);
  const reject = useStable(moves.reject);
  const undo = useStable(moves.undo);
  const save = useStable(useSaveCurrent(list));
  const chooseGroup = useStable(withCurrent((id) => store.dispatch(choosingGroups(id))));
  const classify = useStable(withCurrent((id) => hooks.openDialog('classify', id)));
  const comment = useStable(withCurrent((id) => hooks.openDialog('comment', id)));
  const openFilters = useStable(hooks.openFilters);
  const applyProfile = useStable(hooks.applyProfile);
  const toggleHelp = useStable(hooks.toggleHelp);
  const refresh = useStable(() => {
    list.refresh();
    window.scrollTo({ top: 0 });
  });
  return useMemo(
    () => ({
      ...{ move, reject, undo, save, chooseGroup, classify, comment, refresh, ...look },
      ...{ openFilters, applyProfile, toggleHelp },
    }),
    // biome-ignore format: these are all of them
    [move, reject, undo, save, chooseGroup, classify, comment, refresh, look, openFilters,
      applyProfile, toggleHelp],
  );
}
