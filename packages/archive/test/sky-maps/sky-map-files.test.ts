import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { FitsColumnArrays, FitsError } from '@fritz/formats';
import {
  CredibleLevels,
  coneSkyMap,
  distanceMoments,
  Moc,
  mocToAscii,
  SkyMap,
  uniqToCell,
} from '@fritz/sky';
import {
  knowSkyMapFile,
  prepareSkyMapFile,
  readSkyMap,
  writeFlatSkyMap,
  writeMoc,
  writeSkyMap,
} from '../../src/index.ts';

// Files of healpy and astropy: packages/sky/test/golden/make-sky-maps.py.
const file = (name: string) => readFileSync(join(import.meta.dirname, 'golden', name));
const golden = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../sky/test/golden/sky-maps.json'), 'utf8'),
).files as { prob: number[]; cells: number; uniq: string[]; pixel_area: number };

const real = join(
  process.env.FRITZ_SHARED ?? join(import.meta.dirname, '../../../../../shared'),
  'data/skymaps/bayestar.fits.gz',
);

test('maps of an nside are read in either order, with their distances', () => {
  for (const name of ['flat-nested.fits.gz', 'flat-ring.fits.gz']) {
    for (const bytes of [file(name), gunzipSync(file(name))]) {
      const { map, properties } = readSkyMap(bytes);
      assert.equal(map.length, 768, name);
      assert.equal(properties.OBJECT, 'M1');
      assert.equal(properties['DATE-OBS'], '2026-11-20T01:02:03.25');
      assert.deepEqual(
        Array.from(map.densities, (one) => one),
        golden.prob.map((p) => p / golden.pixel_area),
      );
      assert.equal(map.distances?.mu[5], Number.POSITIVE_INFINITY);
      assert.equal(map.distances?.mu[700], 800);
      assert.equal(distanceMoments(map, 5), null);
    }
  }
  const { map } = readSkyMap(file('float32.fits.gz'));
  assert.equal(map.distances, null);
  assert.equal(map.densities[3], Math.fround(golden.prob[3] ?? 0) / golden.pixel_area);
});

test('a multi-order map is read to order 29, and written as it was', () => {
  const { map, properties } = readSkyMap(file('multiorder.fits.gz'));
  assert.deepEqual([map.length, map.order], [golden.cells, 29]);
  const uniq = Array.from({ length: map.length }, (_, cell) => map.uniqOf(cell)).sort((a, b) =>
    a < b ? -1 : 1,
  );
  assert.deepEqual(uniq.slice(-4).map(String), golden.uniq);
  const again = readSkyMap(writeSkyMap(map, properties));
  assert.deepEqual(again.map, map);
  assert.deepEqual(again.properties, properties);
  const [before, after] = [gunzipSync(file('multiorder.fits.gz')), writeSkyMap(map)].map(
    (bytes) => {
      const table = new FitsColumnArrays(bytes);
      const [ids, values] = [table.find('UNIQ'), table.find('PROBDENSITY')];
      assert.ok(ids && values);
      const numbers = table.numbers(values);
      return new Map(Array.from(table.integers(ids), (id, i) => [id, numbers[i]]));
    },
  );
  assert.deepEqual(after, before);
});

test('a map is written flat in either order', () => {
  const { map } = readSkyMap(file('flat-ring.fits.gz'));
  for (const isRing of [true, false]) {
    const again = readSkyMap(writeFlatSkyMap(map, { order: 3, isRing })).map;
    assert.deepEqual(again.distances, map.distances);
    for (const [i, density] of again.densities.entries()) {
      assert.ok(Math.abs(density / (map.densities[i] ?? 0) - 1) < 1e-15);
    }
  }
});

test('a region is written as a MOC by its UNIQ numbers', () => {
  const moc = new CredibleLevels(coneSkyMap({ ra: 10, dec: 20 }, 0.01)).region(0.5);
  const table = new FitsColumnArrays(writeMoc(moc));
  const uniq = table.find('UNIQ');
  assert.ok(uniq);
  assert.equal(table.header.get('MOCORDER'), moc.order);
  const read = Moc.ofCells(Array.from(table.integers(uniq), uniqToCell));
  assert.equal(mocToAscii(read), mocToAscii(moc));
});

