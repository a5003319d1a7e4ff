import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { readAsciiSpectrum, SpectrumError, writeCsvSpectrum } from '@fritz/formats';
import fc from 'fast-check';

const columns = { wave: 0, flux: 1, fluxerr: null };
const shared =
  process.env.FRITZ_SHARED ?? fileURLToPath(new URL('../../../../../shared', import.meta.url));
const folder = join(shared, 'data/marshal');
const without = existsSync(folder) ? false : `no real spectra in ${folder}`;

/** Numbers of a file, read by nothing of ours. */
function numbersOf(text: string): number[][] {
  return text
    .split('\n')
    .filter((line) => /^\s*[\d.]/.test(line))
    .map((line) =>
      line
        .trim()
        .split(/[\s,]+/)
        .map(Number),
    );
}

describe('real spectra', { skip: without }, () => {
  test('LRIS, by LPipe: FITS cards in the header, errors in the fourth column', () => {
    const text = readFileSync(join(folder, 'ZTF20abpuxna_20200915_Keck1_v1.ascii'), 'utf8');
    const spectrum = readAsciiSpectrum(text, { ...columns, fluxerr: 3 });
    const rows = numbersOf(text);
    assert.equal(spectrum.wavelengths.length, rows.length);
    assert.deepEqual(
      spectrum.wavelengths,
      rows.map(([wave]) => wave),
    );
    assert.deepEqual(
      spectrum.fluxes,
      rows.map(([, flux]) => flux),
    );
    assert.deepEqual(
      spectrum.errors,
      rows.map(([, , , error]) => error),
    );
    assert.equal(spectrum.header.OBJECT, 'ZTF20abpuxna');
    assert.equal(spectrum.header.EXPTIME, 600.003);
    assert.equal(spectrum.header.DATE, '2020-09-15T09:47:10');
    assert.equal(spectrum.header.BLUFNAM1, 'BD+28_4211');
    assert.match(String(spectrum.header.HISTORY), /lrisprepare.*\n.*flatproc/);
  });

  for (const name of ['spec1.csv', 'spec2.csv', 'ZTF21aaqjmps_spec.csv']) {
    test(`${name} goes in and comes out`, () => {
      const text = readFileSync(join(folder, name), 'utf8');
      const spectrum = readAsciiSpectrum(text, columns);
      const rows = numbersOf(text);
      assert.deepEqual(
        spectrum.wavelengths,
        rows.map(([wave]) => wave),
      );
      assert.deepEqual(
        spectrum.fluxes,
        rows.map(([, flux]) => flux),
      );
      const again = readAsciiSpectrum(writeCsvSpectrum(spectrum), columns);
      assert.deepEqual([again.wavelengths, again.fluxes], [spectrum.wavelengths, spectrum.fluxes]);
    });
  }
});

test('a header of YAML, of cards, or of both', () => {
  const yaml = readAsciiSpectrum(
    '# EXPTIME: 600\n# OBSERVER: A. Person\n# SLIT:\n#   WIDTH: 1.5\n4000 1\n',
    columns,
  );
  assert.deepEqual(yaml.header, { EXPTIME: 600, OBSERVER: 'A. Person', SLIT: { WIDTH: 1.5 } });
  const both = readAsciiSpectrum(
    "# made by nobody\n# AIRMASS: 1.2\n# GAIN    =                  2.1 / e-/ADU\n# OBJECT  = 'it''s: that' / name\n# SIMPLE  =                    T\n4000 1\n",
    columns,
  );
  assert.deepEqual(both.header, { AIRMASS: 1.2, GAIN: 2.1, OBJECT: "it's: that", SIMPLE: true });
});

test('columns are chosen, names above them passed over, and what is missing is null', () => {
  const text =
    '\uFEFFpixel,wave,flux,err\r\n1, 4000, 1D-16, nan\r\n2,4001.5,NaN,+.5e-3\r\n\r\n3,4003,--,1\r\n';
  const spectrum = readAsciiSpectrum(text, { wave: 1, flux: 2, fluxerr: 3 });
  assert.deepEqual(spectrum.wavelengths, [4000, 4001.5, 4003]);
  assert.deepEqual(spectrum.fluxes, [1e-16, null, null]);
  assert.deepEqual(spectrum.errors, [null, 5e-4, 1]);
});

const bad: [text: string, code: string, line: number | null, more?: object][] = [
  ['', 'no_points', null],
  ['# only: a header\n', 'no_points', null],
  ['wave flux\n', 'no_points', null],
  ['4000\n', 'bad_column', 1],
  ['4000 1\n4001 2 3\n', 'bad_row', 2],
  ['# h\n4000 1\n\n4001 x\n', 'bad_row', 4],
  ['4000 1\nx 2\n', 'bad_row', 2],
  ['4000 1\n-4 2\n', 'bad_row', 2],
  ['4000 1\n0 2\n', 'bad_row', 2],
  ['4000 1e999\n', 'bad_row', 1],
  ['4000 1\n', 'bad_column', 1, { fluxerr: 2 }],
  ['4000 1\n', 'bad_column', 1, { wave: 7 }],
];
for (const [text, code, line, more] of bad) {
  test(`${JSON.stringify(text)} is refused: ${code}`, () => {
    assert.throws(
      () => readAsciiSpectrum(text, { ...columns, ...more }),
      (error: unknown) => {
        assert.ok(error instanceof SpectrumError);
        assert.deepEqual([error.code, error.line], [code, line]);
        if (line !== null) assert.match(error.message, new RegExp(`line ${line}`));
        return true;
      },
    );
  });
}

test('any spectrum is read as it was written', () => {
  const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
  const point = fc.tuple(
    fc.double({ min: 1e-3, max: 1e8, noNaN: true }),
    fc.option(finite),
    fc.option(finite),
  );
  fc.assert(
    fc.property(fc.array(point, { minLength: 1, maxLength: 40 }), (points) => {
      const spectrum = {
        wavelengths: points.map(([wave]) => wave),
        fluxes: points.map(([, flux]) => flux),
        errors: points.map(([, , error]) => error),
        units: null,
      };
      const again = readAsciiSpectrum(writeCsvSpectrum(spectrum), { ...columns, fluxerr: 2 });
      const plain = (list: readonly (number | null)[]) =>
        list.map((value) => (value === null ? null : value + 0));
      assert.deepEqual(again.wavelengths, spectrum.wavelengths);
      assert.deepEqual(plain(again.fluxes), plain(spectrum.fluxes));
      assert.deepEqual(plain(again.errors ?? []), plain(spectrum.errors));
    }),
    { numRuns: 100 },
  );
});

test('no text is more than refused', () => {
  const piece = fc.oneof(
    fc.string(),
    fc.constantFrom(
      '4000 1\n',
      '# A: 1\n',
      '# B = 2 / c\n',
      '\n',
      ',',
      '# - a\n',
      "# C = '\n",
      'nan',
      '1e5',
    ),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      try {
        readAsciiSpectrum(pieces.join(''), columns);
      } catch (error) {
        assert.ok(error instanceof SpectrumError, String(error));
      }
    }),
    { numRuns: 300 },
  );
});
