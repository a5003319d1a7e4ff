import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { readFitsSpectrum, SpectrumError, writeFitsSpectrum } from '@fritz/formats';
import fc from 'fast-check';
import { buildFits, type RawCard } from '../fits/fits-builder.ts';

function float64(values: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(values.length * 8);
  const view = new DataView(bytes.buffer);
  for (const [i, value] of values.entries()) view.setFloat64(i * 8, value);
  return bytes;
}

/** An image of these axes, with cards of its own. */
function image(axes: readonly number[], values: readonly number[], cards: RawCard[]): Uint8Array {
  const own: RawCard[] = [
    ['SIMPLE', 'T'],
    ['BITPIX', '-64'],
    ['NAXIS', String(axes.length)],
    ...axes.map((length, i): RawCard => [`NAXIS${i + 1}`, String(length)]),
  ];
  return buildFits([{ cards: [...own, ...cards], data: float64(values) }]);
}

/** A binary table with a cell of so many doubles in each column. */
function table(
  columns: readonly [name: string, unit: string | null, values: readonly number[]][],
  isOneRow: boolean,
): Uint8Array {
  const count = columns[0]?.[2].length ?? 0;
  const rows = isOneRow
    ? columns.flatMap(([, , values]) => values)
    : Array.from({ length: count }, (_, row) => columns.map(([, , v]) => v[row] ?? 0)).flat();
  const cards: RawCard[] = [
    ['XTENSION', "'BINTABLE'"],
    ['BITPIX', '8'],
    ['NAXIS', '2'],
    ['NAXIS1', String(columns.length * 8 * (isOneRow ? count : 1))],
    ['NAXIS2', String(isOneRow ? 1 : count)],
    ['PCOUNT', '0'],
    ['GCOUNT', '1'],
    ['TFIELDS', String(columns.length)],
    ...columns.flatMap(([name, unit], i): RawCard[] => [
      [`TTYPE${i + 1}`, `'${name}'`],
      [`TFORM${i + 1}`, `'${isOneRow ? count : ''}D'`],
      ...(unit === null ? [] : [[`TUNIT${i + 1}`, `'${unit}'`] satisfies RawCard]),
    ]),
  ];
  const primary: RawCard[] = [
    ['SIMPLE', 'T'],
    ['BITPIX', '8'],
    ['NAXIS', '0'],
    ['OBJECT', "'SN'"],
  ];
  return buildFits([
    { cards: primary, data: new Uint8Array(0) },
    { cards, data: float64(rows) },
  ]);
}

const near = (found: readonly number[], expected: readonly number[]) => {
  assert.equal(found.length, expected.length);
  for (const [i, value] of found.entries()) {
    assert.ok(
      Math.abs(value - (expected[i] ?? 0)) < 1e-9 * value,
      `${i}: ${value}, ${expected[i]}`,
    );
  }
};

