import type { Packet, PartitionClaim, PartitionProgress } from '@fritz/pipeline';

/**
 * What was read of one claimed partition and not yet handed out. Handed-out progress is contiguous:
 * it starts at the claim's offset, and each next `from` is the last `to`, also across gaps in the
 * log (records that were compacted, expired, aborted, or only mark transactions).
 */
export class PartitionBuffer {
  readonly topic: string;
  readonly partition: number;
  readonly epoch: number;
  #from: bigint;
  #position: bigint;
  #endOffset: bigint;
  #packets: Packet[] = [];
  #bytes = 0;

  constructor(claim: PartitionClaim, position: bigint, endOffset: bigint) {
    this.topic = claim.topic;
    this.partition = claim.partition;
    this.epoch = claim.epoch;
    this.#from = claim.nextOffset;
    this.#position = position;
    this.#endOffset = endOffset;
  }

  /** The next offset to fetch. */
  get position(): bigint {
    return this.#position;
  }

  /** The next offset to hand out. */
  get from(): bigint {
    return this.#from;
  }

  get endOffset(): bigint {
    return this.#endOffset;
  }

  get length(): number {
    return this.#packets.length;
  }

  get bytes(): number {
    return this.#bytes;
  }

  append(packets: readonly Packet[], position: bigint, endOffset: bigint): void {
    for (const packet of packets) {
      this.#packets.push(packet);
      this.#bytes += packet.bytes.length;
    }
    this.#position = position;
    this.#endOffset = endOffset;
  }

  /** Jumps over records that are gone from the log; the jump is part of the next progress. */
  skipTo(position: bigint): void {
    this.#position = position;
  }

  /**
   * Takes packets up to the limits (at least one when `bytes` allows nothing but `packets` does and
   * `first` is set), and the progress they make; null when there is nothing to tell.
   */
  take(limit: { packets: number; bytes: number; first: boolean }): Taken | null {
    let count = 0;
    let bytes = 0;
    for (const packet of this.#packets) {
      const fits = bytes + packet.bytes.length <= limit.bytes || (limit.first && count === 0);
      if (count >= limit.packets || !fits) break;
      count += 1;
      bytes += packet.bytes.length;
    }
    const packets = this.#packets.splice(0, count);
    this.#bytes -= bytes;
    const last = packets.at(-1);
    const reached = last === undefined ? this.#from : last.origin.offset + 1n;
    const to = this.#packets.length === 0 ? this.#position : reached;
    if (to === this.#from) return null;
    const { topic, partition, epoch } = this;
    const progress = { topic, partition, epoch, from: this.#from, to };
    this.#from = to;
    return { packets, bytes, progress };
  }
}

export interface Taken {
  readonly packets: Packet[];
  readonly bytes: number;
  readonly progress: PartitionProgress;
}

export function partitionKey({ topic, partition }: { topic: string; partition: number }): string {
  return `${topic}/${partition}`;
}
