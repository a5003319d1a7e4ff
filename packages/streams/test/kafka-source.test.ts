import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, type TestContext, test } from 'node:test';
import { FencedError, type PacketBatch } from '@fritz/pipeline';
import { NO_TEST_KAFKA, type TestKafka, testKafka } from '@fritz/testing';
import { Admin, Producer } from '@platformatic/kafka';
import {
  type KafkaConnection,
  KafkaError,
  type KafkaPublisher,
  type KafkaSource,
  type KafkaSourceOptions,
  kafkaPublisher,
  kafkaSource,
  type PartitionLag,
} from '../src/index.ts';
import { MemoryOffsets } from './memory-offsets.ts';

const found = await testKafka();
if (found === null) console.warn(`skipped: ${NO_TEST_KAFKA}`);
const kafka: TestKafka = found ?? { brokers: ['127.0.0.1:1'], sasl: null, tls: null };
const timeout = 30_000;

describe('Kafka source', { skip: found === null && NO_TEST_KAFKA, timeout: 300_000 }, () => {
  const connection: KafkaConnection = { brokers: kafka.brokers, clientId: 'test' };
  let publisher: KafkaPublisher;
  let admin: Admin;
  before(() => {
    publisher = kafkaPublisher(connection);
    admin = new Admin({ clientId: 'test', bootstrapBrokers: [...kafka.brokers] });
  });
  after(async () => {
    await publisher.close();
    await admin.close();
  });

  interface Rig {
    readonly store: MemoryOffsets;
    readonly prefix: string;
    readonly logged: string[];
    open(name: string, options?: Partial<KafkaSourceOptions>): KafkaSource;
  }

  /** Names of its own, so that tests do not see each other's topics and groups. */
  function rig(context: TestContext): Rig {
    const prefix = `t${randomUUID().slice(0, 8)}`;
    const store = new MemoryOffsets();
    const logged: string[] = [];
    const log = (_: object, message: string) => logged.push(message);
    return {
      store,
      prefix,
      logged,
      open: (clientId, options = {}) => {
        const source = kafkaSource({
          ...{ brokers: kafka.brokers, clientId, topics: `${prefix}_*`, group: prefix },
          ...{ offsets: store, discoverMs: 300, batchMs: 20, sessionTimeoutMs: 6000 },
          logger: { info: log, warn: log, error: log },
          ...options,
        });
        context.after(() => source.close());
        return source;
      },
    };
  }

  /** Commits what the source gives until `isDone`, told after each batch. */
  async function drain(
    rig: Pick<Rig, 'store'>,
    name: string,
    source: KafkaSource,
    isDone: (batch: PacketBatch) => boolean | Promise<boolean>,
  ): Promise<void> {
    for await (const batch of source.batches()) {
      try {
        rig.store.commit(name, batch);
      } catch (error) {
        if (!(error instanceof FencedError)) throw error;
        await source.fenced(batch);
      }
      if (await isDone(batch)) break;
    }
    await source.close();
  }

  async function publish(topic: string, from: number, count: number, partitions = 1) {
    const records = Array.from({ length: count }, (_, i) => ({
      ...{ key: `object-${from + i}`, value: Buffer.from(`${topic}:${from + i}`) },
      partition: (from + i) % partitions,
    }));
    await publisher.sendBatch(topic, records);
  }

  const texts = (store: MemoryOffsets) =>
    store.packets.map(({ bytes }) => Buffer.from(bytes).toString());
  const expected = (topic: string, count: number) =>
    Array.from({ length: count }, (_, i) => `${topic}:${i}`);
  const sorted = (list: string[]) => [...list].sort();

  test('finds a topic that is made later and reads it from its beginning', {
    timeout,
  }, async (t) => {
    const bench = rig(t);
    const [first, second] = [`${bench.prefix}_20260101`, `${bench.prefix}_20260102`];
    const other = `other_${bench.prefix}`;
    await publisher.createTopic(first, 1);
    await publisher.createTopic(other, 1);
    assert.equal(await publisher.createTopic(first, 1), false);
    await publish(other, 0, 5);
    await publish(first, 0, 10);
    let isMade = false;
    await drain(bench, 'a', bench.open('a'), async () => {
      const { length } = bench.store.packets;
      if (length >= 10 && !isMade) {
        isMade = true;
        await publisher.createTopic(second, 3);
        await publish(second, 0, 30, 3);
      }
      return length >= 40;
    });
    const all = [...expected(first, 10), ...expected(second, 30)];
    assert.deepEqual(sorted(texts(bench.store)), sorted(all));
    assert.deepEqual(texts(bench.store).slice(0, 10), expected(first, 10));
    const [packet] = bench.store.packets;
    assert.deepEqual(packet?.origin, { kind: 'kafka', name: first, partition: 0, offset: 0n });
  });

  test('reads on at the stored offset, whatever else Kafka knows', { timeout }, async (t) => {
    const bench = rig(t);
    const topic = `${bench.prefix}_a`;
    await publisher.createTopic(topic, 1);
    await publish(topic, 0, 20);
    bench.store.rows.set(`${topic}/0`, { epoch: 7, nextOffset: 15n, consumer: 'old' });
    await drain(bench, 'a', bench.open('a'), () => bench.store.packets.length >= 5);
    assert.deepEqual(texts(bench.store), expected(topic, 20).slice(15));
    assert.deepEqual(bench.store.rows.get(`${topic}/0`), {
      ...{ epoch: 8, nextOffset: 20n, consumer: 'a' },
    });
    await publish(topic, 20, 3);
    await drain(bench, 'a', bench.open('a'), () => bench.store.packets.length >= 8);
    assert.deepEqual(texts(bench.store), expected(topic, 23).slice(15));
  });

  test('two members share the partitions; all is stored once, in order', { timeout }, async (t) => {
    const bench = rig(t);
    const topic = `${bench.prefix}_a`;
    await publisher.createTopic(topic, 4);
    let total = 0;
    const publishMore = async () => {
      total += 40;
      assert.ok(total <= 60_000, 'the second member got no partition');
      await publish(topic, total - 40, 40, 4);
    };
    await publishMore();
    const brought = (name: string) => bench.store.broughtBy.get(name) ?? 0;
    let second: Promise<void> | null = null;
    let hasLeft = false;
    let rest = 0;
    // Records keep coming until the second has read its share and left, and some after that.
    const goOn = async () => {
      if (bench.store.packets.length === total && rest < 5) {
        if (hasLeft) rest += 1;
        await publishMore();
      }
    };
    const readSecond = async () => {
      await drain(bench, 'b', bench.open('b', { batchSize: 10 }), async () => {
        await goOn();
        return brought('b') >= 100;
      });
      hasLeft = true;
      await goOn();
    };
    await drain(bench, 'a', bench.open('a', { batchSize: 10 }), async () => {
      second ??= readSecond();
      await goOn();
      return rest >= 5 && bench.store.packets.length === total;
    });
    await second;
    assert.ok(brought('a') > 0 && brought('b') >= 100);
    assert.deepEqual(sorted(texts(bench.store)), sorted(expected(topic, total)));
    for (const number of [0, 1, 2, 3]) {
      const offsets = bench.store.packets
        .filter(({ origin }) => origin.partition === number)
        .map(({ origin }) => origin.offset);
      assert.deepEqual(
        offsets,
        Array.from({ length: total / 4 }, (_, i) => BigInt(i)),
      );
    }
  });
});
