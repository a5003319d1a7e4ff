import type { OffsetStore, PacketBatch, PacketSource } from '@fritz/pipeline';
import { Admin } from '@platformatic/kafka';
import { type StreamLogger, silentLogger } from '../logger.ts';
import { Signal } from '../signal.ts';
import { GroupMember } from './group-member.ts';
import { clientOptions, describeConnectError, type KafkaConnection } from './kafka-connection.ts';
import { type FetchTarget, LogReader } from './log-reader.ts';
import { partitionKey } from './partition-buffer.ts';
import { type PartitionLag, PartitionSet } from './partition-set.ts';
import { topicMatcher } from './topic-pattern.ts';
import { Trouble } from './trouble.ts';

const MIB = 1024 * 1024;
/** How soon after an error the list of topics is looked at again: one of them may be gone. */
const RECHECK_MS = 1000;

export interface KafkaSourceOptions extends KafkaConnection {
  /** Names, globs (`ztf_*_programid1`) or regular expressions. */
  readonly topics: string | RegExp | readonly (string | RegExp)[];
  /** The consumer group; workers of one group share the partitions. */
  readonly group: string;
  readonly offsets: OffsetStore;
  /** Packets in a batch at most; 500. */
  readonly batchSize?: number;
  /** Bytes in a batch at most, save for a larger single packet; 16 MiB. */
  readonly maxBatchBytes?: number;
  /** How long a packet waits for others before its batch goes; 100 ms. */
  readonly batchMs?: number;
  /** How often to look for new topics; 30,000 ms. */
  readonly discoverMs?: number;
  /** After how long without a sign of life the group takes a member's partitions; 30,000 ms. */
  readonly sessionTimeoutMs?: number;
  /** How often `onLag` is called; 5,000 ms. */
  readonly lagMs?: number;
  readonly onLag?: (lag: readonly PartitionLag[]) => void;
  readonly logger?: StreamLogger;
}

export interface KafkaSource extends PacketSource {
  batches(): AsyncGenerator<PacketBatch>;
  /** How far each partition that this member reads is behind. */
  lag(): readonly PartitionLag[];
}

/**
 * Packets from the topics of a Kafka cluster. The consumer group decides who reads which partition;
 * where to read on comes from the offset store alone, and goes back to it as the progress of each
 * batch. New topics are read from their beginning. `batches()` throws a `KafkaError` when Kafka
 * cannot be reached at the start; later it waits, logging once. Can be read once.
 */
export function kafkaSource(options: KafkaSourceOptions): KafkaSource {
  return new KafkaPacketSource(options);
}

class KafkaPacketSource implements KafkaSource {
  readonly #options: KafkaSourceOptions;
  readonly #logger: StreamLogger;
  readonly #admin: Admin;
  readonly #reader: LogReader;
  readonly #member: GroupMember;
  readonly #partitions: PartitionSet;
  readonly #isWanted: (topic: string) => boolean;
  readonly #tendSignal = new Signal();
  readonly #readSignal = new Signal();
  readonly #batchSignal = new Signal();
  #topics: readonly string[] = [];
  #discoverAt = 0;
  /** When the oldest packet that waits came; null when none does. */
  #waitingSince: number | null = null;
  #started = false;
  #closing: Promise<void> | null = null;
  #loops: Promise<void>[] = [];
  #lagTimer: NodeJS.Timeout | null = null;

