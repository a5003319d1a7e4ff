import assert from 'node:assert/strict';
import { test } from 'node:test';
import { drawLinePlot, shrinkImage } from '@fritz/formats';

test('a picture shrinks to means of squares, without what is no number', () => {
  const image = { width: 3, height: 2, pixels: [1, 2, 10, 3, Number.NaN, 20] };
  assert.equal(shrinkImage(image, 3), image);
  const { width, height, pixels } = shrinkImage(image, 2);
  assert.deepEqual([width, height, [...Array.from(pixels)]], [2, 1, [2, 15]]);
  const empty = shrinkImage({ width: 2, height: 1, pixels: [Number.NaN, Number.NaN] }, 1);
  assert.deepEqual(Array.from(empty.pixels), [Number.NaN]);
});

test('a line goes through the points, and not where one is missing', () => {
  const size = { width: 101, height: 51 };
  const { data } = drawLinePlot([0, 1, 2, 3, 4], [0, 1, null, 1, 1], size);
  const ink = (x: number) => [...Array(size.height).keys()].filter((y) => data[y * 101 + x] === 40);
  assert.deepEqual(ink(8), [42], 'it begins at the bottom left');
  assert.deepEqual(ink(29), [8], 'and goes to the top');
  assert.deepEqual(ink(50), [], 'with a gap');
  assert.deepEqual(ink(92), [8]);
  // A file may hold nothing, one point, or the same all along.
  for (const y of [[], [1], [2, 2, 2]]) {
    assert.equal(drawLinePlot([1, 2, 3], y, size).data.length, 101 * 51);
  }
});
