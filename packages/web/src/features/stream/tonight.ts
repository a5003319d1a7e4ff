import type { StreamStatus } from '../../api/types.ts';

/** Tonight's stream in the strip's words; null where nothing was read yet. */
export type Tonight = {
  /** Where the viewer may not know how many: as many as his busiest filter looked at; else null. */
  readonly read: number | null;
  readonly quarantined: number;
  readonly passed: number;
  readonly ratePerS: number | null;
  /** From exposure to alert, seconds; the slowest survey's. */
  readonly lagS: number | null;
};

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function known(values: readonly (number | null)[]): readonly number[] {
  return values.filter((value) => value !== null);
}

function countRead(
  surveys: StreamStatus['surveys'],
  filters: StreamStatus['filters'],
): number | null {
  const packets = known(surveys.map((survey) => survey.packets));
  if (packets.length === surveys.length) return sum(packets);
  const evaluated = filters.map((filter) => filter.evaluated);
  return evaluated.length > 0 ? Math.max(...evaluated) : null;
}

/** Sums tonight's surveys and filters up. */
export function summariseTonight({ surveys, filters }: StreamStatus): Tonight {
  const rates = known(surveys.map((survey) => survey.per_second));
  const lags = known(surveys.map((survey) => survey.lag_s));
  return {
    read: countRead(surveys, filters),
    quarantined: sum(known(surveys.map((survey) => survey.quarantined))),
    passed: sum(filters.map((filter) => filter.passed)),
    ratePerS: rates.length > 0 ? sum(rates) : null,
    lagS: lags.length > 0 ? Math.max(...lags) : null,
  };
}
