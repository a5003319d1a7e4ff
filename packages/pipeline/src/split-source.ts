import type { Packet, PacketBatch, PacketSource } from './ports.ts';

/**
 * Reads a source whose packets are for several readers, such as a folder with packets of several
 * surveys. Each reader gets a source of its own, which it is given when the first packet of its kind
 * comes; a reader that is slow holds up the others. Only for sources without offsets (files).
 *
 * @param kindOf whose a packet is
 * @param read reads the packets of one kind to their end
 */
export async function splitSource(
  source: PacketSource,
  kindOf: (packet: Packet) => string,
  read: (kind: string, part: PacketSource) => Promise<void>,
): Promise<void> {
  const lanes = new Map<string, Lane>();
  const laneOf = (kind: string): Lane => {
    const lane = lanes.get(kind) ?? new Lane(source, (part) => read(kind, part));
    lanes.set(kind, lane);
    return lane;
  };
  try {
    for await (const batch of source.batches()) {
      if (batch.progress.length > 0) throw new Error('a source with offsets cannot be split');
      const parts = Map.groupBy(batch.packets, kindOf);
      let left = parts.size;
      const release = () => {
        left -= 1;
        if (left === 0) batch.release?.();
      };
      if (left === 0) batch.release?.();
      for (const [kind, packets] of parts) {
        await laneOf(kind).give({ packets, progress: [], release });
      }
    }
  } finally {
    for (const lane of lanes.values()) lane.end();
    // A failure is thrown by `give`, or here.
    await Promise.all([...lanes.values()].map(({ done }) => done));
  }
}

/** The packets of one kind, handed over batch by batch. */
class Lane implements PacketSource {
  readonly done: Promise<void>;
  private readonly source: PacketSource;
  private next: PromiseWithResolvers<PacketBatch | null> = Promise.withResolvers();
  private taken: PromiseWithResolvers<void> = Promise.withResolvers();

  constructor(source: PacketSource, read: (part: PacketSource) => Promise<void>) {
    this.source = source;
    this.done = read(this);
    this.done.catch(() => {});
  }

  /** Resolves when the reader has taken the batch; rejects when it has failed. */
  async give(batch: PacketBatch): Promise<void> {
    this.next.resolve(batch);
    await Promise.race([this.taken.promise, this.done]);
    this.taken = Promise.withResolvers();
  }

  end(): void {
    this.next.resolve(null);
  }

  async *batches(): AsyncGenerator<PacketBatch> {
    for (;;) {
      const batch = await this.next.promise;
      if (batch === null) return;
      this.next = Promise.withResolvers();
      this.taken.resolve();
      yield batch;
    }
  }

  async fenced(): Promise<void> {}

  close(): Promise<void> {
    return this.source.close();
  }
}
