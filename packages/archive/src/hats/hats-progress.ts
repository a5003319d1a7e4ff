import { appendFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hatsPixel } from './choose-pixels.ts';
import type { HatsPixel } from './hats-table.ts';

/** A file that is whole. */
export interface WrittenFile {
  /** Which of the pixels. */
  readonly pixel: number;
  readonly rows: number;
  readonly bytes: number;
}

/** A catalog's file, with what belongs to the margins of others: their pixels, and rows by index. */
export interface WrittenPixel extends WrittenFile {
  readonly margins: readonly (readonly [pixel: number, indices: readonly bigint[]])[];
}

interface Head {
  readonly key: string;
  readonly createdAt: string;
  readonly pixels: readonly (readonly [order: number, pix: string])[];
}

const FILE = 'progress.jsonl';

/** How far a folder is written: a line a file, so that the same command goes on where it was stopped. */
export class HatsProgress {
  readonly pixels: readonly HatsPixel[];
  readonly createdAt: Date;
  readonly written: WrittenPixel[] = [];
  readonly margins: WrittenFile[] = [];
  readonly #path: string;

  private constructor(folder: string, head: Pick<Head, 'createdAt' | 'pixels'>) {
    this.#path = join(folder, FILE);
    this.createdAt = new Date(head.createdAt);
    this.pixels = head.pixels.map(([order, pix]) => hatsPixel(order, BigInt(pix)));
  }

  /** What is there of the same work; null where it is another's, or nothing. */
  static async read(folder: string, key: string): Promise<HatsProgress | null> {
    const text = await readFile(join(folder, FILE), 'utf8').catch(() => null);
    const [first, ...lines] = text?.split('\n') ?? [];
    // What a crash cut off is not there.
    const head = parseLine<Head>(first);
    if (head === null || head.key !== key) return null;
    const progress = new HatsProgress(folder, head);
    for (const line of lines) progress.#take(line);
    return progress;
  }

  /** Begins anew: what was in the folder is gone. */
  static async begin(
    folder: string,
    key: string,
    { pixels, createdAt }: { pixels: readonly HatsPixel[]; createdAt: Date },
  ): Promise<HatsProgress> {
    const head: Head = {
      ...{ key, createdAt: createdAt.toISOString() },
      pixels: pixels.map(({ order, pix }) => [order, String(pix)]),
    };
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, FILE), `${JSON.stringify(head)}\n`);
    return new HatsProgress(folder, head);
  }

  async noteWritten(one: WrittenPixel): Promise<void> {
    const margins = one.margins.map(([pixel, indices]) => [pixel, indices.map(String)]);
    await appendFile(this.#path, `${JSON.stringify({ ...one, margins })}\n`);
    this.written.push(one);
  }

  async noteMargin({ pixel: marginOf, rows, bytes }: WrittenFile): Promise<void> {
    await appendFile(this.#path, `${JSON.stringify({ marginOf, rows, bytes })}\n`);
    this.margins.push({ pixel: marginOf, rows, bytes });
  }

  /** There is no more to do. */
  async end(): Promise<void> {
    await rm(this.#path);
  }

  #take(line: string): void {
    type Stored = WrittenFile & { margins?: [number, string[]][]; marginOf?: number };
    const one = parseLine<Stored>(line);
    if (one === null) return;
    const { rows, bytes, margins, marginOf } = one;
    if (marginOf !== undefined) this.margins.push({ pixel: marginOf, rows, bytes });
    else if (margins !== undefined) {
      const exact = margins.map(([pixel, indices]) => [pixel, indices.map(BigInt)] as const);
      this.written.push({ pixel: one.pixel, rows, bytes, margins: exact });
    }
  }
}

function parseLine<T>(line: string | undefined): T | null {
  try {
    return line ? (JSON.parse(line) as T) : null;
  } catch {
    return null;
  }
}
