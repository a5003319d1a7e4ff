import type { AvroObject } from '@fritz/formats';
import {
  type CurveSchemas,
  type DocumentNeeds,
  MissingHistoryError,
  type NewPoints,
  type ObjectCurve,
  type PhotometryPoint,
} from '../survey.ts';
import {
  type Bundle,
  type BundleHead,
  type BundlePoints,
  readBundles,
  writeBundle,
} from './bundle.ts';
import { alertDocument, forcedEntry } from './document.ts';
import { addLazyHistory } from './lazy-history.ts';
import { type PointKey, pointKeys, type ZtfAlert } from './packet.ts';
import { PHOTOMETRY_FIELDS, photometryPoint } from './photometry.ts';
import { type CurvePoint, type PointKind, PointSet } from './point-set.ts';
import {
  type CurveProjection,
  CurveSchema,
  type HistoryField,
  POINT_KEYS,
  projectionOf,
} from './writer-schema.ts';

/** Filters see a year of history, as Kowalski gave them. */
const HISTORY_DAYS = 365;

/** The schemas that light curves are stored in; a curve looks them up by fingerprint. */
export class ZtfCurveSchemas implements CurveSchemas {
  private readonly schemas = new Map<bigint, CurveSchema>();

  learn(schemaText: string): void {
    this.add(CurveSchema.parse(schemaText));
  }

  add(schema: CurveSchema): void {
    if (!this.schemas.has(schema.fingerprint)) this.schemas.set(schema.fingerprint, schema);
  }

  has(fingerprint: bigint): boolean {
    return this.schemas.has(fingerprint);
  }

  known(): readonly (readonly [bigint, string])[] {
    return [...this.schemas].map(([fingerprint, schema]) => [fingerprint, schema.text]);
  }

  /** @throws Error when the schema was never stored: the archive is damaged */
  get(fingerprint: bigint): CurveSchema {
    const schema = this.schemas.get(fingerprint);
    if (!schema) throw new Error(`no stored schema has the fingerprint ${fingerprint}`);
    return schema;
  }
}

/** How a curve decodes its points: what identifies them, and what filters read. */
export interface CurvePlan {
  readonly needs: DocumentNeeds;
  readonly projection: CurveProjection;
}

/** Forced points are shaped from these, whatever else a filter reads of them. */
const FORCED_FIELDS = ['procstatus', 'forcediffimflux', 'forcediffimfluxunc', 'magzpsci'];

export function planCurve(needs: DocumentNeeds): CurvePlan {
  const fieldsOf = (field: HistoryField, wanted: readonly string[] | 'all' | null) =>
    wanted === 'all' || projectionOf([...POINT_KEYS[field], ...(wanted ?? [])]);
  const forced = Array.isArray(needs.forced) ? [...needs.forced, ...FORCED_FIELDS] : needs.forced;
  return {
    needs,
    projection: {
      prv_candidates: fieldsOf('prv_candidates', needs.detections),
      fp_hists: fieldsOf('fp_hists', forced),
    },
  };
}

const PHOTOMETRY_PROJECTION: CurveProjection = {
  prv_candidates: projectionOf([...POINT_KEYS.prv_candidates, ...PHOTOMETRY_FIELDS]),
  fp_hists: projectionOf([...POINT_KEYS.fp_hists, ...PHOTOMETRY_FIELDS]),
};

const ALL_PROJECTION: CurveProjection = { prv_candidates: true, fp_hists: true };

interface Brought {
  readonly field: HistoryField;
  readonly programId: number;
  readonly bytes: Uint8Array;
}

/** A stored or new bundle; its points are decoded when somebody needs them. */
interface LazyBundle {
  readonly bundle: Bundle;
  points: readonly CurvePoint[] | null;
}

/** The end of what is stored: every bundle from a candid on. */
interface StoredEnd {
  readonly stored: Uint8Array | null;
  readonly since: bigint;
}

export class ZtfCurve implements ObjectCurve<ZtfAlert> {
  private readonly schemas: ZtfCurveSchemas;
  private readonly plan: CurvePlan;
  private readonly bundles: LazyBundle[] = [];
  private readonly broughtBy = new Map<bigint, readonly Bundle[]>();
  /** The points of the bundles that are decoded. */
  private readonly merged = new PointSet();
  private newest = 0n;
  /** History entries of the alert that was asked for last, for all its filters. */
  private asOf: { candid: bigint; detections: CurvePoint[]; forced: CurvePoint[] } | null = null;

  private from: bigint;

