import { type KafkaPublisher, type KafkaRecord, kafkaPublisher } from '@fritz/streams';
import { simulateNight } from '@fritz/surveys';
import type { SeededRandom } from './seeded-random.ts';

const NIGHTS = 5;
const REPEATED_SHARE = 0.02;
const SENT_TOGETHER = 50;

interface NightPacket {
  readonly objectId: string;
  readonly bytes: Uint8Array;
}

/** Simulated nights, in the order of their exposures. */
export function simulatePackets(seed: number, packets: number): readonly NightPacket[] {
  const alerts = Math.ceil(packets / NIGHTS);
  const all = simulateNight({ seed, night: '20270301', alerts, nights: NIGHTS });
  return [...all].slice(0, packets).map(({ objectId, bytes }) => ({ objectId, bytes }));
}

/** The slices of a stream in which its packets are published; some packets come a second time. */
export function cutStream(
  packets: readonly NightPacket[],
  slices: number,
  random: SeededRandom,
): readonly (readonly NightPacket[])[] {
  const size = Math.ceil(packets.length / slices);
  return Array.from({ length: slices }, (_, i) => {
    const fresh = packets.slice(i * size, (i + 1) * size);
    const published = packets.slice(0, (i + 1) * size);
    const repeats = Math.round(fresh.length * REPEATED_SHARE);
    const again = Array.from({ length: repeats }, () => published[random.below(published.length)]);
    return [...fresh, ...again.filter((packet) => packet !== undefined)];
  });
}

/** A topic of the test's own, whose records are keyed by their object. */
export class NightTopic {
  readonly name: string;
  readonly ends = new Map<number, bigint>();
  readonly #partitions: number;
  readonly #publisher: KafkaPublisher;

  constructor(brokers: readonly string[], name: string, partitions: number) {
    this.name = name;
    this.#partitions = partitions;
    this.#publisher = kafkaPublisher({ brokers, clientId: name });
  }

  async create(): Promise<void> {
    await this.#publisher.createTopic(this.name, this.#partitions);
    for (let p = 0; p < this.#partitions; p += 1) this.ends.set(p, 0n);
  }

  async publish(packets: readonly NightPacket[]): Promise<void> {
    for (let at = 0; at < packets.length; at += SENT_TOGETHER) {
      const records = packets.slice(at, at + SENT_TOGETHER).map((packet) => this.#record(packet));
      await this.#publisher.sendBatch(this.name, records);
    }
  }

  #record({ objectId, bytes }: NightPacket): KafkaRecord {
    let hash = 0;
    for (const letter of objectId) hash = (hash * 31 + letter.charCodeAt(0)) % 1_000_003;
    const partition = hash % this.#partitions;
    this.ends.set(partition, (this.ends.get(partition) ?? 0n) + 1n);
    return { key: objectId, value: bytes, partition };
  }

  get records(): number {
    return Number([...this.ends.values()].reduce((sum, end) => sum + end, 0n));
  }

  async remove(): Promise<void> {
    await this.#publisher.deleteTopic(this.name);
    await this.#publisher.close();
  }
}
