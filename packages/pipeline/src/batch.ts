import { type Alert, type ObjectCurve, PacketError, type SurveyAdapter } from '@fritz/surveys';
import { type ActiveFilter, FilterRun } from './filters.ts';
import type { Packet, PacketBatch } from './ports.ts';
import type {
  BatchWrite,
  FollowedPhotometry,
  KnownState,
  ProcessedAlert,
  QuarantinedPacket,
  StageTimes,
} from './store.ts';

/** A batch as far as its bytes alone tell. */
export interface DecodedBatch<A extends Alert> {
  readonly batch: PacketBatch;
  /** Each candid once, alerts of one object in the order of time. */
  readonly alerts: readonly A[];
  /** Packets of the batch whose candid stood in the batch before. */
  readonly repeated: number;
  readonly quarantined: readonly QuarantinedPacket[];
  readonly decodeMs: number;
}

export function decodeBatch<A extends Alert>(
  batch: PacketBatch,
  adapter: SurveyAdapter<A>,
): DecodedBatch<A> {
  const start = performance.now();
  const alerts = new Map<bigint, A>();
  const quarantined: QuarantinedPacket[] = [];
  let repeated = 0;
  for (const packet of batch.packets) {
    const alert = decodeOne(packet, adapter, quarantined);
    if (!alert) continue;
    if (alerts.has(alert.candid)) repeated += 1;
    else alerts.set(alert.candid, alert);
  }
  return {
    batch,
    alerts: [...alerts.values()].sort(byTime),
    repeated,
    quarantined,
    decodeMs: performance.now() - start,
  };
}

function decodeOne<A extends Alert>(
  packet: Packet,
  adapter: SurveyAdapter<A>,
  quarantined: QuarantinedPacket[],
): A | null {
  try {
    return adapter.decode(packet.bytes);
  } catch (error) {
    if (!(error instanceof PacketError)) throw error;
    quarantined.push({ packet, code: error.code, reason: error.message });
    return null;
  }
}

function byTime(a: Alert, b: Alert): number {
  if (a.jd !== b.jd) return a.jd - b.jd;
  return a.candid < b.candid ? -1 : 1;
}

export interface ProcessOptions<A extends Alert> {
  readonly adapter: SurveyAdapter<A>;
  readonly filters: readonly ActiveFilter[];
  readonly consumer: string;
  readonly lookUpMs: number;
}

/** Gives new alerts their history, runs the filters, and says what has to be stored. */
export function processBatch<A extends Alert>(
  decoded: DecodedBatch<A>,
  state: KnownState,
  options: ProcessOptions<A>,
): BatchWrite<A> {
  const { adapter, filters } = options;
  const fresh = decoded.alerts.filter((alert) => !state.candids.has(alert.candid));
  const needs = needsOf(adapter, filters);
  const stageMs: StageTimes = {
    decode: decoded.decodeMs,
    look_up: options.lookUpMs,
    history: 0,
    filter: 0,
    store: 0,
  };
  const run = new FilterRun(filters);
  const alerts: ProcessedAlert<A>[] = [];
  const photometry: FollowedPhotometry[] = [];
  // Object by object: a light curve is garbage as soon as its object is done.
  for (const [objectId, ofObject] of Map.groupBy(fresh, (alert) => alert.objectId)) {
    const start = performance.now();
    const curve = adapter.curve(state.curves.get(objectId) ?? null, needs);
    stageMs.history += performance.now() - start;
    const processed = ofObject.map((alert) => processAlert(alert, curve, run, stageMs));
    alerts.push(...processed);
    const points = followedPhotometry(objectId, processed, curve, state.followed);
    if (points) photometry.push(points);
  }
  return {
    consumer: options.consumer,
    packets: decoded.batch.packets.length,
    known: decoded.alerts.length - fresh.length + decoded.repeated,
    alerts,
    photometry,
    counts: run.counts.filter((count) => count.evaluated > 0),
    quarantined: decoded.quarantined,
    progress: decoded.batch.progress,
    stageMs,
  };
}

function processAlert<A extends Alert>(
  alert: A,
  curve: ObjectCurve<A>,
  run: FilterRun,
  stageMs: StageTimes,
): ProcessedAlert<A> {
  const start = performance.now();
  const points = curve.add(alert);
  const merged = performance.now();
  const passes = run.evaluate(alert, (programIds) => curve.document(alert, programIds));
  stageMs.history += merged - start;
  stageMs.filter += performance.now() - merged;
  return { alert, points, passes };
}

/** The points that the marshal gets: made when the batch's last alert of an object is merged. */
function followedPhotometry<A extends Alert>(
  objectId: string,
  processed: readonly ProcessedAlert<A>[],
  curve: ObjectCurve<A>,
  followed: ReadonlySet<string>,
): FollowedPhotometry | null {
  if (followed.has(objectId)) {
    const points = processed.flatMap(({ alert }) => curve.photometryOf(alert));
    return { objectId, isNew: false, alerts: curve.alerts, points };
  }
  const isNew = processed.some(({ passes }) => passes.length > 0);
  return isNew ? { objectId, isNew, alerts: curve.alerts, points: curve.photometry() } : null;
}

const needsByFilters = new WeakMap<readonly ActiveFilter[], ReturnType<SurveyAdapter['needs']>>();

/** The needs of a set of filters, as one object for as long as the set is the same. */
function needsOf<A extends Alert>(adapter: SurveyAdapter<A>, filters: readonly ActiveFilter[]) {
  let needs = needsByFilters.get(filters);
  if (!needs) {
    needs = adapter.needs(filters.map((filter) => filter.compiled.reads));
    needsByFilters.set(filters, needs);
  }
  return needs;
}
