import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { NO_TEST_KAFKA, testKafka } from '@fritz/testing';
import { type CliDatabase, cliDatabase } from './cli-database.ts';
import { startCli, waitForOutput, whenEnded } from './run-cli.ts';
import { runHere } from './run-here.ts';

const kafka = await testKafka();
const skip = kafka === null ? NO_TEST_KAFKA : false;

let place: CliDatabase;
before(async () => {
  if (kafka !== null) place = await cliDatabase();
});
after(() => place?.drop());

/** How to reach the listener with passwords where there is one. */
function connection(): string[] {
  if (kafka?.sasl == null) return ['--brokers', kafka?.brokers.join() ?? ''];
  const { brokers, username, password } = kafka.sasl;
  const file = join(place.env.FRITZ_DATA ?? '', 'password');
  writeFileSync(file, `${password}\n`);
  const login = ['--sasl-mechanism', 'scram-sha-256', '--sasl-username', username];
  return ['--brokers', brokers.join(), ...login, '--sasl-password-file', file];
}

test('broker reads the topics of a night once, shows its lag, and stops cleanly', {
  skip,
}, async () => {
  const name = `cli_${randomBytes(4).toString('hex')}`;
  const night = ['--night', '20240101', '--alerts', '60', '--partitions', '2'];
  for (const topic of [`${name}_a`, `${name}_b`]) {
    const to = ['--kafka', kafka?.brokers.join() ?? '', '--topic', topic];
    const sent = await runHere(['simulate', ...night, ...to], place.env);
    assert.equal(sent.code, 0, sent.stderr);
  }
  const args = ['broker', '--survey', 'ztf', '--topics', `${name}_*`, '--group', name];
  const broker = startCli([...args, ...connection()], place.env);
  await waitForOutput(broker, /lag 0 in 4 partitions; 120 read, 60 new, 60 known/);
  broker.kill('SIGTERM');
  assert.equal(await whenEnded(broker), 0);

  const verified = await runHere(['verify', '--json'], place.env);
  assert.equal(verified.code, 0, verified.stdout);
  const { counts, offsets } = JSON.parse(verified.stdout);
  assert.equal(counts.alerts, 60);
  const read = offsets.reduce(
    (sum: number, row: { nextOffset: number }) => sum + row.nextOffset,
    0,
  );
  assert.equal(read, 120);
});

test('settings name our certificate, a wrong one is one line', {
  skip: skip || (kafka?.mutual === null && 'no Kafka that asks for certificates'),
}, async () => {
  const name = `cli_${randomBytes(4).toString('hex')}`;
  const { brokers = [], files = { ca: '', cert: '', key: '' } } = kafka?.mutual ?? {};
  const env = {
    ...place.env,
    FRITZ_KAFKA_BROKERS: brokers.join(),
    FRITZ_KAFKA_TOPICS: name,
    FRITZ_KAFKA_GROUP: name,
    FRITZ_KAFKA_TLS_CA: files.ca,
  };
  const ours = { ...env, FRITZ_KAFKA_TLS_CERT: files.cert, FRITZ_KAFKA_TLS_KEY: files.key };
  const night = ['--night', '20240102', '--alerts', '20', '--topic', name];
  const sent = await runHere(['simulate', ...night, '--kafka', brokers.join()], ours);
  assert.equal(sent.code, 0, sent.stderr);
  const broker = startCli(['broker'], ours);
  await waitForOutput(broker, /lag 0 in 4 partitions; 20 read/);
  broker.kill('SIGTERM');
  assert.equal(await whenEnded(broker), 0);

  const without = await runHere(['broker'], env);
  assert.equal(without.code, 1);
  assert.match(
    without.stderr,
    /\nfritz: Kafka at 127[^\n]* closes the connection; [^\n]*CERT[^\n]*\n$/,
  );
  const half = await runHere(['broker', '--tls-cert', files.cert], env);
  assert.equal(half.code, 1);
  assert.match(half.stderr, /^fritz: our certificate and its key go together: name both [^\n]*\n$/);
});
