import {
  type ObjectCurve,
  type SeenAlert,
  type SimulatedPacket,
  simulateLsstNight,
  simulateNight,
  surveyNamed,
} from '@fritz/surveys';
import { unlinkedDocument } from '../joint/unlinked-document.ts';
import type { DocumentOf } from './past-documents.ts';
import type { RunControl } from './replay-filter.ts';

/** The sky is the same for every filter. */
const SKY = { seed: 20_180_601, night: '20260615' } as const;
const SIMULATED_ALERTS = 200;
/** Alerts between two looks at the clock, and at what else is to be done. */
const PART = 20;

/** Whose alerts, and of which programmes. */
interface SimulatedStream {
  readonly survey: string;
  readonly programIds: ReadonlySet<number>;
}

/** How many alerts there were, and whether all were visited before time ran out. */
interface VisitedSimulation {
  readonly alerts: number;
  readonly isComplete: boolean;
}

interface SimulatedAlert {
  readonly alert: SeenAlert;
  readonly documentOf: DocumentOf;
}

/** Made once for each survey and set of programmes: it takes seconds. */
const nights = new Map<string, readonly SimulatedAlert[]>();

/**
 * Visits the alerts of a survey's simulated night, for archives that have none yet. All of them are
 * of these programmes, as far as the simulator knows them. A survey that nobody simulates has none.
 */
export async function visitSimulated(
  { survey, programIds }: SimulatedStream,
  control: RunControl,
  visit: (alert: SeenAlert, documentOf: DocumentOf) => void,
): Promise<VisitedSimulation> {
  const { deadlineMs = Number.POSITIVE_INFINITY, onProgress, signal } = control;
  let done = 0;
  const alerts = simulators[survey] ? SIMULATED_ALERTS : 0;
  for (const { alert, documentOf } of alerts > 0 ? alertsOf({ survey, programIds }) : []) {
    visit(alert, documentOf);
    done += 1;
    if (performance.now() > deadlineMs) break;
    if (done % PART > 0) continue;
    onProgress?.(done, alerts);
    signal?.throwIfAborted();
    await new Promise((resolve) => setImmediate(resolve));
  }
  return { alerts, isComplete: done === alerts };
}

function* alertsOf(stream: SimulatedStream): Generator<SimulatedAlert> {
  const key = `${stream.survey} ${[...stream.programIds].sort().join()}`;
  const ready = nights.get(key);
  if (ready) {
    yield* ready;
    return;
  }
  const made: SimulatedAlert[] = [];
  for (const one of simulate(stream)) {
    made.push(one);
    yield one;
  }
  nights.set(key, made);
}

type Simulator = (programIds: ReadonlySet<number>) => Iterable<SimulatedPacket>;

const simulators: Readonly<Record<string, Simulator>> = {
  ztf(programIds) {
    const isKnown = [1, 2, 3].some((id) => programIds.has(id));
    const weightOf = (id: number) => (!isKnown || programIds.has(id) ? 1 : 0);
    const weights = { 1: weightOf(1), 2: weightOf(2), 3: weightOf(3) };
    return simulateNight({ ...SKY, alerts: SIMULATED_ALERTS, programIds: weights });
  },
  lsst: () => simulateLsstNight({ ...SKY, alerts: SIMULATED_ALERTS }),
};

function* simulate({ survey, programIds }: SimulatedStream): Generator<SimulatedAlert> {
  const adapter = surveyNamed(survey).adapter();
  const needs = adapter.needs([null]);
  const curves = new Map<string, ObjectCurve>();
  for (const { bytes } of simulators[survey]?.(programIds) ?? []) {
    const alert = adapter.decode(bytes);
    const curve = curves.get(alert.objectId) ?? adapter.curve(null, needs);
    curves.set(alert.objectId, curve);
    curve.add(alert);
    // Not the whole alert: its cutouts would stay with it.
    const { candid, objectId, programId, ra, dec, jd } = alert;
    const { cutoutScience: _s, cutoutTemplate: _t, cutoutDifference: _d, ...packet } = alert.packet;
    const seen = { candid, objectId, programId, ra, dec, jd, packet };
    yield {
      alert: seen,
      documentOf: unlinkedDocument(survey, seen, (ids) => curve.document(seen, ids)),
    };
  }
}
