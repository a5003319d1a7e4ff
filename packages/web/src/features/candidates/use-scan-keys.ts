import { useEffect, useRef } from 'react';

/** What a key does on the candidates page. */
export type ScanActions = {
  readonly move: (step: 1 | -1) => void;
  readonly save: () => void;
  readonly chooseGroup: () => void;
  readonly undo: () => void;
  readonly toggleForced: () => void;
  readonly cycleColormap: () => void;
  readonly cycleStretch: () => void;
  readonly refresh: () => void;
  readonly focusFilter: () => void;
  readonly toggleHelp: () => void;
};

/** Every key with its meaning, as the help shows them. */
export const SCAN_KEYS: readonly (readonly [keys: string, meaning: string])[] = [
  ['j  ↓', 'Next candidate'],
  ['k  ↑', 'Previous candidate'],
  ['s', "Save to the filter's group"],
  ['g', 'Choose groups'],
  ['u', 'Undo the last save'],
  ['f', 'Forced photometry on or off'],
  ['c', 'Next colour map'],
  ['x', 'Next stretch'],
  ['r', 'Refresh the list'],
  ['/', 'Go to the filters'],
  ['?', 'This help'],
];

const ACTION_OF_KEY: ReadonlyMap<string, (actions: ScanActions) => void> = new Map([
  ['j', ({ move }: ScanActions) => move(1)],
  ['ArrowDown', ({ move }) => move(1)],
  ['k', ({ move }) => move(-1)],
  ['ArrowUp', ({ move }) => move(-1)],
  ['s', ({ save }) => save()],
  ['g', ({ chooseGroup }) => chooseGroup()],
  ['u', ({ undo }) => undo()],
  ['f', ({ toggleForced }) => toggleForced()],
  ['c', ({ cycleColormap }) => cycleColormap()],
  ['x', ({ cycleStretch }) => cycleStretch()],
  ['r', ({ refresh }) => refresh()],
  ['/', ({ focusFilter }) => focusFilter()],
  ['?', ({ toggleHelp }) => toggleHelp()],
]);

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest(
      'input, textarea, select, [role="combobox"], [role="menu"], [role="listbox"], [role="dialog"]',
    ) !== null
  );
}

/** Binds the keys while mounted; keys typed into a field or a menu are left alone. */
export function useScanKeys(actions: ScanActions): void {
  const latest = useRef(actions);
  useEffect(() => {
    latest.current = actions;
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      const action = ACTION_OF_KEY.get(event.key);
      if (!action) return;
      event.preventDefault();
      action(latest.current);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}
