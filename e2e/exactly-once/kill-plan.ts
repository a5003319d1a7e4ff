import type { SeededRandom } from './seeded-random.ts';

/** When something is killed: so long after that many batches of the step's packets were stored. */
interface Moment {
  readonly afterBatches: number;
  readonly delayMs: number;
}

/** `kill -9` of a broker. */
export interface BrokerKill extends Moment {
  readonly kind: 'broker';
  /** How many brokers are in the group when one of them is killed. */
  readonly brokers: 1 | 2;
  /** Whether the packets wait until each broker has claimed its partitions. */
  readonly isSettled: boolean;
  /** Which of the brokers, 0 the older. */
  readonly victim: number;
}

/** `kill -9` of PostgreSQL, all of its processes. */
export interface DatabaseKill extends Moment {
  readonly kind: 'database';
}

export type Kill = BrokerKill | DatabaseKill;

export interface KillCounts {
  readonly brokerKills: number;
  readonly databaseKills: number;
}

/** Long enough for some moments to fall into the start of a broker, its join and its claim. */
const STARTING_MS = 2500;
/** About what a batch takes from fetch to commit. */
const WORKING_MS = 150;

/** Kills in a seeded order; two brokers share the group for half of the brokers' kills. */
export function planKills(random: SeededRandom, counts: KillCounts): readonly Kill[] {
  const brokers = Array.from({ length: counts.brokerKills }, (_, i): Kill => {
    const isPair = i % 2 === 1;
    return {
      kind: 'broker',
      brokers: isPair ? 2 : 1,
      isSettled: isPair && random.next() < 0.7,
      victim: isPair ? random.below(2) : 0,
      ...moment(random),
    };
  });
  const databases = Array.from({ length: counts.databaseKills }, (): Kill => {
    return { kind: 'database', afterBatches: 1, delayMs: random.below(WORKING_MS) };
  });
  return random.shuffle([...brokers, ...databases]);
}

function moment(random: SeededRandom): Moment {
  const isStarting = random.next() < 0.25;
  return isStarting
    ? { afterBatches: 0, delayMs: random.below(STARTING_MS) }
    : { afterBatches: 1 + random.below(3), delayMs: random.below(WORKING_MS) };
}

/** One line for the test's output. */
export function describeKill(kill: Kill): string {
  const when = `${kill.afterBatches} batches + ${kill.delayMs} ms`;
  return kill.kind === 'database'
    ? `PostgreSQL after ${when}`
    : `broker ${kill.victim + 1} of ${kill.brokers} after ${when}`;
}