  constructor({ stored, since }: StoredEnd, schemas: ZtfCurveSchemas, plan: CurvePlan) {
    this.schemas = schemas;
    this.plan = plan;
    this.from = since;
    this.extend(stored, since);
  }

  get since(): bigint {
    return this.from;
  }

  get alerts(): number {
    const candids = new Set<bigint>();
    for (const { bundle } of this.bundles) {
      if (bundle.candid >= this.from) candids.add(bundle.candid);
    }
    return candids.size;
  }

  extend(stored: Uint8Array | null, since: bigint): void {
    for (const bundle of stored ? readBundles(stored) : []) {
      this.bundles.push({ bundle, points: null });
      if (bundle.candid > this.newest) this.newest = bundle.candid;
    }
    if (since < this.from) this.from = since;
    this.asOf = null;
  }

  add(alert: ZtfAlert): readonly NewPoints[] {
    this.schemas.add(alert.schema.curve);
    this.decodeSince(alert.earliestJd);
    const byProgram = Map.groupBy(this.newPointsOf(alert), (point) => point.programId);
    const head = {
      candid: alert.candid,
      alertMag: alert.packet.candidate.magpsf,
      alertRa: alert.ra,
      alertDec: alert.dec,
    };
    const made = [...byProgram].map(([programId, points]) => ({
      programId,
      bundle: writeBundle(head, alert.schema.curve, byField(points)),
    }));
    const bundles = made.flatMap(({ bundle }) => readBundles(bundle));
    for (const bundle of bundles) this.bundles.push({ bundle, points: null });
    this.broughtBy.set(alert.candid, bundles);
    if (alert.candid > this.newest) this.newest = alert.candid;
    this.asOf = null;
    return made;
  }

  document(alert: ZtfAlert, programIds: ReadonlySet<number>): Record<string, unknown> {
    const { needs } = this.plan;
    const document = alertDocument(alert, needs.coordinates);
    const entriesOf = (points: readonly CurvePoint[]) =>
      points.filter((point) => programIds.has(point.programid)).map(entryOf);
    addLazyHistory(document, {
      detections:
        needs.detections === null ? null : () => entriesOf(this.historyAsOf(alert).detections),
      forced: needs.forced === null ? null : () => entriesOf(this.historyAsOf(alert).forced),
    });
    return document;
  }

  photometry(): readonly PhotometryPoint[] {
    return photometryOf(this.mergeAll(PHOTOMETRY_PROJECTION));
  }

  photometryOf(alert: ZtfAlert): readonly PhotometryPoint[] {
    this.decodeSince(alert.earliestJd);
    const set = new PointSet();
    for (const bundle of this.broughtBy.get(alert.candid) ?? []) {
      for (const point of this.decode(bundle, PHOTOMETRY_PROJECTION)) {
        // Another alert of the batch may have brought a better version since.
        if (this.merged.holds(point)) set.offer(point);
      }
    }
    return photometryOf(set);
  }

  words(programIds: ReadonlySet<number> | null): Record<string, readonly unknown[]> {
    const set = this.mergeAll(ALL_PROJECTION);
    const isMine = (point: CurvePoint) => programIds === null || programIds.has(point.programid);
    return {
      prv_candidates: set.history().filter(isMine).map(entryOf),
      fp_hists: set.forcedPoints().filter(isMine).map(entryOf),
    };
  }

  private newPointsOf(alert: ZtfAlert): Brought[] {
    const { candidate } = alert.packet;
    const { bytes, prvCandidates, fpHists } = alert.slices;
    const rank = { candid: alert.candid, alertMag: candidate.magpsf };
    const brought: Brought[] = [];
    const consider = (kind: PointKind, key: PointKey, slice: () => Uint8Array) => {
      if (!this.merged.wants(kind, key, rank)) return;
      const field = kind === 'forced' ? 'fp_hists' : 'prv_candidates';
      brought.push({ field, programId: key.programid, bytes: slice() });
    };
    consider('detection', candidate, () => alert.schema.encodeOwnPoint.encode(candidate));
    pointKeys(alert, 'prv_candidates').forEach((key, i) => {
      const kind = key.candid === null || key.candid === undefined ? 'limit' : 'detection';
      if (key.candid === alert.candid) return;
      consider(kind, key, () => sliceOf(bytes, prvCandidates, i));
    });
    pointKeys(alert, 'fp_hists').forEach((key, i) => {
      consider('forced', key, () => sliceOf(bytes, fpHists, i));
    });
    return brought;
  }

