import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readSkyOrientation, uprightStamp } from '@fritz/formats';

const header = (values: Record<string, number | string>) => new Map(Object.entries(values));
const SCALE = 0.2 / 3600;

function near(found: readonly number[] | undefined, wanted: readonly number[]): void {
  assert.equal(found?.length, wanted.length);
  for (const [i, value] of wanted.entries()) {
    assert.ok(Math.abs((found?.[i] ?? 9) - value) < 1e-12, `${found}`);
  }
}

test('an image with north up and east left stays as it is', () => {
  const upright: readonly Record<string, number>[] = [
    { CD1_1: -SCALE, CD1_2: 0, CD2_1: 0, CD2_2: SCALE },
    { CDELT1: -SCALE, CDELT2: SCALE },
    { CDELT1: -SCALE, CDELT2: SCALE, PC1_1: 1, PC2_2: 1 },
    { CDELT1: -SCALE, CDELT2: SCALE, CROTA2: 0 },
  ];
  for (const values of upright) {
    const sky = readSkyOrientation(header(values));
    near(sky?.matrix, [1, 0, 0, 1]);
    near([sky?.arcsecPerPixel ?? 0], [0.2]);
  }
});

test('images that lie otherwise are turned and mirrored', () => {
  const matrixOf = (values: Record<string, number | string>) =>
    readSkyOrientation(header(values))?.matrix;
  // East right: mirrored. South up: flipped.
  near(matrixOf({ CDELT1: SCALE, CDELT2: SCALE }), [-1, 0, 0, 1]);
  near(matrixOf({ CDELT1: -SCALE, CDELT2: -SCALE }), [1, 0, 0, -1]);
  // North is to the right, east up: a pixel to the right is one up.
  near(matrixOf({ CD1_1: 0, CD1_2: SCALE, CD2_1: SCALE, CD2_2: 0 }), [0, -1, 1, 0]);
  // The first axis is declination.
  near(
    matrixOf({ CTYPE1: 'DEC--TAN', CD1_1: 0, CD1_2: SCALE, CD2_1: -SCALE, CD2_2: 0 }),
    [1, 0, 0, 1],
  );
});

test('a header without the sky, or with nonsense, says nothing', () => {
  assert.equal(readSkyOrientation(header({ NAXIS: 2 })), null);
  assert.equal(readSkyOrientation(header({ CDELT1: 0, CDELT2: 1 })), null);
  assert.equal(readSkyOrientation(header({ CD1_1: 1, CD1_2: 1, CD2_1: 1, CD2_2: 1 })), null);
});

test('stamps are put upright by what is known of how they lie', () => {
  const image = { width: 2, height: 2, pixels: new Float32Array([1, 2, 3, 4]) };
  assert.deepEqual([...uprightStamp(image, 'rows_up').pixels], [1, 2, 3, 4]);
  assert.deepEqual([...uprightStamp(image, 'rows_down').pixels], [3, 4, 1, 2]);
  assert.deepEqual([...uprightStamp(image, 'turned').pixels], [4, 2, 3, 1]);
  const wide = { width: 3, height: 1, pixels: new Float32Array([1, 2, 3]) };
  const tall = uprightStamp(wide, 'turned');
  assert.deepEqual([tall.width, tall.height, ...tall.pixels], [1, 3, 3, 2, 1]);
});
