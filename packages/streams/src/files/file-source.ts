import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import type { Packet, PacketBatch, PacketSource } from '@fritz/pipeline';
import { prefetch } from '../prefetch.ts';
import { readArchive } from './archive-reader.ts';
import { isPacketName, type PathScan, type SourceFile, scanPaths } from './path-scanner.ts';
import { type Slab, SlabPool } from './slab-pool.ts';
import { describeFileError, SourceError } from './source-error.ts';

/** How far a file source has come. Archives count by the bytes read of them as they lie on disk. */
export interface FileProgress {
  readonly bytesRead: number;
  readonly bytesTotal: number;
  readonly filesRead: number;
  readonly filesTotal: number;
  readonly packets: number;
  /** Members of archives that are no packets. */
  readonly skipped: number;
}

export interface FileSourceOptions {
  /** Packets in a batch at most; 500. */
  readonly batchSize?: number;
  /** Bytes in a batch at most, save for a larger single packet; 16 MiB. */
  readonly maxBatchBytes?: number;
  /** Larger packets are refused and recorded; 64 MiB. */
  readonly maxPacketBytes?: number;
  /** Told with each batch handed out, and at the end. */
  readonly onProgress?: (progress: FileProgress) => void;
  /** Told of each error when it is found; they are also kept in `errors`. */
  readonly onError?: (error: SourceError) => void;
}

/** How much there is to read. */
export interface FileEstimate {
  readonly files: number;
  readonly bytes: number;
}

export interface FileSource extends PacketSource {
  /** Looks at the paths, before or instead of reading them; missing ones are in `errors` then. */
  estimate(): Promise<FileEstimate>;
  /** Every path that could not be read, or not to its end. */
  readonly errors: readonly SourceError[];
  readonly progress: FileProgress;
}

/**
 * Packets from files, folders (everything beneath) and tar archives. A path that fails is recorded
 * and the others go on. Reads ahead by at most two batches. Can be read once.
 */
export function fileSource(paths: readonly string[], options: FileSourceOptions = {}): FileSource {
  return new FilePacketSource(paths, options);
}

/** Plain files read before others get their turn. */
const FILES_PER_TURN = 16;

interface Step {
  readonly packets: Packet[];
  readonly progress: FileProgress;
  readonly release: () => void;
}

const MIB = 1024 * 1024;
const DEFAULT_BATCH_BYTES = 16 * MIB;

class FilePacketSource implements FileSource {
  readonly errors: SourceError[] = [];
  readonly #paths: readonly string[];
  readonly #options: FileSourceOptions;
  #scan: Promise<PathScan> | null = null;
  #closed = false;
  #started = false;
  #handedOut: FileProgress = emptyProgress();
  readonly #slabs: SlabPool;
  readonly #maxBatchBytes: number;
  #slab: Slab;
  #batchBytes = 0;
  readonly #read = { ...emptyProgress() } as { -readonly [K in keyof FileProgress]: number };

  constructor(paths: readonly string[], options: FileSourceOptions) {
    this.#paths = paths;
    this.#options = options;
    this.#maxBatchBytes = options.maxBatchBytes ?? DEFAULT_BATCH_BYTES;
    this.#slabs = new SlabPool(this.#maxBatchBytes);
    this.#slab = this.#slabs.open();
  }

  get progress(): FileProgress {
    return this.#handedOut;
  }

  async estimate(): Promise<FileEstimate> {
    const { files } = await this.#scanOnce();
    return { files: files.length, bytes: this.#read.bytesTotal };
  }

  async *batches(): AsyncGenerator<PacketBatch> {
    if (this.#started) throw new Error('a file source can be read once');
    this.#started = true;
    const { files } = await this.#scanOnce();
    // One step lies ready while the next is being filled: two batches ahead.
    for await (const step of prefetch(this.#steps(files), 2)) {
      if (this.#closed) return;
      this.#handOut(step.progress);
      yield { packets: step.packets, progress: [], release: step.release };
    }
    this.#handOut({ ...this.#read });
  }

  async fenced(): Promise<void> {
    // Files have no owner: their packets are known again by their ids.
  }

  async close(): Promise<void> {
    this.#closed = true;
  }

  #handOut(progress: FileProgress): void {
    this.#handedOut = progress;
    this.#options.onProgress?.(progress);
  }

  #scanOnce(): Promise<PathScan> {
    this.#scan ??= scanPaths(this.#paths).then((scan) => {
      for (const error of scan.errors) this.#record(error);
      this.#read.filesTotal = scan.files.length;
      this.#read.bytesTotal = scan.files.reduce((sum, file) => sum + file.bytes, 0);
      this.#handedOut = { ...this.#read };
      return scan;
    });
    return this.#scan;
  }

