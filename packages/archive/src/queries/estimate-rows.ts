import type { ViewerTx } from '../viewer/viewer-tx.ts';

/** Tables of fewer rows are counted. */
const SMALL_ROWS = 50_000;
/** So many rows are looked at of larger ones. */
const SAMPLE_ROWS = 20_000;

/**
 * About how many rows of a table, or of its partitions, the viewer sees: some pages of it are counted
 * with his rights, since how many rows there are of others' is not his to know.
 */
export async function estimateRows(
  tx: Pick<ViewerTx, 'query'>,
  table: string,
  condition = 'true',
): Promise<number> {
  const [known] = await tx.query<{ rows: number }>(
    `SELECT coalesce(sum(greatest(c.reltuples, 0)), 0)::float8 AS rows FROM pg_class c
     WHERE c.oid = $1::regclass OR c.oid IN (SELECT inhrelid FROM pg_inherits WHERE inhparent = $1::regclass)`,
    [table],
  );
  const rows = known?.rows ?? 0;
  const percent = rows < SMALL_ROWS ? 100 : (100 * SAMPLE_ROWS) / rows;
  const sample = percent === 100 ? '' : `TABLESAMPLE SYSTEM (${percent})`;
  const [counted] = await tx.query<{ count: bigint }>(
    `SELECT count(*) AS count FROM ${table} AS a ${sample} WHERE ${condition}`,
  );
  return Math.round((Number(counted?.count ?? 0n) * 100) / percent);
}
