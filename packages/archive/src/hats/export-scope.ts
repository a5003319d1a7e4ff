import type { SurveyAdapter } from '@fritz/surveys';

/** Which alerts are exported. */
export interface ExportScope {
  readonly adapter: SurveyAdapter;
  /** Those of these programmes; null: all that the connection sees. */
  readonly programs: readonly number[] | null;
  /** Those of these times, MJD: from ≤ mjd < to; null: of all times. */
  readonly span: { readonly fromMjd: number; readonly toMjd: number } | null;
}

const JD_OF_MJD_ZERO = 2_400_000.5;

/** A condition on the alerts table `a`, and its values from $1 on. */
export function alertsIn({ adapter, programs, span }: ExportScope): {
  readonly where: string;
  readonly values: unknown[];
} {
  const conditions: string[] = [];
  const values: unknown[] = [];
  if (programs !== null)
    conditions.push(`a.programid = ANY ($${values.push(programs)}::smallint[])`);
  if (span !== null) {
    const { fromMjd, toMjd } = span;
    const window = { fromJd: fromMjd + JD_OF_MJD_ZERO, toJd: toMjd + JD_OF_MJD_ZERO };
    // By candid it is told which partitions are read.
    const { since, before } = adapter.candidsOf(window);
    conditions.push(
      `a.candid >= $${values.push(since)} AND a.candid < $${values.push(before)}`,
      `a.mjd >= $${values.push(fromMjd)} AND a.mjd < $${values.push(toMjd)}`,
    );
  }
  return { where: conditions.length === 0 ? 'true' : conditions.join(' AND '), values };
}
