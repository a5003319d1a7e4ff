import { stringifyExact } from '@fritz/contract';
import { type Explanation, explainOne, Funnel, type FunnelResult } from '@fritz/mql';
import type { SeenAlert } from '@fritz/surveys';
import type { ViewerTx } from '../viewer/viewer-tx.ts';
import type { PastAlert, PastSurvey } from './past-alerts.ts';
import { type DocumentOf, PastDocuments } from './past-documents.ts';
import { type PastFilter, type PastOutcome, runPastFilter } from './past-filter.ts';
import type { PastPass, RunControl } from './replay-filter.ts';
import { type NightChoice, type VisitedNight, visitNight } from './visit-night.ts';

/** Where past alerts are read from. */
export interface PastArchive {
  readonly tx: ViewerTx;
  readonly survey: PastSurvey;
}

type WhichNight = Pick<NightChoice, 'night' | 'now'>;

/** What survives of a night, and the first alerts that pass. */
export interface NightFunnel extends VisitedNight {
  readonly funnel: FunnelResult;
  readonly passes: readonly PastPass[];
}

/** A funnel of a past filter: one evaluation counts, judges, and gives the output. */
export class PastFunnel {
  private readonly filter: PastFilter;
  private readonly funnel: Funnel;

  constructor(filter: PastFilter) {
    const { pipeline, options } = filter.compiled.source;
    this.filter = filter;
    this.funnel = new Funnel(pipeline, options);
  }

  /** @throws MissingHistoryError; then it counts nothing */
  add(alert: { readonly programId: number }, documentOf: DocumentOf): PastOutcome {
    const { programIds, joint } = this.filter;
    if (!programIds.has(alert.programId)) return { kind: 'unseen' };
    const { outcome, output, error } = this.funnel.add(documentOf(programIds, joint));
    if (output !== null) return { kind: 'passed', output };
    return outcome === 'failed'
      ? { kind: 'failed', message: error?.message ?? 'it fails' }
      : { kind: 'rejected' };
  }

  result(): FunnelResult {
    return this.funnel.result();
  }
}

/** How many passing alerts are shown. */
const KEPT_PASSES = 100;

/** Counts how many alerts of a night survive each stage and condition of a filter. */
export async function funnelOfNight(
  archive: PastArchive,
  filter: PastFilter,
  which: WhichNight,
  control: RunControl,
): Promise<NightFunnel> {
  const funnel = new PastFunnel(filter);
  const passes: PastPass[] = [];
  const choice = { ...which, programIds: filter.programIds, reads: [filter.compiled.reads] };
  const visited = await visitNight(archive, choice, control, (alert, documentOf) => {
    const outcome = funnel.add(alert, documentOf);
    if (outcome.kind !== 'passed' || passes.length >= KEPT_PASSES) return;
    const { objectId, candid } = alert;
    passes.push({ objectId, candid, output: outcome.output });
  });
  return { ...visited, funnel: funnel.result(), passes: passes.sort(byCandid) };
}

/** The alerts that one of two versions passes and the other does not. */
export interface PassDiff {
  readonly documents: number;
  readonly passedBefore: number;
  readonly passedAfter: number;
  readonly failedBefore: number;
  readonly failedAfter: number;
  readonly lost: readonly PastAlert[];
  readonly gained: readonly PastAlert[];
  /** Both pass them, with different outputs. */
  readonly changed: readonly PastAlert[];
}

/** Runs two versions of a filter over the same alerts, one after another. */
export class PastDiff {
  private readonly before: PastFilter;
  private readonly after: PastFilter;
  private readonly counts = {
    ...{ documents: 0, passedBefore: 0, passedAfter: 0 },
    ...{ failedBefore: 0, failedAfter: 0 },
  };
  private readonly lists: Record<'lost' | 'gained' | 'changed', PastAlert[]> = {
    lost: [],
    gained: [],
    changed: [],
  };

