import type { SurveyPrograms } from '@fritz/archive';
import type { JdWindow } from '@fritz/surveys';

/** A filter's text and what its stream gives it. */
export interface RunFilter {
  readonly pipeline: string;
  readonly programIds: readonly number[];
  /** Of other surveys, as its group's streams give them. */
  readonly joint: readonly SurveyPrograms[];
  /** Whose alerts it reads. */
  readonly survey: string;
}

/** What a run is asked to do. */
export type RunWork =
  | { readonly kind: 'reference'; readonly nowMs: number }
  | {
      readonly kind: 'test';
      readonly window: JdWindow | null;
      readonly objectIds: readonly string[] | null;
    }
  | ({ readonly kind: 'funnel' } & NightWork)
  /** From `before` to the task's own filter. */
  | ({ readonly kind: 'diff'; readonly before: RunFilter } & NightWork)
  | { readonly kind: 'explain'; readonly candid: bigint; readonly objectId: string };

/** YYYYMMDD, or null for the last night that tells something. */
interface NightWork {
  readonly night: string | null;
  readonly nowMs: number;
}

/** A run over past alerts, on behalf of a viewer. */
export interface RunTask<W extends RunWork = RunWork> {
  readonly viewerKey: string;
  /** Whose run it is, whichever key he has in hand. */
  readonly viewerId: number;
  readonly filter: RunFilter;
  readonly work: W;
  /** After this a run stops with what it has; milliseconds. */
  readonly timeLimitMs: number;
}

/** What a worker is told. */
export interface RunOrder {
  readonly id: number;
  readonly task: RunTask;
}

/** What a worker tells of a run. */
export type RunReport =
  | {
      readonly id: number;
      readonly type: 'progress';
      readonly done: number;
      readonly total: number;
    }
  | { readonly id: number; readonly type: 'result'; readonly result: unknown }
  | { readonly id: number; readonly type: 'failure'; readonly failure: RunFailure };

/** An error on its way between threads. */
export interface RunFailure {
  readonly name: string;
  readonly message: string;
  readonly stack: string | null;
  /** SQLSTATE, a connection's code, or a code of ours. */
  readonly code: string | null;
  /** Of a pipeline that cannot be compiled. */
  readonly mql: { readonly path: string; readonly hint: string | null } | null;
}
