import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { moveByProperMotion, separationArcsec } from '../src/index.ts';
import { numberOf, readGolden } from './golden.ts';

test('stars move as astropy moves them', () => {
  const rows = readGolden('proper_motion_offsets');
  assert.ok(rows.length >= 40);
  for (const row of rows) {
    const start = { ra: numberOf(row, 'ra_j2016_deg'), dec: numberOf(row, 'dec_j2016_deg') };
    const motion = {
      raMasYr: numberOf(row, 'pmra_cosdec_mas_yr'),
      decMasYr: numberOf(row, 'pmdec_mas_yr'),
    };
    const expected = { ra: numberOf(row, 'ra_j2026p9_deg'), dec: numberOf(row, 'dec_j2026p9_deg') };
    const moved = moveByProperMotion(start, motion, 10.9);
    const off = separationArcsec(moved, expected);
    assert.ok(off < 1e-4, `${off}″ off`);
  }
});

test('without a motion nothing moves, at the poles neither', () => {
  for (const dec of [-90, -30, 0, 90]) {
    const still = moveByProperMotion({ ra: 123, dec }, { raMasYr: 0, decMasYr: 0 }, 30);
    assert.ok(separationArcsec(still, { ra: 123, dec }) < 1e-9);
  }
});

test('the way is as long as the motion says, also across RA 0 and near the poles', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 360, noNaN: true }),
      fc.double({ min: -89.999, max: 89.999, noNaN: true }),
      fc.double({ min: -5000, max: 5000, noNaN: true }),
      fc.double({ min: -5000, max: 5000, noNaN: true }),
      fc.double({ min: -50, max: 50, noNaN: true }),
      (ra, dec, raMasYr, decMasYr, years) => {
        const moved = moveByProperMotion({ ra, dec }, { raMasYr, decMasYr }, years);
        const expected = (Math.hypot(raMasYr, decMasYr) * Math.abs(years)) / 1000;
        const way = separationArcsec({ ra, dec }, moved);
        // An arc is shorter than the tangent to it: by 2e-6 at 0.1°.
        assert.ok(Math.abs(way - expected) <= 1e-9 + 1e-5 * expected, `${way}, not ${expected}`);
        assert.ok(moved.ra >= 0 && moved.ra < 360);
      },
    ),
  );
});
