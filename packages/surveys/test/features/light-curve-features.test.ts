import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { mergeDetections } from '../../src/features/magnitude-point.ts';
import {
  bandFeatures,
  detectionsOf,
  groupByBand,
  isStationary,
  jointFeatures,
  type MagnitudePoint,
  type PhotometryPoint,
  peakColour,
  type Rate,
} from '../../src/index.ts';

type Photometry = Parameters<typeof detectionsOf>[0][number];

function point(day: number, mag: number, magErr = 0.05, band = 'r'): MagnitudePoint {
  return { day, band, mag, magErr };
}

/** Normal noise by Box and Muller's transform, from a seed. */
function noiseOf(seed: number): () => number {
  let state = seed >>> 0;
  const uniform = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}

test('a rise and a decline by hand', () => {
  // Three points on a line of −0.5 mag a day, then two on one of 0.25.
  const features = bandFeatures(
    [19, 18.5, 18, 18.25, 18.5].map((mag, day) => point(59000 + day, mag, 0.1)),
  );
  assert.equal(features?.peak.day, 59002);
  assert.equal(features?.faintest.mag, 19);
  assert.equal(features?.spanDays, 4);
  const { rise, decline } = features ?? {};
  assert.ok(rise && decline);
  assert.ok(Math.abs(rise.magPerDay + 0.5) < 1e-12 && Math.abs(decline.magPerDay - 0.25) < 1e-12);
  // σ / √Σ(t − t̄)² with t = 0, 1, 2.
  assert.ok(Math.abs(rise.magPerDayErr - 0.1 / Math.SQRT2) < 1e-12);
  assert.deepEqual([rise.points, rise.dof, rise.spanDays], [3, 1, 2]);
  assert.ok(rise.reducedChi2 !== null && rise.reducedChi2 < 1e-20);
});

test('weights are those of the errors, as in the textbook sums', () => {
  const points = [
    point(0, 19, 0.1),
    point(1, 18.7, 0.05),
    point(3, 18.1, 0.2),
    point(4, 17.2, 0.1),
  ];
  const rise = bandFeatures(points)?.rise;
  // S, Sx, Sy, Sxx, Sxy of Numerical Recipes, 15.2.
  const sum = (of: (p: MagnitudePoint) => number) =>
    points.reduce((total, p) => total + of(p) / p.magErr ** 2, 0);
  const [s, sx, sy] = [sum(() => 1), sum((p) => p.day), sum((p) => p.mag)];
  const [sxx, sxy] = [sum((p) => p.day ** 2), sum((p) => p.day * p.mag)];
  const delta = s * sxx - sx ** 2;
  const slope = (s * sxy - sx * sy) / delta;
  const constant = (sxx * sy - sx * sxy) / delta;
  const chi2 = sum((p) => (p.mag - constant - slope * p.day) ** 2);
  assert.ok(rise);
  assert.ok(Math.abs(rise.magPerDay - slope) < 1e-9);
  assert.ok(Math.abs(rise.magPerDayErr - Math.sqrt(s / delta)) < 1e-9);
  assert.ok(Math.abs(rise.chi2 - chi2) < 1e-7 && rise.reducedChi2 === rise.chi2 / 2);
});

test('a segment without enough to go by has no rate', () => {
  const rateOf = (points: MagnitudePoint[]) => bandFeatures(points)?.decline;
  assert.equal(rateOf([point(1, 18)]), null);
  assert.equal(rateOf([point(1, 18), point(1.009, 19)]), null, 'within one visit');
  assert.equal(rateOf([point(1, 18), point(2, 18.09)]), null, 'within the errors');
  const two = rateOf([point(1, 18), point(2, 18.2)]);
  assert.deepEqual([two?.dof, two?.chi2, two?.reducedChi2], [0, 0, null]);
});

test('a linear rise in noise is recovered within its errors', () => {
  // Of 400 lines, 68 % should be within one sigma and 95 % within two.
  const pulls: number[] = [];
  for (let seed = 1; seed <= 400; seed += 1) {
    const noise = noiseOf(seed);
    const slope = -0.2 - (seed % 7) * 0.03;
    const points = Array.from({ length: 12 }, (_, i) => {
      const magErr = 0.03 + 0.01 * (i % 4);
      return point(59000 + 2 * i, 20 + slope * 2 * i + magErr * noise(), magErr);
    });
    const rise = bandFeatures(points)?.rise;
    assert.ok(rise && rise.points >= 10);
    if (rise.points === 12) pulls.push((rise.magPerDay - slope) / rise.magPerDayErr);
  }
  const within = (sigma: number) =>
    pulls.filter((pull) => Math.abs(pull) < sigma).length / pulls.length;
  assert.ok(pulls.length > 390);
  assert.ok(Math.abs(within(1) - 0.683) < 0.08, `${within(1)}`);
  assert.ok(Math.abs(within(2) - 0.954) < 0.04, `${within(2)}`);
});

test('two bands with one slope have a joint rate that is better than either', () => {
  const noise = noiseOf(7);
  const points = mergeDetections(
    Array.from({ length: 20 }, (_, i) => {
      const [band, offset] = i % 2 === 0 ? ['g', 0.4] : ['r', 0];
      const mag = 18 - 0.1 * i + (offset as number) + 0.02 * noise();
      return point(59000 + i, mag, 0.02, band as string);
    }),
    [],
  );
  const rise = jointFeatures(points)?.rise as Rate;
  assert.ok(Math.abs(rise.magPerDay + 0.1) < 3 * rise.magPerDayErr);
  assert.equal(rise.dof, 20 - 3);
  const bands = groupByBand(points);
  for (const band of ['g', 'r']) {
    const single = bandFeatures(bands.get(band) ?? [])?.rise;
    assert.ok(single && single.magPerDayErr > rise.magPerDayErr);
  }
});

