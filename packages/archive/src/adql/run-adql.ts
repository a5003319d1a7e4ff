import type { Cell } from '@fritz/formats';
import { estimateRows } from '../queries/estimate-rows.ts';
import { databaseFailure } from '../viewer/failures.ts';
import type { ViewerTx } from '../viewer/viewer-tx.ts';
import { AdqlError } from './adql-error.ts';
import type { CompiledAdql, ResultColumn } from './compile-adql.ts';
import { tableName } from './tables/tap-schema.ts';
import type { TapTable } from './tables/tap-table.ts';

type Query = Pick<ViewerTx, 'query'>;

/** Rows that are fetched at once. */
const BATCH_ROWS = 1000;

let cursors = 0;

/**
 * Lets a transaction see what surveys publish, beside what its viewer sees: what is public is everyone's,
 * also of whoever has no key. Times are UTC.
 */
export async function openPublished(tx: Query): Promise<void> {
  await tx.query(
    "SELECT set_config('fritz.published', 'on', true), set_config('TimeZone', 'UTC', true)",
  );
}

/** The rows of a query, batch by batch, in a transaction that refuses to write. @throws AdqlError */
export async function* runAdql(
  tx: Query,
  { text, values, columns }: CompiledAdql,
): AsyncGenerator<readonly (readonly Cell[])[]> {
  cursors = (cursors + 1) % 1_000_000_000;
  const name = `adql_${cursors}`;
  try {
    await tx.query(`DECLARE ${name} NO SCROLL CURSOR FOR ${text}`, values);
    for (;;) {
      const rows = await tx.query<Record<string, unknown>>(`FETCH ${BATCH_ROWS} FROM ${name}`);
      if (rows.length > 0) yield rows.map((row) => cellsOf(row, columns));
      if (rows.length < BATCH_ROWS) break;
    }
    await tx.query(`CLOSE ${name}`);
  } catch (error) {
    throw explainFailure(error);
  }
}

function cellsOf(row: Record<string, unknown>, columns: readonly ResultColumn[]): Cell[] {
  return columns.map(({ type }, i) => cellOf(row[`c${i}`], type));
}

function cellOf(value: unknown, type: ResultColumn['type']): Cell {
  if (value === null || value === undefined) return null;
  if (type === 'timestamp') return value instanceof Date ? writeTime(value) : null;
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (Array.isArray(value)) return value.map((part) => Number(part));
  // The driver's types of columns are those that they were compiled to.
  return value as Cell;
}

/** As DALI writes times: UTC, without a zone. */
function writeTime(time: Date): string | null {
  return Number.isNaN(time.getTime()) ? null : time.toISOString().replace(/Z$/, '');
}

/** What a query did that SQL did not let it, by SQLSTATE (PostgreSQL manual, appendix A). */
const FAILURES: Readonly<Record<string, string>> = {
  '22012': 'a number was divided by zero',
  '22003': 'a number is too large for its type',
  '2201E': 'there is no logarithm of a number that is not positive',
  '2201F': 'there is no such power or root of this number',
  '22P02': 'a text is not of the type that it is compared with or cast to',
  '22007': 'a text is no time',
  '22008': 'a time is beyond all bounds',
  '21000': 'a subquery that is a value gives more than one row',
  '42803': 'a column stands outside of GROUP BY: it needs COUNT, MIN or the like around it',
  '42P10': 'what a DISTINCT result is ordered by must be among its columns',
  '54000': 'a text becomes too long',
  '54001': 'the query is too deep',
  '54011': 'the query has too many columns',
  '54023': 'the query has too many values',
  '53200': 'the query needs too much memory',
  '53400': 'the query needs too much room',
  '0A000': 'this cannot be done in one query',
  '22023': 'a value is not what a function takes',
  '42883': 'no function takes values of these types',
  '42804': 'types do not fit together',
};

/** What went wrong in words that say nothing of our insides; what is ours is given back as it is. */
function explainFailure(error: unknown): unknown {
  if (!(error instanceof Error) || databaseFailure(error) === 'timeout') return error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const told = Object.hasOwn(FAILURES, code) ? FAILURES[code] : undefined;
  return told === undefined ? error : new AdqlError(told, null, { cause: error });
}

/** About how much there is of a table. */
export interface TableEstimate {
  readonly name: string;
  readonly rows: number;
  /** Columns that its rows are found by. */
  readonly indexed: readonly string[];
}

/** About how many rows the viewer sees of tables, and what would find some of them. */
export async function estimateTables(
  tx: Query,
  tables: readonly TapTable[],
): Promise<TableEstimate[]> {
  const found: TableEstimate[] = [];
  for (const table of tables) {
    if (typeof table.from !== 'string' || table.from.startsWith('(')) continue;
    const rows = await estimateRows(tx, table.from);
    const indexed = table.columns.flatMap(({ name, isIndexed }) => (isIndexed ? [name] : []));
    found.push({ name: tableName(table), rows, indexed });
  }
  return found;
}
