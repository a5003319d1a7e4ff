import assert from 'node:assert/strict';
import { test } from 'node:test';
import { writeFitsImage } from '@fritz/formats';
import { BoundedCache } from '../src/features/cutouts/bounded-cache.ts';
import { COLORMAPS, cycle } from '../src/features/cutouts/cutout-display.ts';
import { decodeStamp, redden } from '../src/features/cutouts/cutout-pixels.ts';
import { skyImages } from '../src/features/cutouts/sky-image-urls.ts';
import { barArcsec, stampSky, stampTransform } from '../src/features/cutouts/stamp-sky.ts';

test('the cache drops what was used longest ago', () => {
  const cache = new BoundedCache<number>(2);
  cache.set('a', 1);
  cache.set('b', 2);
  cache.get('a');
  cache.set('c', 3);
  assert.deepEqual(
    [cache.get('a'), cache.get('b'), cache.get('c'), cache.size],
    [1, undefined, 3, 2],
  );
});

test('colour maps go around', () => {
  const seen = COLORMAPS.map((cmap) => cycle(COLORMAPS, cmap));
  assert.deepEqual(new Set(seen), new Set(COLORMAPS));
});

test('night leaves nothing but red', () => {
  const rgba = new Uint8ClampedArray([255, 255, 255, 255, 0, 0, 0, 255]);
  redden(rgba);
  assert.deepEqual([...rgba], [255, 0, 0, 255, 0, 0, 0, 255]);
});

test('pixels without data become NaN', async () => {
  const pixels = new Float32Array([1, -3.4028234663852886e38, 3, 4]);
  const bytes = writeFitsImage({ width: 2, height: 2, pixels });
  const image = await decodeStamp(bytes);
  assert.deepEqual([...image.pixels], [1, Number.NaN, 3, 4]);
});

test('stamps lie on the sky as their survey has them, or as they say themselves', () => {
  const silent = { header: new Map() };
  assert.deepEqual(stampSky(silent, 'ztf'), { matrix: [1, 0, 0, -1], arcsecPerPixel: 1.01 });
  assert.equal(stampTransform(stampSky(silent, 'ztf'), 1), 'matrix(1, 0, 0, -1, 0, 0)');
  assert.equal(stampTransform(stampSky(silent, 'ztf'), 2), 'matrix(2, 0, 0, -2, 0, 0)');
  assert.deepEqual(stampSky(silent, 'winter').matrix, [1, 0, 0, 1]);
  assert.deepEqual(stampSky(silent, 'pgir'), { matrix: [0, 1, 1, 0], arcsecPerPixel: null });
  const telling = {
    header: new Map([
      ['CDELT1', -1 / 18_000],
      ['CDELT2', 1 / 18_000],
    ]),
  };
  const sky = stampSky(telling, 'lsst');
  assert.ok(Math.abs((sky.arcsecPerPixel ?? 0) - 0.2) < 1e-9);
  assert.equal(stampTransform(sky, 1), undefined);
});

test('the bar is a round number of arcsec, a third of the field at most', () => {
  assert.deepEqual([63.6, 31.8, 15.9, 6].map(barArcsec), [20, 10, 5, 2]);
});

test('the pictures of other surveys are this server’s, by the object, as wide as the cutouts', () => {
  const images = skyImages({ objId: 'A+B', ra: 10.5, dec: -3.25, fieldArcsec: 63.6 });
  assert.deepEqual(
    images.map(({ url }) => url),
    ['ps1', 'legacy', 'sdss'].map(
      (survey) => `/api/internal/objs/A%2BB/survey_images/${survey}?field_arcsec=64`,
    ),
  );
});
