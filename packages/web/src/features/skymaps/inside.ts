import { parseNaiveUtc, toNaiveUtc } from '../../format/time.ts';

/** What is looked for in a map. */
export type Inside = {
  readonly kind: 'sources' | 'candidates';
  readonly percent: number;
  /** First seen so many days after the event at most; null: at any time. */
  readonly withinDays: number | null;
};

const MS_PER_DAY = 86_400_000;

/** As the API is asked. */
export function insideParams(
  { kind, percent, withinDays }: Inside,
  dateobs: string,
): Readonly<Record<string, string | number>> {
  if (withinDays === null) return { kind, percent };
  const from = parseNaiveUtc(dateobs);
  const to = new Date(from.getTime() + withinDays * MS_PER_DAY);
  return {
    ...{ kind, percent },
    firstDetectionAfter: toNaiveUtc(from),
    firstDetectionBefore: toNaiveUtc(to),
  };
}
