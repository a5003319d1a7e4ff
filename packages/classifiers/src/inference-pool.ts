import type { ScoreTime } from '@fritz/pipeline';
import type { ModelFile, TaskMessage } from './inference-messages.ts';
import { InferenceThread } from './inference-thread.ts';
import { ModelError } from './model-error.ts';
import { packStamps, type Stamps } from './packed-stamps.ts';
import type { RowScores } from './score-rows.ts';

/** How many alerts a thread is sent at once: their pictures are made once for all models. */
const MESSAGE_ALERTS = 32;

/** One score to be made. */
export interface Question {
  readonly model: ModelFile;
  readonly stamps: Stamps;
  /** See `FeatureMaker.make`. */
  readonly features: Float32Array;
}

/** A score, or why there is none. */
export type Answer =
  | { readonly score: number; readonly reason: null }
  | { readonly score: null; readonly reason: string };

/**
 * How many messages a thread has at a time: the next is there when one is done, and what somebody waits
 * for overtakes what is made ahead of its time.
 */
const MESSAGES_AT_ONCE = 2;

/** Something to be done by whichever thread is free. */
type Job = (thread: InferenceThread) => Promise<void>;

/** Threads that score alerts, started when they are first needed. */
export class InferencePool {
  private readonly threads: InferenceThread[] = [];
  private readonly size: number;
  private readonly waiting: Readonly<Record<ScoreTime, Job[]>> = { now: [], ahead: [] };
  private isClosed = false;
  /** How many jobs each thread has; 0 where it is not in the map. */
  private readonly jobs = new Map<InferenceThread, number>();

  /** @param threads how many there may be */
  constructor(threads: number) {
    this.size = Math.max(1, threads);
  }

  /** @throws ModelError where the model cannot be used */
  async check(model: ModelFile): Promise<void> {
    const reason = await this.pick().prepare(model);
    if (reason !== null) throw new ModelError(reason);
  }

  /**
   * Scores alerts, some at a time on each thread. Never throws: what cannot be scored has a
   * reason.
   *
   * @param when those `ahead` of their time wait until no others do
   */
  async score(questions: readonly Question[], when: ScoreTime = 'now'): Promise<Answer[]> {
    const answers = new Array<Answer>(questions.length);
    const byAlert = Map.groupBy(questions.keys(), (index) => questions[index]?.stamps);
    const alerts = [...byAlert.values()];
    const parts: number[][][] = [];
    for (let at = 0; at < alerts.length; at += MESSAGE_ALERTS) {
      parts.push(alerts.slice(at, at + MESSAGE_ALERTS));
    }
    await Promise.all(
      parts.map((part) =>
        this.enqueue(when, (thread) => this.scorePart(thread, part, questions, answers)),
      ),
    );
    return answers;
  }

  async close(): Promise<void> {
    this.isClosed = true;
    const threads = this.threads.splice(0);
    await Promise.all(threads.map((thread) => thread.close()));
    const [closed] = threads;
    // What waits is told by a thread that it was closed.
    for (const job of [...this.waiting.now.splice(0), ...this.waiting.ahead.splice(0)]) {
      if (closed) void job(closed);
    }
  }

  /** @param part of each alert the questions about it, by number */
  private async scorePart(
    thread: InferenceThread,
    part: readonly number[][],
    questions: readonly Question[],
    answers: Answer[],
  ): Promise<void> {
    const numbers = part.flat();
    try {
      const ofModel = Map.groupBy(numbers, (number) => questions[number]?.model.id ?? -1);
      const usable: number[][] = [];
      for (const ours of ofModel.values()) {
        const model = questions[ours[0] ?? -1]?.model;
        const failure = model ? await thread.prepare(model) : 'there is no model';
        if (failure === null) usable.push(ours);
        else for (const number of ours) answers[number] = { score: null, reason: failure };
      }
      const results = await this.ask(thread, part, usable, questions);
      for (const [index, ours] of usable.entries()) note(ours, results[index], answers);
    } catch (error) {
      if (!(error instanceof ModelError)) throw error;
      for (const number of numbers) answers[number] ??= { score: null, reason: error.message };
    }
  }

  private async ask(
    thread: InferenceThread,
    part: readonly number[][],
    tasks: readonly number[][],
    questions: readonly Question[],
  ): Promise<readonly RowScores[]> {
    if (tasks.length === 0) return [];
    const placeOf = new Map<number, number>();
    for (const [place, ofAlert] of part.entries()) {
      for (const number of ofAlert) placeOf.set(number, place);
    }
    const nothing: Stamps = { science: null, template: null, difference: null };
    const stamps = part.map((ofAlert) => questions[ofAlert[0] ?? -1]?.stamps ?? nothing);
    const messages = tasks.map((ours): TaskMessage => {
      const chosen = ours.flatMap((number) => questions[number] ?? []);
      return {
        modelId: chosen[0]?.model.id ?? -1,
        rows: Int32Array.from(ours, (number) => placeOf.get(number) ?? -1),
        features: concat(chosen.map(({ features }) => features)),
      };
    });
    return thread.score(packStamps(stamps), messages);
  }

  /** Has a job done by the next free thread, in the order of their coming. */
  private enqueue(when: ScoreTime, job: Job): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.waiting[when].push((thread) => job(thread).then(resolve, reject));
    this.dispatch();
    return promise;
  }

  private dispatch(): void {
    while (!this.isClosed) {
      if (this.waiting.now.length + this.waiting.ahead.length === 0) return;
      const thread = this.pick();
      if (this.jobsOf(thread) >= MESSAGES_AT_ONCE) return;
      const job = this.waiting.now.shift() ?? this.waiting.ahead.shift();
      if (!job) return;
      this.jobs.set(thread, this.jobsOf(thread) + 1);
      void job(thread).then(() => {
        this.jobs.set(thread, this.jobsOf(thread) - 1);
        this.dispatch();
      });
    }
  }

  private jobsOf(thread: InferenceThread): number {
    return this.jobs.get(thread) ?? 0;
  }

  /** The thread that has least to do; a new one while there may be more. */
  private pick(): InferenceThread {
    for (let i = this.threads.length - 1; i >= 0; i--) {
      const thread = this.threads[i];
      if (thread?.isAlive !== false) continue;
      this.threads.splice(i, 1);
      this.jobs.delete(thread);
    }
    const idlest = this.threads.toSorted((a, b) => this.jobsOf(a) - this.jobsOf(b))[0];
    const isFull = this.threads.length >= this.size;
    if (idlest && (isFull || this.jobsOf(idlest) === 0)) return idlest;
    const thread = new InferenceThread();
    this.threads.push(thread);
    return thread;
  }
}

function note(numbers: readonly number[], result: RowScores | undefined, answers: Answer[]): void {
  for (const [row, number] of numbers.entries()) {
    const score = result?.scores[row] ?? Number.NaN;
    const reason = result?.reasons[row] ?? (Number.isNaN(score) ? 'there is no score' : null);
    answers[number] = reason === null ? { score, reason } : { score: null, reason };
  }
}

function concat(parts: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