  constructor(options: KafkaSourceOptions) {
    this.#options = options;
    this.#logger = options.logger ?? silentLogger;
    this.#isWanted = topicMatcher(options.topics);
    const client = clientOptions(options);
    this.#admin = new Admin(client);
    this.#reader = new LogReader(client, options.group);
    this.#partitions = new PartitionSet(options.group, options.offsets, this.#logger);
    this.#member = new GroupMember(client, options.group, options.sessionTimeoutMs ?? 30_000, {
      onAssigned: (partitions) => {
        this.#partitions.assign(partitions);
        this.#tendSignal.notify();
      },
      onConfirmed: () => {
        if (this.#partitions.confirm()) this.#tendSignal.notify();
      },
      onTrouble: () => this.#recheckTopics(),
    });
  }

  async *batches(): AsyncGenerator<PacketBatch> {
    if (this.#started) throw new Error('a Kafka source can be read once');
    this.#started = true;
    try {
      await this.#discover();
    } catch (error) {
      await this.close();
      throw describeConnectError(this.#options, error);
    }
    this.#loops = [this.#tend(), this.#read()];
    const { onLag, lagMs = 5000 } = this.#options;
    if (onLag !== undefined) this.#lagTimer = setInterval(() => onLag(this.lag()), lagMs);
    try {
      for (;;) {
        const batch = await this.#nextBatch();
        if (batch === null) return;
        yield batch;
      }
    } finally {
      await this.close();
    }
  }

  async fenced(batch: PacketBatch): Promise<void> {
    this.#partitions.fence(batch.progress);
    const names = batch.progress.map(partitionKey).join(', ');
    this.#logger.warn({}, `another consumer holds ${names}: the batch is dropped`);
  }

  lag(): readonly PartitionLag[] {
    return this.#partitions.lag();
  }

  close(): Promise<void> {
    this.#closing ??= this.#shutDown();
    return this.#closing;
  }

  async #shutDown(): Promise<void> {
    if (this.#lagTimer !== null) clearInterval(this.#lagTimer);
    for (const signal of [this.#tendSignal, this.#readSignal, this.#batchSignal]) signal.notify();
    // Leaving comes first, so that the others need not wait for the requests under way.
    const clients = [this.#member.close(), this.#reader.close(), this.#admin.close()];
    for (const result of await Promise.allSettled(clients)) {
      if (result.status === 'fulfilled') continue;
      this.#logger.warn({ error: result.reason }, 'Kafka was left uncleanly');
    }
    await Promise.allSettled(this.#loops);
  }

  get #isClosed(): boolean {
    return this.#closing !== null;
  }

  async #nextBatch(): Promise<PacketBatch | null> {
    const { batchSize = 500, batchMs = 100, maxBatchBytes = 16 * MIB } = this.#options;
    for (;;) {
      if (this.#isClosed) return null;
      const { length, bytes } = this.#partitions;
      if (length === 0) this.#waitingSince = null;
      const since = this.#waitingSince ?? Number.POSITIVE_INFINITY;
      const restMs = since + batchMs - performance.now();
      if (length >= batchSize || bytes >= maxBatchBytes || restMs <= 0) {
        const batch = this.#partitions.take(batchSize, maxBatchBytes);
        // What stays behind has waited as well: it goes with the next call.
        this.#readSignal.notify();
        if (batch !== null) return batch;
      } else {
        await this.#batchSignal.wait(Number.isFinite(restMs) ? restMs : undefined);
      }
    }
  }

  /** Keeps topics, membership and claims as they should be. */
  async #tend(): Promise<void> {
    const trouble = new Trouble(`Kafka group ${this.#options.group}`, this.#logger);
    while (!this.#isClosed) {
      let waitMs = 0;
      try {
        if (performance.now() >= this.#discoverAt) await this.#discover();
        await this.#member.subscribe(this.#topics);
        await this.#partitions.claimMissing((topics) => this.#reader.ranges(topics));
        trouble.passed();
        waitMs = this.#discoverAt - performance.now();
      } catch (error) {
        if (this.#isClosed) return;
        this.#discoverAt = 0;
        waitMs = trouble.failed(error);
      }
      this.#readSignal.notify();
      if (!this.#isClosed) await this.#tendSignal.wait(waitMs);
    }
  }

  async #discover(): Promise<void> {
    const found = (await this.#admin.listTopics()).filter(this.#isWanted).sort();
    const before = this.#topics;
    const added = found.filter((topic) => !before.includes(topic));
    const gone = before.filter((topic) => !found.includes(topic));
    if (added.length > 0) this.#logger.info({ topics: added }, `topics: ${added.join(', ')}`);
    if (gone.length > 0) this.#logger.info({ topics: gone }, `topics gone: ${gone.join(', ')}`);
    if (this.#discoverAt === 0 && found.length === 0) {
      this.#logger.info({}, 'no topic matches yet; waiting for one');
    }
    this.#topics = found;
    this.#discoverAt = performance.now() + (this.#options.discoverMs ?? 30_000);
  }

  #recheckTopics(): void {
    const soon = performance.now() + RECHECK_MS;
    if (this.#discoverAt <= soon) return;
    this.#discoverAt = soon;
    this.#tendSignal.notify();
  }

  /** Fetches ahead, up to two batches. */
  async #read(): Promise<void> {
    const trouble = new Trouble(`reading from Kafka at ${this.#options.brokers}`, this.#logger);
    const { batchSize = 500, maxBatchBytes = 16 * MIB } = this.#options;
    while (!this.#isClosed) {
      const { length, bytes } = this.#partitions;
      const targets = this.#partitions.targets();
      if (targets.length === 0 || length >= 2 * batchSize || bytes >= maxBatchBytes) {
        await this.#readSignal.wait();
        continue;
      }
      try {
        await this.#fetchAll(targets);
        trouble.passed();
      } catch (error) {
        if (this.#isClosed) return;
        this.#reader.forgetLeaders();
        this.#recheckTopics();
        const delayMs = trouble.failed(error);
        await this.#readSignal.wait(delayMs);
      }
    }
  }

  async #fetchAll(targets: readonly FetchTarget[]): Promise<void> {
    const groups = await this.#reader.byLeader(targets);
    const answers = [...groups].map(([node, group]) => this.#reader.fetch(node, group));
    const outOfRange: FetchTarget[] = [];
    // One broker's failure must not lose what the others sent.
    const settled = await Promise.allSettled(answers);
    for (const answer of settled) {
      for (const fetched of answer.status === 'fulfilled' ? answer.value : []) {
        if (fetched.outOfRange) outOfRange.push(fetched.target);
        else this.#partitions.store(fetched);
      }
    }
    if (this.#partitions.length > 0) {
      this.#waitingSince ??= performance.now();
      this.#batchSignal.notify();
    }
    const ranges = await this.#reader.ranges(outOfRange.map(({ topic }) => topic));
    for (const target of outOfRange) {
      const range = ranges.get(partitionKey(target));
      if (range !== undefined) this.#partitions.handleOutOfRange(target, range);
    }
    const failed = settled.find((answer) => answer.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  }
}
