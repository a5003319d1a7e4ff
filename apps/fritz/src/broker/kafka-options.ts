import { readFileSync } from 'node:fs';
import type { KafkaConnection } from '@fritz/streams';
import type { Config } from '../config.ts';
import { UserError } from '../user-error.ts';

/** Which Kafka to read, and what of it; plain data, so that it can be sent to a worker. */
export interface KafkaStream extends KafkaConnection {
  readonly topics: readonly string[];
  readonly group: string;
  /** Whose packets they are. */
  readonly survey: string;
  /** Where the schemas of bare packets are, if they are anywhere. */
  readonly schemaRegistry: string | null;
}

/** What the command line may say in place of the settings. */
export type KafkaOverrides = Partial<{
  readonly [Name in Extract<keyof Config, `kafka${string}`>]: Config[Name];
}>;

/** The stream that settings and options describe; null where no broker is named. */
export function kafkaStream(config: Config, overrides: KafkaOverrides = {}): KafkaStream | null {
  const given = Object.entries(overrides).filter(([, value]) => value !== undefined);
  const merged: Config = { ...config, ...Object.fromEntries(given) };
  if (merged.kafkaBrokers === null) return null;
  if (merged.kafkaTopics === null) {
    throw new UserError(
      "which topics? Name them with --topics 'ztf_*_programid1' or FRITZ_KAFKA_TOPICS.",
    );
  }
  return {
    ...kafkaConnection(merged, merged.kafkaBrokers),
    topics: merged.kafkaTopics,
    group: merged.kafkaGroup,
    survey: merged.kafkaSurvey,
    schemaRegistry: merged.kafkaSchemaRegistry,
  };
}

/** How to reach the brokers. The client is named after the group: offsets are booked under it. */
export function kafkaConnection(config: Config, brokers: readonly string[]): KafkaConnection {
  const tls = tlsOf(config);
  const sasl = saslOf(config);
  return {
    brokers,
    clientId: config.kafkaGroup,
    ...(tls === null ? {} : { tls }),
    ...(sasl === null ? {} : { sasl }),
  };
}

function tlsOf(config: Config): NonNullable<KafkaConnection['tls']> | null {
  const { kafkaTls, kafkaTlsCa, kafkaTlsCert, kafkaTlsKey } = config;
  if ((kafkaTlsCert === null) !== (kafkaTlsKey === null)) {
    throw new UserError(
      'our certificate and its key go together: name both ' +
        '(--tls-cert and --tls-key, or FRITZ_KAFKA_TLS_CERT and FRITZ_KAFKA_TLS_KEY).',
    );
  }
  if (!kafkaTls && kafkaTlsCa === null && kafkaTlsCert === null) return null;
  return {
    ...(kafkaTlsCa === null ? {} : { ca: readText(kafkaTlsCa) }),
    ...(kafkaTlsCert === null ? {} : { cert: readText(kafkaTlsCert) }),
    ...(kafkaTlsKey === null ? {} : { key: readText(kafkaTlsKey) }),
  };
}

function saslOf(config: Config): NonNullable<KafkaConnection['sasl']> | null {
  const { kafkaSaslMechanism: mechanism, kafkaSaslUsername: username } = config;
  const { kafkaSaslPassword, kafkaSaslPasswordFile } = config;
  const password =
    kafkaSaslPasswordFile === null ? kafkaSaslPassword : readText(kafkaSaslPasswordFile).trim();
  if (mechanism === null && username === null && password === null) return null;
  if (mechanism === null || username === null || password === null) {
    throw new UserError(
      'a login at Kafka needs a mechanism, a user name and a password ' +
        '(--sasl-mechanism, --sasl-username, --sasl-password-file or FRITZ_KAFKA_SASL_PASSWORD).',
    );
  }
  return { mechanism, username, password };
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    const why = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unreadable';
    throw new UserError(`${path} cannot be read (${why}): check the path and its rights.`, {
      cause,
    });
  }
}
