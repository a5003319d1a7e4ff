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

/** Gives new alerts their history, runs the filters, and says what has to be stored. */
export function processBatch<A extends Alert>(
  decoded: DecodedBatch<A>,
  state: KnownState,
  options: {
    readonly adapter: SurveyAdapter<A>;
    readonly filters: readonly ActiveFilter[];
    readonly consumer: string;
    readonly lookUpMs: number;
  },
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
  const curves = new Map<string, ObjectCurve<A>>();
  const alerts = fresh.map((alert): ProcessedAlert<A> => {
    const start = performance.now();
    const curve =
      curves.get(alert.objectId) ?? adapter.curve(state.curves.get(alert.objectId) ?? null, needs);
    curves.set(alert.objectId, curve);
    const points = curve.add(alert);
    const merged = performance.now();
    const passes = run.evaluate(alert, (programIds) => curve.document(alert, programIds));
    stageMs.history += merged - start;
    stageMs.filter += performance.now() - merged;
    return { alert, points, passes };
  });
  return {
    consumer: options.consumer,
    packets: decoded.batch.packets.length,
    known: decoded.alerts.length - fresh.length + decoded.repeated,
    alerts,
    photometry: photometryOf(alerts, curves, state.followed),
    counts: run.counts.filter((count) => count.evaluated > 0),
    quarantined: decoded.quarantined,
    progress: decoded.batch.progress,
    stageMs,
  };
}

/** The points that the marshal gets: made when the batch's last alert of an object is merged. */
function photometryOf<A extends Alert>(
  alerts: readonly ProcessedAlert<A>[],
  curves: ReadonlyMap<string, ObjectCurve<A>>,
  followed: ReadonlySet<string>,
): FollowedPhotometry[] {
  const made: FollowedPhotometry[] = [];
  for (const [objectId, ofObject] of Map.groupBy(alerts, ({ alert }) => alert.objectId)) {
    const curve = curves.get(objectId);
    if (!curve) continue;
    if (followed.has(objectId)) {
      const points = ofObject.flatMap(({ alert }) => curve.photometryOf(alert));
      if (points.length > 0) made.push({ objectId, isNew: false, points });
    } else if (ofObject.some(({ passes }) => passes.length > 0)) {
      made.push({ objectId, isNew: true, points: curve.photometry() });
    }
  }
  return made;
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
