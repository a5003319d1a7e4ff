import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bySetTime, seenNow, shownTime } from '../src/features/observing/night-targets.ts';

const palomar = { latDeg: 33.36, lonDeg: -116.87, elevationM: 1712 };
const run = { calendar_date: '2026-12-01', duration: 2 };

test('a run is shown as of now while it lasts, else as of sunset of its first night', () => {
  // Noon by the Sun at Palomar is at 19:47 UTC.
  for (const inside of ['2026-12-01T19:50:00Z', '2026-12-02T09:00:00Z', '2026-12-03T19:30:00Z']) {
    const now = new Date(inside);
    assert.equal(shownTime(run, palomar, now), now, inside);
  }
  for (const outside of ['2026-11-20T06:00:00Z', '2026-12-01T19:40:00Z', '2026-12-03T20:00:00Z']) {
    const shown = shownTime(run, palomar, new Date(outside)).toISOString();
    assert.match(shown, /^2026-12-02T00:3/, `${outside} ${shown}`);
  }
});

test('what sets first comes first, then what rises, and last what never does', () => {
  const mjd = 61_376.25;
  const targets = [
    ['never', 60, -80],
    ['rises', 120, 20],
    ['sets', 350, 20],
    ['stays', 45, 89],
  ].map(([name, ra, dec]) => ({
    name,
    seen: seenNow({ obj: { ra: Number(ra), dec: Number(dec) } }, palomar, mjd),
  }));
  assert.deepEqual(
    bySetTime(targets).map(({ name }) => name),
    ['sets', 'stays', 'rises', 'never'],
  );
});
