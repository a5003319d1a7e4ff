import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  angToPix,
  coneRanges,
  offsetPosition,
  separationArcsec,
  smallConeOrder,
  smallConeRanges,
} from '../src/index.ts';

const edgeRa = fc.constantFrom(0, 1e-9, 45, 90, 179.9999, 270, 359.999999999, 360);
const edgeDec = fc.constantFrom(
  -90,
  -89.9999,
  -41.8103148957786,
  0,
  41.8103148957786,
  89.99999,
  90,
);
const centre = fc.record({
  ra: fc.oneof(edgeRa, fc.double({ min: 0, max: 360, noNaN: true })),
  dec: fc.oneof(edgeDec, fc.double({ min: -90, max: 90, noNaN: true })),
});
/** 1 mas to 20°, evenly in the logarithm. */
const radiusArcsec = fc
  .double({ min: -3, max: Math.log10(72_000), noNaN: true })
  .map((exponent) => 10 ** exponent);

function holds(ranges: readonly number[], cell: number): boolean {
  for (let i = 0; i < ranges.length; i += 2) {
    if ((ranges[i] ?? 0) <= cell && cell < (ranges[i + 1] ?? 0)) return true;
  }
  return false;
}

test('no point within the radius is missed', () => {
  fc.assert(
    fc.property(
      centre,
      radiusArcsec,
      fc.option(fc.integer({ min: 0, max: 16 }), { nil: null }),
      fc.array(
        fc.tuple(fc.constantFrom(1, 0.999, 0.7), fc.double({ min: 0, max: 360, noNaN: true })),
        {
          minLength: 20,
          maxLength: 20,
        },
      ),
      ({ ra, dec }, radius, wanted, offsets) => {
        const best = smallConeOrder(radius);
        // Much finer cells than the cone are many: nobody asks for these.
        const order = Math.min(wanted ?? best, best + 2);
        const ranges = smallConeRanges(ra, dec, radius, order);
        assert.ok(holds(ranges, Number(angToPix(order, ra, dec))), 'the centre');
        for (const [fraction, angle] of offsets) {
          const point = offsetPosition({ ra, dec }, radius * fraction, angle);
          if (separationArcsec({ ra, dec }, point) > radius) continue;
          assert.ok(holds(ranges, Number(angToPix(order, point.ra, point.dec))));
        }
      },
    ),
    { numRuns: 3000 },
  );
});

test('ranges are sorted and disjoint, and hardly wider than those found from the root', () => {
  let [area, least] = [0, 0];
  fc.assert(
    fc.property(centre, radiusArcsec, ({ ra, dec }, radius) => {
      const order = smallConeOrder(radius);
      const ranges = smallConeRanges(ra, dec, radius, order);
      let end = -1;
      for (let i = 0; i < ranges.length; i += 2) {
        const [from = 0, to = 0] = [ranges[i], ranges[i + 1]];
        assert.ok(from > end && to > from);
        end = to;
        area += to - from;
      }
      for (const { from, to } of coneRanges(ra, dec, radius, { order, maxRanges: 1000 })) {
        least += Number((to - from + 1n) >> BigInt(2 * (29 - order)));
      }
    }),
    { numRuns: 1000 },
  );
  assert.ok(area <= 1.15 * least, `${area} cells, not ${least}`);
});

test('what is no cone is refused', () => {
  assert.throws(() => smallConeRanges(10, 91, 2, 16), RangeError);
  assert.throws(() => smallConeRanges(Number.NaN, 0, 2, 16), RangeError);
  assert.throws(() => smallConeRanges(10, 0, 2, 17), RangeError);
  assert.throws(() => smallConeRanges(10, 0, -1, 16), RangeError);
});
