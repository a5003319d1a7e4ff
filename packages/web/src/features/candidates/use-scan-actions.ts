import { useCallback } from 'react';
import { useAppDispatch, useAppSelector } from '../../app/hooks.ts';
import { colormapCycled, forcedToggled, stretchCycled } from '../../app/preferences-slice.ts';
import { inverseOf, useSave } from '../sources/use-save.ts';
import { neighbourId } from './candidate-list.ts';
import { activated } from './scan-slice.ts';
import type { CandidateListState } from './use-candidate-list.ts';
import type { ScanActions } from './use-scan-keys.ts';

function cardOf(id: string | null): HTMLElement | null {
  return id === null ? null : document.getElementById(`candidate-${id}`);
}

function pressButton(id: string | null, action: 'save' | 'groups'): void {
  cardOf(id)?.querySelector<HTMLButtonElement>(`[data-action="${action}"]`)?.click();
}

/** What keys, thumb bar and swipes do to the list. */
export function useScanActions(list: CandidateListState, toggleHelp: () => void): ScanActions {
  const dispatch = useAppDispatch();
  const activeId = useAppSelector((state) => state.scan.activeId);
  const lastSave = useAppSelector((state) =>
    state.saves.entries.findLast((entry) => entry.status !== 'failed'),
  );
  const save = useSave();
  const { candidates, refresh } = list;

  const move = useCallback(
    (step: 1 | -1) => {
      const id = neighbourId(candidates, activeId, step);
      dispatch(activated(id));
      cardOf(id)?.scrollIntoView({ block: 'start', behavior: 'instant' });
    },
    [candidates, activeId, dispatch],
  );
  const currentId = activeId ?? candidates[0]?.id ?? null;

  return {
    move,
    save: () => pressButton(currentId, 'save'),
    chooseGroup: () => pressButton(currentId, 'groups'),
    undo: () => lastSave && save(inverseOf(lastSave)),
    toggleForced: () => dispatch(forcedToggled()),
    cycleColormap: () => dispatch(colormapCycled()),
    cycleStretch: () => dispatch(stretchCycled()),
    refresh: () => {
      refresh();
      window.scrollTo({ top: 0 });
    },
    focusFilter: () => document.getElementById('scan-filters')?.focus(),
    toggleHelp,
  };
}
