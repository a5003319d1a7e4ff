import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  angToPix,
  CredibleLevels,
  cellsIn,
  cellToUniq,
  coneSkyMap,
  distanceMoments,
  ellipseSkyMap,
  faceToRing,
  flattenSkyMap,
  Moc,
  mocFromAscii,
  mocFromJson,
  mocToAscii,
  mocToJson,
  pixToAng,
  pixToFace,
  polygonSkyMap,
  regionOutline,
  ringOfNested,
  SkyMap,
  type SkyMapErrorCode,
  SPHERE_DEG2,
  separationArcsec,
  uniqToCell,
  volumeDensity,
} from '../src/index.ts';

// The numbers of healpy, mocpy, numpy and scipy: golden/make-sky-maps.py.
interface Golden {
  ring: Record<string, number[] | { nest: number[]; ring: number[] }>;
  simulated: {
    nside: number;
    regions: Record<string, { pixels: number; area: number }>;
    places: { ra: number; dec: number; level: number; prob: number }[];
  };
  moc: Record<string, { ascii: string; json: unknown; fraction: number }>;
  distances: { mu: number; sigma: number; norm: number; mean: number; std: number }[];
}
const golden = JSON.parse(
  readFileSync(join(import.meta.dirname, 'golden/sky-maps.json'), 'utf8'),
  // The digits of integers beyond 2^53.
  (_key, value: unknown, context?: { source?: string }) =>
    typeof value === 'number' && !Number.isSafeInteger(value) && Number.isInteger(value)
      ? BigInt(context?.source ?? '0')
      : value,
) as Golden;

const code = (wanted: SkyMapErrorCode) => (error: unknown) =>
  error instanceof Error && 'code' in error && error.code === wanted;

/** Two spots, as the golden file's. Nested order. */
function simulated(order: number): Float64Array {
  const unit = ({ ra, dec }: { ra: number; dec: number }) => {
    const [lon, lat] = [(ra * Math.PI) / 180, (dec * Math.PI) / 180];
    return [Math.cos(lat) * Math.cos(lon), Math.cos(lat) * Math.sin(lon), Math.sin(lat)];
  };
  const spots = [unit({ ra: 150, dec: 30 }), unit({ ra: 310, dec: -45 })];
  const values = Float64Array.from({ length: 12 * 4 ** order }, (_, pix) => {
    const at = unit(pixToAng(order, BigInt(pix)));
    const [first = 0, second = 0] = spots.map((spot) =>
      spot.reduce((sum, x, i) => sum + x * (at[i] ?? 0), 0),
    );
    return Math.exp(40 * (first - 1)) + 0.5 * Math.exp(300 * (second - 1));
  });
  const total = values.reduce((sum, value) => sum + value, 0);
  return values.map((value) => value / total);
}

const nested = { isRing: false, isDensity: false };
const simulatedMap = SkyMap.ofPixels(6, { values: simulated(6), distances: null }, nested);

test('pixels are counted along rings as healpy counts them', () => {
  for (const [nside, numbers] of Object.entries(golden.ring)) {
    const order = Math.log2(Number(nside));
    if (Array.isArray(numbers)) assert.deepEqual([...ringOfNested(order)], numbers);
    else {
      const found = numbers.nest.map((nest) => {
        const { face, u, v } = pixToFace(order, BigInt(nest));
        return faceToRing(2 ** order, face, u, v);
      });
      assert.deepEqual(found, numbers.ring);
    }
  }
});

test('credible regions have the pixels and the levels of the sorted cumulative sum', () => {
  const levels = new CredibleLevels(simulatedMap);
  for (const [percent, { pixels, area }] of Object.entries(golden.simulated.regions)) {
    const region = levels.region(Number(percent) / 100);
    assert.ok(Math.abs(region.areaDeg2 / area - 1) < 1e-12, percent);
    assert.equal(Math.round(region.fraction * 12 * 4 ** 6), pixels);
  }
  for (const { ra, dec, level, prob } of golden.simulated.places) {
    const cell = simulatedMap.cellAt(ra, dec);
    assert.ok(Math.abs(levels.levelOf(cell) - level) < 1e-9);
    assert.ok(Math.abs(simulatedMap.probabilityOf(cell) / prob - 1) < 1e-9);
  }
  assert.deepEqual(
    mocToJson(levels.region(0.9)),
    mocToJson(mocFromJson(golden.moc.region90?.json)),
  );
});

