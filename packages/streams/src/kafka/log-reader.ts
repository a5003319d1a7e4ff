import type { Packet } from '@fritz/pipeline';
import {
  type BaseOptions,
  Consumer,
  ListOffsetTimestamps,
  type RecordsBatch,
  ResponseError,
} from '@platformatic/kafka';
import { partitionKey } from './partition-buffer.ts';

type FetchResponse = Awaited<ReturnType<Consumer['fetch']>>;
type FetchResponsePartition = FetchResponse['responses'][number]['partitions'][number];

const OFFSET_OUT_OF_RANGE = 1;
const TRANSACTIONAL = 0b10000;
const CONTROL = 0b100000;
/** How long a broker may hold a request for which it has nothing. */
const MAX_WAIT_MS = 200;
const MAX_FETCH_BYTES = 32 * 1024 * 1024;
const MAX_PARTITION_BYTES = 16 * 1024 * 1024;

export interface FetchTarget {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
}

export interface Fetched {
  readonly target: FetchTarget;
  readonly packets: readonly Packet[];
  /** The next offset to fetch; past the records that are no packets. */
  readonly nextOffset: bigint;
  readonly endOffset: bigint;
  readonly outOfRange: boolean;
}

/** The offsets a partition holds: from `first` to before `end`. */
export interface LogRange {
  readonly first: bigint;
  readonly end: bigint;
}

/**
 * Reads partitions from given offsets, on connections of its own: a fetch that waits must not hold
 * up the heartbeats of the group's member.
 */
export class LogReader {
  readonly #client: Consumer;

  constructor(options: BaseOptions, group: string) {
    this.#client = new Consumer({ ...options, groupId: group, retryDelay: 50 });
    this.#client.on('error', () => {});
  }

  /** The targets by the broker that leads them; those without a leader are left out. */
  async byLeader(targets: readonly FetchTarget[]): Promise<Map<number, FetchTarget[]>> {
    const topics = [...new Set(targets.map(({ topic }) => topic))];
    const metadata = await this.#client.metadata({ topics });
    const groups = new Map<number, FetchTarget[]>();
    for (const target of targets) {
      const leader = metadata.topics.get(target.topic)?.partitions[target.partition]?.leader ?? -1;
      if (leader < 0) continue;
      const group = groups.get(leader);
      if (group === undefined) groups.set(leader, [target]);
      else group.push(target);
    }
    return groups;
  }

  /** Forgets which broker leads what, after an error that may come from it. */
  forgetLeaders(): void {
    this.#client.clearMetadata();
  }

  /** One request to one broker. Throws when the broker or a partition fails for another reason. */
  async fetch(node: number, targets: readonly FetchTarget[]): Promise<Fetched[]> {
    const topics = [...new Set(targets.map(({ topic }) => topic))];
    const metadata = await this.#client.metadata({ topics });
    const names = new Map(topics.map((name) => [metadata.topics.get(name)?.id ?? name, name]));
    const requests = [...names].map(([topicId, topic]) => ({
      topicId,
      partitions: targets
        .filter((target) => target.topic === topic)
        .map(({ partition, offset }) => ({
          partition,
          fetchOffset: offset,
          currentLeaderEpoch: -1,
          lastFetchedEpoch: -1,
          partitionMaxBytes: MAX_PARTITION_BYTES,
        })),
    }));
    const wanted = new Map(targets.map((target) => [partitionKey(target), target]));
    const limits = { maxWaitTime: MAX_WAIT_MS, minBytes: 1, maxBytes: MAX_FETCH_BYTES };
    const response = await this.#request({ node, ...limits, topics: requests });
    const found: Fetched[] = [];
    for (const { topicId, partitions } of response.responses) {
      const topic = names.get(topicId);
      for (const partition of topic === undefined ? [] : partitions) {
        const key = partitionKey({ topic: topic ?? '', partition: partition.partitionIndex });
        const target = wanted.get(key);
        if (target !== undefined) found.push(readPartition(target, partition));
      }
    }
    return found;
  }

