import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createAlert, createBatch, programAudience } from '@fritz/testing';
import { arrangeWorld, call, type Harness, startHarness, type World } from './harness.ts';

/** 2026-11-22 06:00 UTC: the middle of a night that began on the 21st, 20:00. */
const now = new Date(Date.UTC(2026, 10, 22, 6));
const minutesAgo = (minutes: number) => new Date(now.getTime() - minutes * 60_000);

let harness: Harness;
let world: World;
before(async () => {
  harness = await startHarness({ now: () => now });
  world = await harness.arrange(arrangeWorld);
  await harness.arrange(async (client) => {
    const counts = [{ filter: world.filter, passed: 3, rejected: 6, failed: 1 }];
    await createBatch(client, { packets: 100, committedAt: minutesAgo(24 * 60), counts });
    await createBatch(client, { packets: 100, committedAt: minutesAgo(60), counts });
    await createBatch(client, { packets: 200, committedAt: minutesAgo(0.5), counts });
    await createBatch(client, { packets: 300, committedAt: now, counts });
    // Members of the world's group see programmes 1 and 2.
    await programAudience(client, 3);
    // Exposed at 05:59:00, received 30 s later.
    const jd = 2_440_587.5 + minutesAgo(1).getTime() / 86_400_000;
    const candid = BigInt(Math.round((jd - 2_457_754.5) * 1e9)) * 1_000_000n;
    const columns = { mjd: jd - 2_400_000.5, received_at: minutesAgo(0.5) };
    await createAlert(client, { objectId: 'ZTF26lag', candid, columns });
  });
});
after(() => harness.close());

test('packets of all programmes are counted for who sees them all', async () => {
  const [theirs] = (await call(harness, 'getStreamStatus', { as: world.member })).surveys;
  assert.deepEqual([theirs?.packets, theirs?.quarantined, theirs?.per_second], [null, null, null]);
  assert.equal(theirs?.last_batch_at, '2026-11-22T05:59:30.000', 'the newest alert that he sees');
  assert.ok(Math.abs((theirs?.lag_s ?? 0) - 30) < 0.01);
  assert.equal(
    (await call(harness, 'getStreamStatus', { as: world.member })).filters[0]?.passed,
    9,
  );
});

test('tonight is summed up since the last 20:00 UTC, with rate and lag', async () => {
  const status = await call(harness, 'getStreamStatus', { as: world.admin });
  assert.equal(status.since, '2026-11-21T20:00:00.000');
  const [ztf] = status.surveys;
  assert.equal(ztf?.packets, 600);
  assert.equal(ztf?.quarantined, 0);
  assert.equal(ztf?.last_batch_at, '2026-11-22T06:00:00.000');
  assert.equal(ztf?.per_second, 10, '300 packets in the 30 s before the last commit');
  assert.ok(Math.abs((ztf?.lag_s ?? 0) - 30) < 0.01, `${ztf?.lag_s}`);
  assert.deepEqual(status.filters[0]?.passed, 9);
  assert.deepEqual(status.filters[0]?.evaluated, 30);
});

test('filters of others and exposures of their programmes are left out', async () => {
  const status = await call(harness, 'getStreamStatus', { as: world.stranger });
  assert.deepEqual(status.filters, []);
  assert.deepEqual(status.surveys, []);
});
