import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import {
  type FixedFields,
  guessMapping,
  listMissing,
  tidyPasted,
} from '../src/features/source-uploads/column-mapping.ts';
import { isBinary, unpack } from '../src/features/source-uploads/file-kind.ts';
import { readTable } from '../src/features/source-uploads/read-table.ts';
import { readRowErrors } from '../src/features/source-uploads/row-errors.ts';
import {
  describeWrongLine,
  readColumn,
  readObservedAt,
} from '../src/features/source-uploads/spectrum-words.ts';

const encode = (text: string) => new TextEncoder().encode(text);
const none: FixedFields = { instrument_id: null, filter: '', magsys: 'ab', zp: null };

test('columns are known by their names, exact ones first, each field once', () => {
  assert.deepEqual(guessMapping(['MJD', 'band', 'mag', 'e_mag', 'comment', 'magnitude']), {
    MJD: 'mjd',
    band: 'filter',
    mag: 'mag',
    e_mag: 'magerr',
    comment: '',
    magnitude: '',
  });
  assert.deepEqual(guessMapping(['magnitude', 'mag']), { magnitude: '', mag: 'mag' });
  assert.deepEqual(guessMapping(['forcediffimflux', 'forcediffimfluxunc', 'zpdiff']), {
    forcediffimflux: 'flux',
    forcediffimfluxunc: 'fluxerr',
    zpdiff: 'zp',
  });
});

test('what is missing is said before anything is sent', () => {
  assert.deepEqual(listMissing({ t: 'mjd', m: 'mag', e: 'magerr' }, none), [
    'the bandpass',
    'the instrument',
  ]);
  const fixed = { ...none, instrument_id: 1, filter: 'ztfg' };
  assert.deepEqual(listMissing({ t: 'mjd', m: 'mag', e: 'magerr' }, fixed), []);
  assert.deepEqual(listMissing({ t: 'mjd', f: 'flux' }, fixed), [
    'a column with the errors of the fluxes',
    'the zero point of the fluxes',
  ]);
  assert.deepEqual(listMissing({ a: 'mjd', b: 'mjd', m: 'mag', e: 'magerr' }, fixed), [
    'one column alone for mjd',
  ]);
});

test('a pasted table with blanks is CSV; others stay as they are', () => {
  assert.equal(tidyPasted('# mjd  mag\n 1  19.2 \r\n\n2 19.3'), 'mjd,mag\n1,19.2\n2,19.3');
  for (const text of ['a,b\n1,2', 'a\tb\n1\t2', '# %ECSV 1.0\n', '<VOTABLE/>', 'word']) {
    assert.equal(tidyPasted(text), text);
  }
});

test('a table is read as the server reads it, and what cannot be read is told', async () => {
  const table = await readTable(encode('mjd,mag\n61210.25,19.2\n61211.5,\n'));
  assert.deepEqual(table.columns, ['mjd', 'mag']);
  assert.deepEqual(table.rows, [
    ['61210.25', '19.2'],
    ['61211.5', ''],
  ]);
  await assert.rejects(readTable(encode('mjd,mag\n1,2,3\n')), /line 2/);
  await assert.rejects(readTable(encode('mjd,mag\n')), /no rows/);
  const packed = new Uint8Array(gzipSync('a,b\n1,2\n'));
  assert.equal(isBinary(packed), true);
  assert.equal(new TextDecoder().decode(await unpack(packed)), 'a,b\n1,2\n');
  assert.equal(isBinary(encode('SIMPLE  =')), true);
  assert.equal(isBinary(encode('a,b')), false);
});

test("a refusal's rows are told where they are", () => {
  const refusal = (details: Record<string, unknown>) =>
    readRowErrors({ status: 422, code: 'invalid_rows', message: 'no', details });
  assert.deepEqual(
    [...refusal({ errors: [{ row: 3, field: 'filter', message: 'is unknown' }] })],
    [[3, ['filter: is unknown']]],
  );
  assert.deepEqual([...refusal({ duplicates: [{ row: 0, id: 4 }] })], [[0, ['is there already']]]);
  assert.equal(refusal({ errors: 'nothing that is one' }).size, 0);
  assert.equal(readRowErrors(new Error('no')).size, 0);
});

test('times of observations are dates or MJDs, columns count from one', () => {
  assert.equal(readObservedAt('61210.25'), '2026-06-19T06:00:00.000');
  assert.equal(readObservedAt('2026-06-13 04:30'), '2026-06-13T04:30:00.000');
  assert.equal(readObservedAt('2026-06-13T04:30:00Z'), '2026-06-13T04:30:00.000');
  assert.equal(readObservedAt('2026-06-13'), '2026-06-13T00:00:00.000');
  for (const text of ['', 'tonight', '12', '2026-13-01', '13/06/2026']) {
    assert.equal(readObservedAt(text), null, text);
  }
  assert.equal(readColumn('3'), 2);
  assert.equal(readColumn(''), null);
  assert.equal(readColumn('0'), undefined);
});

test('the line that is wrong is shown', () => {
  const error = {
    status: 400,
    code: 'bad_spectrum_file',
    message: 'no number',
    details: { line: 2 },
  };
  assert.match(describeWrongLine(error, encode('4000 1\n4010 bad\n')), /Line 2: 4010 bad$/);
  assert.doesNotMatch(describeWrongLine(new Error('no'), null), /Line/);
});
