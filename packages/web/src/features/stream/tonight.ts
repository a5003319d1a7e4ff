import type { StreamStatus } from '../../api/types.ts';

/** Tonight's stream in the strip's words; null where nothing was read yet. */
export type Tonight = {
  readonly read: number;
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

/** Sums tonight's surveys and filters up. */
export function summariseTonight({ surveys, filters }: StreamStatus): Tonight {
  const rates = known(surveys.map((survey) => survey.per_second));
  const lags = known(surveys.map((survey) => survey.lag_s));
  return {
    read: sum(surveys.map((survey) => survey.packets)),
    quarantined: sum(surveys.map((survey) => survey.quarantined)),
    passed: sum(filters.map((filter) => filter.passed)),
    ratePerS: rates.length > 0 ? sum(rates) : null,
    lagS: lags.length > 0 ? Math.max(...lags) : null,
  };
}
