import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  boundsOf,
  DEFAULT_WINDOW,
  describeWindow,
  isOpenEnded,
  widen,
} from '../src/features/candidates/time-window.ts';

const now = new Date('2026-11-22T03:00:00Z');

test('the default is since the last scan: a day without one, a week at most', () => {
  const endDate = '2026-11-22T03:00:00.000';
  const since = (last: string | null) => boundsOf(DEFAULT_WINDOW, now, last);
  assert.deepEqual(since(null), { startDate: '2026-11-21T03:00:00.000', endDate });
  assert.deepEqual(since('2026-11-20T01:00:00.000'), {
    startDate: '2026-11-20T01:00:00.000',
    endDate,
  });
  assert.deepEqual(since('2026-10-01T01:00:00.000'), {
    startDate: '2026-11-15T03:00:00.000',
    endDate,
  });
  assert.deepEqual(since('no time'), { startDate: '2026-11-21T03:00:00.000', endDate });
  assert.equal(describeWindow(DEFAULT_WINDOW), 'since your last scan');
});

test('dates typed in are UTC, whatever the zone of the browser', () => {
  assert.deepEqual(boundsOf({ kind: 'since', start: '2026-11-20T22:30' }, now), {
    startDate: '2026-11-20T22:30:00.000',
    endDate: '2026-11-22T03:00:00.000',
  });
  const custom = { kind: 'custom', start: '2026-11-01T00:00', end: '2026-11-02T00:00' } as const;
  assert.deepEqual(boundsOf(custom, now), {
    startDate: '2026-11-01T00:00:00.000',
    endDate: '2026-11-02T00:00:00.000',
  });
  assert.equal(isOpenEnded(custom), false);
});

test('an unreadable date falls back to a day', () => {
  assert.equal(
    boundsOf({ kind: 'since', start: 'soon' }, now).startDate,
    '2026-11-21T03:00:00.000',
  );
});

test('widening ends at the widest', () => {
  assert.deepEqual(widen({ kind: 'last', hours: 24 }), { kind: 'last', hours: 48 });
  assert.deepEqual(widen(DEFAULT_WINDOW), { kind: 'last', hours: 168 });
  assert.equal(widen({ kind: 'last', hours: 720 }), null);
});
