/** Tonight's stream in the strip's words; null where the server does not say. */
export type Tonight = {
  readonly read: number | null;
  readonly ratePerS: number | null;
  readonly lagS: number | null;
  readonly passed: number | null;
  readonly quarantined: number | null;
  readonly byFilter: ReadonlyMap<number, { readonly evaluated: number; readonly passed: number }>;
};

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function firstNumber(record: Record<string, unknown>, keys: readonly string[]): number | null {
  for (const key of keys) {
    const value = record[key];
    if (typeof value === 'number') return value;
  }
  return null;
}

function readFilters(value: unknown) {
  const byFilter = new Map<number, { evaluated: number; passed: number }>();
  for (const row of Array.isArray(value) ? value : []) {
    if (!isRecord(row)) continue;
    const id = firstNumber(row, ['filter_id', 'id']);
    if (id === null) continue;
    byFilter.set(id, {
      evaluated: firstNumber(row, ['evaluated']) ?? 0,
      passed: firstNumber(row, ['passed']) ?? 0,
    });
  }
  return byFilter;
}

/** Reads the stream's state at the border; fields that are missing become null. */
export function readTonight(data: unknown): Tonight {
  const record = isRecord(data) ? data : {};
  const byFilter = readFilters(record.filters);
  const filters = [...byFilter.values()];
  return {
    read: firstNumber(record, ['read', 'alerts_read']),
    ratePerS: firstNumber(record, ['rate_per_s', 'rate']),
    lagS: firstNumber(record, ['lag_s', 'lag']),
    quarantined: firstNumber(record, ['quarantined']),
    passed:
      firstNumber(record, ['passed']) ??
      (filters.length > 0 ? filters.reduce((sum, row) => sum + row.passed, 0) : null),
    byFilter,
  };
}
