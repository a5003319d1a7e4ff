import type { AvroObject } from '@fritz/formats';
import type { BundleHead } from './bundle.ts';
import type { PointKey } from './packet.ts';

export type PointKind = 'detection' | 'limit' | 'forced';

/** One point of a light curve in one version: as one alert brought it. */
export interface CurvePoint extends PointKey {
  readonly kind: PointKind;
  readonly from: BundleHead;
  /** The fields that were asked for and have a value. */
  readonly record: AvroObject;
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
    return this.find(point.kind, point)?.from.candid === point.from.candid;
  }

  offer(point: CurvePoint): void {
    if (point.kind === 'detection') {
      const candid = point.candid ?? 0n;
      const present = this.detections.get(candid);
      if (!present || outranks('detection', point.from, present.from)) {
        this.detections.set(candid, point);
      }
      return;
    }
    const chains = point.kind === 'limit' ? this.limits : this.forced;
    const head = chains.get(point.jd) ?? null;
    const link = findLink(head, point);
    if (!link) chains.set(point.jd, { point, next: head });
    else if (outranks(point.kind, point.from, link.point.from)) link.point = point;
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

function findLink(head: Link | null, key: PointKey): Link | null {
  for (let link = head; link; link = link.next) {
    if (link.point.fid === key.fid && link.point.pid === key.pid) return link;
  }
  return null;
}

function* pointsOf(chains: ReadonlyMap<number, Link>): Generator<CurvePoint> {
  for (const head of chains.values()) {
    for (let link: Link | null = head; link; link = link.next) yield link.point;
  }
}

function byTime(a: CurvePoint, b: CurvePoint): number {
  if (a.jd !== b.jd) return a.jd - b.jd;
  if (a.fid !== b.fid) return a.fid - b.fid;
  if (a.pid !== b.pid) return a.pid < b.pid ? -1 : 1;
  return (a.candid ?? 0n) < (b.candid ?? 0n) ? -1 : 1;
}
