/**
 * Writing a HATS catalog: rows come in the order of their places and go into a file a pixel; of the rows
 * near the edges it is kept where they are, and the margins are read again at the end. All of it is in a
 * folder beside, which gets its name when it is whole.
 */
import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { tryPidLock } from '../embedded/pid-lock.ts';
import { choosePixels, pixelPath } from './choose-pixels.ts';
import { HatsError } from './hats-error.ts';
import { HatsProgress, type WrittenFile } from './hats-progress.ts';
import {
  type MarginOf,
  writeCatalogHead,
  writeCollectionHead,
  writtenColumns,
} from './hats-properties.ts';
import type { HatsPixel, HatsRow, HatsSource, HatsTable } from './hats-table.ts';
import { Margins } from './margin-pixels.ts';
import { ParquetOut, type ParquetShape } from './parquet-out.ts';

export interface HatsPlan {
  /** Where it will be. */
  readonly folder: string;
  readonly table: HatsTable;
  readonly source: HatsSource;
  /** Rows of a file, where its pixel can be split. */
  readonly maxRows: number;
  readonly shape: ParquetShape;
  /** How far beyond its edges a pixel's margin reaches; null: no margin, and no collection of both. */
  readonly marginArcsec: number | null;
  /** What is written: what was begun of something else is not gone on with. */
  readonly key: string;
  /** Whether what is there under the name is taken away for it. */
  readonly isReplacing?: boolean;
}

export interface HatsOptions {
  readonly now?: () => Date;
  readonly signal?: AbortSignal;
  /** Rows so far. */
  readonly onProgress?: (rows: number) => void;
}

export interface HatsReport {
  readonly rows: number;
  readonly partitions: number;
  readonly marginRows: number;
  readonly bytes: number;
  /** Rows that were there from an earlier, interrupted call. */
  readonly kept: number;
}

/** Of the finest pixels: 0.2° wide. */
const FINEST_ORDER = 8;

/** @throws HatsError; what reading the rows throws, after which the same call goes on */
export async function writeHats(plan: HatsPlan, options: HatsOptions = {}): Promise<HatsReport> {
  const { folder } = plan;
  await mkdir(dirname(folder), { recursive: true });
  const lock = tryPidLock(`${folder}.lock`);
  if ('heldBy' in lock) {
    throw new HatsError('busy', `${folder} is written by process ${lock.heldBy} right now`);
  }
  try {
    return await writeLocked(plan, options);
  } finally {
    lock.release();
  }
}

async function writeLocked(plan: HatsPlan, options: HatsOptions): Promise<HatsReport> {
  const { folder, isReplacing = false } = plan;
  if (existsSync(folder) && !isReplacing) {
    throw new HatsError('is_there', `${folder} is there already`);
  }
  const part = `${folder}.part`;
  const progress = await startOrGoOn(plan, part, options);
  const kept = sumOf(progress.written, 'rows');
  await writePixels(plan, { part, progress, options });
  const report = await finishFolder(plan, part, progress, options);
  if (isReplacing) await rm(`${folder}.old`, { recursive: true, force: true });
  if (isReplacing && existsSync(folder)) await rename(folder, `${folder}.old`);
  await rename(part, folder);
  if (isReplacing) await rm(`${folder}.old`, { recursive: true, force: true });
  return { ...report, kept };
}

async function startOrGoOn(
  { source, maxRows, key }: HatsPlan,
  part: string,
  { now = () => new Date() }: HatsOptions,
): Promise<HatsProgress> {
  const begun = await HatsProgress.read(part, key);
  if (begun !== null) return begun;
  const pixels = choosePixels(await source.count(FINEST_ORDER), FINEST_ORDER, maxRows);
  if (pixels.length === 0) throw new HatsError('nothing', 'there is no row to write');
  return HatsProgress.begin(part, key, { pixels, createdAt: now() });
}

interface Work {
  readonly part: string;
  readonly progress: HatsProgress;
  readonly options: HatsOptions;
}

/** The folder of the catalog itself, and of its margin. */
function foldersOf({ table, marginArcsec }: HatsPlan, part: string) {
  if (marginArcsec === null) return { catalog: part, margin: null, marginName: null };
  const marginName = `${table.name}_${String(marginArcsec).replace('.', '_')}arcs`;
  return { catalog: join(part, table.name), margin: join(part, marginName), marginName };
}

async function writePixels(plan: HatsPlan, { part, progress, options }: Work): Promise<void> {
  const { pixels } = progress;
  const { catalog } = foldersOf(plan, part);
  const margins = plan.marginArcsec === null ? null : new Margins(pixels, plan.marginArcsec);
  let at = progress.written.length;
  const first = pixels[at];
  if (!first) return;
  const open = (pixel: HatsPixel) =>
    PixelFile.open(join(catalog, pixelPath(pixel)), { pixel, pixels, margins, plan });
  let file = await open(first);
  let rows = sumOf(progress.written, 'rows');
  try {
    for await (const batch of plan.source.rows(first.from)) {
      options.signal?.throwIfAborted();
      for (const row of batch) {
        while (row.hpx >= (pixels[at]?.to ?? row.hpx + 1n)) {
          await progress.noteWritten({ pixel: at, ...(await file.finish()) });
          at++;
          file = await open(demandPixel(pixels, at, row));
        }
        demandPixel(pixels, at, row);
        await file.add(row);
      }
      rows += batch.length;
      options.onProgress?.(rows);
    }
    await progress.noteWritten({ pixel: at, ...(await file.finish()) });
  } catch (error) {
    await file.abandon();
    throw error;
  }
}

