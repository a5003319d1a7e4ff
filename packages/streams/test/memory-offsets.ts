import assert from 'node:assert/strict';
import {
  FencedError,
  type OffsetStore,
  type Packet,
  type PacketBatch,
  type PartitionClaim,
} from '@fritz/pipeline';

interface Row {
  epoch: number;
  nextOffset: bigint;
  consumer: string;
}

/** The offset store in memory, and the packets stored in the same step as the offsets. */
export class MemoryOffsets implements OffsetStore {
  readonly rows = new Map<string, Row>();
  readonly packets: Packet[] = [];
  /** How many packets each consumer brought. */
  readonly broughtBy = new Map<string, number>();
  refused = 0;

  async claim(
    consumer: string,
    partitions: readonly { topic: string; partition: number }[],
  ): Promise<readonly PartitionClaim[]> {
    return partitions.map(({ topic, partition }) => {
      const key = `${topic}/${partition}`;
      const row = this.rows.get(key) ?? { epoch: 0, nextOffset: 0n, consumer };
      row.epoch += 1;
      row.consumer = consumer;
      this.rows.set(key, row);
      return { topic, partition, epoch: row.epoch, nextOffset: row.nextOffset };
    });
  }

  /** All or nothing; throws `FencedError` as the port says. */
  commit(consumer: string, batch: PacketBatch): void {
    for (const { topic, partition, epoch, from, to } of batch.progress) {
      const row = this.rows.get(`${topic}/${partition}`);
      assert.ok(row !== undefined && to > from, 'progress goes forward in a claimed partition');
      if (row.epoch !== epoch) {
        this.refused += 1;
        throw new FencedError(`${topic}/${partition} is claimed by ${row.consumer}`);
      }
      // Under the right epoch a wrong `from` is a fault of the source, not a lost partition.
      assert.equal(from, row.nextOffset, `${topic}/${partition} goes on where it stopped`);
    }
    for (const { origin } of batch.packets) {
      const progress = batch.progress.find(
        ({ topic, partition }) => topic === origin.name && partition === origin.partition,
      );
      assert.ok(progress !== undefined && origin.offset >= progress.from);
      assert.ok(origin.offset < progress.to);
    }
    for (const { topic, partition, to } of batch.progress) {
      const row = this.rows.get(`${topic}/${partition}`);
      if (row !== undefined) row.nextOffset = to;
    }
    this.packets.push(...batch.packets);
    this.broughtBy.set(consumer, (this.broughtBy.get(consumer) ?? 0) + batch.packets.length);
  }
}
