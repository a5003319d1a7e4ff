import { type SeenAlert, simulateNight, ZtfAdapter } from '@fritz/surveys';
import type { DocumentOf } from './past-documents.ts';
import type { RunControl } from './replay-filter.ts';

/** The sky is the same for every filter. */
const SKY = { seed: 20_180_601, night: '20260615' } as const;
export const SIMULATED_ALERTS = 200;
/** Alerts between two looks at the clock, and at what else is to be done. */
const PART = 20;

interface SimulatedAlert {
  readonly alert: SeenAlert;
  readonly documentOf: DocumentOf;
}

/** Made once for each set of programmes: it takes seconds. */
const nights = new Map<string, readonly SimulatedAlert[]>();

/**
 * Visits the alerts of a simulated night of ZTF, for archives that have none yet. All of them are
 * of these programmes, as far as the simulator knows them.
 *
 * @returns how many were visited before time ran out
 */
export async function visitSimulated(
  programIds: ReadonlySet<number>,
  control: RunControl,
  visit: (alert: SeenAlert, documentOf: DocumentOf) => void,
): Promise<number> {
  const { deadlineMs = Number.POSITIVE_INFINITY, onProgress, signal } = control;
  let done = 0;
  for (const { alert, documentOf } of alertsOf(programIds)) {
    visit(alert, documentOf);
    done += 1;
    if (performance.now() > deadlineMs) break;
    if (done % PART > 0) continue;
    onProgress?.(done, SIMULATED_ALERTS);
    signal?.throwIfAborted();
    await new Promise((resolve) => setImmediate(resolve));
  }
  return done;
}

function* alertsOf(programIds: ReadonlySet<number>): Generator<SimulatedAlert> {
  const key = [...programIds].sort().join();
  const ready = nights.get(key);
  if (ready) {
    yield* ready;
    return;
  }
  const made: SimulatedAlert[] = [];
  for (const one of simulate(programIds)) {
    made.push(one);
    yield one;
  }
  nights.set(key, made);
}

function* simulate(programIds: ReadonlySet<number>): Generator<SimulatedAlert> {
  const adapter = new ZtfAdapter();
  const needs = adapter.needs([null]);
  const curves = new Map<string, ReturnType<ZtfAdapter['curve']>>();
  const isKnown = [1, 2, 3].some((id) => programIds.has(id));
  const weightOf = (id: number) => (!isKnown || programIds.has(id) ? 1 : 0);
  const weights = { 1: weightOf(1), 2: weightOf(2), 3: weightOf(3) };
  for (const { bytes } of simulateNight({
    ...SKY,
    alerts: SIMULATED_ALERTS,
    programIds: weights,
  })) {
    const alert = adapter.decode(bytes);
    const curve = curves.get(alert.objectId) ?? adapter.curve(null, needs);
    curves.set(alert.objectId, curve);
    curve.add(alert);
    // Not the whole packet: its cutouts would stay with it.
    const { candid, objectId, programId, ra, dec, jd } = alert;
    const { schemavsn, publisher, candidate } = alert.packet;
    const packet = { schemavsn, publisher, candidate };
    const seen = { candid, objectId, programId, ra, dec, jd, packet };
    yield { alert: seen, documentOf: (ids) => curve.document(seen, ids) };
  }
}
