import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clampPinch } from '../src/features/cutouts/use-pinch.ts';
import { rangeUnderFingers } from '../src/ui/plot/pan-by-touch.ts';

const frame = { whole: [0, 100], widthPx: 200 } as const;

test('what is beneath two fingers stays beneath them', () => {
  const before = { middlePx: 50, apartPx: 40 };
  const shown = [0, 100] as const;
  const zoomed = rangeUnderFingers(
    { before, now: { middlePx: 50, apartPx: 80 } },
    { ...frame, shown },
  );
  assert.deepEqual(zoomed, [12.5, 62.5]);
  const moved = rangeUnderFingers(
    { before: { middlePx: 50, apartPx: 0 }, now: { middlePx: 70, apartPx: 0 } },
    { ...frame, shown: zoomed },
  );
  assert.deepEqual(moved, [7.5, 57.5]);
});

test('a plot never leaves what there is', () => {
  const before = { middlePx: 100, apartPx: 80 };
  const fingers = { before, now: { middlePx: 180, apartPx: 10 } };
  assert.deepEqual(rangeUnderFingers(fingers, { ...frame, shown: [40, 60] }), [0, 100]);
  const aside = { before: { middlePx: 0, apartPx: 0 }, now: { middlePx: 900, apartPx: 0 } };
  assert.deepEqual(rangeUnderFingers(aside, { ...frame, shown: [40, 60] }), [0, 20]);
});

test('an enlarged picture keeps over its frame', () => {
  assert.deepEqual(clampPinch({ scale: 0.5, x: 3, y: 0 }), { scale: 1, x: 0, y: 0 });
  assert.deepEqual(clampPinch({ scale: 3, x: 2, y: -0.4 }), { scale: 3, x: 1, y: -0.4 });
  assert.equal(clampPinch({ scale: 90, x: 0, y: 0 }).scale, 8);
});
