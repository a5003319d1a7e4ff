import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { angToPix, faceToPix, pixToAng, pixToFace, separationArcsec } from '../src/index.ts';
import { numberOf, readGolden, textOf } from './golden.ts';

const position = fc.record({
  ra: fc.double({ min: -360, max: 720, noNaN: true }),
  dec: fc.double({ min: -90, max: 90, noNaN: true }),
});

test('angToPix agrees with healpy at every order of the table', () => {
  const rows = readGolden('healpix');
  assert.ok(rows.length > 1000);
  for (const row of rows) {
    const pix = angToPix(numberOf(row, 'order'), numberOf(row, 'ra_deg'), numberOf(row, 'dec_deg'));
    assert.equal(pix, BigInt(textOf(row, 'ipix_nested')), [...row.values()].join(','));
  }
});

test('a pixel centre lies in its pixel', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 29 }), position, (order, { ra, dec }) => {
      const pix = angToPix(order, ra, dec);
      const centre = pixToAng(order, pix);
      assert.equal(angToPix(order, centre.ra, centre.dec), pix);
      assert.equal(faceToPix(order, pixToFace(order, pix)), pix);
    }),
    { numRuns: 2000 },
  );
});

test('a coarse pixel is the ancestor of the fine one', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 28 }), position, (order, { ra, dec }) => {
      const fine = angToPix(29, ra, dec);
      assert.equal(angToPix(order, ra, dec), fine >> BigInt(2 * (29 - order)));
    }),
  );
});

test('poles, the wrap of right ascension and the face borders have pixels', () => {
  for (const dec of [-90, -41.8103148957786, -1e-300, 0, 41.8103148957786, 90]) {
    for (const ra of [-1e-300, 0, 45, 90, 180, 270, 359.99999999999994, 360]) {
      const pix = angToPix(29, ra, dec);
      assert.ok(pix >= 0n && pix < 12n << 58n, `${ra} ${dec}`);
    }
  }
  assert.equal(angToPix(29, -90, 10), angToPix(29, 270, 10));
});

/** The double `steps` representable values away from a positive one. */
function stepUlps(value: number, steps: number): number {
  const words = new BigInt64Array(Float64Array.of(value).buffer);
  words[0] = (words[0] ?? 0n) + BigInt(steps);
  return new Float64Array(words.buffer)[0] ?? 0;
}

test('rounding at the corners of the faces never leads to a pixel far away', () => {
  const cornerDec = 41.8103148957786;
  for (let ra = 45; ra <= 360; ra += 45) {
    for (let i = -12; i <= 12; i++) {
      for (let j = -12; j <= 12; j++) {
        for (const sign of [-1, 1]) {
          const at = { ra: stepUlps(ra, i), dec: sign * stepUlps(cornerDec, j) };
          const distance = separationArcsec(at, pixToAng(29, angToPix(29, at.ra, at.dec)));
          assert.ok(distance < 0.001, `${at.ra} ${at.dec} ${distance}`);
        }
      }
    }
  }
});

test('bad orders, pixels and positions are refused', () => {
  assert.throws(() => angToPix(30, 0, 0), RangeError);
  assert.throws(() => angToPix(1.5, 0, 0), RangeError);
  assert.throws(() => angToPix(29, Number.NaN, 0), RangeError);
  assert.throws(() => angToPix(29, 0, 90.1), RangeError);
  assert.throws(() => pixToAng(0, 12n), RangeError);
  assert.throws(() => pixToAng(0, -1n), RangeError);
});
