import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ZtfAdapter } from '../../src/index.ts';

const adapter = new ZtfAdapter();
const { POSITIVE_INFINITY: ENDLESS, NEGATIVE_INFINITY: EVER } = Number;

test('every time has candids that the database can hold, also one without an end', () => {
  const night = adapter.candidsOf({ fromJd: 2461326.5, toJd: 2461327.5 });
  assert.ok(night.since < 3572000000000000000n && night.before > 3573000000000000000n);
  const end = 2n ** 63n - 1n;
  assert.deepEqual(adapter.candidsOf({ fromJd: EVER, toJd: ENDLESS }), { since: 0n, before: end });
  assert.deepEqual(adapter.candidsOf({ fromJd: 2461326.5, toJd: ENDLESS }), {
    since: night.since,
    before: end,
  });
  assert.deepEqual(adapter.candidsOf({ fromJd: EVER, toJd: 2461327.5 }), {
    since: 0n,
    before: night.before,
  });
  // Numbers of days that no calendar has.
  assert.equal(adapter.candidsOf({ fromJd: 0, toJd: 9_007_199 }).before, end);
});