test('a region does not depend on how the map is cut up, or in which order it comes', () => {
  const values = simulated(4);
  const ring = ringOfNested(4);
  const inRing = new Float64Array(values.length);
  for (const [pix, value] of values.entries()) inRing[ring[pix] ?? 0] = value;
  const fine = new Float64Array(values.length * 16);
  for (let pix = 0; pix < fine.length; pix++) fine[pix] = (values[pix >> 4] ?? 0) / 16;
  const maps = [
    SkyMap.ofPixels(4, { values, distances: null }, nested),
    SkyMap.ofPixels(4, { values: inRing, distances: null }, { isRing: true, isDensity: false }),
    SkyMap.ofPixels(6, { values: fine, distances: null }, nested),
  ];
  const [first] = maps;
  assert.ok(first);
  const backwards = Array.from({ length: first.length }, (_, i) => first.length - 1 - i);
  const shuffled = SkyMap.ofUniq(
    BigInt64Array.from(backwards, (i) => first.uniqOf(i)),
    {
      values: Float64Array.from(backwards, (i) => first.densities[i] ?? 0),
      distances: null,
    },
  );
  const wanted = mocToAscii(new CredibleLevels(first).region(0.77));
  for (const map of [...maps, shuffled]) {
    assert.equal(map.order, 4);
    assert.equal(mocToAscii(new CredibleLevels(map).region(0.77)), wanted);
  }
  // Even where every cell is as dense as another: there is one region, all of it.
  const flat = coneSkyMap({ ra: 10, dec: 10 }, 90);
  assert.ok(new CredibleLevels(flat).region(1).fraction > 0.99);
  const even = polygonSkyMap([
    { ra: 0, dec: 0 },
    { ra: 10, dec: 0 },
    { ra: 0, dec: 10 },
  ]);
  const all = new CredibleLevels(even);
  assert.equal(all.region(0.1).areaDeg2, all.region(1).areaDeg2);
});

test('a map is taken apart into pixels and put together again', () => {
  const values = simulated(3);
  const distances = {
    mu: values.map((value) => 100 + value),
    sigma: values.map(() => 20),
    norm: values.map(() => 1e-5),
  };
  distances.mu[17] = Number.POSITIVE_INFINITY;
  const map = SkyMap.ofPixels(3, { values, distances }, nested);
  for (const isRing of [true, false]) {
    const flat = flattenSkyMap(map, 3, { isRing });
    const again = SkyMap.ofPixels(3, flat, { isRing, isDensity: false });
    assert.deepEqual(again.distances, map.distances);
    assert.ok(
      again.densities.every((one, i) => Math.abs(one / (map.densities[i] ?? 0) - 1) < 1e-15),
    );
  }
  assert.throws(() => flattenSkyMap(map, 2, { isRing: false }), code('bad_pixel'));
});

test('MOCs are combined and written as mocpy does it, to the last pixel of order 29', () => {
  const of = (name: string) => {
    const one = golden.moc[name];
    assert.ok(one, name);
    return one;
  };
  const [a, b] = [mocFromAscii(of('a').ascii), mocFromAscii(of('b').ascii)];
  const made: Record<string, Moc> = {
    ...{ a, b, union: a.union(b), intersection: a.intersection(b), complement: a.complement() },
    a_degraded_to_4: a.degrade(4),
  };
  for (const [name, moc] of Object.entries(made)) {
    const { ascii, json, fraction } = of(name);
    assert.deepEqual(mocToJson(moc), mocToJson(mocFromJson(json)), name);
    assert.equal(mocToAscii(moc), mocToAscii(mocFromAscii(ascii)), name);
    assert.ok(Math.abs(moc.fraction - fraction) < 1e-15, name);
  }
  assert.equal(mocToAscii(a), '2/3-4 3/10-11 20 5/700 7/250 29/3458764513820540927');
  assert.ok(a.has(3458764513820540927n) && !a.has(3458764513820540926n));
  assert.equal(Moc.empty.areaDeg2, 0);
  assert.equal(Moc.empty.complement().areaDeg2, SPHERE_DEG2);
});

