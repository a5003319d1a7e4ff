import { setTimeout as delay } from 'node:timers/promises';
import type {
  OffsetStore,
  Packet,
  PacketBatch,
  PacketSource,
  PartitionClaim,
} from '@fritz/pipeline';
import { simulateNight } from '@fritz/surveys';

/** The sky and the speed of a simulated stream. */
export interface SimulatedStream {
  readonly seed: number;
  /** Alerts in a night; part of the sky, like the seed. */
  readonly alerts: number;
  /** UT dates YYYYMMDD read at once, one after another. */
  readonly pastNights: readonly string[];
  /** UT date of the night that plays. */
  readonly night: string;
  /** Alerts per second of the night that plays. */
  readonly speed: number;
}

/** The name that a simulated night is booked under. */
export function simulatedTopic({ seed, alerts }: SimulatedStream, night: string): string {
  return `simulated_${night}_seed${seed}_${alerts}`;
}

export interface SimulatedSourceOptions {
  readonly consumer: string;
  readonly offsets: OffsetStore;
  /** Told when a night begins, with how many of its alerts were read in an earlier run. */
  readonly onNight?: (night: string, alreadyRead: number) => void;
}

/** Mostly public, so that whoever looks at the demonstration sees most of it. */
const programIds = { 1: 0.85, 2: 0.1, 3: 0.05 } as const;

const pastBatchSize = 200;
/** The night that plays moves on this often, in milliseconds. */
const beatMs = 1000;

/**
 * Packets of simulated nights as a stream. How far it was read is booked like a Kafka partition's
 * offset, so that a stream that was interrupted goes on where it stopped.
 */
export class SimulatedSource implements PacketSource {
  readonly #stream: SimulatedStream;
  readonly #options: SimulatedSourceOptions;
  readonly #stopping = new AbortController();

  constructor(stream: SimulatedStream, options: SimulatedSourceOptions) {
    this.#stream = stream;
    this.#options = options;
  }

  async *batches(): AsyncGenerator<PacketBatch> {
    const { night: tonight, pastNights, speed } = this.#stream;
    const nights = [...pastNights, tonight];
    const topics = nights.map((night) => simulatedTopic(this.#stream, night));
    const { consumer, offsets } = this.#options;
    // All at once, so that a run that is cut short leaves known which night it was to play.
    const claims = await offsets.claim(
      consumer,
      topics.map((topic) => ({ topic, partition: 0 })),
    );
    for (const [index, night] of nights.entries()) {
      const claim = claims.find(({ topic }) => topic === topics[index]);
      if (!claim) throw new Error(`the simulated night ${night} could not be claimed`);
      yield* this.#read(night, claim, night === tonight ? speed : null);
    }
  }

  async fenced(): Promise<void> {
    // Another Fritz plays the same night on this database.
    this.#stopping.abort();
  }

  async close(): Promise<void> {
    this.#stopping.abort();
  }

  /** @param speed alerts per second; null for as fast as it goes */
  async *#read(
    night: string,
    claim: PartitionClaim,
    speed: number | null,
  ): AsyncGenerator<PacketBatch> {
    const { topic, epoch } = claim;
    const first = Number(claim.nextOffset);
    if (this.#isStopped || first >= this.#stream.alerts) return;
    this.#options.onNight?.(night, first);
    const startedAt = performance.now();
    let offset = 0;
    let packets: Packet[] = [];
    const { seed, alerts } = this.#stream;
    for (const { bytes } of simulateNight({ seed, alerts, night, programIds })) {
      offset += 1;
      if (offset <= first) continue;
      packets.push({
        bytes,
        origin: { kind: 'kafka', name: topic, partition: 0, offset: BigInt(offset - 1) },
      });
      const size =
        speed === null ? pastBatchSize : Math.max(1, Math.round((speed * beatMs) / 1000));
      if (packets.length < size && offset < alerts) continue;
      if (speed !== null) await this.#waitUntil(startedAt + ((offset - first) / speed) * 1000);
      if (this.#isStopped) return;
      const from = BigInt(offset - packets.length);
      yield { packets, progress: [{ topic, partition: 0, epoch, from, to: BigInt(offset) }] };
      packets = [];
      // Other work of this thread gets its turn.
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  async #waitUntil(atMs: number): Promise<void> {
    const restMs = atMs - performance.now();
    if (restMs <= 0) return;
    await delay(restMs, undefined, { signal: this.#stopping.signal }).catch(() => {});
  }

  get #isStopped(): boolean {
    return this.#stopping.signal.aborted;
  }
}
