import type { ViewerTx } from '../viewer/viewer-tx.ts';

/** How much there is, as far as the viewer sees. */
export interface DatabaseCounts {
  rows: Record<string, number>;
  oldestCandidate: Date | null;
  newestCandidate: Date | null;
}

/** Above it PostgreSQL's own estimate is told: to count would take seconds. */
const COUNTED_ROWS = 1_000_000;

/** Tables that may be large; the others are counted as they are. */
const LARGE = ['candidates', 'objs', 'sources', 'photometry'] as const;
const SMALL = ['filters', 'groups', 'users', 'telescopes', 'instruments', 'allocations'] as const;

/** Counts what there is, for who sees all. */
export async function databaseCounts(tx: ViewerTx): Promise<DatabaseCounts> {
  const estimates = await tx.query<{ name: string; rows: number }>(
    `SELECT relname AS name, reltuples::float8 AS rows FROM pg_class
      WHERE relnamespace = 'fritz'::regnamespace AND relname = ANY ($1)`,
    [[...LARGE]],
  );
  const rows: Record<string, number> = {};
  for (const { name, rows: estimate } of estimates) {
    if (estimate > COUNTED_ROWS) rows[name] = Math.round(estimate);
  }
  for (const name of [...LARGE, ...SMALL]) {
    rows[name] ??= await count(tx, `SELECT count(*)::float8 AS rows FROM ${name}`);
  }
  rows.tokens = await count(
    tx,
    `SELECT count(*)::float8 AS rows FROM access_keys WHERE kind = 'token' AND revoked_at IS NULL`,
  );
  const [ends] = await tx.query<{ oldest: Date | null; newest: Date | null }>(
    `SELECT (SELECT passed_at FROM candidates ORDER BY id LIMIT 1) AS oldest,
      (SELECT passed_at FROM candidates ORDER BY id DESC LIMIT 1) AS newest`,
  );
  return { rows, oldestCandidate: ends?.oldest ?? null, newestCandidate: ends?.newest ?? null };
}

async function count(tx: ViewerTx, text: string): Promise<number> {
  return (await tx.query<{ rows: number }>(text))[0]?.rows ?? 0;
}

/** Whether the viewer sees any source, and the version of PostgreSQL. */
export async function databaseInfo(
  tx: ViewerTx,
): Promise<{ hasSources: boolean; version: string }> {
  const [row] = await tx.query<{ hasSources: boolean; version: string }>(
    `SELECT EXISTS (SELECT FROM sources) AS "hasSources", current_setting('server_version') AS version`,
  );
  if (!row) throw new Error('the database told nothing of itself');
  return row;
}
