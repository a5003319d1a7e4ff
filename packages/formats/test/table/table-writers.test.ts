import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type Cell,
  openCsv,
  openEcsv,
  openFitsTable,
  openVotable,
  type TableColumn,
  type TableReader,
  type WritableTable,
  writeCsv,
  writeEcsv,
  writeFitsTable,
  writeVotable,
} from '@fritz/formats';
import fc from 'fast-check';

const column = (name: string, type: TableColumn['type'], unit: string | null = null) => ({
  ...{ name, type, unit, ucd: null, description: `the ${name}` },
});

const columns = [
  column('id', 'int8'),
  column('count', 'int4'),
  column('mjd', 'float8', 'd'),
  column('name', 'text'),
  column('good', 'bool'),
];

/** Text that every format can hold: no blanks at the ends, no control characters, not empty. */
const text = fc
  .string({ unit: fc.constantFrom(...'abc,"\'<>&;# é'), minLength: 1, maxLength: 12 })
  .map((value) => `x${value.trim()}`);
const orNull = <T extends Cell>(values: fc.Arbitrary<T>) => fc.option(values, { freq: 5 });
const row = fc.tuple(
  orNull(fc.bigInt({ min: -(2n ** 62n), max: 2n ** 62n })),
  orNull(fc.integer({ min: -1_000_000_000 })),
  orNull(fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0)),
  orNull(text),
  orNull(fc.boolean()),
);
const tables = fc
  .array(row, { minLength: 1, maxLength: 20 })
  .map((rows): WritableTable => ({ columns, rows, description: 'a <table> & more' }));

async function* once(content: string | Uint8Array): AsyncGenerator<Uint8Array> {
  yield typeof content === 'string' ? Buffer.from(content) : content;
}

async function cellsOf(opened: Promise<TableReader>): Promise<(readonly Cell[])[]> {
  const rows: (readonly Cell[])[] = [];
  for await (const batch of (await opened).batches()) {
    assert.deepEqual(batch.bad, []);
    rows.push(...batch.rows);
  }
  return rows;
}

const formats: Readonly<Record<string, (table: WritableTable) => Promise<TableReader>>> = {
  csv: (table) => openCsv(() => once(writeCsv(table)), { columns }),
  ecsv: (table) => openEcsv(() => once(writeEcsv(table))),
  fits: (table) => openFitsTable(once(writeFitsTable(table))),
  votable: (table) => openVotable(once(writeVotable(table))),
};

for (const [name, reopen] of Object.entries(formats)) {
  test(`what is written as ${name} is read as it was`, async () => {
    await fc.assert(
      fc.asyncProperty(tables, async (table) => {
        assert.deepEqual(await cellsOf(reopen(table)), table.rows);
      }),
      { numRuns: 60 },
    );
  });

  test(`columns of ${name} keep their names and units`, async () => {
    const opened = await reopen({ columns, rows: [[1n, 2, 3, 'x', true]] });
    assert.deepEqual(
      opened.columns.map((one) => one.name),
      columns.map((one) => one.name),
    );
    if (name !== 'csv') assert.equal(opened.columns[2]?.unit, 'd');
  });
}

test('a table without rows is a table', async () => {
  for (const reopen of Object.values(formats)) {
    assert.deepEqual(await cellsOf(reopen({ columns, rows: [] })), []);
  }
});
