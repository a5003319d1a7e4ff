import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, type TestContext, test } from 'node:test';
import { NO_TEST_KAFKA, testCertificate } from '@fritz/testing';
import { type KafkaConnection, KafkaError, type KafkaSourceOptions } from '../src/index.ts';
import { expected, KafkaBench, kafka } from './kafka-bench.ts';

const timeout = 30_000;
const noListener = 'the Kafka has no listeners for certificates: start it with --sasl, and openssl';
const skip = kafka === null ? NO_TEST_KAFKA : kafka.mutual === null && noListener;

type Tls = NonNullable<KafkaConnection['tls']>;

/** What the script made: the authority's certificate, and a client's with its key. */
async function certificates(): Promise<Required<Pick<Tls, 'ca' | 'cert' | 'key'>>> {
  const { ca = '', cert = '', key = '' } = kafka?.mutual?.files ?? {};
  const [caText, certText, keyText] = await Promise.all(
    [ca, cert, key].map((path) => readFile(path, 'utf8')),
  );
  return { ca: caText ?? '', cert: certText ?? '', key: keyText ?? '' };
}

async function reads(t: TestContext, options: Partial<KafkaSourceOptions>): Promise<void> {
  const bench = new KafkaBench(t);
  const topic = `${bench.prefix}_a`;
  await bench.publisher.createTopic(topic, 1);
  await bench.publish(topic, 0, 5);
  await bench.drain('a', bench.open('a', options), () => bench.store.packets.length >= 5);
  assert.deepEqual(bench.texts, expected(topic, 5));
}

async function complaint(t: TestContext, options: Partial<KafkaSourceOptions>): Promise<string> {
  const source = new KafkaBench(t).open('a', options);
  const error = await source
    .batches()
    .next()
    .then(
      () => assert.fail('it was let in'),
      (refused: unknown) => refused,
    );
  assert.ok(error instanceof KafkaError, String(error));
  assert.doesNotMatch(error.message, /\n/);
  return error.message;
}

describe('Kafka that asks for a certificate', { skip }, () => {
  const brokers = kafka?.mutual?.brokers ?? [];

  test('lets ours in', { timeout }, async (t) => {
    await reads(t, { brokers, tls: await certificates() });
  });

  test('refuses who has none', { timeout }, async (t) => {
    const { ca } = await certificates();
    const line = await complaint(t, { brokers, tls: { ca } });
    assert.match(line, /closes the connection; if it asks for a certificate, name ours by FRITZ/);
  });

  test('refuses one of another authority', { timeout }, async (t) => {
    const { ca } = await certificates();
    const stranger = await testCertificate();
    const line = await complaint(t, { brokers, tls: { ca, ...stranger } });
    assert.match(line, /closes the connection; check that it trusts the authority of our cert/);
  });

  test('a key of another certificate is told', { timeout }, async (t) => {
    const { ca, cert } = await certificates();
    const stranger = await testCertificate();
    const line = await complaint(t, { brokers, tls: { ca, cert, key: stranger?.key ?? '' } });
    assert.match(line, /our key belongs to another certificate; check FRITZ_KAFKA_TLS_CERT/);
  });

  test('a broker of another authority is not trusted', { timeout }, async (t) => {
    const { cert, key } = await certificates();
    const stranger = await testCertificate();
    const line = await complaint(t, { brokers, tls: { ca: stranger?.cert ?? '', cert, key } });
    assert.match(
      line,
      /not trusted \(unable to verify the first certificate\).*FRITZ_KAFKA_TLS_CA/,
    );
  });
});

for (const [what, broken] of [
  ['a certificate', { cert: 'no PEM' }],
  ['a key', { key: 'no PEM' }],
] as const) {
  test(`${what} that is no PEM is told`, { skip, timeout }, async (t) => {
    const tls = { ...(await certificates()), ...broken };
    const line = await complaint(t, { brokers: kafka?.mutual?.brokers ?? [], tls });
    assert.match(line, /our certificate or its key cannot be read as PEM; check FRITZ_KAFKA_TLS/);
  });
}

test('a port without TLS is told', { skip, timeout }, async (t) => {
  const line = await complaint(t, { tls: await certificates() });
  assert.match(line, /breaks off before TLS begins; check that this port is one for TLS$/);
});

describe('Kafka with SCRAM-SHA-512 over TLS', { skip }, () => {
  const brokers = kafka?.mutual?.saslBrokers ?? [];
  const { username = '', password = '' } = kafka?.sasl ?? {};
  const sasl = { mechanism: 'scram-sha-512', username, password } as const;

  test('lets the password in', { timeout }, async (t) => {
    const { ca } = await certificates();
    await reads(t, { brokers, sasl, tls: { ca } });
  });

  test('lets the password and a certificate in', { timeout }, async (t) => {
    await reads(t, { brokers, sasl, tls: await certificates() });
  });

  test('refuses a wrong password', { timeout }, async (t) => {
    const { ca } = await certificates();
    const line = await complaint(t, { brokers, sasl: { ...sasl, password: 'wrong' }, tls: { ca } });
    assert.match(line, /refused the user fritz.*password/);
  });
});
