import {
  AuthenticationError,
  type BaseOptions,
  type SASLMechanismValue,
} from '@platformatic/kafka';
import { describeTlsTrouble } from './tls-trouble.ts';

/** How to reach a Kafka cluster. */
export interface KafkaConnection {
  /** `host:port` of one or more brokers. */
  readonly brokers: readonly string[];
  readonly clientId: string;
  /** TLS when present; PEM texts. */
  readonly tls?: {
    readonly ca?: string;
    readonly cert?: string;
    readonly key?: string;
    readonly rejectUnauthorized?: boolean;
  };
  readonly sasl?: {
    readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512';
    readonly username: string;
    readonly password: string;
  };
}

const MECHANISMS: Record<string, SASLMechanismValue> = {
  plain: 'PLAIN',
  'scram-sha-256': 'SCRAM-SHA-256',
  'scram-sha-512': 'SCRAM-SHA-512',
};

/** The client library's words for it. */
export function clientOptions(connection: KafkaConnection): BaseOptions {
  const { brokers, clientId, tls, sasl } = connection;
  if (brokers.length === 0) throw new Error('no Kafka brokers were named');
  const options: BaseOptions = { clientId, bootstrapBrokers: [...brokers], retries: 1 };
  if (tls !== undefined) options.tls = { ...tls };
  if (sasl !== undefined) {
    const mechanism = MECHANISMS[sasl.mechanism];
    if (mechanism === undefined) throw new Error(`unknown SASL mechanism ${sasl.mechanism}`);
    options.sasl = { mechanism, username: sasl.username, password: sasl.password };
  }
  return options;
}

export type KafkaErrorCode = 'kafka_unreachable' | 'kafka_refused';

/** Kafka cannot be used as configured. The message is one line. */
export class KafkaError extends Error {
  override readonly name = 'KafkaError';
  readonly code: KafkaErrorCode;

  constructor(code: KafkaErrorCode, message: string, cause: unknown) {
    super(message, { cause });
    this.code = code;
  }
}

/** Words for a first contact that failed. */
export function describeConnectError(connection: KafkaConnection, cause: unknown): KafkaError {
  const brokers = connection.brokers.join(', ');
  const why = rootMessage(cause);
  if (isRefusal(cause)) {
    const who = `Kafka at ${brokers} refused the user ${connection.sasl?.username ?? '(none)'}`;
    return new KafkaError(
      'kafka_refused',
      `${who} (${why}); check user, password, mechanism`,
      cause,
    );
  }
  const { tls } = connection;
  const trouble =
    tls === undefined ? null : describeTlsTrouble(tls.cert !== undefined, rootError(cause));
  const message =
    trouble === null
      ? `Kafka at ${brokers} does not answer (${why}); check address, TLS and network`
      : `Kafka at ${brokers} ${trouble}`;
  return new KafkaError('kafka_unreachable', message, cause);
}

function isRefusal(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof AuthenticationError || isRefusal(error.cause)) return true;
  return error instanceof AggregateError && error.errors.some(isRefusal);
}

/** The innermost of nested errors: the one that says what happened. */
export function rootError(error: unknown): unknown {
  let inner = error;
  for (let depth = 0; depth < 10 && inner instanceof Error; depth += 1) {
    const below: unknown = inner instanceof AggregateError ? inner.errors.at(-1) : inner.cause;
    if (!(below instanceof Error)) break;
    inner = below;
  }
  return inner;
}

/** The innermost message, one line of it. */
export function rootMessage(error: unknown): string {
  const inner = rootError(error);
  const message = inner instanceof Error ? inner.message : String(inner);
  return message.split('\n')[0] ?? '';
}
