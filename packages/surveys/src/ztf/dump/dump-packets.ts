import {
  type DumpedAlert,
  type DumpedHistory,
  type Fields,
  headOf,
  packetOf,
} from './dump-record.ts';

/** An object of a dump: its alerts, and its history where the dump has it. */
export interface DumpedObject {
  readonly alerts: readonly DumpedAlert[];
  readonly history: Pick<DumpedHistory, 'prvCandidates' | 'fpHists'>;
}

export interface ObjectPackets {
  readonly packets: readonly Uint8Array[];
  /** Points later than every alert of the dump: what brought them is not in it. */
  readonly latePoints: number;
}

/**
 * The packets of an object's alerts, by time, each with what it was the first to bring: a detection or
 * limit comes with the next alert, a forced point with the alert that it names, else with the next.
 */
export function packetsOfObject({ alerts, history }: DumpedObject): ObjectPackets {
  const known = new Set(alerts.map(({ candid }) => candid));
  const parts = alerts
    .map(({ record, candid }) => ({ record, candid, ...headOf(record), ...empty() }))
    .toSorted((a, b) => a.jd - b.jd || (a.candid < b.candid ? -1 : 1));
  let latePoints = 0;
  const nextAfter = (point: Fields) => parts.find(({ jd }) => jd > Number(point.jd));
  for (const point of history.prvCandidates) {
    const { candid = null } = point;
    // An alert's own detection is its own.
    if (candid !== null && known.has(BigInt(candid as bigint | number))) continue;
    const part = nextAfter(point);
    if (part) part.prvCandidates.push(point);
    else latePoints += 1;
  }
  for (const point of history.fpHists) {
    const { alert_mag: mag, alert_ra: ra } = point;
    const named = parts.find(
      (one) => typeof mag === 'number' && one.mag === Math.fround(mag) && one.ra === ra,
    );
    const part = named ?? nextAfter(point);
    if (part) part.fpHists.push(point);
    else latePoints += 1;
  }
  for (const { fpHists, prvCandidates } of parts) {
    prvCandidates.sort(byTime);
    fpHists.sort(byTime);
  }
  return { packets: parts.map((part) => packetOf(part.record, part)), latePoints };
}

const empty = (): { prvCandidates: Fields[]; fpHists: Fields[] } => ({
  prvCandidates: [],
  fpHists: [],
});

function byTime(a: Fields, b: Fields): number {
  return Number(a.jd) - Number(b.jd);
}
