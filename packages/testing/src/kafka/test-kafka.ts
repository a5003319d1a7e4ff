import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';

/** A real Kafka for tests. */
export interface TestKafka {
  readonly brokers: readonly string[];
  /** The listener with passwords (PLAIN, SCRAM-SHA-256, SCRAM-SHA-512), if there is one. */
  readonly sasl: {
    readonly brokers: readonly string[];
    readonly username: string;
    readonly password: string;
  } | null;
  /** The listener with TLS and its certificate (PEM), if there is one. */
  readonly tls: { readonly brokers: readonly string[]; readonly ca: string } | null;
  /** The listeners whose certificate an authority signed, if there are any. */
  readonly mutual: TestMutualTls | null;
}

/** A listener that asks for a client's certificate, one for passwords over TLS; PEM files. */
export interface TestMutualTls {
  readonly brokers: readonly string[];
  readonly saslBrokers: readonly string[];
  readonly files: { readonly ca: string; readonly cert: string; readonly key: string };
}

/** What to say when `testKafka()` gives null. */
export const NO_TEST_KAFKA =
  'no Kafka: run `node scripts/kafka.mjs start --sasl`, or set FRITZ_TEST_KAFKA=host:port';

const STATE_FILE = join(import.meta.dirname, '../../../../.cache/kafka/state.json');

/**
 * The Kafka named by `FRITZ_TEST_KAFKA` (`host:port`, plain), or the one that `scripts/kafka.mjs`
 * started; null when there is none that answers. Topics and groups are shared: name them anew.
 */
export async function testKafka(): Promise<TestKafka | null> {
  const named = process.env['FRITZ_TEST_KAFKA'];
  if (named !== undefined && named !== '') {
    const brokers = named.split(',');
    if (!(await isOpen(brokers[0] ?? ''))) {
      throw new Error(`FRITZ_TEST_KAFKA is set, but nothing answers at ${named}`);
    }
    return { brokers, sasl: null, tls: null, mutual: null };
  }
  const state = await readState();
  if (state === null || !(await isOpen(state.brokers))) return null;
  const { sasl, tls, mutual = null } = state;
  return {
    brokers: [state.brokers],
    sasl: sasl === null ? null : { ...sasl, brokers: [sasl.brokers] },
    tls: tls === null ? null : { brokers: [tls.brokers], ca: await readFile(tls.ca, 'utf8') },
    mutual: mutual === null ? null : mutualOf(mutual),
  };
}

/** What `scripts/kafka.mjs` writes. */
interface BrokerState {
  readonly brokers: string;
  readonly sasl: { brokers: string; username: string; password: string } | null;
  readonly tls: { brokers: string; ca: string } | null;
  readonly mutual?: {
    readonly brokers: string;
    readonly saslBrokers: string;
    readonly ca: string;
    readonly cert: string;
    readonly key: string;
  } | null;
}

function mutualOf(state: NonNullable<BrokerState['mutual']>): TestMutualTls {
  const { brokers, saslBrokers, ca, cert, key } = state;
  return { brokers: [brokers], saslBrokers: [saslBrokers], files: { ca, cert, key } };
}

async function readState(): Promise<BrokerState | null> {
  try {
    return JSON.parse(await readFile(STATE_FILE, 'utf8')) as BrokerState;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

function isOpen(address: string): Promise<boolean> {
  const colon = address.lastIndexOf(':');
  return new Promise((done) => {
    const host = address.slice(0, colon);
    const socket = connect({ host, port: Number(address.slice(colon + 1)), timeout: 2000 });
    const finish = (open: boolean) => {
      socket.destroy();
      done(open);
    };
    socket.once('connect', () => finish(true));
    socket.once('error', () => finish(false));
    socket.once('timeout', () => finish(false));
  });
}
