import { Worker } from 'node:worker_threads';
import { FitsError, type FitsErrorCode } from '@fritz/formats';
import { SkyMapError, type SkyMapErrorCode } from '@fritz/sky';
import { type PreparedSkyMap, prepareSkyMap } from './prepare-sky-map.ts';
import { readSkyMap, type SkyMapProperties } from './read-sky-map.ts';
import { KnownSkyMap, type KnownSkyMapParts } from './sky-map-memory.ts';

/** What the thread is asked. */
export interface SkyMapTask {
  readonly id: number;
  readonly file: Uint8Array;
  /** Regions that are to be prepared; null: the map is read alone. */
  readonly percents: readonly number[] | null;
}

/** What it answers. */
export type SkyMapAnswer = { readonly id: number } & (
  | {
      readonly properties: SkyMapProperties;
      readonly parts: KnownSkyMapParts;
      readonly prepared: Omit<PreparedSkyMap, 'known' | 'properties'> | null;
    }
  | { readonly failure: SkyMapFailure }
);

export interface SkyMapFailure {
  readonly of: 'file' | 'map' | 'other';
  readonly code: string;
  readonly message: string;
}

type Done = Extract<SkyMapAnswer, { parts: unknown }>;

/** A smaller file is read sooner than a thread has started. */
const SMALL_BYTES = 400_000;
const IDLE_MS = 60_000;

interface Waiting {
  resolve(answer: Done): void;
  reject(error: unknown): void;
}

/** Where large sky maps are read and worked out, one after the other, while the server answers. */
class SkyMapThread {
  private worker: Worker | null = null;
  private readonly waiting = new Map<number, Waiting>();
  private idle: NodeJS.Timeout | null = null;
  private tasks = 0;

  do(file: Uint8Array, percents: readonly number[] | null): Promise<Done> {
    if (this.idle !== null) clearTimeout(this.idle);
    this.idle = null;
    const worker = this.worker ?? this.start();
    this.tasks += 1;
    const task: SkyMapTask = { id: this.tasks, file, percents };
    return new Promise((resolve, reject) => {
      this.waiting.set(task.id, { resolve, reject });
      worker.ref();
      worker.postMessage(task);
    });
  }

  private start(): Worker {
    const worker = new Worker(new URL('./sky-map.worker.ts', import.meta.url));
    worker.on('message', (answer: SkyMapAnswer) => this.settle(answer));
    worker.on('error', (error) => this.broke(worker, error));
    worker.once('exit', () => this.broke(worker, new Error('the thread of sky maps ended')));
    this.worker = worker;
    return worker;
  }

  private settle(answer: SkyMapAnswer): void {
    const waiting = this.waiting.get(answer.id);
    this.waiting.delete(answer.id);
    if ('failure' in answer) waiting?.reject(errorOf(answer.failure));
    else waiting?.resolve(answer);
    if (this.waiting.size > 0) return;
    this.worker?.unref();
    this.idle = setTimeout(() => void this.worker?.terminate(), IDLE_MS);
    this.idle.unref();
  }

  /** Nobody waits for what will not come. */
  private broke(worker: Worker, error: Error): void {
    if (this.worker !== worker) return;
    this.worker = null;
    for (const { reject } of this.waiting.values()) reject(error);
    this.waiting.clear();
  }
}

function errorOf({ of, code, message }: SkyMapFailure): Error {
  if (of === 'file') return new FitsError(code as FitsErrorCode, message);
  return of === 'map' ? new SkyMapError(code as SkyMapErrorCode, message) : new Error(message);
}

const thread = new SkyMapThread();

/**
 * A map in a file with all that is kept of it; a large one in a thread of its own.
 *
 * @throws FitsError; SkyMapError
 */
export async function prepareSkyMapFile(
  file: Uint8Array,
  percents: readonly number[],
  smallBytes = SMALL_BYTES,
): Promise<PreparedSkyMap> {
  if (file.length < smallBytes) return prepareSkyMap(readSkyMap(file), percents);
  const { properties, parts, prepared } = await thread.do(file, percents);
  if (prepared === null) throw new Error('the map was not prepared');
  return { ...prepared, properties, known: KnownSkyMap.of(parts) };
}

/** The same of a map that is kept already. */
export async function knowSkyMapFile(
  file: Uint8Array,
  smallBytes = SMALL_BYTES,
): Promise<KnownSkyMap> {
  if (file.length < smallBytes) return new KnownSkyMap(readSkyMap(file).map);
  const { parts } = await thread.do(file, null);
  return KnownSkyMap.of(parts);
}
