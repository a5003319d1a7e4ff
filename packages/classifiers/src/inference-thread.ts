import { Worker } from 'node:worker_threads';
import type { FromThread, ModelFile, TaskMessage, ToThread } from './inference-messages.ts';
import { ModelError } from './model-error.ts';
import type { PackedStamps } from './packed-stamps.ts';
import type { RowScores } from './score-rows.ts';

/** A thread that says nothing this long hangs: a batch takes a fraction of a second. */
const PATIENCE_MS = 120_000;

interface Pending {
  readonly resolve: (message: FromThread) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
}

/** One thread that runs models. Once it died it stays so; what was asked of it is rejected. */
export class InferenceThread {
  private readonly worker: Worker;
  private readonly pending = new Map<number, Pending>();
  /** What came of loading each model. */
  private readonly loads = new Map<number, Promise<string | null>>();
  private lastId = 0;
  private death: ModelError | null = null;

  constructor() {
    this.worker = new Worker(new URL('./inference.worker.ts', import.meta.url), { name: 'models' });
    this.worker.on('message', (message: FromThread) => this.take(message));
    this.worker.on('error', (error) =>
      this.die(`the thread of the models failed: ${error.message}`),
    );
    this.worker.on('exit', () => this.die('the thread of the models has ended'));
    // Who waits for an answer keeps the process; an idle thread does not.
    this.worker.unref();
  }

  get isAlive(): boolean {
    return this.death === null;
  }

  /** @returns why the model cannot be used; null where it is ready */
  async prepare(model: ModelFile): Promise<string | null> {
    const before = this.loads.get(model.id);
    if (before) return before;
    const loading = this.ask({ type: 'load', id: this.nextId(), model }).then((answer) =>
      answer.type === 'loaded' ? answer.error : 'the model was not loaded',
    );
    this.loads.set(model.id, loading);
    return loading;
  }

  /** @throws ModelError where the thread cannot answer */
  async score(stamps: PackedStamps, tasks: readonly TaskMessage[]): Promise<readonly RowScores[]> {
    const message: ToThread = { type: 'score', id: this.nextId(), stamps, tasks };
    const answer = await this.ask(message, [stamps.bytes.buffer]);
    if (answer.type === 'scored') return answer.results;
    throw new ModelError(answer.error ?? 'the thread of the models gave no scores');
  }

  async close(): Promise<void> {
    this.die('the models were closed');
    await this.worker.terminate();
  }

  private nextId(): number {
    this.lastId += 1;
    return this.lastId;
  }

  private ask(message: ToThread, transfer: ArrayBuffer[] = []): Promise<FromThread> {
    if (this.death) return Promise.reject(this.death);
    const { promise, resolve, reject } = Promise.withResolvers<FromThread>();
    const timer = setTimeout(() => {
      this.die(`the models gave no answer for ${PATIENCE_MS / 1000} s`);
      void this.worker.terminate();
    }, PATIENCE_MS);
    this.pending.set(message.id, { resolve, reject, timer });
    this.worker.postMessage(message, transfer);
    return promise;
  }

  private take(message: FromThread): void {
    const pending = this.pending.get(message.id);
    if (!pending) return;
    clearTimeout(pending.timer);
    this.pending.delete(message.id);
    pending.resolve(message);
  }

  private die(reason: string): void {
    this.death ??= new ModelError(reason);
    for (const { reject, timer } of this.pending.values()) {
      clearTimeout(timer);
      reject(this.death);
    }
    this.pending.clear();
  }
}
