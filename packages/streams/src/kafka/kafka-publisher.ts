import { setTimeout as sleep } from 'node:timers/promises';
import { Admin, findErrorBy, Producer } from '@platformatic/kafka';
import { clientOptions, type KafkaConnection } from './kafka-connection.ts';

const LEADER_TRIES = 100;
const LEADER_WAIT_MS = 50;

/** One record to publish; records with equal keys keep their order. */
export interface KafkaRecord {
  readonly key: string | Uint8Array | null;
  readonly value: Uint8Array;
  /** Chosen by the key when absent. */
  readonly partition?: number;
}

export interface KafkaPublisherOptions extends KafkaConnection {
  /** `none` by default. */
  readonly compression?: 'none' | 'gzip' | 'snappy' | 'lz4' | 'zstd';
}

export interface KafkaPublisher {
  /** Makes a topic; false when it is there already. */
  createTopic(topic: string, partitions: number): Promise<boolean>;
  deleteTopic(topic: string): Promise<void>;
  /** Resolves once all in-sync replicas have the records. */
  sendBatch(topic: string, records: readonly KafkaRecord[]): Promise<void>;
  close(): Promise<void>;
}

/** Publishes records to a Kafka cluster. */
export function kafkaPublisher(options: KafkaPublisherOptions): KafkaPublisher {
  const client = clientOptions(options);
  const admin = new Admin(client);
  const producer = new Producer({
    ...client,
    compression: options.compression ?? 'none',
    acks: -1,
    idempotent: true,
  });
  return {
    createTopic: (topic, partitions) => createTopic(admin, topic, partitions),
    deleteTopic: (topic) => admin.deleteTopics({ topics: [topic] }),
    async sendBatch(topic, records) {
      const messages = records.map(({ key, value, partition }) => ({
        topic,
        value: Buffer.from(value.buffer, value.byteOffset, value.byteLength),
        ...(key === null ? {} : { key: Buffer.from(key) }),
        ...(partition === undefined ? {} : { partition }),
      }));
      if (messages.length > 0) await producer.send({ messages });
    },
    async close() {
      await Promise.all([producer.close(), admin.close()]);
    },
  };
}

async function createTopic(admin: Admin, topic: string, partitions: number): Promise<boolean> {
  try {
    await admin.createTopics({ topics: [topic], partitions });
  } catch (error) {
    if (error instanceof Error && findErrorBy(error, 'apiId', 'TOPIC_ALREADY_EXISTS')) return false;
    throw error;
  }
  await awaitLeaders(admin, topic, partitions);
  return true;
}

/** A new topic takes a moment; sending earlier may reach some partitions twice. */
async function awaitLeaders(admin: Admin, topic: string, partitions: number): Promise<void> {
  for (let tries = 0; tries < LEADER_TRIES; tries += 1) {
    try {
      const metadata = await admin.metadata({ topics: [topic], forceUpdate: true });
      const found = metadata.topics.get(topic)?.partitions ?? [];
      if (found.length === partitions && found.every(({ leader }) => leader >= 0)) return;
    } catch (error) {
      if (tries === LEADER_TRIES - 1) throw error;
    }
    await sleep(LEADER_WAIT_MS);
  }
  throw new Error(`topic ${topic} was made, but its partitions have no leader`);
}
