import type { OffsetStore, PacketBatch, PartitionClaim, PartitionProgress } from '@fritz/pipeline';
import type { StreamLogger } from '../logger.ts';
import type { Fetched, FetchTarget, LogRange } from './log-reader.ts';
import { PartitionBuffer, partitionKey } from './partition-buffer.ts';

export interface TopicPartition {
  readonly topic: string;
  readonly partition: number;
}

/** How far one partition is behind. */
export interface PartitionLag extends TopicPartition {
  /** The next offset to hand out. */
  readonly nextOffset: bigint;
  /** The offset that the next record of the topic will get, when last heard of. */
  readonly endOffset: bigint;
  readonly lag: number;
}

/**
 * The partitions that the group assigned to this member: those claimed from the offset store, with
 * what is buffered of them, and those that wait for a claim.
 */
export class PartitionSet {
  readonly #consumer: string;
  readonly #offsets: OffsetStore;
  readonly #logger: StreamLogger;
  #assigned = new Map<string, TopicPartition>();
  readonly #buffers = new Map<string, PartitionBuffer>();
  /** Refused by the store; claimed again once the group has confirmed the assignment. */
  readonly #fenced = new Set<string>();
  /** Stored offset beyond the log's end: told, and not read. */
  readonly #stalled = new Set<string>();
  #turn = 0;

  constructor(consumer: string, offsets: OffsetStore, logger: StreamLogger) {
    this.#consumer = consumer;
    this.#offsets = offsets;
    this.#logger = logger;
  }

  /** The group's word: what is not in it any more is dropped at once. */
  assign(partitions: readonly TopicPartition[]): void {
    this.#assigned = new Map(partitions.map((partition) => [partitionKey(partition), partition]));
    for (const key of [...this.#buffers.keys()]) {
      if (!this.#assigned.has(key)) this.#buffers.delete(key);
    }
    for (const key of [...this.#stalled]) if (!this.#assigned.has(key)) this.#stalled.delete(key);
    this.#fenced.clear();
  }

  /** Another consumer took these over: forget them, unless they were claimed again since. */
  fence(progress: readonly PartitionProgress[]): void {
    for (const entry of progress) {
      const key = partitionKey(entry);
      if (this.#buffers.get(key)?.epoch !== entry.epoch) continue;
      this.#buffers.delete(key);
      this.#fenced.add(key);
    }
  }

  /** The group still holds this member's assignment; true when there is something to claim again. */
  confirm(): boolean {
    const hadFenced = this.#fenced.size > 0;
    this.#fenced.clear();
    return hadFenced;
  }

  /** Claims what is assigned and not read yet. */
  async claimMissing(
    rangesOf: (topics: readonly string[]) => Promise<ReadonlyMap<string, LogRange>>,
  ): Promise<void> {
    const missing = [...this.#assigned].filter(
      ([key]) => !this.#buffers.has(key) && !this.#fenced.has(key),
    );
    if (missing.length === 0) return;
    const partitions = missing.map(([, { topic, partition }]) => ({ topic, partition }));
    // Claims first: what the last owner stores until then must not seem to lie beyond the end.
    const claims = await this.#offsets.claim(this.#consumer, partitions);
    const ranges = await rangesOf(partitions.map(({ topic }) => topic));
    for (const claim of claims) {
      const key = partitionKey(claim);
      const range = ranges.get(key);
      // The group may have decided otherwise in the meantime.
      if (range !== undefined && this.#assigned.has(key)) this.#open(key, claim, range);
    }
  }

  #open(key: string, claim: PartitionClaim, range: LogRange): void {
    if (claim.nextOffset > range.end) {
      this.#reportBeyondEnd(key, claim, claim.nextOffset, range);
      return;
    }
    this.#stalled.delete(key);
    const start = claim.nextOffset < range.first ? range.first : claim.nextOffset;
    if (start !== claim.nextOffset) this.#reportGap(claim, claim.nextOffset, start);
    this.#buffers.set(key, new PartitionBuffer(claim, start, range.end));
  }

  #reportGap({ topic, partition }: TopicPartition, from: bigint, to: bigint): void {
    const lost = `${to - from} records (offsets ${from} to ${to - 1n})`;
    const what = `${topic}/${partition}: ${lost} had left Kafka before they were read`;
    this.#logger.error({ topic, partition, from, to }, `${what}; reading on at ${to}`);
  }

  #reportBeyondEnd(key: string, at: TopicPartition, stored: bigint, range: LogRange): void {
    if (this.#stalled.has(key)) return;
    this.#stalled.add(key);
    const { topic, partition } = at;
    const what = `${topic}/${partition}: the stored offset ${stored} is beyond the end ${range.end}`;
    const hint = 'was the topic made anew? It is not read until its stored offset is reset';
    this.#logger.error({ topic, partition, stored, end: range.end }, `${what}; ${hint}`);
  }

  /** What to fetch next. */
  targets(): FetchTarget[] {
    return [...this.#buffers.values()].map(({ topic, partition, position }) => ({
      topic,
      partition,
      offset: position,
    }));
  }

  /** Puts away what was fetched; answers for partitions that have moved since are dropped. */
  store(fetched: Fetched): void {
    const buffer = this.#buffers.get(partitionKey(fetched.target));
    if (buffer === undefined || buffer.position !== fetched.target.offset) return;
    buffer.append(fetched.packets, fetched.nextOffset, fetched.endOffset);
  }

  /** An offset was outside the log: retention overtook the reader, or the topic was made anew. */
  handleOutOfRange(target: FetchTarget, range: LogRange): void {
    const key = partitionKey(target);
    const buffer = this.#buffers.get(key);
    if (buffer === undefined || buffer.position !== target.offset) return;
    if (target.offset < range.first) {
      this.#reportGap(target, target.offset, range.first);
      buffer.skipTo(range.first);
    } else if (target.offset > range.end) {
      this.#buffers.delete(key);
      this.#reportBeyondEnd(key, target, target.offset, range);
    }
  }

  get length(): number {
    return sum(this.#buffers, (buffer) => buffer.length);
  }

  get bytes(): number {
    return sum(this.#buffers, (buffer) => buffer.bytes);
  }

  /** The next batch, from a different partition first each time; null when nothing is there. */
  take(maxPackets: number, maxBytes: number): PacketBatch | null {
    const buffers = [...this.#buffers.values()];
    const start = buffers.length === 0 ? 0 : this.#turn % buffers.length;
    this.#turn += 1;
    const packets: PacketBatch['packets'][number][] = [];
    const progress: PartitionProgress[] = [];
    let bytes = 0;
    for (const buffer of [...buffers.slice(start), ...buffers.slice(0, start)]) {
      const limit = { packets: maxPackets - packets.length, bytes: maxBytes - bytes };
      const taken = buffer.take({ ...limit, first: packets.length === 0 });
      if (taken === null) continue;
      packets.push(...taken.packets);
      progress.push(taken.progress);
      bytes += taken.bytes;
    }
    return progress.length === 0 ? null : { packets, progress };
  }

  lag(): PartitionLag[] {
    return [...this.#buffers.values()].map(({ topic, partition, from, endOffset }) => {
      const lag = endOffset > from ? Number(endOffset - from) : 0;
      return { topic, partition, nextOffset: from, endOffset, lag };
    });
  }
}

function sum(
  buffers: ReadonlyMap<string, PartitionBuffer>,
  of: (buffer: PartitionBuffer) => number,
): number {
  let total = 0;
  for (const buffer of buffers.values()) total += of(buffer);
  return total;
}