  /**
   * Decodes the bundles that may hold points since a date: an alert brings nothing that is later
   * than itself, and its candid tells its date.
   */
  private decodeSince(jd: number): void {
    for (const lazy of this.bundles) {
      if (lazy.points || jdOfCandid(lazy.bundle.candid) < jd) continue;
      lazy.points = this.decode(lazy.bundle, this.plan.projection);
      for (const point of lazy.points) this.merged.offer(point);
    }
  }

  private decode({ body, ...from }: Bundle, projection: CurveProjection): CurvePoint[] {
    const decoded = this.schemas.get(from.fingerprint).decode(body, projection);
    const points: CurvePoint[] = [];
    for (const record of decoded.prv_candidates ?? []) points.push(curvePoint(record, from, false));
    for (const record of decoded.fp_hists ?? []) points.push(curvePoint(record, from, true));
    return points;
  }

  private mergeAll(projection: CurveProjection): PointSet {
    const set = new PointSet();
    for (const { bundle } of this.bundles) {
      for (const point of this.decode(bundle, projection)) set.offer(point);
    }
    return set;
  }

  /** What was known when the alert came: versions that it or an earlier alert brought. */
  private historyAsOf(alert: ZtfAlert) {
    if (this.asOf?.candid === alert.candid) return this.asOf;
    const since = candidAt(alert.jd - HISTORY_DAYS);
    if (since < this.from) throw new MissingHistoryError(since);
    this.decodeSince(alert.jd - HISTORY_DAYS);
    let set = this.merged;
    if (this.newest > alert.candid) {
      set = new PointSet();
      for (const { bundle, points } of this.bundles) {
        if (bundle.candid > alert.candid) continue;
        for (const point of points ?? []) set.offer(point);
      }
    }
    const isPast = (point: CurvePoint) =>
      point.jd <= alert.jd && alert.jd - point.jd < HISTORY_DAYS && point.candid !== alert.candid;
    this.asOf = {
      candid: alert.candid,
      detections: this.plan.needs.detections === null ? [] : set.history().filter(isPast),
      forced:
        this.plan.needs.forced === null ? [] : set.forcedPoints().filter(isPast).filter(isUsable),
    };
    return this.asOf;
  }
}

/** Filters see only forced points whose processing succeeded, as Kowalski's upstream gave them. */
function isUsable(point: CurvePoint): boolean {
  return point.record.procstatus === '0';
}

function curvePoint(record: AvroObject, from: BundleHead, isForced: boolean): CurvePoint {
  const key = record as unknown as PointKey;
  const candid = key.candid ?? null;
  return {
    kind: isForced ? 'forced' : candid === null ? 'limit' : 'detection',
    jd: key.jd,
    fid: key.fid,
    pid: key.pid,
    programid: key.programid,
    candid,
    from,
    record,
    entry: null,
  };
}

function entryOf(point: CurvePoint): AvroObject {
  point.entry ??= point.kind === 'forced' ? forcedEntry(point.record, point.from) : point.record;
  return point.entry;
}

function photometryOf(set: PointSet): PhotometryPoint[] {
  return [...set.history(), ...set.forcedPoints()].map(photometryPoint);
}

function byField(points: readonly Brought[]): BundlePoints {
  const of = (field: HistoryField) =>
    points.filter((point) => point.field === field).map((point) => point.bytes);
  return { prv_candidates: of('prv_candidates'), fp_hists: of('fp_hists') };
}

const CANDID_PER_DAY = 1e15;
const JD_OF_CANDID_ZERO = 2457754.5;
/** ZTF's candids are the date of the exposure to 0.6 s; a minute is to spare. */
const CANDID_SLACK_DAYS = 1 / 1440;

/** No earlier than the alert with this candid was taken. */
function jdOfCandid(candid: bigint): number {
  return Number(candid) / CANDID_PER_DAY + JD_OF_CANDID_ZERO + CANDID_SLACK_DAYS;
}

/** The lowest candid whose alert may have brought a point of this date. */
function candidAt(jd: number): bigint {
  const days = jd - JD_OF_CANDID_ZERO - CANDID_SLACK_DAYS;
  return days > 0 ? BigInt(Math.floor(days * CANDID_PER_DAY)) : 0n;
}

/** The lowest candid whose bundle may hold a point that this alert brings again. */
export function candidReach(alert: ZtfAlert): bigint {
  return candidAt(alert.earliestJd);
}

function sliceOf(bytes: Uint8Array, spans: Int32Array, index: number): Uint8Array {
  return bytes.subarray(spans[2 * index] ?? 0, spans[2 * index + 1] ?? 0);
}
