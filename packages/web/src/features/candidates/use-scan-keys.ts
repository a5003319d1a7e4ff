import { useEffect, useRef } from 'react';

/** What a key, a button or a swipe does on the candidates page. */
export type ScanActions = {
  readonly move: (step: 1 | -1) => void;
  readonly save: () => void;
  readonly reject: () => void;
  readonly chooseGroup: () => void;
  readonly classify: () => void;
  readonly comment: () => void;
  readonly undo: () => void;
  readonly toggleBlink: () => void;
  readonly cycleZoom: () => void;
  readonly toggleForced: () => void;
  readonly cycleColormap: () => void;
  readonly cycleStretch: () => void;
  readonly refresh: () => void;
  readonly openFilters: () => void;
  /** The profile at this place, from 0. */
  readonly applyProfile: (index: number) => void;
  readonly toggleHelp: () => void;
};

/** Every key with its meaning, as the help shows them. */
export const SCAN_KEYS: readonly (readonly [keys: string, meaning: string])[] = [
  ['j  ↓', 'Next candidate; this one counts as scanned'],
  ['k  ↑', 'Previous candidate'],
  ['s', "Save to the filter's group"],
  ['g', 'Choose groups'],
  ['d', 'Reject, and go on; on a rejected one: take it back'],
  ['a', 'Classify'],
  ['m', 'Comment'],
  ['u', 'Undo the last decision'],
  ['b', 'Blink new and reference image'],
  ['z', 'Zoom into the images'],
  ['f', 'Forced photometry on or off'],
  ['c', 'Next colour map'],
  ['x', 'Next stretch'],
  ['r', 'Refresh the list'],
  ['/', 'Search'],
  ['.', 'All conditions and profiles'],
  ['1 … 9', 'Scan by this profile'],
  ['?', 'This help'],
];

const ACTION_OF_KEY: ReadonlyMap<string, (actions: ScanActions) => void> = new Map([
  ['j', ({ move }: ScanActions) => move(1)],
  ['ArrowDown', ({ move }) => move(1)],
  ['k', ({ move }) => move(-1)],
  ['ArrowUp', ({ move }) => move(-1)],
  ['s', ({ save }) => save()],
  ['d', ({ reject }) => reject()],
  ['g', ({ chooseGroup }) => chooseGroup()],
  ['a', ({ classify }) => classify()],
  ['m', ({ comment }) => comment()],
  ['u', ({ undo }) => undo()],
  ['b', ({ toggleBlink }) => toggleBlink()],
  ['z', ({ cycleZoom }) => cycleZoom()],
  ['f', ({ toggleForced }) => toggleForced()],
  ['c', ({ cycleColormap }) => cycleColormap()],
  ['x', ({ cycleStretch }) => cycleStretch()],
  ['r', ({ refresh }) => refresh()],
  ['.', ({ openFilters }) => openFilters()],
  ['?', ({ toggleHelp }) => toggleHelp()],
]);

function actionOf(key: string): ((actions: ScanActions) => void) | undefined {
  if (/^[1-9]$/.test(key)) return ({ applyProfile }) => applyProfile(Number(key) - 1);
  return ACTION_OF_KEY.get(key);
}

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
      const action = actionOf(event.key);
      if (!action) return;
      event.preventDefault();
      action(latest.current);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}