test('MOCs obey the rules of sets', () => {
  const cell = fc
    .integer({ min: 0, max: 29 })
    .chain((order) =>
      fc.bigInt({ min: 0n, max: 12n * 4n ** BigInt(order) - 1n }).map((pix) => ({ order, pix })),
    );
  const mocs = fc.array(cell, { maxLength: 20 }).map((cells) => Moc.ofCells(cells));
  fc.assert(
    fc.property(mocs, mocs, cell, (a, b, { order, pix }) => {
      const at = pix * cellsIn(order);
      assert.equal(a.union(b).has(at), a.has(at) || b.has(at));
      assert.equal(a.intersection(b).has(at), a.has(at) && b.has(at));
      assert.equal(a.complement().has(at), !a.has(at));
      assert.deepEqual(Moc.ofCells([...a.cells()]).bounds, a.bounds);
      assert.deepEqual(mocFromAscii(mocToAscii(a)).bounds, a.bounds);
      assert.deepEqual(mocFromJson(mocToJson(a)).bounds, a.bounds);
      assert.deepEqual(a.degrade(29).bounds, a.bounds);
      assert.deepEqual(uniqToCell(cellToUniq({ order, pix })), { order, pix });
    }),
    { numRuns: 200 },
  );
});

test('distances are those of the integrals', () => {
  for (const { mu, sigma, norm, mean, std } of golden.distances) {
    const map = SkyMap.ofPixels(
      0,
      {
        values: new Float64Array(12).fill(1 / 12),
        distances: {
          mu: new Float64Array(12).fill(mu),
          sigma: new Float64Array(12).fill(sigma),
          norm: new Float64Array(12).fill(norm),
        },
      },
      nested,
    );
    const found = distanceMoments(map, 0);
    assert.ok(found);
    assert.ok(
      Math.abs(found.meanMpc / mean - 1) < 1e-7,
      `${mu} ${sigma}: ${found.meanMpc} ${mean}`,
    );
    assert.ok(
      Math.abs(found.sigmaMpc / std - 1) < 1e-6,
      `${mu} ${sigma}: ${found.sigmaMpc} ${std}`,
    );
    // dP/dV r² integrated over distance is the probability per steradian.
    let sum = 0;
    const step = sigma / 50;
    for (let r = step / 2; r < Math.max(mu, 0) + 12 * sigma; r += step) {
      sum += (volumeDensity(map, 0, r) ?? 0) * r * r * step;
    }
    assert.ok(Math.abs(sum / (map.densities[0] ?? 0) - 1) < 1e-4, `${mu} ${sigma}: ${sum}`);
  }
  assert.equal(distanceMoments(simulatedMap, 0), null);
});

test('an error circle holds what a Gaussian holds', () => {
  for (const [ra, dec, error] of [
    [0.01, 0, 0.5],
    [120, 89.9, 3],
    [359.9, -66, 0.001],
    [10, 20, 1e-5],
  ] as const) {
    const map = coneSkyMap({ ra, dec }, error);
    assert.ok(Math.abs(map.total - 1) < 1e-12);
    const levels = new CredibleLevels(map);
    for (const probability of [0.393, 0.865, 0.99]) {
      const radius = error * Math.sqrt(-2 * Math.log(1 - probability));
      const area = levels.region(probability).areaDeg2;
      assert.ok(Math.abs(area / (Math.PI * radius ** 2) - 1) < 0.02, `${ra} ${dec} ${probability}`);
    }
    const peak = map.middleOf(levels.peak);
    assert.ok(separationArcsec(peak, { ra, dec }) < error * 3600 * 0.1);
  }
});

