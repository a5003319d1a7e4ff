import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gunzipSync, inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { isHdf5, readHdf5Columns, TableError, writeHdf5Frame } from '../../src/index.ts';

// Files that pandas 3 (PyTables 3.10) and h5py 3 wrote: a data frame in each of pandas' formats, arrays
// beside each other, packed and with texts of any length, and records with the other order of bytes.
const fileOf = (name: string) =>
  gunzipSync(readFileSync(join(import.meta.dirname, 'files', `${name}.h5.gz`)));
const inflate = (packed: Uint8Array, maxOutputLength: number) =>
  inflateSync(packed, { maxOutputLength });
const read = (file: Uint8Array, name?: string) =>
  Object.fromEntries(readHdf5Columns(file, inflate, name));

const numbers = {
  mjd: [59_000.5, 59_000.6, 59_000.7],
  flux: [10.5, null, 12],
  fluxerr: [1, 1.1, 1.2],
  n: [1, 2, 3],
};

test('a data frame is read in each format of pandas', () => {
  assert.deepEqual(read(fileOf('fixed')), numbers);
  const filter = ['ztfr', 'ztfr', 'ztfr'];
  assert.deepEqual(read(fileOf('table'), 'phot_series'), { ...numbers, filter });
  assert.deepEqual(read(fileOf('datacols')), { ...numbers, filter });
});

test('arrays beside each other and records are read', () => {
  const { mjd, flux, n } = numbers;
  assert.deepEqual(read(fileOf('plain')), { mjd, flux, n, filter: ['ztfr', 'ztfg', 'ztfr'] });
  assert.deepEqual(read(fileOf('compound')), { mjd: [1.5, 2.5], flux: [2, 3], f: ['ab', 'c'] });
});

test('what is written is read again, long integers exactly', () => {
  const cell = fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constant(null));
  const column = fc.array(cell, { minLength: 3, maxLength: 3 });
  const long = fc.bigInt({ min: 2n ** 60n, max: 2n ** 63n - 1n });
  fc.assert(
    fc.property(column, column, long, (a, b, id) => {
      const columns = { mjd: a, 'flux µJy': b, candid: [id, id - 1n, id - 2n] };
      const file = writeHdf5Frame('phot_series', new Map(Object.entries(columns)));
      assert.ok(isHdf5(file));
      const told = read(file, 'phot_series');
      const plain = (values: readonly unknown[]) => values.map((v) => (v === 0 ? 0 : v));
      assert.deepEqual(plain(told.mjd ?? []), plain(a));
      assert.deepEqual(plain(told['flux µJy'] ?? []), plain(b));
      assert.deepEqual(told.candid, columns.candid);
    }),
    { numRuns: 50 },
  );
  assert.throws(() => writeHdf5Frame('t', new Map([['a', ['x']]])), TableError);
});

test('a broken file is told to be one, whatever is broken', () => {
  const files = ['fixed', 'table', 'plain', 'compound'].map(fileOf);
  const place = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
  const change = fc.record({ place, byte: fc.integer({ min: 0, max: 255 }) });
  const changes = fc.array(change, { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(fc.constantFrom(...files), changes, place, (file, wrong, cut) => {
      // What tells something lies at the beginning.
      const broken = Uint8Array.from(file.subarray(0, cut < 0.3 ? cut * file.length : file.length));
      for (const { place: at, byte } of wrong) broken[Math.floor(at * 6000) % file.length] = byte;
      try {
        read(broken);
      } catch (error) {
        const isOfZlib = error instanceof Error && 'code' in error;
        assert.ok(error instanceof TableError || isOfZlib, String(error));
      }
    }),
    { numRuns: 1000 },
  );
  assert.throws(() => read(new Uint8Array(100)), TableError);
});
