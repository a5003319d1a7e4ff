import {
  compilePastFilter,
  diffOfNight,
  explainPast,
  funnelOfNight,
  jointPrograms,
  listPastAlerts,
  type NightDiff,
  type NightFunnel,
  nightByName,
  type PastFilter,
  type PastFilterOptions,
  type PastPass,
  type PastSurvey,
  type ReferenceRun,
  type RunControl,
  replayFilter,
  runReference,
  type ViewerTx,
} from '@fritz/archive';
import type { RunFilter, RunTask, RunWork } from './run-task.ts';

/** The passing documents of a test. */
export interface TestRun {
  readonly isComplete: boolean;
  readonly passes: readonly PastPass[];
}

/** What each kind of run gives. */
export interface RunResults {
  reference: ReferenceRun;
  test: TestRun;
  funnel: NightFunnel;
  diff: NightDiff;
  /** Null where the viewer sees no such alert. */
  explain: Awaited<ReturnType<typeof explainPast>>;
}

export type ResultOf<W extends RunWork> = RunResults[W['kind']];

/** More passing documents than this are for `fritz filter test`. */
const MAX_TEST_PASSES = 5000;

interface Run {
  readonly tx: ViewerTx;
  readonly survey: PastSurvey;
  readonly control: RunControl;
}

function compile(
  { pipeline, programIds, joint }: RunFilter,
  survey: PastSurvey,
  options: PastFilterOptions = {},
): PastFilter {
  const others = jointPrograms(joint);
  return compilePastFilter(pipeline, programIds, survey, { ...options, joint: others });
}

type Performers = {
  readonly [K in RunWork['kind']]: (
    run: Run,
    task: RunTask<Extract<RunWork, { kind: K }>>,
  ) => Promise<RunResults[K]>;
};

const performers: Performers = {
  async reference({ tx, survey, control }, { filter, work }) {
    const compiled = compile(filter, survey);
    return runReference({ tx, survey }, compiled, new Date(work.nowMs), control);
  },

  async test({ tx, survey, control }, { filter, work }) {
    const compiled = compile(filter, survey, { wholeOutput: true });
    const { window, objectIds } = work;
    const programIds = [...compiled.programIds];
    const alerts = await listPastAlerts(tx, survey, { programIds, window, objectIds });
    const keep = MAX_TEST_PASSES;
    const replay = await replayFilter({ tx, survey }, compiled, alerts, { ...control, keep });
    return { isComplete: replay.isComplete, passes: replay.passes };
  },

  async funnel({ tx, survey, control }, { filter, work }) {
    const compiled = compile(filter, survey);
    return funnelOfNight({ tx, survey }, compiled, whichNight(work), control);
  },

  async diff({ tx, survey, control }, { filter, work }) {
    const [before, after] = [work.before, filter].map((one) => compile(one, survey));
    if (!before || !after) throw new Error('a diff is of two versions');
    return diffOfNight({ tx, survey }, { before, after }, whichNight(work), control);
  },

  async explain({ tx, survey }, { filter, work }) {
    const compiled = compile(filter, survey);
    return explainPast({ tx, survey }, compiled, work);
  },
};

function whichNight({ night, nowMs }: { readonly night: string | null; readonly nowMs: number }) {
  return { night: night === null ? null : nightByName(night), now: new Date(nowMs) };
}

/** Does what a task asks, in a transaction of its viewer's. */
export function performRun(run: Run, task: RunTask): Promise<unknown> {
  // The performer of its kind takes it.
  const perform = performers[task.work.kind] as (run: Run, task: RunTask) => Promise<unknown>;
  return perform(run, task);
}
