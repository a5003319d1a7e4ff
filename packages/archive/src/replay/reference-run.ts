import type { ViewerTx } from '../viewer/viewer-tx.ts';
import { findReferenceNight, type NightSearch } from './find-night.ts';
import type { PastSurvey } from './past-alerts.ts';
import { type PastFilter, runPastFilter } from './past-filter.ts';
import { type Replay, ReplayTally, type RunControl } from './replay-filter.ts';
import { visitSimulated } from './simulated-night.ts';
import { visitNight } from './visit-night.ts';

/** A version that passes more of a night than this is hardly meant so. */
export const REFERENCE_LIMIT = 0.05;

/** What a new version makes of the reference night. */
export interface ReferenceRun extends Replay {
  /** YYYYMMDD; null for a simulated night. */
  readonly night: string | null;
  /** Why it is this one. */
  readonly search: NightSearch;
}

/** How many passes are shown of it. */
const KEPT_PASSES = 50;

/**
 * Runs a filter over the reference night: the last one in the archive with enough alerts that the
 * filter may see, else a simulated one. Where time runs out it has seen a random sample.
 */
export async function runReference(
  archive: { readonly tx: ViewerTx; readonly survey: PastSurvey },
  filter: PastFilter,
  now: Date,
  { searchMs, ...control }: RunControl & { readonly searchMs?: number },
): Promise<ReferenceRun> {
  const { programIds, compiled } = filter;
  const tally = new ReplayTally(KEPT_PASSES);
  const visit: Parameters<typeof visitSimulated>[2] = (alert, documentOf) => {
    const start = performance.now();
    const outcome = runPastFilter(filter, alert, documentOf);
    tally.add(alert, outcome, (performance.now() - start) * 1000);
  };
  const { tx, survey } = archive;
  const wish = { programIds: [...programIds], now, limitMs: searchMs };
  const { night, search } = await findReferenceNight(tx, survey, wish);
  if (night === null) {
    const stream = { survey: survey.name, programIds };
    const { alerts, isComplete } = await visitSimulated(stream, control, visit);
    return { night: null, search, ...tally.finish(alerts, isComplete) };
  }
  const choice = { night, now, programIds, reads: [compiled.reads] };
  const { alerts, isComplete } = await visitNight(archive, choice, control, visit);
  return { night: night.name, search, ...tally.finish(alerts, isComplete) };
}

/** Whether a filter passes more of a night than can be meant. */
export function passesTooMuch({ evaluated, passed }: Replay): boolean {
  return passed > evaluated * REFERENCE_LIMIT;
}

/** Whether a filter fails on so many alerts that something is wrong with it. */
export function failsTooMuch({ evaluated, failed }: Replay): boolean {
  return failed > evaluated * REFERENCE_LIMIT;
}
