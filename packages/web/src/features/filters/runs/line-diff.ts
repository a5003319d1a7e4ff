/** A line of two texts: in both, or in one. */
export type DiffLine = {
  readonly kind: 'same' | 'removed' | 'added';
  readonly text: string;
  /** Line numbers from 1; null where the text has no such line. */
  readonly before: number | null;
  readonly after: number | null;
};

/** Beyond this the table of common lines is too large: the texts are told as replaced. */
const MAX_CELLS = 4_000_000;

/**
 * The lines that two texts share, and those of one alone: a longest common subsequence.
 *
 * Source: Wagner & Fischer 1974, J. ACM 21, 168.
 */
export function diffLines(before: string, after: string): readonly DiffLine[] {
  const [a, b] = [before.split('\n'), after.split('\n')];
  const width = b.length + 1;
  const isTooLong = (a.length + 1) * width > MAX_CELLS;
  const lengths = isTooLong ? null : commonLengths(a, b);
  const lines: DiffLine[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    const [left, right] = [a[i], b[j]];
    if (left !== undefined && left === right) {
      lines.push({ kind: 'same', text: left, before: ++i, after: ++j });
    } else if (left !== undefined && (right === undefined || prefersLeft(lengths, i, j, width))) {
      lines.push({ kind: 'removed', text: left, before: ++i, after: null });
    } else lines.push({ kind: 'added', text: right ?? '', before: null, after: ++j });
  }
  return lines;
}

function prefersLeft(lengths: Uint32Array | null, i: number, j: number, width: number): boolean {
  if (lengths === null) return true;
  return (lengths[(i + 1) * width + j] ?? 0) >= (lengths[i * width + j + 1] ?? 0);
}

/** How many lines the texts have in common from each pair of lines on. */
function commonLengths(a: readonly string[], b: readonly string[]): Uint32Array {
  const width = b.length + 1;
  const lengths = new Uint32Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const at = i * width + j;
      lengths[at] =
        a[i] === b[j]
          ? (lengths[at + width + 1] ?? 0) + 1
          : Math.max(lengths[at + width] ?? 0, lengths[at + 1] ?? 0);
    }
  }
  return lengths;
}
