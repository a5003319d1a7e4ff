import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { openFitsTable, openVotable, TableError } from '@fritz/formats';
import { inPieces, readAll } from './golden-files.ts';

const isRefused = (code: string) => (error: unknown) =>
  error instanceof TableError && error.code === code;

function votable(text: string) {
  return openVotable(inPieces(new TextEncoder().encode(text), 4096));
}

const field = '<FIELD name="a" datatype="int"/><FIELD name="b" datatype="char" arraysize="*"/>';
const table = (data: string, fields = field) =>
  `<VOTABLE><RESOURCE><TABLE>${fields}<DATA>${data}</DATA></TABLE></RESOURCE></VOTABLE>`;

describe('VOTables', () => {
  test('no entity is looked up or grows', async () => {
    const bomb = `<!DOCTYPE x [<!ENTITY a "${'z'.repeat(100)}"><!ENTITY b "&a;&a;"> ]>${table('<TABLEDATA><TR><TD>1</TD><TD>&b;</TD></TR></TABLEDATA>')}`;
    const read = async () => readAll(await votable(bomb));
    await assert.rejects(read, isRefused('bad_format'));
    const file = `<!DOCTYPE x SYSTEM "file:///etc/passwd">${table('<TABLEDATA><TR><TD>1</TD><TD>&amp;&#65;</TD></TR></TABLEDATA>')}`;
    assert.deepEqual((await readAll(await votable(file))).rows, [[1, '&A']]);
  });

  test('rows with too many or odd values are bad; the others are read', async () => {
    const cells = (count: number) => '<TD>1</TD>'.repeat(count);
    const rows = [cells(2), cells(1), cells(100_000), '<TD>x</TD><TD/>', '<TD>3</TD><TD/>'];
    const data = `<TABLEDATA>${rows.map((row) => `<TR>${row}</TR>`).join('')}</TABLEDATA>`;
    const { rows: read, bad } = await readAll(await votable(table(data)));
    assert.deepEqual(read, [
      [1, '1'],
      [3, null],
    ]);
    assert.deepEqual(bad, [
      [2, 'fewer values than columns'],
      [3, 'more values than columns'],
      [4, 'a is "x", not int'],
    ]);
  });

  test('integers in hexadecimal are the bits of their type', async () => {
    const fields = '<FIELD name="s" datatype="short"/><FIELD name="l" datatype="long"/>';
    const row = (s: string, l: string) => `<TR><TD>${s}</TD><TD>${l}</TD></TR>`;
    const data = `<TABLEDATA>${row('0xFFFF', '0x7FFFFFFFFFFFFFFF')}${row('0x1FFFF', '1')}</TABLEDATA>`;
    const { rows, bad } = await readAll(await votable(table(data, fields)));
    assert.deepEqual(rows, [[-1, 2n ** 63n - 1n]]);
    assert.deepEqual(bad, [[2, 's is "0x1FFFF", not short']]);
  });

  test('a value, a tag, a nest without an end; counts that nobody has', async () => {
    const open = `<VOTABLE><RESOURCE><TABLE>${field}<DATA><TABLEDATA><TR><TD>`;
    const endless = async (text: string) => readAll(await votable(text));
    await assert.rejects(endless(open + 'x'.repeat(17 << 20)), isRefused('too_large'));
    await assert.rejects(endless(`<VOTABLE ${'a'.repeat(2 << 20)}`), isRefused('too_large'));
    await assert.rejects(endless('<VOTABLE>'.repeat(5000)), isRefused('too_large'));
    const counts = Buffer.from([0, 0, 0, 1, 0x7f, 0xff, 0xff, 0xff]).toString('base64');
    const stream = `<BINARY><STREAM encoding="base64">${counts}</STREAM></BINARY>`;
    await assert.rejects(endless(table(stream)), isRefused('bad_format'));
    const linked = '<BINARY><STREAM href="http://example.org/x"/></BINARY>';
    await assert.rejects(endless(table(linked)), isRefused('unsupported'));
  });
});

describe('FITS tables', () => {
  const card = (text: string) => text.padEnd(80);
  const unit = (cards: string[]) => [...cards, 'END'].map(card).join('').padEnd(2880);
  const primary = unit([
    'SIMPLE  =                    T',
    'BITPIX  =                    8',
    'NAXIS   =                    0',
  ]);
  const bintable = (rowBytes: number, rows: string, ...more: string[]) =>
    unit([
      "XTENSION= 'BINTABLE'",
      'BITPIX  =                    8',
      'NAXIS   =                    2',
      `NAXIS1  = ${rowBytes}`,
      `NAXIS2  = ${rows}`,
      'PCOUNT  =                    0',
      'GCOUNT  =                    1',
      ...more,
    ]);
  const read = async (text: string) =>
    readAll(await openFitsTable(inPieces(new TextEncoder().encode(text), 999)));

  test('rows that are announced and not there, columns that are not', async () => {
    const column = ['TFIELDS = 1', "TFORM1  = 'J'"];
    await assert.rejects(
      read(primary + bintable(4, '1000000000000', ...column)),
      isRefused('truncated'),
    );
    await assert.rejects(
      read(primary + bintable(0, '1000000000000', 'TFIELDS = 0')),
      isRefused('bad_format'),
    );
    await assert.rejects(read(primary + bintable(5, '1', ...column)), isRefused('bad_format'));
    await assert.rejects(read(primary + bintable(4, '-1', ...column)), isRefused('bad_format'));
    await assert.rejects(read(primary), isRefused('bad_format'));
    await assert.rejects(read('GIF89a'), isRefused('bad_format'));
    const ascii = bintable(4, '1', ...column).replace('BINTABLE', 'TABLE   ');
    await assert.rejects(
      async () =>
        readAll(
          await openFitsTable(inPieces(new TextEncoder().encode(primary + ascii)), {
            extension: 1,
          }),
        ),
      isRefused('unsupported'),
    );
  });
});
