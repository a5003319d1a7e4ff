import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { describe, test } from 'node:test';
import { NO_TEST_KAFKA } from '@fritz/testing';
import { Admin, Producer } from '@platformatic/kafka';
import { KafkaError, kafkaSource, type PartitionLag } from '../src/index.ts';
import { brokers, expected, KafkaBench, kafka, sorted } from './kafka-bench.ts';
import { MemoryOffsets } from './memory-offsets.ts';

const timeout = 30_000;
const skip = kafka === null && NO_TEST_KAFKA;
const bootstrap = { clientId: 'test', bootstrapBrokers: [...brokers] };

describe('Kafka source, on the edges', { skip }, () => {
  test('claims again what the store refused, and loses nothing', { timeout }, async (t) => {
    const bench = new KafkaBench(t);
    const topic = `${bench.prefix}_a`;
    await bench.publisher.createTopic(topic, 2);
    await bench.publish(topic, 0, 200, 2);
    let isStolen = false;
    await bench.drain('a', bench.open('a', { batchSize: 20 }), async () => {
      if (!isStolen && bench.store.packets.length >= 60) {
        isStolen = true;
        await bench.store.claim('thief', [{ topic, partition: 1 }]);
      }
      return bench.store.packets.length >= 200;
    });
    assert.ok(bench.store.refused >= 1);
    assert.deepEqual(sorted(bench.texts), sorted(expected(topic, 200)));
    assert.equal(bench.store.rows.get(`${topic}/1`)?.epoch, 3);
  });

  for (const compression of ['gzip', 'snappy', 'lz4', 'zstd'] as const) {
    test(`reads ${compression}`, { timeout }, async (t) => {
      const bench = new KafkaBench(t, compression);
      const topic = `${bench.prefix}_a`;
      await bench.publisher.createTopic(topic, 1);
      await bench.publish(topic, 0, 50);
      await bench.drain('a', bench.open('a'), () => bench.store.packets.length >= 50);
      assert.deepEqual(bench.texts, expected(topic, 50));
    });
  }

  test('tells the lag of each partition', { timeout }, async (t) => {
    const bench = new KafkaBench(t);
    const topic = `${bench.prefix}_a`;
    await bench.publisher.createTopic(topic, 2);
    await bench.publish(topic, 0, 100, 2);
    const told: (readonly PartitionLag[])[] = [];
    const source = bench.open('a', { batchSize: 30, lagMs: 10, onLag: (lag) => told.push(lag) });
    const total = () => source.lag().reduce((sum, { lag }) => sum + lag, 0);
    const lags: number[] = [];
    await bench.drain('a', source, () => {
      lags.push(total());
      return bench.store.packets.length >= 100;
    });
    assert.deepEqual(lags.slice(-4), [70, 40, 10, 0]);
    assert.ok(told.length > 0);
  });

  test('goes on at the log start when records have expired, and says so', {
    timeout,
  }, async (t) => {
    const bench = new KafkaBench(t);
    const topic = `${bench.prefix}_a`;
    await bench.publisher.createTopic(topic, 1);
    await bench.publish(topic, 0, 50);
    const admin = new Admin(bootstrap);
    t.after(() => admin.close());
    const expired = [{ name: topic, partitions: [{ partition: 0, offset: 30n }] }];
    await admin.deleteRecords({ topics: expired });
    bench.store.rows.set(`${topic}/0`, { epoch: 1, nextOffset: 10n, consumer: 'old' });
    await bench.drain('a', bench.open('a'), () => bench.store.packets.length >= 20);
    assert.deepEqual(bench.texts, expected(topic, 50).slice(30));
    assert.equal(bench.store.rows.get(`${topic}/0`)?.nextOffset, 50n);
    const said = bench.logged.filter((line) => line.includes('had left Kafka'));
    assert.match(said.join(), /_a\/0: 20 records \(offsets 10 to 29\) had left Kafka.*on at 30$/);
  });

  test('does not read a topic that was made anew, says so, reads the others', {
    timeout,
  }, async (t) => {
    const bench = new KafkaBench(t);
    const [anew, other] = [`${bench.prefix}_a`, `${bench.prefix}_b`];
    await bench.publisher.createTopic(anew, 1);
    await bench.publisher.createTopic(other, 1);
    await bench.publish(anew, 0, 5);
    await bench.publish(other, 0, 5);
    bench.store.rows.set(`${anew}/0`, { epoch: 1, nextOffset: 1000n, consumer: 'old' });
    await bench.drain('a', bench.open('a'), () => bench.store.packets.length >= 5);
    assert.deepEqual(bench.texts, expected(other, 5));
    const said = bench.logged.filter((line) => line.includes('beyond the end'));
    assert.deepEqual(said.length, 1);
    assert.match(said[0] ?? '', /_a\/0: the stored offset 1000 is beyond the end 5; was the topic/);
  });

  test('a topic that is deleted does not stop the others', { timeout }, async (t) => {
    const bench = new KafkaBench(t);
    const [gone, kept] = [`${bench.prefix}_a`, `${bench.prefix}_b`];
    await bench.publisher.createTopic(gone, 1);
    await bench.publisher.createTopic(kept, 1);
    await bench.publish(gone, 0, 5);
    await bench.publish(kept, 0, 5);
    let isDeleted = false;
    await bench.drain('a', bench.open('a'), async () => {
      if (!isDeleted && bench.store.packets.length === 10) {
        isDeleted = true;
        await bench.publisher.deleteTopic(gone);
        await bench.publish(kept, 5, 5);
      }
      if (bench.store.packets.length === 15) await bench.publish(kept, 10, 1);
      return bench.store.packets.length >= 16;
    });
    assert.deepEqual(
      bench.texts.filter((text) => text.startsWith(kept)),
      expected(kept, 11),
    );
  });

  test('leaves out aborted transactions; progress spans them', { timeout }, async (t) => {
    const bench = new KafkaBench(t);
    const topic = `${bench.prefix}_a`;
    await bench.publisher.createTopic(topic, 1);
    const producer = new Producer({
      ...bootstrap,
      transactionalId: bench.prefix,
      idempotent: true,
    });
    t.after(() => producer.close());
    for (const [word, isKept] of [
      ['one', true],
      ['two', false],
      ['three', true],
    ] as const) {
      const transaction = await producer.beginTransaction();
      const value = Buffer.from(word);
      await transaction.send({ messages: [{ topic, key: value, value, partition: 0 }] });
      await (isKept ? transaction.commit() : transaction.abort());
    }
    await bench.publish(topic, 0, 1);
    await bench.drain('a', bench.open('a'), () => bench.texts.includes(`${topic}:0`));
    assert.deepEqual(bench.texts, ['one', 'three', `${topic}:0`]);
    assert.equal(bench.store.rows.get(`${topic}/0`)?.nextOffset, 7n);
  });

  test('closing while it waits ends the batches', { timeout }, async (t) => {
    const bench = new KafkaBench(t);
    const source = bench.open('a');
    const next = source.batches()[Symbol.asyncIterator]().next();
    await source.close();
    const result = await next.catch((error: unknown) => error);
    assert.ok(result instanceof KafkaError || (result as { done: boolean }).done);
  });
});

