import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { NO_TEST_KAFKA } from '@fritz/testing';
import { expected, KafkaBench, kafka, sorted } from './kafka-bench.ts';

if (kafka === null) console.warn(`skipped: ${NO_TEST_KAFKA}`);
const timeout = 30_000;

describe('Kafka source', { skip: kafka === null && NO_TEST_KAFKA }, () => {
  test('finds a topic that is made later and reads it from its beginning', {
    timeout,
  }, async (t) => {
    const bench = new KafkaBench(t);
    const [first, second] = [`${bench.prefix}_20260101`, `${bench.prefix}_20260102`];
    const other = `other_${bench.prefix}`;
    await bench.publisher.createTopic(first, 1);
    await bench.publisher.createTopic(other, 1);
    assert.equal(await bench.publisher.createTopic(first, 1), false);
    await bench.publish(other, 0, 5);
    await bench.publish(first, 0, 10);
    let isMade = false;
    await bench.drain('a', bench.open('a'), async () => {
      const { length } = bench.store.packets;
      if (length >= 10 && !isMade) {
        isMade = true;
        await bench.publisher.createTopic(second, 3);
        await bench.publish(second, 0, 30, 3);
      }
      return length >= 40;
    });
    const all = [...expected(first, 10), ...expected(second, 30)];
    assert.deepEqual(sorted(bench.texts), sorted(all));
    assert.deepEqual(bench.texts.slice(0, 10), expected(first, 10));
    const [packet] = bench.store.packets;
    assert.deepEqual(packet?.origin, { kind: 'kafka', name: first, partition: 0, offset: 0n });
  });

  test('reads on at the stored offset, whatever else Kafka knows', { timeout }, async (t) => {
    const bench = new KafkaBench(t);
    const topic = `${bench.prefix}_a`;
    await bench.publisher.createTopic(topic, 1);
    await bench.publish(topic, 0, 20);
    bench.store.rows.set(`${topic}/0`, { epoch: 7, nextOffset: 15n, consumer: 'old' });
    await bench.drain('a', bench.open('a'), () => bench.store.packets.length >= 5);
    assert.deepEqual(bench.texts, expected(topic, 20).slice(15));
    assert.deepEqual(bench.store.rows.get(`${topic}/0`), {
      ...{ epoch: 8, nextOffset: 20n, consumer: bench.prefix },
    });
    await bench.publish(topic, 20, 3);
    await bench.drain('a', bench.open('a'), () => bench.store.packets.length >= 8);
    assert.deepEqual(bench.texts, expected(topic, 23).slice(15));
  });

  test('two members share the partitions; all is stored once, in order', { timeout }, async (t) => {
    const bench = new KafkaBench(t);
    const topic = `${bench.prefix}_a`;
    await bench.publisher.createTopic(topic, 4);
    let total = 0;
    const publishMore = async () => {
      total += 40;
      assert.ok(total <= 60_000, 'the second member got no partition');
      await bench.publish(topic, total - 40, 40, 4);
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
      await bench.drain('b', bench.open('b', { batchSize: 10 }), async () => {
        await goOn();
        return brought('b') >= 100;
      });
      hasLeft = true;
      await goOn();
    };
    await bench.drain('a', bench.open('a', { batchSize: 10 }), async () => {
      second ??= readSecond();
      await goOn();
      return rest >= 5 && bench.store.packets.length === total;
    });
    await second;
    assert.ok(brought('a') > 0 && brought('b') >= 100);
    assert.deepEqual(sorted(bench.texts), sorted(expected(topic, total)));
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
