import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Packet, PacketBatch, PacketSource } from '@fritz/pipeline';

const MAX_PACKETS = 500;
const WAIT_MS = 100;
const CHUNK_BYTES = 4 * 1024 * 1024;

/**
 * Packets that come at times of their own, whether anybody is ready for them or not (open loop), in
 * batches as a stream gives them: up to 500, or what came in a tenth of a second.
 */
export class TimedSource implements PacketSource {
  /** When the packets of each batch came that was handed out and not taken yet, in ms. */
  readonly arrivals: number[][] = [];
  private readonly paths: readonly string[];
  private readonly sizes: readonly number[];
  private readonly perSecond: number;
  /** Memory of batches that nobody looks at any more: fresh memory costs more than to fill it. */
  private readonly spare: Buffer[] = [];

  /** @param perSecond how many come; Infinity for all at once */
  constructor(paths: readonly string[], perSecond: number) {
    this.paths = paths;
    this.sizes = paths.map((path) => statSync(path).size);
    this.perSecond = perSecond;
  }

  async *batches(): AsyncGenerator<PacketBatch> {
    const start = performance.now();
    const dueAt = (index: number) => start + (1000 * index) / this.perSecond;
    for (let at = 0; at < this.paths.length; ) {
      await sleep(Math.max(0, Math.ceil(dueAt(at) + WAIT_MS - performance.now())));
      const now = performance.now();
      const from = at;
      while (at < this.paths.length && at - from < MAX_PACKETS && dueAt(at) <= now) at += 1;
      this.arrivals.push(Array.from({ length: at - from }, (_, index) => dueAt(from + index)));
      yield this.read(from, at);
    }
  }

  private read(from: number, to: number): PacketBatch {
    const needed = this.sizes.slice(from, to).reduce((sum, size) => sum + size, 0);
    const memory = this.take(needed);
    const packets: Packet[] = [];
    let start = 0;
    for (let index = from; index < to; index++) {
      const name = this.paths[index] ?? '';
      const bytes = memory.subarray(start, start + (this.sizes[index] ?? 0));
      start += bytes.length;
      const file = openSync(name, 'r');
      readSync(file, bytes, 0, bytes.length, 0);
      closeSync(file);
      packets.push({ bytes, origin: { kind: 'file', name, partition: 0, offset: 0n } });
    }
    return { packets, progress: [], release: () => this.spare.push(memory) };
  }

  private take(size: number): Buffer {
    const place = this.spare.findIndex(({ length }) => length >= size);
    const [memory] = place < 0 ? [] : this.spare.splice(place, 1);
    return memory ?? Buffer.allocUnsafeSlow(Math.ceil(size / CHUNK_BYTES) * CHUNK_BYTES);
  }

  async fenced(): Promise<void> {}

  async close(): Promise<void> {}
}
