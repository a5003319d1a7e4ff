// The broker's configuration: one node that is broker and controller, loopback only.
import { spawnSync } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';

/**
 * @typedef {{ plain: number, controller: number, sasl: number, tls: number }} Ports
 * @typedef {{ username: string, password: string }} User
 */

export const LOG4J = `<Configuration status="ERROR">
  <Appenders>
    <Console name="out"><PatternLayout pattern="%d{ISO8601} %p %m (%c{1})%n%throwable"/></Console>
  </Appenders>
  <Loggers><Root level="WARN"><AppenderRef ref="out"/></Root></Loggers>
</Configuration>
`;

/** @param {number} count */
export async function freePorts(count) {
  const servers = Array.from({ length: count }, () => createServer());
  const ports = servers.map(
    (server) =>
      new Promise((done, fail) => {
        server.once('error', fail);
        server.listen(0, '127.0.0.1', () => done(server.address().port));
      }),
  );
  const found = await Promise.all(ports);
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
  return found;
}

/**
 * A self-signed certificate for 127.0.0.1 in a key store, and by itself for clients.
 * @param {string} dir
 * @param {string} password
 */
export async function makeCertificate(dir, password) {
  const store = join(dir, 'broker.p12');
  const ca = join(dir, 'broker.pem');
  await rm(store, { force: true });
  const common = ['-alias', 'broker', '-keystore', store, '-storepass', password];
  runKeytool([
    ...['-genkeypair', ...common, '-storetype', 'PKCS12', '-keyalg', 'RSA', '-validity', '3650'],
    ...['-dname', 'CN=localhost', '-ext', 'SAN=dns:localhost,ip:127.0.0.1'],
  ]);
  runKeytool(['-exportcert', ...common, '-rfc', '-file', ca]);
  return { store, ca };
}

/** @param {string[]} args */
function runKeytool(args) {
  const { status, stdout, error } = spawnSync('keytool', args, { encoding: 'utf8' });
  if (error !== undefined) throw new Error("'keytool' of the Java installation is not on the PATH");
  if (status !== 0) throw new Error(`keytool failed: ${stdout.trim()}`);
}

/**
 * @param {{ data: string, ports: Ports, user: User | null, store: string | null }} options
 */
export function serverProperties({ data, ports, user, store }) {
  const listeners = [`PLAIN://127.0.0.1:${ports.plain}`];
  if (user !== null) listeners.push(`SASL://127.0.0.1:${ports.sasl}`);
  if (store !== null) listeners.push(`TLS://127.0.0.1:${ports.tls}`);
  const lines = [
    'process.roles=broker,controller',
    'node.id=1',
    `controller.quorum.voters=1@127.0.0.1:${ports.controller}`,
    `listeners=${listeners.join(',')},CONTROLLER://127.0.0.1:${ports.controller}`,
    `advertised.listeners=${listeners.join(',')}`,
    'listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAIN:PLAINTEXT,SASL:SASL_PLAINTEXT,TLS:SSL',
    'inter.broker.listener.name=PLAIN',
    'controller.listener.names=CONTROLLER',
    `log.dirs=${data}`,
    'auto.create.topics.enable=false',
    'message.max.bytes=16777216',
    'offsets.topic.num.partitions=4',
    'offsets.topic.replication.factor=1',
    'transaction.state.log.replication.factor=1',
    'transaction.state.log.min.isr=1',
    'transaction.state.log.num.partitions=2',
    'group.initial.rebalance.delay.ms=0',
  ];
  return [...lines, ...saslLines(user), ...tlsLines(user, store)].join('\n');
}

/** @param {User | null} user */
function saslLines(user) {
  if (user === null) return [];
  const modules = 'org.apache.kafka.common.security';
  const scram = `${modules}.scram.ScramLoginModule required;`;
  const plain = `${modules}.plain.PlainLoginModule required user_${user.username}="${user.password}";`;
  return [
    'sasl.enabled.mechanisms=PLAIN,SCRAM-SHA-256,SCRAM-SHA-512',
    `listener.name.sasl.plain.sasl.jaas.config=${plain}`,
    `listener.name.sasl.scram-sha-256.sasl.jaas.config=${scram}`,
    `listener.name.sasl.scram-sha-512.sasl.jaas.config=${scram}`,
  ];
}

/** @param {User | null} user @param {string | null} store */
function tlsLines(user, store) {
  if (user === null || store === null) return [];
  return [
    'listener.name.tls.ssl.keystore.type=PKCS12',
    `listener.name.tls.ssl.keystore.location=${store}`,
    `listener.name.tls.ssl.keystore.password=${user.password}`,
    `listener.name.tls.ssl.key.password=${user.password}`,
  ];
}