test('ellipses and polygons have their areas, wherever they lie', () => {
  const ellipse = { ra: 200, dec: -40, semiMajorDegrees: 4, axisRatio: 0.5, positionAngle: 30 };
  const area = new CredibleLevels(ellipseSkyMap(ellipse)).region(1).areaDeg2;
  assert.ok(Math.abs(area / (Math.PI * 4 * 2) - 1) < 0.01);
  // An eighth of the sphere is a triangle with three right angles; here shrunk, and over ra 0.
  const square = [
    { ra: 358, dec: -2 },
    { ra: 2, dec: -2 },
    { ra: 2, dec: 2 },
    { ra: 358, dec: 2 },
  ];
  assert.ok(Math.abs(new CredibleLevels(polygonSkyMap(square)).region(1).areaDeg2 / 16 - 1) < 0.01);
  // A pole, within a triangle around it.
  const polar = [0, 120, 240].map((ra) => ({ ra, dec: 85 }));
  const map = polygonSkyMap(polar);
  assert.ok(map.cellAt(77, 90) >= 0 && map.cellAt(60, 84) < 0);
  assert.throws(() => polygonSkyMap(square.slice(0, 2)), code('bad_shape'));
  assert.throws(
    () => polygonSkyMap([0, 120, 240].map((ra) => ({ ra, dec: 0 }))),
    code('bad_shape'),
  );
  assert.throws(() => coneSkyMap({ ra: 1, dec: 91 }, 1), code('bad_shape'));
  assert.throws(() => coneSkyMap({ ra: 1, dec: 1 }, 0), code('bad_shape'));
  assert.throws(() => ellipseSkyMap({ ...ellipse, axisRatio: 0 }), code('bad_shape'));
});

test('a border goes around all of a region, and nothing else', () => {
  const region = new CredibleLevels(coneSkyMap({ ra: 0, dec: 88 }, 3)).region(0.9);
  const lines = regionOutline(region);
  assert.equal(lines.length, 1);
  const [line = []] = lines;
  assert.deepEqual(line[0], line.at(-1));
  const radius = 3 * Math.sqrt(-2 * Math.log(0.1)) * 3600;
  for (const [ra, dec] of line) {
    const apart = separationArcsec({ ra: 0, dec: 88 }, { ra, dec });
    assert.ok(Math.abs(apart / radius - 1) < 0.1);
  }
  // A ring has two borders; two pixels that touch at a corner have two.
  const ring = region.intersection(
    Moc.ofCells([{ order: 3, pix: angToPix(3, 0, 89.9) }]).complement(),
  );
  assert.ok(regionOutline(ring).length >= 1);
  assert.equal(
    regionOutline(
      Moc.ofCells([
        { order: 1, pix: 0n },
        { order: 1, pix: 3n },
      ]),
    ).length,
    2,
  );
  assert.deepEqual(regionOutline(Moc.empty), []);
  assert.deepEqual(regionOutline(Moc.empty.complement()), []);
});

test('what is no map is told so', () => {
  const of = (uniq: bigint[], values: number[]) =>
    SkyMap.ofUniq(BigInt64Array.from(uniq), { values: Float64Array.from(values), distances: null });
  const density = 12 / (4 * Math.PI);
  assert.throws(() => of([], []), code('bad_pixel'));
  assert.throws(() => of([3n], [1]), code('bad_pixel'));
  assert.throws(() => of([4n, 4n], [density / 2, density / 2]), code('bad_pixel'));
  assert.throws(() => of([4n, 16n], [density / 2, density * 2]), code('bad_pixel'));
  assert.throws(() => of([4n], [Number.NaN]), code('bad_value'));
  assert.throws(() => of([4n, 5n], [2 * density, -density]), code('bad_value'));
  assert.throws(() => of([4n], [1.02 * density]), code('not_normalised'));
  assert.throws(() => of([4n], [0]), code('not_normalised'));
  assert.equal(of([4n], [1.001 * density]).length, 1);
  for (const text of ['12', '3/9-1', '30/1', '0/12', '3/x', '3/1-']) {
    assert.throws(() => mocFromAscii(text), /./, text);
  }
  for (const json of [[], { a: [1] }, { 3: [1.5] }, { 3: 1 }, { 0: [12] }, null]) {
    assert.throws(() => mocFromJson(json), /./, JSON.stringify(json));
  }
});
