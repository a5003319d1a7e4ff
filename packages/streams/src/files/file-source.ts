import type { Packet, PacketBatch, PacketSource } from '@fritz/pipeline';
import { prefetch } from '../prefetch.ts';
import { readArchive } from './archive-reader.ts';
import { isPacketName, type PathScan, type SourceFile, scanPaths } from './path-scanner.ts';
import { type ChunkReply, readChunk, tooLarge } from './read-chunk.ts';
import { ReaderThread } from './reader-thread.ts';
import { SharedSlab, SlabPool } from './slab-pool.ts';
import { SourceError } from './source-error.ts';

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
 * and the others go on. Reads ahead by at most one batch and a few files. Can be read once.
 */
export function fileSource(paths: readonly string[], options: FileSourceOptions = {}): FileSource {
  return new FilePacketSource(paths, options);
}

/** What is read at once. */
const CHUNK = { files: 64, bytes: 4 * 1024 * 1024 };

interface Chunk {
  readonly files: readonly SourceFile[];
  readonly reply: ChunkReply;
  readonly slab: SharedSlab;
}

interface ReadPacket {
  readonly packet: Packet;
  /** The memory that its bytes lie in; null where it has some of its own. */
  readonly slab: SharedSlab | null;
}

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
  readonly #pool = new SlabPool(CHUNK.bytes);
  #thread: ReaderThread | null = null;
  readonly #maxBatchBytes: number;
  /** Of the batch that is being filled. */
  #slabs: SharedSlab[] = [];
  #batchBytes = 0;
  readonly #read = { ...emptyProgress() } as { -readonly [K in keyof FileProgress]: number };

  constructor(paths: readonly string[], options: FileSourceOptions) {
    this.#paths = paths;
    this.#options = options;
    this.#maxBatchBytes = options.maxBatchBytes ?? DEFAULT_BATCH_BYTES;
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
    // One step is filled while another is processed; its files are read ahead of that.
    try {
      for await (const step of prefetch(this.#steps(files), 1)) {
        if (this.#closed) return;
        this.#handOut(step.progress);
        yield { packets: step.packets, progress: [], release: step.release };
      }
    } finally {
      await this.#thread?.close();
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
    for await (const { packet, slab } of this.#packets(files)) {
      if (packets.length > 0 && !this.#fits(packet.bytes.length)) {
        yield this.#step(packets);
        packets = [];
      }
      packets.push(packet);
      if (slab !== null && this.#slabs.at(-1) !== slab) {
        slab.use();
        this.#slabs.push(slab);
      }
      this.#batchBytes += packet.bytes.length;
      this.#read.packets += 1;
      if (packets.length < batchSize) continue;
      yield this.#step(packets);
      packets = [];
    }
    if (packets.length > 0) yield this.#step(packets);
  }

  #step(packets: Packet[]): Step {
    const slabs = this.#slabs;
    this.#slabs = [];
    this.#batchBytes = 0;
    const release = () => {
      for (const slab of slabs.splice(0)) slab.release();
    };
    return { packets, progress: { ...this.#read }, release };
  }

  /** Whether a packet of so many bytes goes into the batch that is being filled. */
  #fits(bytes: number): boolean {
    return this.#batchBytes + bytes <= this.#maxBatchBytes;
  }

  async *#packets(files: readonly SourceFile[]): AsyncGenerator<ReadPacket> {
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

  /** Plain files in their order; while some are handed out, the next are being read. */
  async *#plainPackets(files: readonly SourceFile[]): AsyncGenerator<ReadPacket> {
    for await (const chunk of prefetch(this.#chunks(files), 2)) {
      for (const [index, file] of chunk.files.entries()) {
        if (this.#closed) return;
        this.#read.filesRead += 1;
        this.#read.bytesRead += file.bytes;
        const packet = this.#packetOf(chunk, index, file);
        if (packet) yield packet;
      }
      chunk.slab.release();
    }
  }

  #packetOf({ reply, slab }: Chunk, index: number, file: SourceFile): ReadPacket | null {
    const origin = { kind: 'file', name: file.path, partition: 0, offset: 0n } as const;
    const read = reply.files[index];
    if (read?.kind === 'slice') {
      const bytes = Buffer.from(reply.buffer, read.at, read.length);
      return { packet: { bytes, origin }, slab };
    }
    if (read?.kind === 'own') return { packet: { bytes: read.bytes, origin }, slab: null };
    if (read) this.#record(new SourceError(read.code, file.path, read.what));
    return null;
  }

  async *#chunks(files: readonly SourceFile[]): AsyncGenerator<Chunk> {
    for (let at = 0; at < files.length && !this.#closed; ) {
      const chosen = chunkFrom(files, at);
      at += chosen.length;
      const request = {
        paths: chosen.map((file) => file.path),
        buffer: this.#pool.take(),
        maxPacketBytes: this.#maxPacketBytes,
      };
      // A thread takes longer to start than a few files take to be read.
      const isMany = files.length > CHUNK.files;
      if (isMany) this.#thread ??= new ReaderThread();
      const reply = await (this.#thread?.read(request) ?? readChunk(request));
      yield { files: chosen, reply, slab: new SharedSlab(this.#pool, reply.buffer) };
    }
  }

  async *#archivePackets(file: SourceFile): AsyncGenerator<ReadPacket> {
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
          const from = { kind: 'file', name: origin, partition: 0, offset } as const;
          yield { packet: { bytes, origin: from }, slab: null };
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

/** The files from this one on that are read at once; the first, however large it is. */
function chunkFrom(files: readonly SourceFile[], start: number): SourceFile[] {
  const chosen: SourceFile[] = [];
  let bytes = 0;
  for (const file of files.slice(start, start + CHUNK.files)) {
    bytes += file.bytes;
    if (chosen.length > 0 && bytes > CHUNK.bytes) break;
    chosen.push(file);
  }
  return chosen;
}

function emptyProgress(): FileProgress {
  return { bytesRead: 0, bytesTotal: 0, filesRead: 0, filesTotal: 0, packets: 0, skipped: 0 };
}
