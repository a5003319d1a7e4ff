import type { FilterHistory } from '../../api/types.ts';
import { formatCount } from '../../format/number.ts';
import { shareWords } from './runs/which-night.ts';

type Counts = NonNullable<FilterHistory['counts']>;

/** `12 µs`, `3.4 ms`: how long an evaluation takes. */
export function durationWords(us: number): string {
  if (us < 1000) return `${us >= 10 ? us.toFixed(0) : us.toFixed(1)} µs`;
  return `${us < 10_000 ? (us / 1000).toFixed(1) : formatCount(Math.round(us / 1000))} ms`;
}

/** What an evaluation costs, on average and at worst, and how much of the budget that is. */
export function costWords(counts: Counts): string {
  const { us_mean, us_max, steps_mean, steps_max, steps_budget } = counts;
  const time = `${durationWords(us_mean)} an alert, ${durationWords(us_max)} at most`;
  const steps = `${formatCount(Math.round(steps_mean))} steps, ${formatCount(steps_max)} at most`;
  return `${time} · ${steps} (${shareWords(steps_max, steps_budget)} of what one may take)`;
}
