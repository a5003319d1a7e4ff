import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  CUTOUT_INTERVAL,
  findLimits,
  findZscaleLimits,
  type ImageInterval,
} from '../../src/index.ts';

const INTERVALS: ImageInterval[] = ['min_max', 'zscale', CUTOUT_INTERVAL];

/** Deterministic, roughly normal noise: a sum of twelve uniform numbers. */
function noise(count: number, mean: number, sigma: number): Float32Array {
  let state = 12345;
  const uniform = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  return Float32Array.from({ length: count }, () => {
    let sum = -6;
    for (let i = 0; i < 12; i++) sum += uniform();
    return mean + sigma * sum;
  });
}

test('limits are finite and ordered whatever the pixels', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.double(), fc.constantFrom(Number.NaN, Infinity, -Infinity)), {
        maxLength: 300,
      }),
      fc.constantFrom(...INTERVALS),
      (pixels, interval) => {
        const { low, high } = findLimits(pixels, interval);
        assert.ok(Number.isFinite(low) && Number.isFinite(high) && low <= high);
      },
    ),
  );
});

test('images without finite values and constant images have limits', () => {
  for (const interval of INTERVALS) {
    assert.deepEqual(findLimits([], interval), { low: 0, high: 1 });
    assert.deepEqual(findLimits([Number.NaN, Infinity], interval), { low: 0, high: 1 });
    assert.deepEqual(findLimits(new Float32Array(100).fill(7), interval), { low: 7, high: 7 });
  }
});

test('percentiles interpolate and ignore what is not finite', () => {
  const ramp = Float32Array.from({ length: 101 }, (_, i) => 100 - i);
  assert.deepEqual(findLimits(ramp, CUTOUT_INTERVAL), { low: 1, high: 100 });
  assert.deepEqual(findLimits(ramp, { lowerPercentile: 0.5, upperPercentile: 99.5 }), {
    low: 0.5,
    high: 99.5,
  });
  assert.deepEqual(findLimits([...ramp, Number.NaN, Infinity], 'min_max'), { low: 0, high: 100 });
});

test('zscale shows the noise and leaves stars out', () => {
  const sky = noise(63 * 63, 200, 10);
  for (let i = 0; i < 40; i++) sky[i * 97] = 60_000;
  const { low, high } = findZscaleLimits(sky);
  assert.ok(low > 140 && low < 200, `low ${low}`);
  assert.ok(high > 230 && high < 1000, `high ${high}`);
});

test('zscale of a ramp at full contrast is the ramp', () => {
  const ramp = Float64Array.from({ length: 1001 }, (_, i) => i);
  const { low, high } = findZscaleLimits(ramp, { samples: 2000, contrast: 1 });
  assert.ok(Math.abs(low) < 1e-9 && Math.abs(high - 1000) < 1e-9);
});