describe('Kafka with passwords and TLS', {
  skip: skip || (kafka?.sasl === null && 'no --sasl'),
}, () => {
  for (const mechanism of ['plain', 'scram-sha-256', 'scram-sha-512'] as const) {
    test(mechanism, { timeout }, async (t) => {
      const bench = new KafkaBench(t);
      const topic = `${bench.prefix}_a`;
      await bench.publisher.createTopic(topic, 1);
      await bench.publish(topic, 0, 5);
      const { username, password, ...listener } = kafka?.sasl ?? {
        brokers,
        username: '',
        password: '',
      };
      const sasl = { mechanism, username, password };
      const source = bench.open('a', { ...listener, sasl });
      await bench.drain('a', source, () => bench.store.packets.length >= 5);
      assert.deepEqual(bench.texts, expected(topic, 5));
      const wrong = bench.open('b', { ...listener, sasl: { ...sasl, password: 'wrong' } });
      await assert.rejects(wrong.batches().next(), (error: Error) => {
        assert.ok(error instanceof KafkaError);
        assert.equal(error.code, 'kafka_refused');
        assert.match(error.message, /^Kafka at 127[^\n]* refused the user fritz[^\n]*password/);
        return true;
      });
    });
  }

  test('TLS with a certificate authority of our own, and not without', { timeout }, async (t) => {
    const bench = new KafkaBench(t);
    const topic = `${bench.prefix}_a`;
    await bench.publisher.createTopic(topic, 1);
    await bench.publish(topic, 0, 5);
    const { brokers: tlsBrokers, ca } = kafka?.tls ?? { brokers, ca: '' };
    const source = bench.open('a', { brokers: tlsBrokers, tls: { ca } });
    await bench.drain('a', source, () => bench.store.packets.length >= 5);
    assert.deepEqual(bench.texts, expected(topic, 5));
    const strict = bench.open('b', { brokers: tlsBrokers, tls: {} });
    await assert.rejects(
      strict.batches().next(),
      /not trusted \(self-signed certificate\); check it, and FRITZ_KAFKA_TLS_CA$/,
    );
  });
});

test('brokers that do not answer are one clear line', { timeout }, async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  await new Promise((done) => server.close(done));
  const source = kafkaSource({
    ...{ brokers: [`127.0.0.1:${port}`], clientId: 'a', group: 'g', topics: 'x' },
    offsets: new MemoryOffsets(),
  });
  await assert.rejects(source.batches().next(), (error: Error) => {
    assert.ok(error instanceof KafkaError);
    assert.equal(error.code, 'kafka_unreachable');
    assert.match(
      error.message,
      /^Kafka at 127\.0\.0\.1:\d+ does not answer \([^\n]*\); check[^\n]*$/,
    );
    return true;
  });
});
