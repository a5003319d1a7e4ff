import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  buildColormap,
  COLORMAP_NAMES,
  type ImageStretch,
  renderRgba,
  stretchValue,
} from '../../src/index.ts';

const STRETCHES: ImageStretch[] = ['linear', 'log', 'asinh', 'sqrt'];

test('a stretch runs from 0 to 1, grows, and clips', () => {
  const limits = { low: -5, high: 20 };
  for (const stretch of STRETCHES) {
    assert.equal(stretchValue(-5, limits, stretch), 0);
    assert.equal(stretchValue(20, limits, stretch), 1);
    assert.equal(stretchValue(-Infinity, limits, stretch), 0);
    assert.equal(stretchValue(Infinity, limits, stretch), 1);
    assert.ok(Number.isNaN(stretchValue(Number.NaN, limits, stretch)));
    assert.equal(stretchValue(3, { low: 3, high: 3 }, stretch), 0);
    let before = 0;
    for (let value = -4.9; value < 20; value += 0.1) {
      const brightness = stretchValue(value, limits, stretch);
      assert.ok(brightness > before && brightness < 1, `${stretch} ${value}`);
      before = brightness;
    }
  }
  assert.equal(stretchValue(7.5, limits, 'linear'), 0.5);
  assert.equal(stretchValue(1.25, limits, 'sqrt'), 0.5);
  assert.ok(stretchValue(7.5, limits, 'log') > stretchValue(7.5, limits, 'asinh'));
});

test('extreme doubles do not overflow', () => {
  fc.assert(
    fc.property(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.double({ noNaN: true }),
      fc.constantFrom(...STRETCHES),
      (a, b, value, stretch) => {
        const limits = { low: Math.min(a, b), high: Math.max(a, b) };
        const brightness = stretchValue(value, limits, stretch);
        assert.ok(brightness >= 0 && brightness <= 1, `${brightness}`);
      },
    ),
  );
});

test('colour maps have 256 colours and the right ends', () => {
  for (const name of COLORMAP_NAMES) assert.equal(buildColormap(name).length, 768, name);
  const gray = buildColormap('gray');
  for (let level = 0; level < 256; level++) assert.equal(gray[level * 3], level);
  assert.deepEqual([...buildColormap('gray_r').subarray(0, 3)], [255, 255, 255]);
  assert.deepEqual([...buildColormap('viridis').subarray(0, 3)], [68, 1, 84]);
  assert.deepEqual([...buildColormap('viridis').subarray(765)], [253, 231, 37]);
  assert.deepEqual([...buildColormap('bone').subarray(765)], [255, 255, 255]);
  assert.deepEqual([...buildColormap('bone_r').subarray(765)], [0, 0, 0]);
});

test('rendering flips, colours, and leaves NaN transparent', () => {
  const image = { width: 2, height: 2, pixels: Float32Array.of(0, 1, Number.NaN, 2) };
  const options = { interval: 'min_max', cmap: 'gray' } as const;
  const flipped = renderRgba(image, options);
  assert.deepEqual(
    [...flipped.rgba],
    [0, 0, 0, 0, 255, 255, 255, 255, 0, 0, 0, 255, 128, 128, 128, 255],
  );
  const plain = renderRgba(image, { ...options, flip: false });
  assert.deepEqual([...plain.rgba.subarray(0, 8)], [0, 0, 0, 255, 128, 128, 128, 255]);
  const constant = renderRgba({ width: 1, height: 1, pixels: [5] }, options);
  assert.deepEqual([...constant.rgba], [0, 0, 0, 255]);
  assert.throws(() => renderRgba({ width: 3, height: 1, pixels: [1] }), RangeError);
});