  async #request(options: Parameters<Consumer['fetch']>[0]): Promise<FetchResponse> {
    try {
      return await this.#client.fetch(options);
    } catch (error) {
      // An offset outside the log is an answer; the other partitions' records came with it.
      const response = responseOf(error);
      if (response === null) throw error;
      return response;
    }
  }

  /** What each partition of these topics holds. */
  async ranges(topics: readonly string[]): Promise<Map<string, LogRange>> {
    const ranges = new Map<string, LogRange>();
    if (topics.length === 0) return ranges;
    const names = [...new Set(topics)];
    const [first, end] = await Promise.all([
      this.#client.listOffsets({ topics: names, timestamp: ListOffsetTimestamps.EARLIEST }),
      this.#client.listOffsets({ topics: names, timestamp: ListOffsetTimestamps.LATEST }),
    ]);
    for (const [topic, offsets] of first) {
      for (const [partition, offset] of offsets.entries()) {
        const range = { first: offset, end: end.get(topic)?.[partition] ?? offset };
        ranges.set(partitionKey({ topic, partition }), range);
      }
    }
    return ranges;
  }

  async close(): Promise<void> {
    await this.#client.close(true);
  }
}

/** The response inside an error, when out-of-range offsets are all that went wrong. */
function responseOf(error: unknown): FetchResponse | null {
  if (error instanceof ResponseError) {
    const response = error.response as FetchResponse | undefined;
    const partitions = response?.responses.flatMap((topic) => topic.partitions) ?? [];
    const benign = partitions.every(({ errorCode }) =>
      [0, OFFSET_OUT_OF_RANGE].includes(errorCode),
    );
    return response !== undefined && response.errorCode === 0 && benign ? response : null;
  }
  if (error instanceof AggregateError) return responseOf(error.errors.at(-1));
  return null;
}

function readPartition(target: FetchTarget, partition: FetchResponsePartition): Fetched {
  const endOffset = partition.highWatermark;
  if (partition.errorCode === OFFSET_OUT_OF_RANGE) {
    return { target, packets: [], nextOffset: target.offset, endOffset, outOfRange: true };
  }
  const packets: Packet[] = [];
  const isAborted = abortedFilter(partition);
  let nextOffset = target.offset;
  for (const batch of partition.records ?? []) {
    const after = batch.firstOffset + BigInt(batch.lastOffsetDelta) + 1n;
    if (after > nextOffset) nextOffset = after;
    if (isAborted(batch) || (batch.attributes & CONTROL) !== 0) continue;
    for (const { offsetDelta, value } of batch.records) {
      const offset = batch.firstOffset + BigInt(offsetDelta);
      // A broker answers with whole batches, also when they begin before the offset asked for.
      if (offset < target.offset || value === null) continue;
      const { topic: name, partition: number } = target;
      packets.push({ bytes: value, origin: { kind: 'kafka', name, partition: number, offset } });
    }
  }
  return { target, packets, nextOffset, endOffset, outOfRange: false };
}

/**
 * Whether a batch belongs to an aborted transaction (KIP-98): from the transaction's first offset to
 * the control batch that ends it.
 */
function abortedFilter(partition: FetchResponsePartition): (batch: RecordsBatch) => boolean {
  const ahead = [...(partition.abortedTransactions ?? [])].sort((a, b) =>
    a.firstOffset < b.firstOffset ? -1 : 1,
  );
  const open = new Set<bigint>();
  return (batch) => {
    const last = batch.firstOffset + BigInt(batch.lastOffsetDelta);
    while (ahead[0] !== undefined && ahead[0].firstOffset <= last) {
      open.add(ahead[0].producerId);
      ahead.shift();
    }
    if ((batch.attributes & CONTROL) !== 0) {
      open.delete(batch.producerId);
      return false;
    }
    return (batch.attributes & TRANSACTIONAL) !== 0 && open.has(batch.producerId);
  };
}