describe('images', () => {
  test('CRVAL1 with CDELT1, and the header', async () => {
    const cards: RawCard[] = [
      ['CRVAL1', '4000.0'],
      ['CDELT1', '2.5'],
      ['OBJECT', "'ZTF20abpuxna'"],
      ['BUNIT', "'erg/cm2/s/A'"],
    ];
    const spectrum = await readFitsSpectrum(image([3], [1, 2, Number.NaN], cards));
    assert.deepEqual(spectrum.wavelengths, [4000, 4002.5, 4005]);
    assert.deepEqual(spectrum.fluxes, [1, 2, null]);
    assert.equal(spectrum.errors, null);
    assert.equal(spectrum.header.OBJECT, 'ZTF20abpuxna');
    assert.ok(!('NAXIS' in spectrum.header));
    assert.equal(spectrum.units, 'erg/s/cm/cm/AA');
  });

  test('CD1_1, CRPIX1 and CUNIT1; gzipped', async () => {
    const cards: RawCard[] = [
      ['CRVAL1', '500'],
      ['CRPIX1', '2'],
      ['CD1_1', '0.5'],
      ['CUNIT1', "'nm'"],
    ];
    const spectrum = await readFitsSpectrum(gzipSync(image([3, 1], [1, 2, 3], cards)));
    near(spectrum.wavelengths, [4995, 5000, 5005]);
  });

  test('log-linear: DC-FLAG, COEFF0 and COEFF1, WAVE-LOG', async () => {
    const log: RawCard[] = [
      ['CRVAL1', '3.6'],
      ['CDELT1', '0.001'],
      ['DC-FLAG', '1'],
    ];
    const expected = [10 ** 3.6, 10 ** 3.601];
    near((await readFitsSpectrum(image([2], [1, 2], log))).wavelengths, expected);
    const sdss: RawCard[] = [
      ['COEFF0', '3.6'],
      ['COEFF1', '0.001'],
    ];
    near((await readFitsSpectrum(image([2], [1, 2], sdss))).wavelengths, expected);
    const natural: RawCard[] = [
      ['CRVAL1', '4000'],
      ['CDELT1', '4'],
      ['CTYPE1', "'WAVE-LOG'"],
    ];
    const waves = (await readFitsSpectrum(image([2], [1, 2], natural))).wavelengths;
    near(waves, [4000, 4000 * Math.exp(0.001)]);
  });

  test('multispec: the first aperture and band, with the band of its errors', async () => {
    const wat = `wtype=multispec spec1 = "1 1 0 4000. 2. 3 0. 1. 5." spec2 = "2 2 0 7000. 2. 3 0. 1. 5."`;
    const cards: RawCard[] = [
      ['CTYPE1', "'MULTISPE'"],
      ['WAT2_001', `'${wat.slice(0, 60)}'`],
      ['WAT2_002', `'${wat.slice(60)}'`],
      ['BANDID1', "'spectrum - background fit'"],
      ['BANDID2', "'sigma - background fit'"],
    ];
    // The text goes on after the 68 characters of a card.
    cards[1] = ['WAT2_001', `'${wat.slice(0, 68)}'`];
    cards[2] = ['WAT2_002', `'${wat.slice(68)}'`];
    const values = [1, 2, 3, 10, 20, 30, 0.1, 0.2, 0.3, 5, 5, 5];
    const spectrum = await readFitsSpectrum(image([3, 2, 2], values, cards));
    near(spectrum.wavelengths, [4000, 4002, 4004]);
    assert.deepEqual(
      [spectrum.fluxes, spectrum.errors],
      [
        [1, 2, 3],
        [0.1, 0.2, 0.3],
      ],
    );
  });

  test('multispec: Chebyshev and Legendre polynomials, and a redshift', async () => {
    // λ(p) = 5000 + 100 x + 10 T2(x), with x from −1 to 1 over pixels 1 to 5.
    const spec = (kind: number, z: number) =>
      `wtype=multispec spec1 = "1 1 2 0 0 5 ${z} 0 0 1. 0. ${kind} 3 1. 5. 5000. 100. 10."`;
    const read = async (kind: number, z = 0) => {
      const text = spec(kind, z);
      const cards: RawCard[] = [
        ['WAT2_001', `'${text.slice(0, 68)}'`],
        ['WAT2_002', `'${text.slice(68)}'`],
      ];
      return (await readFitsSpectrum(image([5], [1, 2, 3, 4, 5], cards))).wavelengths;
    };
    near(await read(1), [4910, 4945, 4990, 5045, 5110]);
    near(await read(2), [4910, 4948.75, 4995, 5048.75, 5110]);
    near(await read(1, 1), [2455, 2472.5, 2495, 2522.5, 2555]);
    await assert.rejects(read(3), /dispersion function 3/);
  });
});

describe('tables', () => {
  for (const isOneRow of [false, true]) {
    test(isOneRow ? 'one row of arrays' : 'a row for each point', async () => {
      const bytes = table(
        [
          ['WAVE', 'nm', [400, 401]],
          ['FLUX', 'erg/s/cm2/Angstrom', [1e-16, 2e-16]],
          ['IVAR', null, [1e34, 0]],
        ],
        isOneRow,
      );
      const spectrum = await readFitsSpectrum(bytes);
      near(spectrum.wavelengths, [4000, 4010]);
      assert.deepEqual(spectrum.fluxes, [1e-16, 2e-16]);
      assert.ok(Math.abs((spectrum.errors?.[0] ?? 0) - 1e-17) < 1e-30);
      assert.equal(spectrum.errors?.[1], null);
      assert.equal(spectrum.header.OBJECT, 'SN');
      assert.equal(spectrum.units, 'erg/s/cm/cm/AA');
    });
  }

  test('loglam', async () => {
    const spectrum = await readFitsSpectrum(
      table(
        [
          ['flux', null, [1]],
          ['loglam', null, [3.6]],
        ],
        false,
      ),
    );
    near(spectrum.wavelengths, [10 ** 3.6]);
  });
});

