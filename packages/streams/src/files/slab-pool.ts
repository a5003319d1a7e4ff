/**
 * Memory for the packets of some files, used again for later ones. A fresh buffer for each small
 * file costs more than reading it: its pages are mapped and cleared, and the garbage collector
 * counts them.
 */
export class SlabPool {
  private readonly slabBytes: number;
  private readonly free: ArrayBuffer[] = [];

  constructor(slabBytes: number) {
    this.slabBytes = slabBytes;
  }

  take(): ArrayBuffer {
    return this.free.pop() ?? new ArrayBuffer(this.slabBytes);
  }

  /** To be called when nobody looks at it any more. */
  giveBack(buffer: ArrayBuffer): void {
    this.free.push(buffer);
  }
}

/** Memory that several batches may look at: free when each of them has let go of it. */
export class SharedSlab {
  private users = 1;
  private readonly pool: SlabPool;
  private readonly buffer: ArrayBuffer;

  /** In use by who made it. */
  constructor(pool: SlabPool, buffer: ArrayBuffer) {
    this.pool = pool;
    this.buffer = buffer;
  }

  use(): void {
    this.users += 1;
  }

  release(): void {
    this.users -= 1;
    if (this.users === 0) this.pool.giveBack(this.buffer);
  }
}
