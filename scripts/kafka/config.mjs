// A node's configuration: broker and controller in one, loopback only.
import { createServer } from 'node:net';

/**
 * `mutual` asks clients for a certificate, `saslTls` for a password over TLS.
 * @typedef {Record<'plain' | 'controller' | 'sasl' | 'tls' | 'mutual' | 'saslTls', number>} Ports
 * @typedef {{ username: string, password: string }} User
 * @typedef {{ keyStore: string, ca: string }} Signed PEM files of the broker's own certificate
 * @typedef {{ id: number, voters: string, size: number }} Seat which node of a cluster this is
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
 * @param {{
 *   seat: Seat, data: string, ports: Ports,
 *   user: User | null, store: string | null, signed: Signed | null,
 * }} options
 */
export function serverProperties({ seat, data, ports, user, store, signed }) {
  const listeners = [`PLAIN://127.0.0.1:${ports.plain}`];
  if (user !== null) listeners.push(`SASL://127.0.0.1:${ports.sasl}`);
  if (store !== null) listeners.push(`TLS://127.0.0.1:${ports.tls}`);
  if (signed !== null) {
    listeners.push(`MUTUAL://127.0.0.1:${ports.mutual}`, `SASLTLS://127.0.0.1:${ports.saslTls}`);
  }
  const protocols =
    'CONTROLLER:PLAINTEXT,PLAIN:PLAINTEXT,SASL:SASL_PLAINTEXT,TLS:SSL,MUTUAL:SSL,SASLTLS:SASL_SSL';
  const lines = [
    'process.roles=broker,controller',
    `node.id=${seat.id}`,
    `controller.quorum.voters=${seat.voters}`,
    `listeners=${listeners.join(',')},CONTROLLER://127.0.0.1:${ports.controller}`,
    `advertised.listeners=${listeners.join(',')}`,
    `listener.security.protocol.map=${protocols}`,
    'inter.broker.listener.name=PLAIN',
    'controller.listener.names=CONTROLLER',
    `log.dirs=${data}`,
    'auto.create.topics.enable=false',
    'message.max.bytes=16777216',
    'offsets.topic.num.partitions=4',
    'transaction.state.log.num.partitions=2',
    'group.initial.rebalance.delay.ms=0',
    'group.min.session.timeout.ms=1000',
    ...replicationLines(seat.size),
  ];
  return [...lines, ...saslLines(user), ...tlsLines(user, store), ...signedLines(signed)].join(
    '\n',
  );
}

/** Everything on every node, up to three; a cluster does without one of them. @param {number} size */
function replicationLines(size) {
  const copies = Math.min(size, 3);
  const lines = [
    `offsets.topic.replication.factor=${copies}`,
    `transaction.state.log.replication.factor=${copies}`,
    `transaction.state.log.min.isr=${Math.max(1, copies - 1)}`,
  ];
  if (size === 1) return lines;
  return [
    ...lines,
    `default.replication.factor=${copies}`,
    `min.insync.replicas=${Math.max(1, copies - 1)}`,
    // A node that is gone is noticed in three seconds instead of nine.
    'broker.session.timeout.ms=3000',
    'broker.heartbeat.interval.ms=500',
  ];
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
    `listener.name.sasltls.plain.sasl.jaas.config=${plain}`,
    `listener.name.sasltls.scram-sha-256.sasl.jaas.config=${scram}`,
    `listener.name.sasltls.scram-sha-512.sasl.jaas.config=${scram}`,
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

/** @param {Signed | null} signed */
function signedLines(signed) {
  if (signed === null) return [];
  const clients = { mutual: 'required', sasltls: 'requested' };
  return Object.entries(clients).flatMap(([listener, auth]) => [
    `listener.name.${listener}.ssl.client.auth=${auth}`,
    `listener.name.${listener}.ssl.keystore.type=PEM`,
    `listener.name.${listener}.ssl.keystore.location=${signed.keyStore}`,
    `listener.name.${listener}.ssl.truststore.type=PEM`,
    `listener.name.${listener}.ssl.truststore.location=${signed.ca}`,
  ]);
}
