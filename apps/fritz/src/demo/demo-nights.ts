import { type DatabaseRoles, withClient } from '@fritz/archive';
import { demoConsumer } from '../broker/broker-job.ts';
import { lastFinishedNight, shiftNight } from './nights.ts';
import type { SimulatedStream } from './simulated-source.ts';

export interface DemoOptions {
  readonly alerts: number;
  readonly speed: number;
  /** Plays the next night although one was played to its end. */
  readonly again: boolean;
  readonly now: Date;
}

/** One sky for all demonstrations. */
const demoSeed = 20180501;
/** Nights before the one that plays: the light curves of its objects begin there. */
const pastNightCount = 3;

interface PlayedNight {
  readonly night: string;
  readonly alerts: number;
  readonly read: number;
}

/** What shall play: the night that was interrupted, or the next; null when one has been played. */
export async function planDemo(
  broker: DatabaseRoles['broker'],
  { alerts, speed, again, now }: DemoOptions,
): Promise<SimulatedStream | null> {
  const played = await playedNights(broker);
  const [last] = played;
  if (!last) return streamOf(lastFinishedNight(now), alerts, speed);
  // The sky of a night that was begun is that of its own count.
  if (last.read < last.alerts) return streamOf(last.night, last.alerts, speed);
  return again ? streamOf(shiftNight(last.night, 1), alerts, speed) : null;
}

function streamOf(night: string, alerts: number, speed: number): SimulatedStream {
  const pastNights = Array.from({ length: pastNightCount }, (_, index) =>
    shiftNight(night, index - pastNightCount),
  );
  return { seed: demoSeed, alerts, night, pastNights, speed };
}

/** The nights of the demonstration's sky that were begun, newest first. */
async function playedNights(broker: DatabaseRoles['broker']): Promise<PlayedNight[]> {
  const { rows } = await withClient(broker, (client) =>
    client.query<{ topic: string; next_offset: bigint }>(
      'SELECT topic, next_offset FROM stream_offsets WHERE consumer = $1 ORDER BY topic DESC',
      [demoConsumer],
    ),
  );
  return rows.flatMap(({ topic, next_offset }) => {
    const match = /^simulated_(\d{8})_seed(\d+)_(\d+)$/.exec(topic);
    if (!match?.[1] || Number(match[2]) !== demoSeed) return [];
    return [{ night: match[1], alerts: Number(match[3]), read: Number(next_offset) }];
  });
}
