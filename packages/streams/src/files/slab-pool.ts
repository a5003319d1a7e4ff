/**
 * Memory for the packets of a batch, used again for later batches. A fresh buffer for each small
 * file costs more than reading it: its pages are mapped and cleared, and the garbage collector
 * counts them.
 */
export class SlabPool {
  private readonly slabBytes: number;
  private readonly free: Buffer[] = [];

  constructor(slabBytes: number) {
    this.slabBytes = slabBytes;
  }

  open(): Slab {
    return new Slab(this.free.pop() ?? Buffer.allocUnsafeSlow(this.slabBytes), (bytes) => {
      this.free.push(bytes);
    });
  }
}

/** The memory of one batch. */
export class Slab {
  private readonly bytes: Buffer;
  private readonly giveBack: (bytes: Buffer) => void;
  private used = 0;
  private isReleased = false;

  constructor(bytes: Buffer, giveBack: (bytes: Buffer) => void) {
    this.bytes = bytes;
    this.giveBack = giveBack;
  }

  /** Room for so many bytes, with what was there before in it; null where there is none left. */
  take(length: number): Buffer | null {
    if (this.isReleased || this.used + length > this.bytes.length) return null;
    this.used += length;
    return this.bytes.subarray(this.used - length, this.used);
  }

  /** Everything taken is free for others from here on. */
  release(): void {
    if (this.isReleased) return;
    this.isReleased = true;
    this.giveBack(this.bytes);
  }
}
