import type { AvroObject } from '@fritz/formats';
import type { PointKind } from './avro-survey.ts';

/** One point of a light curve in one version: as one alert brought it. */
export interface CurvePoint {
  readonly kind: PointKind;
  readonly id: bigint | string;
  /** The alert that brought it. */
  readonly candid: bigint;
  readonly programId: number;
  readonly jd: number;
  readonly record: AvroObject;
  /** The record as documents show it, once one was made. */
  entry: AvroObject | null;
}

/**
 * Whether the version that alert `a` brought of a point takes precedence over that of `b`. A
 * detection's own alert knows it best; else the version of the alert with the lowest candid counts:
 * so a light curve does not depend on the order in which alerts were read.
 */
export function outranks(id: bigint | string, a: bigint, b: bigint): boolean {
  if (a === id || b === id) return a === id && b !== id;
  return a < b;
}

/** The points of a light curve, each in the version that counts. */
export class PointSet {
  private readonly detections = new Map<bigint | string, CurvePoint>();
  private readonly forced = new Map<bigint | string, CurvePoint>();

  /** Whether a version would be the first of its point, or outrank the one that is there. */
  wants(kind: PointKind, id: bigint | string, candid: bigint): boolean {
    const present = this.of(kind).get(id);
    return !present || outranks(id, candid, present.candid);
  }

  /** Whether this version of its point is the one that counts. */
  holds(point: CurvePoint): boolean {
    return this.of(point.kind).get(point.id)?.candid === point.candid;
  }

  offer(point: CurvePoint): void {
    if (this.wants(point.kind, point.id, point.candid)) this.of(point.kind).set(point.id, point);
  }

  clear(): void {
    this.detections.clear();
    this.forced.clear();
  }

  /** By time. */
  points(kind: PointKind): CurvePoint[] {
    return [...this.of(kind).values()].sort(byTime);
  }

  private of(kind: PointKind): Map<bigint | string, CurvePoint> {
    return kind === 'forced' ? this.forced : this.detections;
  }
}

function byTime(a: CurvePoint, b: CurvePoint): number {
  if (a.jd !== b.jd) return a.jd < b.jd ? -1 : 1;
  if (a.id === b.id) return 0;
  // Limits have names, detections numbers: these are compared among themselves.
  if (typeof a.id !== typeof b.id) return typeof a.id === 'bigint' ? 1 : -1;
  return a.id < b.id ? -1 : 1;
}
