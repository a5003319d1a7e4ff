import type { Cell, TableReader } from '@fritz/formats';

/** A table as it is previewed: text for each cell. */
export type ReadTable = {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly rowCount: number;
  readonly warnings: readonly string[];
};

const MOST_ROWS = 10_000;

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

async function open(bytes: Uint8Array): Promise<TableReader> {
  const formats = await import('./table-formats.ts');
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 2000));
  if (head.startsWith('SIMPLE  =')) return formats.openFitsTable(once(bytes));
  if (/^# ?%ECSV/.test(head)) return formats.openEcsv(() => once(bytes));
  if (/<(\w+:)?VOTABLE\b/i.test(head)) return formats.openVotable(once(bytes));
  return formats.openCsv(() => once(bytes));
}

function textOf(cell: Cell): string {
  if (cell === null) return '';
  return typeof cell === 'object'
    ? JSON.stringify(cell, (_key, value: unknown) =>
        typeof value === 'bigint' ? `${value}` : value,
      )
    : String(cell);
}

/**
 * Reads a CSV, ECSV, FITS or VOTable file; as the server will, so that what is seen is what is sent.
 *
 * @throws Error that tells what is wrong with the file
 */
export async function readTable(bytes: Uint8Array): Promise<ReadTable> {
  const reader = await open(bytes);
  const rows: (readonly string[])[] = [];
  for await (const batch of reader.batches()) {
    const [bad] = batch.bad;
    if (bad) throw new Error(`${reader.placeNoun} ${bad.place}: ${bad.reason}`);
    for (const row of batch.rows) rows.push(row.map(textOf));
    if (rows.length > MOST_ROWS) throw new Error(`It has more than ${MOST_ROWS} rows.`);
  }
  if (rows.length === 0) throw new Error('It has no rows.');
  return {
    columns: reader.columns.map(({ name }) => name),
    rows,
    rowCount: rows.length,
    warnings: reader.notes.warnings,
  };
}
