import type { AvroObject } from '@fritz/formats';
import type { BundleHead } from './bundle.ts';
import type { PointKey } from './packet.ts';

export type PointKind = 'detection' | 'limit' | 'forced';

/** One point of a light curve in one version: as one alert brought it. */
export interface CurvePoint {
  readonly kind: PointKind;
  readonly from: BundleHead;
  /** The fields that were asked for and have a value, and what identifies the point. */
  readonly record: AvroObject & PointKey;
  /** The record as documents show it, once one was made. */
  entry: AvroObject | null;
}

/** Where a version stands among others of the same point. */
export interface VersionRank {
  readonly candid: bigint;
  readonly alertMag: number;
}

/**
 * Whether version `a` of a point takes precedence over `b`. Of a forced point the version from the
 * brightest alert counts, for its position is the best (Kowalski's rule); of detections and
 * limits the version of the earliest alert. Candids break ties, so that a light curve does not
 * depend on the order in which alerts were read.
 */
export function outranks(kind: PointKind, a: VersionRank, b: VersionRank): boolean {
  if (kind === 'forced' && a.alertMag !== b.alertMag) return a.alertMag < b.alertMag;
  return a.candid < b.candid;
}

interface Link {
  point: CurvePoint;
  next: Link | null;
}

/**
 * The merged points of a light curve: a detection is identified by its candid, a limit and a
 * forced point each by Julian date, band and processing id.
 */
export class PointSet {
  private readonly detections = new Map<bigint, CurvePoint>();
  private readonly limits = new Map<number, Link>();
  private readonly forced = new Map<number, Link>();

  /** Whether a version would be the first of its point, or outrank the one that is there. */
  wants(kind: PointKind, key: PointKey, rank: VersionRank): boolean {
    const present = this.find(kind, key);
    return present === null || outranks(kind, rank, present.from);
  }

  /** Whether this version of its point is the one that counts. */
  holds(point: CurvePoint): boolean {
    return this.find(point.kind, point.record)?.from.candid === point.from.candid;
  }

  offer(point: CurvePoint): void {
    if (point.kind === 'detection') {
      const candid = point.record.candid ?? 0n;
      const present = this.detections.get(candid);
      if (!present || outranks('detection', point.from, present.from)) {
        this.detections.set(candid, point);
      }
      return;
    }
    const chains = point.kind === 'limit' ? this.limits : this.forced;
    const { jd } = point.record;
    const head = chains.get(jd) ?? null;
    const link = findLink(head, point.record);
    if (!link) chains.set(jd, { point, next: head });
    else if (outranks(point.kind, point.from, link.point.from)) link.point = point;
  }

  clear(): void {
    this.detections.clear();
    this.limits.clear();
    this.forced.clear();
  }

  /** Detections and limits, by time. */
  history(): CurvePoint[] {
    return [...this.detections.values(), ...pointsOf(this.limits)].sort(byTime);
  }

  /** Forced points, by time. */
  forcedPoints(): CurvePoint[] {
    return [...pointsOf(this.forced)].sort(byTime);
  }

  private find(kind: PointKind, key: PointKey): CurvePoint | null {
    if (kind === 'detection') return this.detections.get(key.candid ?? 0n) ?? null;
    const chains = kind === 'limit' ? this.limits : this.forced;
    return findLink(chains.get(key.jd) ?? null, key)?.point ?? null;
  }
}

/**
 * The points that count among versions of some, by time. The same as a set's, without one: nearly
 * all points come once, and in order.
 */
export function mergeByTime(versions: CurvePoint[]): CurvePoint[] {
  const detections = new Map<bigint, CurvePoint>();
  const points: CurvePoint[] = [];
  for (const point of versions) {
    if (point.kind !== 'detection') {
      points.push(point);
      continue;
    }
    const candid = point.record.candid ?? 0n;
    const present = detections.get(candid);
    if (!present || outranks('detection', point.from, present.from)) detections.set(candid, point);
  }
  for (const point of detections.values()) points.push(point);
  sortByTime(points);
  let kept = 0;
  for (const point of points) {
    const last = points[kept - 1];
    if (kept === 0 || !last || !isSamePoint(last, point)) points[kept++] = point;
    else if (outranks(point.kind, point.from, last.from)) points[kept - 1] = point;
  }
  points.length = kept;
  return points;
}

/** Of two neighbours in time that are no detections, for these are told apart before. */
function isSamePoint(a: CurvePoint, b: CurvePoint): boolean {
  return (
    a.record.jd === b.record.jd &&
    a.record.fid === b.record.fid &&
    a.record.pid === b.record.pid &&
    a.kind === b.kind &&
    a.kind !== 'detection'
  );
}

function findLink(head: Link | null, key: PointKey): Link | null {
  for (let link = head; link; link = link.next) {
    const { record } = link.point;
    if (record.fid === key.fid && record.pid === key.pid) return link;
  }
  return null;
}

function* pointsOf(chains: ReadonlyMap<number, Link>): Generator<CurvePoint> {
  for (const head of chains.values()) {
    for (let link: Link | null = head; link; link = link.next) yield link.point;
  }
}

/** Sorts in place; most are in order already, as they are stored. */
function sortByTime(points: CurvePoint[]): void {
  let previous = points[0];
  for (const point of points) {
    if (previous && byTime(previous, point) > 0) {
      points.sort(byTime);
      return;
    }
    previous = point;
  }
}

function byTime({ record: a }: CurvePoint, { record: b }: CurvePoint): number {
  // Not their difference: the sort would be handed a number on the heap for each pair.
  if (a.jd !== b.jd) return a.jd < b.jd ? -1 : 1;
  if (a.fid !== b.fid) return a.fid - b.fid;
  if (a.pid !== b.pid) return a.pid < b.pid ? -1 : 1;
  const left = a.candid ?? 0n;
  const right = b.candid ?? 0n;
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