  constructor(before: PastFilter, after: PastFilter) {
    this.before = before;
    this.after = after;
  }

  /** The programmes that either sees. */
  get programIds(): ReadonlySet<number> {
    return new Set([...this.before.programIds, ...this.after.programIds]);
  }

  /** What the two read, for the documents. */
  get reads(): readonly (readonly string[] | null)[] {
    return [this.before.compiled.reads, this.after.compiled.reads];
  }

  /** @throws MissingHistoryError; then it counts nothing */
  add(alert: SeenAlert, documentOf: DocumentOf): void {
    const { counts } = this;
    const was = runPastFilter(this.before, alert, documentOf);
    const becomes = runPastFilter(this.after, alert, documentOf);
    if (was.kind === 'unseen' && becomes.kind === 'unseen') return;
    counts.documents += 1;
    if (was.kind === 'passed') counts.passedBefore += 1;
    if (was.kind === 'failed') counts.failedBefore += 1;
    if (becomes.kind === 'passed') counts.passedAfter += 1;
    if (becomes.kind === 'failed') counts.failedAfter += 1;
    const { objectId, candid } = alert;
    const list = differenceOf(was, becomes);
    if (list) this.lists[list].push({ objectId, candid });
  }

  result(): PassDiff {
    const { lost, gained, changed } = this.lists;
    const sorted = (alerts: readonly PastAlert[]) => [...alerts].sort(byCandid);
    const lists = { lost: sorted(lost), gained: sorted(gained), changed: sorted(changed) };
    return { ...this.counts, ...lists };
  }
}

export interface NightDiff extends VisitedNight, PassDiff {}

/** Runs two versions of a filter over a night. */
export async function diffOfNight(
  archive: PastArchive,
  { before, after }: { readonly before: PastFilter; readonly after: PastFilter },
  which: WhichNight,
  control: RunControl,
): Promise<NightDiff> {
  const diff = new PastDiff(before, after);
  const { programIds, reads } = diff;
  const choice = { ...which, programIds, reads };
  const visited = await visitNight(archive, choice, control, (alert, documentOf) =>
    diff.add(alert, documentOf),
  );
  return { ...visited, ...diff.result() };
}

function differenceOf(
  was: PastOutcome,
  becomes: PastOutcome,
): 'lost' | 'gained' | 'changed' | null {
  if (was.kind !== 'passed') return becomes.kind === 'passed' ? 'gained' : null;
  if (becomes.kind !== 'passed') return 'lost';
  return stringifyExact(was.output) === stringifyExact(becomes.output) ? null : 'changed';
}

/** An alert and why a filter passes it or does not. */
export interface ExplainedAlert {
  readonly alert: Omit<SeenAlert, 'packet'>;
  /** Whether the stream gives it to the filter. */
  readonly isSeen: boolean;
  readonly explanation: Explanation;
}

/** Why a past alert passes a filter or does not; null where the viewer sees no such alert. */
export async function explainPast(
  { tx, survey }: PastArchive,
  filter: PastFilter,
  alert: PastAlert,
): Promise<ExplainedAlert | null> {
  const { pipeline, options } = filter.compiled.source;
  // The whole document is shown.
  const documents = new PastDocuments(tx, survey, [null], { withoutMissing: true });
  let explained: ExplainedAlert | null = null;
  await documents.visit([alert], (seen, documentOf) => {
    const document = documentOf(filter.programIds, filter.joint);
    readHistory(document);
    const { packet: _packet, ...names } = seen;
    const isSeen = filter.programIds.has(seen.programId);
    explained = { alert: names, isSeen, explanation: explainOne(pipeline, document, options) };
  });
  return explained;
}

/** Reads what is made when it is read: what is missing is found out before anything is counted. */
function readHistory(document: Record<string, unknown>): void {
  for (const name of Object.keys(document)) void document[name];
}

function byCandid(a: PastAlert, b: PastAlert): number {
  return a.candid < b.candid ? -1 : 1;
}
