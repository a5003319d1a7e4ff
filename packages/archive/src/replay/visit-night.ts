import type { SeenAlert } from '@fritz/surveys';
import type { ViewerTx } from '../viewer/viewer-tx.ts';
import { type FoundNight, findReferenceNight, type NightSearch } from './find-night.ts';
import type { Night } from './nights.ts';
import { listPastAlerts, type PastAlert, type PastSurvey } from './past-alerts.ts';
import { type DocumentOf, PastDocuments } from './past-documents.ts';
import { type RunControl, runInParts } from './replay-filter.ts';
import { visitSimulated } from './simulated-night.ts';

/** Which night, and what of it. */
export interface NightChoice {
  /** Null for the last one that tells something, or a simulated one where there is none. */
  readonly night: Night | null;
  readonly now: Date;
  readonly programIds: ReadonlySet<number>;
  /** What the visit reads of the documents, one list a filter. */
  readonly reads: readonly (readonly string[] | null)[];
  /** Which scores documents have; those that filters saw by default. */
  readonly scores?: 'seen' | 'newest';
}

/** What came of visiting a night. */
export interface VisitedNight {
  /** YYYYMMDD; null for a simulated one. */
  readonly night: string | null;
  /** How it was chosen. */
  readonly search: NightSearch;
  /** Alerts of these programmes that the viewer may see. */
  readonly alerts: number;
  /** False where time ran out: a random sample was visited. */
  readonly isComplete: boolean;
}

/** Visits the alerts of a night with their documents; see `PastDocuments`. */
export async function visitNight(
  { tx, survey }: { readonly tx: ViewerTx; readonly survey: PastSurvey },
  { night: wanted, now, programIds, reads, scores = 'seen' }: NightChoice,
  control: RunControl,
  visit: (alert: SeenAlert, documentOf: DocumentOf) => void,
): Promise<VisitedNight> {
  const programs = [...programIds];
  const wish = { programIds: programs, now, orAny: true };
  const { night, search }: FoundNight = wanted
    ? { night: wanted, search: 'named' }
    : await findReferenceNight(tx, survey, wish);
  if (night === null) {
    const stream = { survey: survey.name, programIds };
    return { night: null, search, ...(await visitSimulated(stream, control, visit)) };
  }
  const selection = { programIds: programs, window: night.window };
  const alerts = await listPastAlerts(tx, survey, selection);
  const documents = new PastDocuments(tx, survey, reads, { scores });
  const done = await runInParts(shuffle(alerts), control, (part, isOver) =>
    documents.visit(part, visit, isOver),
  );
  return { night: night.name, search, alerts: alerts.length, isComplete: done === alerts.length };
}

/** The same alerts in an order that has nothing to do with them, the same each time. */
function shuffle(alerts: readonly PastAlert[]): PastAlert[] {
  const shuffled = [...alerts];
  let state = 1;
  for (let i = shuffled.length - 1; i > 0; i--) {
    // A linear congruential generator: Knuth, The Art of Computer Programming 2, §3.3.4, table 1.
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const j = Math.floor((state / 2 ** 32) * (i + 1));
    const [a, b] = [shuffled[i], shuffled[j]];
    if (a && b) [shuffled[i], shuffled[j]] = [b, a];
  }
  return shuffled;
}
