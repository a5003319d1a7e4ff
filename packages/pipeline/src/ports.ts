/** The ports of the pipeline: what it needs from sources of packets and from the archive. */

/** Where a packet came from: enough to find it again. */
export interface PacketOrigin {
  /** `kafka` or `file`. */
  readonly kind: 'kafka' | 'file';
  /** Kafka topic, or the path of the file or archive (`night.tar.gz!member.avro`). */
  readonly name: string;
  /** Kafka partition; 0 for files. */
  readonly partition: number;
  /** Kafka offset; for files the member's number within its archive, 0 for a plain file. */
  readonly offset: bigint;
}

/** One survey packet as bytes (an Avro object container). */
export interface Packet {
  readonly bytes: Uint8Array;
  readonly origin: PacketOrigin;
}

/**
 * The progress of one partition that a batch makes, committed in the batch's own transaction. The
 * store refuses the batch (`FencedError`) unless the stored offset is `from` and the stored epoch is
 * `epoch`: a consumer that lost its partition cannot commit.
 */
export interface PartitionProgress {
  readonly topic: string;
  readonly partition: number;
  readonly epoch: number;
  readonly from: bigint;
  /** The next offset to read. */
  readonly to: bigint;
}

/** Up to some hundred packets, in the order of each partition. */
export interface PacketBatch {
  readonly packets: readonly Packet[];
  /** Empty for files: they are idempotent by candid. */
  readonly progress: readonly PartitionProgress[];
  /**
   * Called when nobody looks at the batch's bytes any more: the source may read others into the
   * same memory.
   */
  readonly release?: () => void;
}

/** A source of packets. Ends when the source is exhausted (files) or closed (Kafka). */
export interface PacketSource {
  batches(): AsyncIterable<PacketBatch>;
  /**
   * Told when the store refused a batch because another consumer owns one of its partitions: the
   * source forgets what it buffered of these partitions and claims them again if they are its own.
   */
  fenced(batch: PacketBatch): Promise<void>;
  close(): Promise<void>;
}

/** What a claim of a partition gives: where to read on, and the epoch to commit under. */
export interface PartitionClaim {
  readonly topic: string;
  readonly partition: number;
  readonly epoch: number;
  readonly nextOffset: bigint;
}

/** The stored offsets (the database is the truth, not Kafka's committed offsets). */
export interface OffsetStore {
  /** Takes over partitions: raises each one's epoch by one, in one transaction. */
  claim(
    consumer: string,
    partitions: readonly { topic: string; partition: number }[],
  ): Promise<readonly PartitionClaim[]>;
}

/** Another consumer has claimed a partition of this batch since; nothing of it was stored. */
export class FencedError extends Error {
  override readonly name = 'FencedError';
}