test('what is no spectrum is refused, and said why', async () => {
  const refused = async (bytes: Uint8Array, code: string) =>
    assert.rejects(readFitsSpectrum(bytes), (error: unknown) => {
      assert.ok(error instanceof SpectrumError, String(error));
      assert.equal(error.code, code, error.message);
      return true;
    });
  await refused(new TextEncoder().encode('4000 1\n4001 2\n'), 'bad_fits');
  await refused(image([2], [1, 2], []), 'unsupported');
  await refused(
    image(
      [2],
      [1, 2],
      [
        ['CRVAL1', '-5'],
        ['CDELT1', '1'],
      ],
    ),
    'unsupported',
  );
  await refused(
    image(
      [3],
      [1, 2, 3],
      [
        ['CRVAL1', '1'],
        ['CDELT1', '1'],
      ],
    ).slice(0, 2900),
    'bad_fits',
  );
  await refused(
    table(
      [
        ['a', null, [1]],
        ['b', null, [1]],
      ],
      false,
    ),
    'bad_column',
  );
  await refused(
    table(
      [
        ['wave', 'km/s', [1]],
        ['flux', null, [1]],
      ],
      false,
    ),
    'unsupported',
  );
  await refused(
    table(
      [
        ['wave', null, [-1]],
        ['flux', null, [1]],
      ],
      false,
    ),
    'bad_row',
  );
  await refused(gzipSync('x').slice(0, 12), 'bad_fits');
});

const finite = fc.double({ noNaN: true, noDefaultInfinity: true });

test('any spectrum is read as it was written', async () => {
  const point = fc.tuple(
    fc.double({ min: 1e-3, max: 1e8, noNaN: true }),
    fc.option(finite),
    fc.option(finite),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(point, { minLength: 1, maxLength: 40 }),
      fc.boolean(),
      async (points, withErrors) => {
        const spectrum = {
          wavelengths: points.map(([wave]) => wave),
          fluxes: points.map(([, flux]) => flux),
          errors: withErrors ? points.map(([, , error]) => error) : null,
          units: 'Jy' as const,
        };
        const again = await readFitsSpectrum(
          writeFitsSpectrum(spectrum, [{ keyword: 'OBJECT', value: 'x' }]),
        );
        assert.deepEqual(again.wavelengths, spectrum.wavelengths);
        assert.deepEqual(again.fluxes, spectrum.fluxes);
        assert.deepEqual(again.errors, spectrum.errors);
        assert.deepEqual([again.units, again.header.OBJECT], ['Jy', 'x']);
      },
    ),
    { numRuns: 60 },
  );
});

test('no file is more than refused', async () => {
  const seeds = [
    image(
      [3, 2],
      [1, 2, 3, 4, 5, 6],
      [
        ['CRVAL1', '1'],
        ['CDELT1', '1'],
        ['WAT2_001', `'spec1 = "1 1 2 0 0 5 0 0 0 1. 0. 1 3 1. 5. 5. 1. 1."'`],
      ],
    ),
    table(
      [
        ['wave', 'nm', [1, 2]],
        ['flux', null, [1, 2]],
      ],
      true,
    ),
    writeFitsSpectrum({ wavelengths: [1, 2], fluxes: [1, null], errors: null, units: null }),
  ];
  const edit = fc.tuple(
    fc.double({ min: 0, max: 0.999, noNaN: true }),
    fc.integer({ min: 0, max: 255 }),
    fc.boolean(),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...seeds),
      fc.array(edit, { maxLength: 12 }),
      async (seed, edits) => {
        let bytes = Uint8Array.from(seed);
        for (const [place, value, cuts] of edits) {
          const at = Math.floor(place * Math.min(bytes.length, cuts ? bytes.length : 2000));
          if (cuts && value < 40) bytes = bytes.slice(0, at);
          else bytes[at] = cuts ? value : 32 + (value % 95);
        }
        try {
          await readFitsSpectrum(bytes);
        } catch (error) {
          assert.ok(
            error instanceof SpectrumError,
            String(error instanceof Error ? error.stack : error),
          );
        }
      },
    ),
    { numRuns: 200 },
  );
});
