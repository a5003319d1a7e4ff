import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MovingLayer } from '../src/features/photometry/moving-layer.ts';

test('what is moved sideways is drawn once, wider than it is seen; all else anew', () => {
  const layer = new MovingLayer<string>();
  const points = {};
  const widthPx = 100;
  const margins: number[] = [];
  const show = (change: { x0?: number; y0?: number; perDay?: number; look?: string } = {}) => {
    const { x0 = 0, y0 = 5, perDay = 2, look = 'a' } = change;
    const placing = { x0, y0, perDay, perMag: 3 };
    return layer.picture({ points, look, placing }, widthPx, (marginPx) => {
      margins.push(marginPx);
      return `from ${x0} with ${marginPx}`;
    });
  };
  assert.deepEqual(show(), { picture: 'from 0 with 0', fromPx: 0 });
  assert.deepEqual(
    show(),
    { picture: 'from 0 with 0', fromPx: 0 },
    'the same again is drawn again',
  );
  assert.deepEqual(show({ x0: 8 }), { picture: 'from 8 with 100', fromPx: 100 });
  assert.deepEqual(show({ x0: 20.4 }), { picture: 'from 8 with 100', fromPx: 88 });
  assert.deepEqual(show({ x0: -92 }), { picture: 'from 8 with 100', fromPx: 200 });
  // Beyond its edge there is another.
  assert.deepEqual(show({ x0: -93 }), { picture: 'from -93 with 100', fromPx: 100 });
  for (const change of [{ y0: 6 }, { perDay: 2.1 }, { look: 'b' }]) {
    assert.equal(show({ x0: -93, ...change }).fromPx, 0, JSON.stringify(change));
  }
  assert.deepEqual(margins, [0, 0, 100, 100, 0, 0, 0]);
});
