import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  angToPix,
  coneRanges,
  type HealpixRange,
  maxPixelRadius,
  offsetPosition,
  pixToAng,
  separationArcsec,
} from '../src/index.ts';
import { numberOf, readGolden, textOf } from './golden.ts';

function holds(ranges: HealpixRange[], pix: bigint): boolean {
  return ranges.some(({ from, to }) => from <= pix && pix <= to);
}

const edgeRa = fc.constantFrom(0, 1e-9, 45, 90, 180, 270, 359.999999999, 360);
const edgeDec = fc.constantFrom(-90, -89.9999999, -41.8103148957786, 0, 41.8103148957786, 90);
const centre = fc.record({
  ra: fc.oneof(edgeRa, fc.double({ min: 0, max: 360, noNaN: true })),
  dec: fc.oneof(edgeDec, fc.double({ min: -90, max: 90, noNaN: true })),
});
/** 0.1 mas to 180°, evenly in the logarithm. */
const radiusArcsec = fc
  .double({ min: -4, max: Math.log10(648_000), noNaN: true })
  .map((exponent) => Math.min(648_000, 10 ** exponent));

test('no point within the radius is missed', () => {
  fc.assert(
    fc.property(
      centre,
      radiusArcsec,
      fc.option(fc.integer({ min: 0, max: 29 }), { nil: undefined }),
      fc.integer({ min: 1, max: 80 }),
      fc.array(
        fc.tuple(
          fc.oneof(fc.constant(1), fc.double({ min: 0, max: 1, noNaN: true })),
          fc.double({ min: 0, max: 360, noNaN: true }),
        ),
        { minLength: 20, maxLength: 20 },
      ),
      ({ ra, dec }, radius, order, maxRanges, offsets) => {
        const options = order === undefined ? { maxRanges } : { order, maxRanges };
        const ranges = coneRanges(ra, dec, radius, options);
        assert.ok(ranges.length >= 1 && ranges.length <= maxRanges);
        assert.ok(holds(ranges, angToPix(29, ra, dec)), 'the centre');
        for (const [fraction, angle] of offsets) {
          const point = offsetPosition({ ra, dec }, radius * fraction, angle);
          if (separationArcsec({ ra, dec }, point) > radius) continue;
          assert.ok(holds(ranges, angToPix(29, point.ra, point.dec)), JSON.stringify(point));
        }
      },
    ),
    { numRuns: 1500 },
  );
});

test('ranges are sorted, disjoint and within the sphere', () => {
  fc.assert(
    fc.property(centre, radiusArcsec, ({ ra, dec }, radius) => {
      let end = -2n;
      for (const { from, to } of coneRanges(ra, dec, radius)) {
        assert.ok(from > end + 1n && to >= from);
        end = to;
      }
      assert.ok(end < 12n << 58n);
    }),
  );
});

test("the pixels of healpy's discs are found, and their centres lie in them", () => {
  for (const row of readGolden('healpix_cones')) {
    const [ra, dec] = [numberOf(row, 'ra_deg'), numberOf(row, 'dec_deg')];
    const order = numberOf(row, 'order');
    const radius = numberOf(row, 'radius_deg') * 3600;
    const listed = textOf(row, 'ipix_nested').split(' ').filter(Boolean).map(BigInt);
    const shift = BigInt(2 * (29 - order));
    const ranges = coneRanges(ra, dec, radius, { order, maxRanges: 10_000 });
    const covered = ranges.flatMap(({ from, to }) => {
      const pixels: bigint[] = [];
      for (let pix = from >> shift; pix <= to >> shift; pix++) pixels.push(pix);
      return pixels;
    });
    const inside = covered.filter((pix) => {
      const position = pixToAng(order, pix);
      return separationArcsec({ ra, dec }, position) <= radius;
    });
    assert.equal(inside.length, numberOf(row, 'n_pixel_centres_inside'));
    assert.deepEqual(
      inside,
      listed.toSorted((a, b) => (a < b ? -1 : 1)),
    );
  }
});

test('a cone covers little more than its area, in few ranges', () => {
  const fullSphere = Number(12n << 58n);
  for (const radius of [2, 8, 300, 3600, 36_000]) {
    for (const [ra, dec] of [
      [0, 0],
      [123.4, 56.7],
      [200, -89.99],
      [45, 41.81],
    ] as const) {
      const ranges = coneRanges(ra, dec, radius);
      const covered = ranges.reduce((sum, { from, to }) => sum + Number(to - from + 1n), 0);
      const cap = Math.sin((radius / 3600 / 2) * (Math.PI / 180)) ** 2;
      assert.ok(covered / fullSphere / cap < 4, `${radius} ${ra} ${covered / fullSphere / cap}`);
      assert.ok(ranges.length <= 24, `${ranges.length} ranges`);
    }
  }
});

test('no point of a pixel is farther from its centre than maxPixelRadius', () => {
  fc.assert(
    fc.property(centre, fc.integer({ min: 0, max: 20 }), ({ ra, dec }, order) => {
      const middle = pixToAng(order, angToPix(order, ra, dec));
      const distance = (separationArcsec({ ra, dec }, middle) / 3600) * (Math.PI / 180);
      assert.ok(distance <= maxPixelRadius(order) * (1 + 1e-9));
    }),
    { numRuns: 5000 },
  );
});

test('the whole sphere is one range, and bad cones are refused', () => {
  assert.deepEqual(coneRanges(10, 20, 648_000), [{ from: 0n, to: (12n << 58n) - 1n }]);
  for (const [ra, dec, radius] of [
    [0, 91, 1],
    [Number.NaN, 0, 1],
    [0, 0, -1],
    [0, 0, Number.NaN],
    [0, 0, 648_001],
  ] as const) {
    assert.throws(() => coneRanges(ra, dec, radius), RangeError);
  }
  assert.throws(() => coneRanges(0, 0, 1, { order: 30 }), RangeError);
  assert.throws(() => coneRanges(0, 0, 1, { maxRanges: 0 }), RangeError);
});
