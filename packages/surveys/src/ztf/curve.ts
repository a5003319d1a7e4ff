import type { AvroObject } from '@fritz/formats';
import type {
  CurveSchemas,
  DocumentNeeds,
  NewPoints,
  ObjectCurve,
  PhotometryPoint,
} from '../survey.ts';
import { type BundleHead, type BundlePoints, readBundles, writeBundle } from './bundle.ts';
import { alertDocument, forcedEntry } from './document.ts';
import type { PointKey, ZtfAlert } from './packet.ts';
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

export class ZtfCurve implements ObjectCurve<ZtfAlert> {
  private readonly schemas: ZtfCurveSchemas;
  private readonly plan: CurvePlan;
  private readonly bundles: Uint8Array[] = [];
  private readonly broughtBy = new Map<bigint, Uint8Array[]>();
  private readonly points: CurvePoint[] = [];
  private readonly merged = new PointSet();
  private newest = 0n;
  /** History entries of the alert that was asked for last, for all its filters. */
  private asOf: { candid: bigint; detections: CurvePoint[]; forced: CurvePoint[] } | null = null;

  constructor(stored: Uint8Array | null, schemas: ZtfCurveSchemas, plan: CurvePlan) {
    this.schemas = schemas;
    this.plan = plan;
    if (stored) this.load(stored);
  }

  add(alert: ZtfAlert): readonly NewPoints[] {
    this.schemas.add(alert.schema.curve);
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
    for (const { bundle } of made) this.load(bundle);
    this.broughtBy.set(
      alert.candid,
      made.map(({ bundle }) => bundle),
    );
    return made;
  }

  document(alert: ZtfAlert, programIds: ReadonlySet<number>): Record<string, unknown> {
    const { needs } = this.plan;
    const document = alertDocument(alert, needs.coordinates);
    const entriesOf = (points: readonly CurvePoint[]) =>
      points.filter((point) => programIds.has(point.programid)).map(entryOf);
    // Most filters cut on the candidate first: the history is made when one comes to it.
    if (needs.detections !== null) {
      defineLazily(document, 'prv_candidates', () => entriesOf(this.historyAsOf(alert).detections));
    }
    if (needs.forced !== null) {
      defineLazily(document, 'fp_hists', () => entriesOf(this.historyAsOf(alert).forced));
    }
    return document;
  }

  photometry(): readonly PhotometryPoint[] {
    return photometryOf(this.decodeAll(this.bundles, PHOTOMETRY_PROJECTION));
  }

  photometryOf(alert: ZtfAlert): readonly PhotometryPoint[] {
    const brought = this.broughtBy.get(alert.candid) ?? [];
    const set = new PointSet();
    for (const point of this.decode(brought, PHOTOMETRY_PROJECTION)) {
      // Another alert of the batch may have brought a better version since.
      if (this.merged.holds(point)) set.offer(point);
    }
    return photometryOf(set);
  }

  words(programIds: ReadonlySet<number> | null): Record<string, readonly unknown[]> {
    const set = this.decodeAll(this.bundles, ALL_PROJECTION);
    const isMine = (point: CurvePoint) => programIds === null || programIds.has(point.programid);
    return {
      prv_candidates: set.history().filter(isMine).map(entryOf),
      fp_hists: set.forcedPoints().filter(isMine).map(entryOf),
    };
  }

  private newPointsOf(alert: ZtfAlert): Brought[] {
    const { candidate, prv_candidates, fp_hists } = alert.packet;
    const { bytes, prvCandidates, fpHists } = alert.slices;
    const rank = { candid: alert.candid, alertMag: candidate.magpsf };
    const brought: Brought[] = [];
    const consider = (kind: PointKind, key: PointKey, slice: () => Uint8Array) => {
      if (!this.merged.wants(kind, key, rank)) return;
      const field = kind === 'forced' ? 'fp_hists' : 'prv_candidates';
      brought.push({ field, programId: key.programid, bytes: slice() });
    };
    consider('detection', candidate, () => alert.schema.encodeOwnPoint.encode(candidate));
    prv_candidates?.forEach((key, i) => {
      const kind = key.candid === null || key.candid === undefined ? 'limit' : 'detection';
      if (key.candid === alert.candid) return;
      consider(kind, key, () => sliceOf(bytes, prvCandidates, i));
    });
    fp_hists?.forEach((key, i) => {
      consider('forced', key, () => sliceOf(bytes, fpHists, i));
    });
    return brought;
  }

  private load(bytes: Uint8Array): void {
    this.bundles.push(bytes);
    for (const point of this.decode([bytes], this.plan.projection)) {
      this.points.push(point);
      this.merged.offer(point);
      if (point.from.candid > this.newest) this.newest = point.from.candid;
    }
    this.asOf = null;
  }

  private *decode(
    bundles: Iterable<Uint8Array>,
    projection: CurveProjection,
  ): Generator<CurvePoint> {
    for (const bytes of bundles) {
      for (const { body, ...from } of readBundles(bytes)) {
        const decoded = this.schemas.get(from.fingerprint).decode(body, projection);
        for (const record of decoded.prv_candidates ?? []) yield curvePoint(record, from, false);
        for (const record of decoded.fp_hists ?? []) yield curvePoint(record, from, true);
      }
    }
  }

  private decodeAll(bundles: Iterable<Uint8Array>, projection: CurveProjection): PointSet {
    const set = new PointSet();
    for (const point of this.decode(bundles, projection)) set.offer(point);
    return set;
  }

  /** What was known when the alert came: versions that it or an earlier alert brought. */
  private historyAsOf(alert: ZtfAlert) {
    if (this.asOf?.candid === alert.candid) return this.asOf;
    let set = this.merged;
    if (this.newest > alert.candid) {
      set = new PointSet();
      for (const point of this.points) if (point.from.candid <= alert.candid) set.offer(point);
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

/** A property that is computed when it is first read. */
function defineLazily(
  document: Record<string, unknown>,
  name: string,
  compute: () => unknown,
): void {
  Object.defineProperty(document, name, {
    enumerable: true,
    configurable: true,
    get() {
      const value = compute();
      Object.defineProperty(document, name, { value, enumerable: true });
      return value;
    },
  });
}

function photometryOf(set: PointSet): PhotometryPoint[] {
  return [...set.history(), ...set.forcedPoints()].map(photometryPoint);
}

function byField(points: readonly Brought[]): BundlePoints {
  const of = (field: HistoryField) =>
    points.filter((point) => point.field === field).map((point) => point.bytes);
  return { prv_candidates: of('prv_candidates'), fp_hists: of('fp_hists') };
}

function sliceOf(bytes: Uint8Array, spans: Int32Array, index: number): Uint8Array {
  return bytes.subarray(spans[2 * index] ?? 0, spans[2 * index + 1] ?? 0);
}
