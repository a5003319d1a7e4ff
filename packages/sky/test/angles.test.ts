import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  formatDec,
  formatRa,
  normalizeRa,
  offsetArcsec,
  offsetPosition,
  parseDec,
  parseRa,
  positionAngleDegrees,
  separationArcsec,
  wrapTo180,
} from '../src/index.ts';
import { numberOf, readGolden, textOf } from './golden.ts';

const position = fc.record({
  ra: fc.double({ min: 0, max: 359.999, noNaN: true }),
  dec: fc.double({ min: -90, max: 90, noNaN: true }),
});

function assertClose(actual: number | null, expected: number, tolerance: number): void {
  assert.ok(
    actual !== null && Math.abs(actual - expected) <= tolerance,
    `${actual}, not ${expected}`,
  );
}

test('separations and position angles agree with astropy', () => {
  const rows = readGolden('separations');
  assert.ok(rows.length > 100);
  for (const row of rows) {
    const a = { ra: numberOf(row, 'ra1_deg'), dec: numberOf(row, 'dec1_deg') };
    const b = { ra: numberOf(row, 'ra2_deg'), dec: numberOf(row, 'dec2_deg') };
    const expected = numberOf(row, 'separation_arcsec');
    // Nearby pairs: the input's own rounding (1e-13°) is what limits both sides.
    assertClose(separationArcsec(a, b), expected, 1e-9 + 1e-13 * expected);
    const angle = wrapTo180(positionAngleDegrees(a, b) - numberOf(row, 'position_angle_deg'));
    // One nanoarcsecond of position turns into this much angle.
    assertClose(angle, 0, 1e-9 + 6e-8 / Math.max(expected, 1e-3));
  }
});

test('separation is exact at poles, antipodes, the wrap and for identical positions', () => {
  assertClose(separationArcsec({ ra: 0, dec: 90 }, { ra: 123, dec: 90 }), 0, 1e-9);
  assertClose(separationArcsec({ ra: 10, dec: 90 }, { ra: 200, dec: 89 }), 3600, 1e-9);
  assertClose(separationArcsec({ ra: 0, dec: 0 }, { ra: 180, dec: 0 }), 648_000, 1e-9);
  assertClose(separationArcsec({ ra: 0, dec: -90 }, { ra: 0, dec: 90 }), 648_000, 1e-9);
  assertClose(separationArcsec({ ra: 359.9999, dec: 0 }, { ra: 0.0001, dec: 0 }), 0.72, 1e-9);
  assert.equal(separationArcsec({ ra: 5, dec: 5 }, { ra: 5, dec: 5 }), 0);
  assertClose(separationArcsec({ ra: 5, dec: 60 }, { ra: 5, dec: 60 + 1e-9 }), 3.6e-6, 1e-10);
});

test('an offset can be undone', () => {
  fc.assert(
    fc.property(
      position,
      fc.double({ min: 0, max: 640_000, noNaN: true }),
      fc.double({ min: 0, max: 360, noNaN: true }),
      (from, distance, angle) => {
        const to = offsetPosition(from, distance, angle);
        assertClose(separationArcsec(from, to), distance, 1e-8);
        const { east, north } = offsetArcsec(from, to);
        const back = offsetPosition(from, Math.hypot(east, north), positionAngleDegrees(from, to));
        assertClose(separationArcsec(to, back), 0, 1e-8);
      },
    ),
  );
  const { east, north } = offsetArcsec({ ra: 0, dec: 0 }, { ra: 359.999, dec: 0.001 });
  assertClose(east, -3.6, 1e-9);
  assertClose(north, 3.6, 1e-9);
});

test('right ascension is normalised to one turn', () => {
  for (const [ra, expected] of [
    [360, 0],
    [-90, 270],
    [725, 5],
    [-1e-20, 0],
    [-720, 0],
  ] as const) {
    assert.ok(Object.is(normalizeRa(ra), expected), `${ra}`);
  }
  assert.equal(wrapTo180(180), 180);
  assert.equal(wrapTo180(181), -179);
});

test('sexagesimal text agrees with astropy', () => {
  for (const row of readGolden('frames')) {
    // Rounded up, astropy writes 24 hours, which we wrap.
    const hms = textOf(row, 'hms').replace(/^24:/, '00:');
    assert.equal(formatRa(numberOf(row, 'ra_deg')), hms);
    assert.equal(formatDec(numberOf(row, 'dec_deg')), textOf(row, 'dms'));
    const ra = parseRa(textOf(row, 'hms'));
    assert.ok(ra !== null);
    assertClose(wrapTo180(ra - numberOf(row, 'ra_deg')), 0, 0.00005 / 240 + 1e-12);
    assertClose(parseDec(textOf(row, 'dms')), numberOf(row, 'dec_deg'), 0.0005 / 3600 + 1e-12);
  }
});

test('text and degrees round-trip, rounding carries, and minus zero degrees is kept', () => {
  fc.assert(
    fc.property(position, ({ ra, dec }) => {
      const backRa = parseRa(formatRa(ra, 8));
      assert.ok(backRa !== null);
      assertClose(wrapTo180(backRa - ra), 0, 1e-10);
      assertClose(parseDec(formatDec(dec, 7)), dec, 1e-10);
    }),
  );
  assert.equal(formatRa(359.99999999), '00:00:00.0000');
  assert.equal(formatRa(14.9999999999, 0), '01:00:00');
  assert.equal(formatDec(-0.5), '-00:30:00.000');
  assert.equal(formatDec(-1e-12), '+00:00:00.000');
  assert.equal(formatDec(-90), '-90:00:00.000');
  assert.equal(formatDec(59.9999999999), '+60:00:00.000');
});

test('the usual spellings are understood, others give null', () => {
  assertClose(parseRa('05:34:30.7257'), 83.62802375, 1e-9);
  assertClose(parseRa('5h34m30.7257s'), 83.62802375, 1e-9);
  assertClose(parseRa('5 34 30.7257'), 83.62802375, 1e-9);
  assert.equal(parseRa('05:30'), 82.5);
  assert.equal(parseRa('83.5'), 83.5);
  assert.equal(parseRa('360'), 0);
  assert.equal(parseDec('-00:30:00'), -0.5);
  assert.equal(parseDec('−0d30m0s'), -0.5);
  assert.equal(parseDec('+12° 30′ 36″'), 12.51);
  assert.equal(parseDec('-12.5'), -12.5);
  for (const text of ['', 'abc', '25:00:00', '05:60:00', '05:00:60', '-05:00:00', '361', '5d3m']) {
    assert.equal(parseRa(text), null, text);
  }
  for (const text of ['', '91', '-90:00:01', '5h30m', '10:61', '1:2:3:4', 'NaN']) {
    assert.equal(parseDec(text), null, text);
  }
});
