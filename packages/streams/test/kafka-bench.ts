import { randomUUID } from 'node:crypto';
import type { TestContext } from 'node:test';
import { FencedError, type PacketBatch } from '@fritz/pipeline';
import { testKafka } from '@fritz/testing';
import {
  type KafkaPublisher,
  type KafkaSource,
  type KafkaSourceOptions,
  kafkaPublisher,
  kafkaSource,
} from '../src/index.ts';
import { MemoryOffsets } from './memory-offsets.ts';

/** The cluster under test; null skips. */
export const kafka = await testKafka();
export const brokers: readonly string[] = kafka?.brokers ?? ['127.0.0.1:1'];

/** Topics, a group and an offset store of a test's own; all is closed after the test. */
export class KafkaBench {
  readonly prefix = `t${randomUUID().slice(0, 8)}`;
  readonly store = new MemoryOffsets();
  readonly logged: string[] = [];
  readonly publisher: KafkaPublisher;
  readonly #test: TestContext;

  constructor(
    context: TestContext,
    compression: 'none' | 'gzip' | 'snappy' | 'lz4' | 'zstd' = 'none',
  ) {
    this.#test = context;
    this.publisher = kafkaPublisher({ brokers, clientId: 'bench', compression });
    context.after(() => this.publisher.close());
  }

  open(clientId: string, options: Partial<KafkaSourceOptions> = {}): KafkaSource {
    const log = (_: object, message: string) => this.logged.push(message);
    const source = kafkaSource({
      ...{ brokers, clientId, topics: `${this.prefix}_*`, group: this.prefix },
      ...{ offsets: this.store, discoverMs: 300, batchMs: 20, sessionTimeoutMs: 6000 },
      logger: { info: log, warn: log, error: log },
      ...options,
    });
    this.#test.after(() => source.close());
    return source;
  }

  /** Commits what the source gives until `isDone`, told after each batch. */
  async drain(
    name: string,
    source: KafkaSource,
    isDone: (batch: PacketBatch) => boolean | Promise<boolean>,
  ): Promise<void> {
    for await (const batch of source.batches()) {
      try {
        this.store.commit(name, batch);
      } catch (error) {
        if (!(error instanceof FencedError)) throw error;
        await source.fenced(batch);
      }
      if (await isDone(batch)) break;
    }
    await source.close();
  }

  /** Sends `topic:from` and so on, dealt to the partitions in turn. */
  async publish(topic: string, from: number, count: number, partitions = 1): Promise<void> {
    const records = Array.from({ length: count }, (_, i) => ({
      ...{ key: `object-${from + i}`, value: Buffer.from(`${topic}:${from + i}`) },
      partition: (from + i) % partitions,
    }));
    await this.publisher.sendBatch(topic, records);
  }

  get texts(): string[] {
    return this.store.packets.map(({ bytes }) => Buffer.from(bytes).toString());
  }
}

/** What `publish` sent. */
export function expected(topic: string, count: number): string[] {
  return Array.from({ length: count }, (_, i) => `${topic}:${i}`);
}

export function sorted(list: readonly string[]): string[] {
  return [...list].sort();
}