  #record(error: SourceError): void {
    this.errors.push(error);
    this.#options.onError?.(error);
  }

  async *#steps(files: readonly SourceFile[]): AsyncGenerator<Step> {
    const { batchSize = 500 } = this.#options;
    let packets: Packet[] = [];
    for await (const packet of this.#packets(files)) {
      if (packets.length > 0 && !this.#fits(packet.bytes.length)) {
        yield this.#step(packets);
        packets = [];
      }
      packets.push(packet);
      this.#batchBytes += packet.bytes.length;
      this.#read.packets += 1;
      if (packets.length < batchSize) continue;
      yield this.#step(packets);
      packets = [];
    }
    if (packets.length > 0) yield this.#step(packets);
  }

  #step(packets: Packet[]): Step {
    const slab = this.#slab;
    this.#slab = this.#slabs.open();
    this.#batchBytes = 0;
    return { packets, progress: { ...this.#read }, release: () => slab.release() };
  }

  /** Whether a packet of so many bytes goes into the batch that is being filled. */
  #fits(bytes: number): boolean {
    return this.#batchBytes + bytes <= this.#maxBatchBytes;
  }

  async *#packets(files: readonly SourceFile[]): AsyncGenerator<Packet> {
    for (let at = 0; at < files.length && !this.#closed; ) {
      const file = files[at];
      if (file === undefined) return;
      if (file.kind === 'archive') {
        yield* this.#archivePackets(file);
        at += 1;
        continue;
      }
      let end = at;
      while (files[end]?.kind === 'packet') end += 1;
      yield* this.#plainPackets(files.slice(at, end));
      at = end;
    }
  }

  /**
   * Plain files in their order. Reading synchronously takes a third of the CPU time that promises
   * take for small files; others get their turn after every few.
   */
  async *#plainPackets(files: readonly SourceFile[]): AsyncGenerator<Packet> {
    for (const [index, file] of files.entries()) {
      if (this.#closed) break;
      if (index % FILES_PER_TURN === 0) await setImmediate();
      const bytes = this.#readPlain(file);
      this.#read.filesRead += 1;
      this.#read.bytesRead += file.bytes;
      if (bytes instanceof SourceError) this.#record(bytes);
      else {
        const origin = { kind: 'file', name: file.path, partition: 0, offset: 0n } as const;
        yield { bytes, origin };
      }
    }
  }

  #readPlain(file: SourceFile): Uint8Array | SourceError {
    if (file.bytes > this.#maxPacketBytes) return tooLarge(file.path, file.bytes);
    try {
      return this.#readWhole(file.path);
    } catch (error) {
      return describeFileError(file.path, error);
    }
  }

  #readWhole(path: string): Uint8Array {
    const descriptor = openSync(path, 'r');
    try {
      const { size } = fstatSync(descriptor);
      // One that does not fit opens the next batch: it must outlive this one's memory.
      const bytes = (this.#fits(size) && this.#slab.take(size)) || Buffer.allocUnsafeSlow(size);
      let at = 0;
      while (at < size) {
        const read = readSync(descriptor, bytes, at, size - at, null);
        // Somebody shortens the file while it is read: the packet is truncated, and says so.
        if (read === 0) break;
        at += read;
      }
      return bytes.subarray(0, at);
    } finally {
      closeSync(descriptor);
    }
  }

  async *#archivePackets(file: SourceFile): AsyncGenerator<Packet> {
    let counted = 0;
    const members = readArchive(file.path, {
      wants: (name, size) => isPacketName(name) && size <= this.#maxPacketBytes,
      onRead: (bytes) => {
        counted += bytes;
        this.#read.bytesRead += bytes;
      },
    });
    try {
      for await (const { name, index, size, bytes } of members) {
        if (this.#closed) return;
        const origin = `${file.path}!${name}`;
        if (bytes !== null) {
          const offset = BigInt(index);
          yield { bytes, origin: { kind: 'file', name: origin, partition: 0, offset } };
        } else if (isPacketName(name)) this.#record(tooLarge(origin, size));
        else this.#read.skipped += 1;
      }
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      this.#record(error);
    }
    // So that the bar reaches its end also past a damaged archive.
    this.#read.bytesRead += file.bytes - counted;
    this.#read.filesRead += 1;
  }

  get #maxPacketBytes(): number {
    return this.#options.maxPacketBytes ?? 64 * MIB;
  }
}

function tooLarge(path: string, bytes: number): SourceError {
  const what = `${bytes} bytes are too many for a packet; passed over`;
  return new SourceError('packet_too_large', path, what);
}

function emptyProgress(): FileProgress {
  return { bytesRead: 0, bytesTotal: 0, filesRead: 0, filesTotal: 0, packets: 0, skipped: 0 };
}
