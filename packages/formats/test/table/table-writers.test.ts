import assert from 'node:assert/strict';
import { test } from 'node:test';
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import {
  type Cell,
  openCsv,
  openEcsv,
  openFitsTable,
  openVotable,
  ParquetTable,
  ParquetWriter,
  parquetReader,
  type TableColumn,
  type TableReader,
  type WritableTable,
  writeCsv,
  writeEcsv,
  writeFitsTable,
  writeParquet,
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

const packing = {
  codec: 'ZSTD',
  compress: (bytes: Uint8Array) => zstdCompressSync(bytes),
} as const;

async function openParquet(pieces: readonly Uint8Array[]): Promise<ParquetTable> {
  const bytes = Uint8Array.from(Buffer.concat(pieces)).buffer;
  const file = {
    byteLength: bytes.byteLength,
    slice: async (from: number, to?: number) => bytes.slice(from, to),
  };
  return ParquetTable.open(file, { ZSTD: (packed) => zstdDecompressSync(packed) });
}

const formats: Readonly<Record<string, (table: WritableTable) => Promise<TableReader>>> = {
  csv: (table) => openCsv(() => once(writeCsv(table)), { columns }),
  ecsv: (table) => openEcsv(() => once(writeEcsv(table))),
  fits: (table) => openFitsTable(once(writeFitsTable(table))),
  parquet: async (table) =>
    parquetReader(await openParquet(writeParquet(table, { packing, pageRows: 3 }))),
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
    // Neither has a place for units.
    if (name !== 'csv' && name !== 'parquet') assert.equal(opened.columns[2]?.unit, 'd');
  });
}

test('a table without rows is a table', async () => {
  for (const reopen of Object.values(formats)) {
    assert.deepEqual(await cellsOf(reopen({ columns, rows: [] })), []);
  }
});

test('lists of any length go into Parquet, with what is missing in them', async () => {
  const items = fc.array(
    orNull(fc.double({ noNaN: true, noDefaultInfinity: true }).map((x) => x + 0)),
  );
  const names = fc.array(orNull(text), { maxLength: 4 });
  const rows = fc.array(fc.tuple(orNull(items), orNull(names), fc.bigInt(0n, 2n ** 62n)), {
    minLength: 1,
    maxLength: 30,
  });
  const own = [
    { name: 'mags', type: 'float8', isList: true },
    { name: 'names', type: 'text', isList: true },
    { name: 'id', type: 'int8' },
  ] as const;
  await fc.assert(
    fc.asyncProperty(rows, fc.integer({ min: 1, max: 9 }), async (table, groupRows) => {
      const writer = new ParquetWriter(own, { packing, pageRows: 4, pageValues: 5 });
      const pieces: Uint8Array[] = [];
      for (let at = 0; at < table.length; at += groupRows) {
        const some = table.slice(at, at + groupRows);
        const values = own.map((_, i) => some.map((row) => row[i] ?? null));
        pieces.push(...writer.rowGroup(values, some.length));
      }
      const read = await openParquet([...pieces, ...writer.end()]);
      const wanted = { from: 0, to: table.length, columns: ['mags', 'names', 'id'] };
      assert.deepEqual(await read.read(wanted), table);
      // One row alone, of the pages that it is in.
      const last = { ...wanted, from: table.length - 1 };
      assert.deepEqual(await read.read(last), table.slice(-1));
      const [group] = read.groups('id');
      const ids = table.slice(0, groupRows).map(([, , id]) => id);
      assert.deepEqual(
        [group?.min, group?.max],
        [ids.reduce((a, b) => (a < b ? a : b)), ids.reduce((a, b) => (a > b ? a : b))],
      );
    }),
    { numRuns: 60 },
  );
});
