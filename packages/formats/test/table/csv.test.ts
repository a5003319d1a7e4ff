import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { openCsv, openEcsv, TableError } from '@fritz/formats';
import { inPieces, readAll } from './golden-files.ts';

const encoder = new TextEncoder();

function csv(text: string, piece = 3) {
  return openCsv(() => inPieces(encoder.encode(text), piece));
}

async function rowsOf(text: string, piece?: number) {
  const reader = await csv(text, piece);
  return { types: reader.columns.map(({ type }) => type), ...(await readAll(reader)) };
}

const isRefused = (code: string) => (error: unknown) =>
  error instanceof TableError && error.code === code;

describe('CSV', () => {
  test('quotes, line feeds within them, blank lines, CRLF, a mark of the byte order', async () => {
    const { rows, bad } = await rowsOf(
      '\ufeffa,"b ""x"""\r\n1,"two\nlines"\r\n\r\n2,"say ""hi"""\r\n3, plain ',
    );
    assert.deepEqual(rows, [
      [1, 'two\nlines'],
      [2, 'say "hi"'],
      [3, 'plain'],
    ]);
    assert.deepEqual(bad, []);
  });

  test('lines are counted as an editor does', async () => {
    const { bad } = await rowsOf('# a remark\na,b\n"x\ny",2\n\n1\n3,4,5\n');
    assert.deepEqual(bad, [
      [6, '1 fields where the head has 2'],
      [7, '3 fields where the head has 2'],
    ]);
  });

  test('types come from all rows: the narrowest that holds each value', async () => {
    const many = Array.from({ length: 3000 }, (_, i) => `${i},${i},${i},true,${i}`).join('\n');
    const { types, rows } = await rowsOf(
      `id,big,float,bool,text\n${many}\n9223372036854775807,18446744073709551616,1.5e3,FALSE,007\n`,
      1000,
    );
    assert.deepEqual(types, ['int8', 'text', 'float8', 'bool', 'text']);
    assert.deepEqual(rows.at(-1), [2n ** 63n - 1n, '18446744073709551616', 1500, false, '007']);
  });

  test('what stands for a missing value', async () => {
    const { rows } = await rowsOf('n,t\n1,x\n,""\nNaN,null\n-,N/A\nnull,-\ninf,"null"\n');
    assert.deepEqual(rows, [
      [1, 'x'],
      [null, null],
      [null, null],
      [null, 'N/A'],
      [null, '-'],
      [null, 'null'],
    ]);
  });

  test('finds tabs, semicolons and bars', async () => {
    for (const delimiter of ['\t', ';', '|']) {
      const { rows } = await rowsOf(
        `a${delimiter}b,c${delimiter}d\n1${delimiter}2,3${delimiter}4\n`,
      );
      assert.deepEqual(rows, [[1, '2,3', 4]]);
    }
  });

  test('refuses what is no table', async () => {
    await assert.rejects(csv(''), isRefused('bad_format'));
    await assert.rejects(csv('1,2\n3,4\n'), isRefused('bad_format'));
    await assert.rejects(csv('a,a\n3,4\n'), isRefused('bad_format'));
    await assert.rejects(csv('a,b\n1,"no end\n'), isRefused('bad_format'));
  });
});

describe('ECSV', () => {
  const head = (columns: string) =>
    `# %ECSV 1.0\n# ---\n# datatype:\n${columns}# schema: astropy-2.0\n`;

  test('a record that does not fit its type is bad, with its line', async () => {
    const text = `${head('# - {name: id, datatype: uint64}\n# - {name: n, datatype: int16}\n')}id n\n1 2\n18446744073709551615 3\n4 70000\n5 x\n`;
    const { rows, bad } = await readAll(await openEcsv(() => inPieces(encoder.encode(text), 5)));
    assert.deepEqual(rows, [[1n, 2]]);
    assert.deepEqual(
      bad.map(([line]) => line),
      [9, 10, 11],
    );
  });

  test('columns in block style, and arrays', async () => {
    const text = `${head('# - name: a b\n#   unit: km / s\n#   datatype: float64\n#   description: "one: \\"two\\""\n# - {name: v, datatype: string, subtype: \'int64[2]\'}\n')}"a b" v\n1.5 [1,9007199254740993]\n`;
    const reader = await openEcsv(() => inPieces(encoder.encode(text)));
    assert.deepEqual(
      reader.columns.map(({ name, unit, type, description }) => [name, unit, type, description]),
      [
        ['a b', 'km / s', 'float8', 'one: "two"'],
        ['v', null, 'json', null],
      ],
    );
    assert.deepEqual((await readAll(reader)).rows, [[1.5, [1, 9007199254740993n]]]);
  });
});
