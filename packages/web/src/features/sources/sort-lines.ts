import type { PhotometryLine } from './detection-rows.ts';

/** What a column is sorted by; null goes last, whichever way. */
export type SortValue = number | string | null;

export type LineOrder = { readonly title: string; readonly isUp: boolean };

/** The lines in order of a value; lines with the same keep theirs. */
export function sortLines(
  lines: readonly PhotometryLine[],
  read: (line: PhotometryLine) => SortValue,
  isUp: boolean,
): readonly PhotometryLine[] {
  const sign = isUp ? 1 : -1;
  return lines.toSorted((one, other) => {
    const [a, b] = [read(one), read(other)];
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    if (a === b) return 0;
    return a < b ? -sign : sign;
  });
}

/** Which rows of a long table are near what is seen, and how high the others are. */
export function rowWindow(
  count: number,
  {
    topPx,
    heightPx,
    rowPx,
  }: { readonly topPx: number; readonly heightPx: number; readonly rowPx: number },
): {
  readonly from: number;
  readonly to: number;
  readonly abovePx: number;
  readonly belowPx: number;
} {
  const spare = 20;
  const from = Math.min(Math.max(Math.floor(topPx / rowPx) - spare, 0), Math.max(count - 1, 0));
  const to = Math.min(count, Math.ceil((topPx + heightPx) / rowPx) + spare);
  return { from, to, abovePx: from * rowPx, belowPx: (count - to) * rowPx };
}