test('the colour at the peak is of the nearest points, a day away at most', () => {
  const points = mergeDetections(
    [
      point(1, 18.5, 0.03, 'g'),
      point(9.4, 17.6, 0.03, 'g'),
      point(10, 17.2, 0.04, 'r'),
      point(12, 17, 0.05, 'i'),
      point(13, 18, 0.03, 'g'),
    ].map((one) => (one.band === 'i' ? { ...one, mag: 17.9 } : one)),
    [],
  );
  const colour = peakColour(points, ['g', 'r']);
  assert.ok(colour && Math.abs(colour.mag - 0.4) < 1e-12);
  assert.ok(Math.abs(colour.magErr - 0.05) < 1e-12 && Math.abs(colour.apartDays - 0.6) < 1e-12);
  assert.equal(peakColour(points, ['r', 'i']), null);
  assert.equal(peakColour([], ['g', 'r']), null);
});

const anyPoint: fc.Arbitrary<MagnitudePoint> = fc.record({
  day: fc.double({ min: 59000, max: 59100, noNaN: true }),
  band: fc.constantFrom('g', 'r', 'i'),
  mag: fc.double({ min: 14, max: 22, noNaN: true }),
  magErr: fc.double({ min: 0.001, max: 0.4, noNaN: true }),
});

function everything(points: readonly MagnitudePoint[]) {
  const bands = groupByBand(points);
  return {
    bands: ['g', 'r', 'i'].map((band) => bandFeatures(bands.get(band) ?? [])),
    joint: jointFeatures(points),
    colours: [peakColour(points, ['g', 'r']), peakColour(points, ['r', 'i'])],
    stationary: isStationary(points),
  };
}

test('the order of points changes nothing, to the last digit', () => {
  const shuffled = fc
    .array(anyPoint, { maxLength: 40 })
    .chain((points) =>
      fc.tuple(
        fc.constant(points),
        fc.shuffledSubarray(points, { minLength: points.length, maxLength: points.length }),
      ),
    );
  fc.assert(
    fc.property(shuffled, fc.nat({ max: 40 }), ([points, others], cut) => {
      const one = everything(mergeDetections(points, []));
      assert.deepEqual(everything(mergeDetections(others, [])), one);
      // Whether a point came with an alert or was measured later changes nothing either, alone.
      const alone = new Set(points.map(({ day, band }) => `${day} ${band}`)).size === points.length;
      if (alone) {
        const split = mergeDetections(others.slice(0, cut), others.slice(cut));
        assert.deepEqual(everything(split), one);
      }
    }),
  );
});

test('no feature is NaN, whatever the numbers', () => {
  const odd = fc.oneof(fc.double(), fc.constantFrom(Number.NaN, Infinity, -Infinity, 0, -999));
  const points = fc.array(
    fc.record({
      band: fc.constantFrom('ztfg', 'ztfr'),
      mjd: fc.oneof(fc.double({ min: 59000, max: 59100 }), odd),
      origin: fc.constantFrom('alert' as const, 'alert_fp' as const),
      fluxUjy: fc.oneof(fc.constant(null), fc.double({ min: -500, max: 5000 }), odd),
      fluxErrUjy: fc.oneof(fc.constant(null), fc.double({ min: 0, max: 200 }), odd),
    }),
    { maxLength: 20 },
  );
  // Weights of such errors are beyond what a number holds.
  const tiny = [
    { mjd: 59000, fluxUjy: Number.MIN_VALUE },
    { mjd: 0, fluxUjy: 3.1221741606791602e-171 },
  ].map((point) => ({
    ...{ band: 'ztfg' as const, origin: 'alert' as const, fluxErrUjy: Number.MIN_VALUE },
    ...point,
  }));
  const check = (value: unknown, path: string): void => {
    if (typeof value === 'number') assert.ok(Number.isFinite(value), `${path} is ${value}`);
    else if (typeof value === 'object' && value !== null) {
      for (const [name, part] of Object.entries(value)) check(part, `${path}.${name}`);
    }
  };
  fc.assert(
    fc.property(points, (some) => {
      const found = detectionsOf(some);
      check(everything(found), '');
      check(bandFeatures(found), 'band');
    }),
    { examples: [[tiny]] },
  );
  assert.deepEqual(everything([]), {
    bands: [null, null, null],
    joint: null,
    colours: [null, null],
    stationary: false,
  });
});

test('detections are fluxes above zero, and forced ones above 3σ that no alert told of', () => {
  const row = (
    mjd: number,
    fluxUjy: number | null,
    origin: PhotometryPoint['origin'],
  ): Photometry => ({
    mjd,
    band: 'ztfr',
    origin,
    fluxUjy,
    fluxErrUjy: 10,
  });
  const found = detectionsOf([
    row(1, 100, 'alert'),
    row(1, 104, 'alert_fp'),
    row(2, -100, 'alert'),
    row(3, 29, 'alert_fp'),
    row(4, 31, 'alert_fp'),
    row(5, null, 'alert'),
    row(6, 20, 'alert'),
  ]);
  assert.deepEqual(
    found.map(({ day }) => day),
    [1, 4, 6],
  );
  assert.ok(Math.abs((found[0]?.mag ?? 0) - 18.9) < 1e-12);
  const brighter = detectionsOf([row(1, 100, 'alert')], (band) => (band === 'ztfr' ? 0.2 : 0));
  assert.ok(Math.abs((brighter[0]?.mag ?? 0) - 18.7) < 1e-12);
});