function demandPixel(pixels: readonly HatsPixel[], at: number, { hpx }: HatsRow): HatsPixel {
  const pixel = pixels[at];
  if (pixel && hpx >= pixel.from) return pixel;
  throw new HatsError(
    'changed',
    'there are new rows since it was begun: remove what is written of it (.part), and begin anew',
  );
}

interface PixelWork {
  readonly pixel: HatsPixel;
  readonly pixels: readonly HatsPixel[];
  readonly margins: Margins | null;
  readonly plan: HatsPlan;
}

/** A pixel's file under way, with what of it belongs to the margins of others. */
class PixelFile {
  readonly #out: ParquetOut;
  readonly #work: PixelWork;
  readonly #near = new Map<HatsPixel, bigint[]>();

  private constructor(out: ParquetOut, work: PixelWork) {
    this.#out = out;
    this.#work = work;
  }

  static async open(path: string, work: PixelWork): Promise<PixelFile> {
    const { table, shape } = work.plan;
    return new PixelFile(await ParquetOut.create(path, writtenColumns(table), shape), work);
  }

  async add(row: HatsRow): Promise<void> {
    await this.#out.add([row.hpx, ...row.cells]);
    for (const other of this.#work.margins?.around(row, this.#work.pixel) ?? []) {
      const indices = this.#near.get(other) ?? [];
      // Rows at one place follow each other.
      if (indices.at(-1) !== row.hpx) indices.push(row.hpx);
      this.#near.set(other, indices);
    }
  }

  async finish() {
    const { pixels } = this.#work;
    const margins = [...this.#near].map(([pixel, rows]) => [pixels.indexOf(pixel), rows] as const);
    return { ...(await this.#out.finish()), margins };
  }

  abandon(): Promise<void> {
    return this.#out.abandon();
  }
}

async function finishFolder(
  plan: HatsPlan,
  part: string,
  progress: HatsProgress,
  options: HatsOptions,
): Promise<Omit<HatsReport, 'kept'>> {
  const { table, marginArcsec } = plan;
  const { createdAt, written } = progress;
  const { catalog, margin, marginName } = foldersOf(plan, part);
  await writeCatalogHead(catalog, table, summaryOf(progress, written));
  if (margin !== null && marginArcsec !== null) {
    await writeMargins(plan, margin, progress, options);
    const { margins } = progress;
    // There is no catalog without a row.
    if (margins.length > 0) {
      const ofPrimary: MarginOf = { primary: table.name, thresholdArcsec: marginArcsec };
      const named = { ...table, name: marginName };
      await writeCatalogHead(margin, named, summaryOf(progress, margins), ofPrimary);
    }
    const { name } = table;
    const tied = margins.length > 0 ? marginName : null;
    await writeCollectionHead(part, { name, primary: name, margin: tied, createdAt });
  }
  await progress.end();
  return {
    rows: sumOf(written, 'rows'),
    partitions: written.length,
    marginRows: sumOf(progress.margins, 'rows'),
    bytes: sumOf(written, 'bytes') + sumOf(progress.margins, 'bytes'),
  };
}

function summaryOf({ pixels, createdAt }: HatsProgress, files: readonly WrittenFile[]) {
  return {
    pixels: files.flatMap(({ pixel }) => pixels[pixel] ?? []),
    rows: sumOf(files, 'rows'),
    maxRows: files.reduce((most, { rows }) => Math.max(most, rows), 0),
    bytes: sumOf(files, 'bytes'),
    createdAt,
  };
}

/** Rows that are read again at a time. */
const MARGIN_CHUNK = 1000;

async function writeMargins(
  { table, source, shape }: HatsPlan,
  folder: string,
  progress: HatsProgress,
  { signal }: HatsOptions,
): Promise<void> {
  const indices = new Map<number, bigint[]>();
  for (const { margins } of progress.written) {
    for (const [pixel, some] of margins) {
      const all = indices.get(pixel) ?? [];
      for (const hpx of some) all.push(hpx);
      indices.set(pixel, all);
    }
  }
  const isDone = new Set(progress.margins.map(({ pixel }) => pixel));
  const wanted = [...indices].toSorted(([a], [b]) => a - b);
  for (const [index, near] of wanted) {
    const pixel = progress.pixels[index];
    if (!pixel || isDone.has(index)) continue;
    signal?.throwIfAborted();
    const out = await ParquetOut.create(
      join(folder, pixelPath(pixel)),
      writtenColumns(table),
      shape,
    );
    try {
      // They came pixel by pixel, each in its order: so they are in theirs.
      for (let from = 0; from < near.length; from += MARGIN_CHUNK) {
        for (const row of await source.at(near.slice(from, from + MARGIN_CHUNK))) {
          await out.add([row.hpx, ...row.cells]);
        }
      }
      await progress.noteMargin({ pixel: index, ...(await out.finish()) });
    } catch (error) {
      await out.abandon();
      throw error;
    }
  }
}

function sumOf(files: readonly WrittenFile[], what: 'rows' | 'bytes'): number {
  return files.reduce((sum, file) => sum + file[what], 0);
}
