import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Cell } from '@fritz/formats';
import { golden, openTable, readAll } from './golden-files.ts';

/** What astropy wrote into all of them, see make-golden.py. */
const expected: { columns: [string, string | null][]; rows: unknown[][] } = JSON.parse(
  new TextDecoder().decode(golden('expected.json')),
);

const types = ['int8', 'text', 'float8', 'float8', 'float4', 'int2', 'int4', 'bool', 'json'];
const isInteger = types.map((type) => type.startsWith('int'));

/** As expected.json has it: integers as text. */
function asExpected(cell: Cell, column: number): unknown {
  if (cell === null) return null;
  return isInteger[column] ? String(cell) : cell;
}

/** Blanks around a text are kept by some formats alone. */
function withoutBlanks(value: unknown): unknown {
  return typeof value === 'string' ? value.trim() || null : value;
}

const files = [
  'table.fits',
  'table.ecsv',
  'table-commas.ecsv',
  'table-tabledata.vot',
  'table-binary.vot',
  'table-binary2.vot',
  'table-snappy.parquet',
  'table-gzip.parquet',
  'table-zstd.parquet',
  'table-none.parquet',
];

describe('a table that astropy wrote', () => {
  for (const name of files) {
    for (const piece of [7, 100_000]) {
      test(`${name}, in pieces of ${piece} bytes`, async () => {
        const reader = await openTable(name, golden(name), piece);
        assert.deepEqual(
          reader.columns.map((column) => column.name),
          expected.columns.map(([column]) => column),
        );
        assert.deepEqual(
          reader.columns.map(({ type }) => type),
          types,
        );
        if (!name.endsWith('parquet')) {
          assert.deepEqual(
            reader.columns.map(({ unit }) => unit),
            expected.columns.map(([, unit]) => unit),
          );
        }
        const { rows, bad } = await readAll(reader);
        assert.deepEqual(bad, []);
        assert.deepEqual(
          rows.map((row) => row.map((cell, i) => withoutBlanks(asExpected(cell, i)))),
          expected.rows.map((row) => row.map(withoutBlanks)),
        );
      });
    }
  }

  test('table.csv, with the types found in it', async () => {
    const reader = await openTable('table.csv', golden('table.csv'), 50);
    assert.deepEqual(
      reader.columns.map(({ type }) => type),
      ['int8', 'text', 'float8', 'float8', 'float8', 'int4', 'int8', 'bool'].map((type, i) =>
        i === 6 ? 'int4' : type,
      ),
    );
    const { rows } = await readAll(reader);
    assert.deepEqual(
      rows.map((row) => row.map((cell, i) => withoutBlanks(i === 4 ? null : asExpected(cell, i)))),
      expected.rows.map((row) =>
        row.slice(0, 8).map((cell, i) => (i === 4 ? null : withoutBlanks(cell))),
      ),
    );
    for (const [i, row] of rows.entries()) {
      const mag = expected.rows[i]?.[4];
      assert.equal(row[4] === null ? null : Math.fround(Number(row[4])), mag);
    }
  });

  test('descriptions come whole, also over several lines', async () => {
    for (const name of ['table.ecsv', 'table-binary2.vot']) {
      const { columns } = await openTable(name, golden(name));
      assert.match(
        columns[1]?.description ?? '',
        /^What people call it; 'quoted', with: a colon, \{braces\} and .* break the line$/,
        name,
      );
    }
  });
});

test('columns that FITS alone has', async () => {
  const reader = await openTable('odd.fits', golden('odd.fits'));
  assert.deepEqual(
    reader.columns.map(({ name, type }) => [name, type]),
    [
      ['u16', 'int4'],
      ['u32', 'int8'],
      ['s8', 'int2'],
      ['scaled', 'float8'],
      ['words', 'json'],
      ['after', 'int8'],
    ],
  );
  assert.deepEqual(reader.notes.warnings, [
    'column "bits" is left out: bits',
    'column "complex" is left out: complex numbers',
    'column "var" is left out: arrays of variable length',
  ]);
  const { rows } = await readAll(reader);
  assert.deepEqual(rows, [
    [0, 0n, -128, 10, ['a', 'bc', 'def'], 11n],
    [65535, 2n ** 32n - 1n, 127, 12.5, ['x', null, 'wxyz'], 2n ** 60n + 1n],
  ]);
});