test('what is no sky map is refused', () => {
  const plain = gunzipSync(file('flat-ring.fits.gz'));
  assert.throws(() => readSkyMap(file('galactic.fits.gz')), /coordinates "G"/);
  assert.throws(() => readSkyMap(Buffer.from('no fits')), /does not begin as FITS/);
  assert.throws(() => readSkyMap(plain.subarray(0, plain.length - 20_000)), /ends within/);
  assert.throws(
    () => readSkyMap(file('flat-ring.fits.gz').subarray(0, 2000)),
    /cannot be unpacked/,
  );
  const changed = (from: string, to: string) => {
    const at = plain.indexOf(from);
    assert.ok(at > 0, from);
    const copy = Buffer.from(plain);
    copy.write(to, at, 'latin1');
    return copy;
  };
  assert.throws(() => readSkyMap(changed("'RING    '", "'WRONG   '")), /ORDERING is "WRONG"/);
  assert.throws(
    () => readSkyMap(changed('NSIDE   =                    8', 'NSIDE   =                    7')),
    /NSIDE is 7/,
  );
  assert.throws(
    () => readSkyMap(changed('NSIDE   =                    8', 'NSIDE   =                   16')),
    /3072 pixels, not 768/,
  );
  // Any byte may be wrong: an error that is ours, never another.
  for (let at = 2880; at < 5760; at += 7) {
    const copy = Buffer.from(plain);
    copy[at] = 0x39;
    try {
      readSkyMap(copy);
    } catch (error) {
      assert.match(String(error), /FitsError|SkyMapError/);
    }
  }
});

test('a map of LIGO and Virgo', {
  skip: existsSync(real) ? false : 'no sky map in FRITZ_SHARED',
}, () => {
  const { map, properties } = readSkyMap(readFileSync(real));
  assert.deepEqual(
    [properties.OBJECT, properties.INSTRUME, properties.DISTMEAN],
    ['G330561', 'L1,V1', 154.6194471943321],
  );
  // It was cut up from cells of several sizes, and is whole again.
  assert.ok(map.length < 50_000 && map.order === 8, String(map.length));
  const levels = new CredibleLevels(map);
  // As numpy's sorted cumulative sum has it: 53487 and 194118 pixels. The last cells are of many pixels.
  for (const [probability, area, cell] of [
    [0.5, 2805.7062000881047, 0],
    [0.9, 10182.62523881883, 0],
  ] as const) {
    const found = levels.region(probability).areaDeg2;
    assert.ok(found >= area && found - area < 4 ** 4 * 0.0525 + cell, `${found}`);
  }
  const places = [
    [120, 10, 0.9980817984586251, 50.050657610685704],
    [200, 40, 0.4735554869130537, 121.93207081220554],
    [250, -30, 0.18445056976128896, 99.27103231600336],
    [90, -60, 0.885524426161113, 119.52597289341591],
  ] as const;
  for (const [ra, dec, level, mu] of places) {
    const at = map.cellAt(ra, dec);
    assert.ok(Math.abs(levels.levelOf(at) - level) < 2e-4, `${levels.levelOf(at)} ${level}`);
    assert.equal(map.distances?.mu[at], mu);
  }
  assert.ok(map instanceof SkyMap);
});

test('a thread reads and works out what the program itself does, and tells of the same faults', async () => {
  const percents = [50, 90, 95];
  const map = coneSkyMap({ ra: 10, dec: -30 }, 3);
  const file = writeSkyMap(map, { OBJECT: 'S1', 'DATE-OBS': '2026-11-22T03:14:15' });
  const inThread = await prepareSkyMapFile(file, percents, 0);
  const here = await prepareSkyMapFile(file, percents);
  const { known, content, ...rest } = inThread;
  const { known: same, content: sameContent, ...expected } = here;
  assert.deepEqual(rest, expected);
  assert.deepEqual(Buffer.from(content), Buffer.from(sameContent));
  assert.deepEqual(known.parts, same.parts);
  assert.equal(known.region(80).areaDeg2, same.region(80).areaDeg2);
  const { parts } = await knowSkyMapFile(file, 0);
  assert.deepEqual(parts, same.parts);
  const wrong = Uint8Array.from({ length: 5760 }, () => 32);
  const fault = await prepareSkyMapFile(wrong, percents).catch((error: unknown) => error);
  assert.ok(fault instanceof FitsError);
  await assert.rejects(prepareSkyMapFile(wrong, percents, 0), {
    ...{ name: 'FitsError', code: fault.code, message: fault.message },
  });
});
