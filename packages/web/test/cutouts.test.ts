import assert from 'node:assert/strict';
import { test } from 'node:test';
import { writeFitsImage } from '@fritz/formats';
import { BoundedCache } from '../src/features/cutouts/bounded-cache.ts';
import { COLORMAPS, cycle } from '../src/features/cutouts/cutout-display.ts';
import { decodeStamp, redden } from '../src/features/cutouts/cutout-pixels.ts';

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
