import type pg from 'pg';

/** A connection inside of a transaction that sees the same rows throughout. */
export interface Snapshot {
  query<Row extends pg.QueryResultRow>(text: string, values?: readonly unknown[]): Promise<Row[]>;
}

const FETCH_ROWS = 2000;

/** The rows of a statement, some at a time: whatever their number, so many are in memory. */
export async function* rowsOf<Row extends pg.QueryResultRow>(
  { query }: Snapshot,
  text: string,
  values: readonly unknown[],
  fetchRows = FETCH_ROWS,
): AsyncGenerator<Row[]> {
  await query(`DECLARE hats_rows NO SCROLL CURSOR FOR ${text}`, values);
  try {
    for (;;) {
      const rows = await query<Row>(`FETCH ${fetchRows} FROM hats_rows`);
      if (rows.length > 0) yield rows;
      if (rows.length < fetchRows) return;
    }
  } finally {
    // Where the transaction failed there is none any more.
    await query('CLOSE hats_rows').catch(() => {});
  }
}

/** Runs work in a transaction that sees what is there when it begins, and changes nothing. */
export async function withSnapshot<T>(
  client: pg.ClientBase,
  work: (snapshot: Snapshot) => Promise<T>,
): Promise<T> {
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  try {
    return await work({
      async query<Row extends pg.QueryResultRow>(text: string, values: readonly unknown[] = []) {
        return (await client.query<Row>(text, [...values])).rows;
      },
    });
  } finally {
    await client.query('ROLLBACK').catch(() => {});
  }
}
