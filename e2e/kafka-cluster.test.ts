// A cluster of Kafka brokers loses one while Fritz reads: `npm run test:kafka-cluster`.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { withClient } from '@fritz/archive';
import { createFilter, createGroup, createStream } from '@fritz/testing';
import {
  checkFilters,
  checkLightCurves,
  checkOffsets,
  checkPhotometry,
  checkStoredOnce,
} from './exactly-once/archive-checks.ts';
import { CrashableDatabase } from './exactly-once/crashable-database.ts';
import { NightTopic, simulatePackets } from './exactly-once/night-topic.ts';
import { plainFilters } from './exactly-once/plain-filters.ts';
import { evaluateStraight } from './exactly-once/straight-line.ts';
import { FritzBroker } from './kafka-cluster/fritz-broker.ts';
import {
  awaitLeadersWithout,
  coordinatorOf,
  layoutOf,
  NO_TEST_CLUSTER,
  testCluster,
} from './kafka-cluster/test-cluster.ts';

const PARTITIONS = 6;
const PACKETS = 4000;
/** How much is published at first, until the loss of the node is known, and after a restart. */
const SLICES = [3000, 3500, PACKETS] as const;

const cluster = await testCluster();
if (cluster === null) console.warn(`skipped: ${NO_TEST_CLUSTER}`);

async function startDatabase(): Promise<CrashableDatabase> {
  const database = await CrashableDatabase.start();
  await withClient(database.admin, async (client) => {
    for (const { name, programIds, pipeline } of plainFilters) {
      const stream = await createStream(client, { programIds });
      const group = await createGroup(client, { streams: [stream] });
      await createFilter(client, { group, stream, name, pipeline: JSON.stringify(pipeline) });
    }
  });
  return database;
}

/** Waits until so many records are stored; gives how many there are. */
async function awaitStored(
  database: CrashableDatabase,
  broker: FritzBroker,
  least: number,
): Promise<number> {
  return withClient(database.admin, async (client) => {
    for (;;) {
      const { rows } = await client.query<{ stored: number }>(
        'SELECT coalesce(sum(packets), 0)::int AS stored FROM fritz.batches',
      );
      const stored = rows[0]?.stored ?? 0;
      if (stored >= least) return stored;
      assert.ok(broker.isRunning, `it ended by itself:\n${broker.output}`);
      await delay(50);
    }
  });
}

test('one of several Kafka brokers is lost while Fritz reads; nothing is lost or doubled', {
  skip: cluster === null && NO_TEST_CLUSTER,
  timeout: 5 * 60_000,
}, async (t) => {
  if (cluster === null) return;
  const database = await startDatabase();
  t.after(() => database.remove());
  const name = `cluster_${randomUUID().slice(0, 8)}`;
  const topic = new NightTopic(cluster.brokers(), name, PARTITIONS);
  t.after(() => topic.remove());
  await topic.create();
  const admin = cluster.admin(t);
  const { leaders, copies } = await layoutOf(admin, name);
  assert.equal(new Set(leaders).size, cluster.brokers().length, 'each node leads partitions');
  assert.ok(copies.every((count) => count >= 2));

  const packets = simulatePackets(4, PACKETS);
  await topic.publish(packets.slice(0, SLICES[0]));
  const start = (brokers: readonly string[]) => {
    const broker = new FritzBroker(database.folder, {
      ...{ survey: 'ztf', brokers: brokers.join(), topics: name, group: name },
    });
    t.after(() => broker.stop());
    return broker;
  };
  const first = start(cluster.brokers());
  await awaitStored(database, first, 500);
  // The node that also keeps the consumer group: the loss that hurts most.
  const lost = await coordinatorOf(admin, name);
  cluster.kill(lost);
  const killedAt = performance.now();
  const before = await awaitStored(database, first, 0);
  const led = leaders.filter((leader) => leader === lost).length;
  t.diagnostic(`node ${lost} killed at ${before} of ${SLICES[0]}; it led ${led} of ${PARTITIONS}`);
  assert.ok(before < SLICES[0], 'it was killed while the broker read');
  assert.ok(led > 0);

  await awaitLeadersWithout(admin, name, lost);
  await topic.publish(packets.slice(...SLICES.slice(0, 2)));
  await awaitStored(database, first, SLICES[1]);
  const seconds = ((performance.now() - killedAt) / 1000).toFixed(1);
  t.diagnostic(`the others gave the rest of the ${SLICES[1]} within ${seconds} s`);
  assert.equal(await first.stop(), 0, first.output);

  // Started anew, and the dead node is the first that it is told of.
  await topic.publish(packets.slice(...SLICES.slice(1)));
  const second = start(cluster.brokers(lost));
  await awaitStored(database, second, PACKETS);
  assert.equal(await second.stop(), 0, second.output);

  const night = evaluateStraight(packets.map(({ bytes }) => bytes));
  await withClient({ ...database.admin, options: '-c search_path=fritz' }, async (client) => {
    await checkStoredOnce(client, night);
    await checkOffsets(client, name, topic.ends);
    await checkFilters(client, night);
    await checkLightCurves(client, night);
    await checkPhotometry(client, night);
  });
});
