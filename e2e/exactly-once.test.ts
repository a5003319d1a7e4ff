import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { withClient } from '@fritz/archive';
import { createFilter, createGroup, createStream, NO_TEST_KAFKA, testKafka } from '@fritz/testing';
import {
  checkFilters,
  checkLightCurves,
  checkOffsets,
  checkPhotometry,
  checkStoredOnce,
} from './exactly-once/archive-checks.ts';
import { BrokerGroup } from './exactly-once/broker-group.ts';
import { CrashableDatabase } from './exactly-once/crashable-database.ts';
import { describeKill, type Kill, planKills } from './exactly-once/kill-plan.ts';
import { cutStream, NightTopic, simulatePackets } from './exactly-once/night-topic.ts';
import { plainFilters } from './exactly-once/plain-filters.ts';
import { SeededRandom } from './exactly-once/seeded-random.ts';
import { evaluateStraight } from './exactly-once/straight-line.ts';

/** A number that the environment may change for a shorter or another run. */
function setting(name: string, fallback: number): number {
  const value = Number(process.env[name] ?? fallback);
  if (!Number.isInteger(value) || value < 0) throw new Error(`${name} must be a whole number`);
  return value;
}

const seed = setting('FRITZ_TEST_SEED', 20270301);
const packetCount = setting('FRITZ_TEST_PACKETS', 5000);
const kills = {
  brokerKills: setting('FRITZ_TEST_BROKER_KILLS', 20),
  databaseKills: setting('FRITZ_TEST_DATABASE_KILLS', 5),
};
/** So long a killed broker keeps its partitions. Other Kafkas than ours allow no less than 6 s. */
const sessionTimeoutMs = setting(
  'FRITZ_TEST_SESSION_MS',
  process.env['FRITZ_TEST_KAFKA'] ? 6000 : 2500,
);
const partitions = 3;
const batchSize = 50;

const kafka = await testKafka();
if (kafka === null) console.warn(`skipped: ${NO_TEST_KAFKA}`);

test('whatever is killed, every packet is stored once and every filter asked once', {
  skip: kafka === null && NO_TEST_KAFKA,
  timeout: 15 * 60_000,
}, async (t) => {
  const random = new SeededRandom(seed);
  const plan = planKills(random, kills);
  t.diagnostic(`seed ${seed}: ${packetCount} packets, ${plan.length} kills`);
  const packets = simulatePackets(seed, packetCount);
  const slices = cutStream(packets, plan.length + 1, random);

  const database = await CrashableDatabase.start();
  t.after(() => database.remove());
  await withClient(database.admin, async (client) => {
    const { rows } = await client.query('SHOW fsync');
    assert.deepEqual(rows, [{ fsync: 'on' }]);
    for (const { name, programIds, pipeline } of plainFilters) {
      const stream = await createStream(client, { programIds });
      const group = await createGroup(client, { streams: [stream] });
      await createFilter(client, { group, stream, name, pipeline: JSON.stringify(pipeline) });
    }
  });

  const name = `exactly_once_${randomUUID().slice(0, 8)}`;
  const brokers = kafka?.brokers ?? [];
  const topic = new NightTopic(brokers, name, partitions);
  t.after(() => topic.remove());
  await topic.create();
  const group = new BrokerGroup(() => ({
    ...{ kafka: brokers, topic: name, group: name, batchSize, sessionTimeoutMs },
    database: database.roles.broker,
  }));
  t.after(() => group.killAll());

  try {
    for (const [step, kill] of plan.entries()) {
      await prepare(kill, group);
      const before = group.batches;
      await topic.publish(slices[step] ?? []);
      await group.until(() => group.batches - before >= kill.afterBatches);
      // The moment of the kill, not a wait for anything.
      await delay(kill.delayMs);
      if (kill.kind === 'database') await database.crash();
      else await group.kill(kill.victim);
      t.diagnostic(`killed ${describeKill(kill)}`);
    }
    await group.resize(Math.max(1, group.size));
    await topic.publish(slices.at(-1) ?? []);
    await group.allStored(topic.ends);
    await group.resize(0);
  } catch (error) {
    for (const line of group.log.slice(-60)) t.diagnostic(line);
    throw error;
  }

  const night = evaluateStraight(packets.map(({ bytes }) => bytes));
  assert.equal(night.packets.size, packetCount);
  if (kills.brokerKills >= 20) assert.ok(group.moves >= 10, `${group.moves} moves of partitions`);
  for (const [filter, { evaluated, passed, failed }] of night.counts) {
    t.diagnostic(`${filter}: ${evaluated} evaluated, ${passed} passed, ${failed} failed`);
  }
  await withClient({ ...database.admin, options: '-c search_path=fritz' }, async (client) => {
    await checkStoredOnce(client, night);
    await checkOffsets(client, name, topic.ends);
    await checkFilters(client, night);
    await checkLightCurves(client, night);
    await checkPhotometry(client, night);
  });
});

/** So many brokers as the kill is for; those that wait for their partitions, with them. */
async function prepare(kill: Kill, group: BrokerGroup): Promise<void> {
  if (kill.kind === 'broker') {
    await group.resize(kill.brokers);
    if (kill.isSettled) await group.allClaimed();
  } else {
    await group.resize(Math.max(1, group.size));
    // A broker that finds no database when it starts says so and ends.
    await group.allReady();
  }
}
