import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Packet, PacketBatch, PacketSource } from '@fritz/pipeline';

const MAX_PACKETS = 500;
const WAIT_MS = 100;

/**
 * Packets that come at times of their own, whether anybody is ready for them or not (open loop), in
 * batches as a stream gives them: up to 500, or what came in a tenth of a second.
 */
export class TimedSource implements PacketSource {
  /** When the packets of each batch came that was handed out and not taken yet, in ms. */
  readonly arrivals: number[][] = [];
  private readonly paths: readonly string[];
  private readonly perSecond: number;

  /** @param perSecond how many come; Infinity for all at once */
  constructor(paths: readonly string[], perSecond: number) {
    this.paths = paths;
    this.perSecond = perSecond;
  }

  async *batches(): AsyncGenerator<PacketBatch> {
    const start = performance.now();
    const dueAt = (index: number) => start + (1000 * index) / this.perSecond;
    for (let at = 0; at < this.paths.length; ) {
      await sleep(Math.max(0, Math.ceil(dueAt(at) + WAIT_MS - performance.now())));
      const now = performance.now();
      const packets: Packet[] = [];
      const times: number[] = [];
      for (; at < this.paths.length && packets.length < MAX_PACKETS && dueAt(at) <= now; at++) {
        const name = this.paths[at] ?? '';
        const origin = { kind: 'file', name, partition: 0, offset: 0n } as const;
        packets.push({ bytes: readFileSync(name), origin });
        times.push(dueAt(at));
      }
      this.arrivals.push(times);
      yield { packets, progress: [] };
    }
  }

  async fenced(): Promise<void> {}

  async close(): Promise<void> {}
}
