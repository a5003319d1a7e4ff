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
import { CandidateSchema } from './candidate-schema.ts';
import { alertDocument, forcedEntry, type ZtfSeenAlert } from './document.ts';
import { addLazyHistory } from './lazy-history.ts';
import { type PointKey, pointKeys, type ZtfAlert } from './packet.ts';
import { PHOTOMETRY_FIELDS, photometryPoint } from './photometry.ts';
import { type CurvePoint, mergeByTime, type PointKind, PointSet } from './point-set.ts';
import { alertProperties, FEATURE_FIELDS } from './properties.ts';
import {
  type CurveProjection,
  CurveSchema,
  HISTORY_FIELDS,
  type HistoryField,
  POINT_KEYS,
  projectionOf,
} from './writer-schema.ts';

/** Filters see a year of history, as Kowalski gave them. */
const HISTORY_DAYS = 365;

/** The schemas that alerts and light curves are stored in, by fingerprint. */
export class ZtfCurveSchemas implements CurveSchemas {
  private readonly schemas = new Map<bigint, CurveSchema>();
  private readonly candidates = new Map<bigint, CandidateSchema>();

  learn(schemaText: string): void {
    const candidate = CandidateSchema.parse(schemaText);
    if (candidate) this.candidates.set(candidate.fingerprint, candidate);
    else this.add(CurveSchema.parse(schemaText));
  }

  add(schema: CurveSchema): void {
    if (!this.schemas.has(schema.fingerprint)) this.schemas.set(schema.fingerprint, schema);
  }

  addCandidate(schema: CandidateSchema): void {
    if (!this.candidates.has(schema.fingerprint)) this.candidates.set(schema.fingerprint, schema);
  }

  has(fingerprint: bigint): boolean {
    return this.schemas.has(fingerprint) || this.candidates.has(fingerprint);
  }

  known(): readonly (readonly [bigint, string])[] {
    return [...this.schemas, ...this.candidates].map(([fingerprint, { text }]) => [
      fingerprint,
      text,
    ]);
  }

  /** How an alert that is stored was sent; null for a schema that nobody has learned. */
  candidate(fingerprint: bigint): CandidateSchema | null {
    return this.candidates.get(fingerprint) ?? null;
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
  /** What is decoded of a bundle, history by history. */
  readonly projections: Readonly<Record<HistoryField, CurveProjection>>;
}

/** Forced points are shaped from these, whatever else a filter reads of them. */
const FORCED_FIELDS = ['procstatus', 'forcediffimflux', 'forcediffimfluxunc', 'magzpsci'];

export function planCurve(needs: DocumentNeeds): CurvePlan {
  const fieldsOf = (field: HistoryField, wanted: readonly string[] | 'all' | null) =>
    wanted === 'all' || projectionOf([...POINT_KEYS[field], ...(wanted ?? [])]);
  const { detections, forced } = withFeatures(needs);
  return {
    needs,
    projections: {
      prv_candidates: { prv_candidates: fieldsOf('prv_candidates', detections) },
      fp_hists: { fp_hists: fieldsOf('fp_hists', forced) },
    },
  };
}

/** What filters read of the histories, and what the features are made of where they read those. */
function withFeatures({ detections, forced, features }: DocumentNeeds) {
  const more = features ? FEATURE_FIELDS : { detections: [], forced: [] };
  const isForcedRead = features || forced !== null;
  return {
    detections: detections === 'all' ? detections : [...(detections ?? []), ...more.detections],
    forced:
      forced === 'all' || !isForcedRead
        ? forced
        : [...(forced ?? []), ...FORCED_FIELDS, ...more.forced],
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
  readonly points: { [field in HistoryField]: readonly CurvePoint[] | null };
  isMerged: boolean;
}

function lazy(bundle: Bundle): LazyBundle {
  return { bundle, points: { prv_candidates: null, fp_hists: null }, isMerged: false };
}

const NO_BUNDLE = lazy({
  fingerprint: 0n,
  candid: 0n,
  alertMag: 0,
  alertRa: 0,
  alertDec: 0,
  body: new Uint8Array(0),
});

/** The histories that an alert's filters see. */
interface AsOf {
  readonly candid: bigint;
  readonly points: { [field in HistoryField]: readonly CurvePoint[] | null };
}

/** The end of what is stored: every bundle from a candid on. */
interface StoredEnd {
  readonly stored: Uint8Array | null;
  readonly since: bigint;
}

/** As of which alert. */
type Moment = Pick<ZtfSeenAlert, 'candid' | 'jd'>;

export class ZtfCurve implements ObjectCurve<ZtfAlert> {
  private readonly schemas: ZtfCurveSchemas;
  private readonly plan: CurvePlan;
  private readonly bundles: LazyBundle[] = [];
  private readonly broughtBy = new Map<bigint, readonly Bundle[]>();
  /** The points that new alerts are compared with. */
  private readonly merged = new PointSet();
  private isSpent = false;
  /** Of the alert that was asked for last, for all its filters. */
  private asOf: AsOf | null = null;

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
      this.bundles.push(lazy(bundle));
    }
    if (since < this.from) this.from = since;
    this.asOf = null;
  }

  add(alert: ZtfAlert): readonly NewPoints[] {
    this.schemas.add(alert.schema.curve);
    this.schemas.addCandidate(alert.schema.candidate);
    this.mergeSince(alert.earliestJd);
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
    for (const bundle of bundles) this.bundles.push(lazy(bundle));
    this.broughtBy.set(alert.candid, bundles);
    this.asOf = null;
    return made;
  }

  document(alert: ZtfSeenAlert, programIds: ReadonlySet<number>): Record<string, unknown> {
    const { needs } = this.plan;
    const document = alertDocument(alert, needs.coordinates);
    const isMine = (point: CurvePoint) => programIds.has(point.record.programid);
    const entriesOf = (points: readonly CurvePoint[]) => points.filter(isMine).map(entryOf);
    const history = () => ({
      detections: this.historyAsOf(alert, 'prv_candidates').filter(isMine),
      forced: this.historyAsOf(alert, 'fp_hists').filter(isMine),
    });
    addLazyHistory(document, {
      detections:
        needs.detections === null
          ? null
          : () => entriesOf(this.historyAsOf(alert, 'prv_candidates')),
      forced: needs.forced === null ? null : () => entriesOf(this.historyAsOf(alert, 'fp_hists')),
      properties: () => alertProperties(alert, needs.features ? history : null),
    });
    return document;
  }

  history(
    jd: number,
    programIds: ReadonlySet<number>,
    kind: 'detections' | 'forced',
  ): readonly AvroObject[] {
    if (this.plan.needs[kind] === null) return [];
    const field = kind === 'forced' ? 'fp_hists' : 'prv_candidates';
    return this.pastOf({ candid: CANDID_END, jd }, field)
      .filter((point) => programIds.has(point.record.programid))
      .map(entryOf);
  }

  photometry(): readonly PhotometryPoint[] {
    return photometryOf(this.mergeAll(PHOTOMETRY_PROJECTION));
  }

  photometryOf(alert: ZtfAlert): readonly PhotometryPoint[] {
    this.mergeSince(alert.earliestJd);
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
    const isMine = (point: CurvePoint) =>
      programIds === null || programIds.has(point.record.programid);
    return {
      prv_candidates: set.history().filter(isMine).map(entryOf),
      fp_hists: set.forcedPoints().filter(isMine).map(entryOf),
    };
  }

  release(): void {
    this.isSpent = true;
    // Piece by piece: what has grown old holds what hangs on it even when nobody holds itself.
    for (const { points } of this.bundles) {
      points.prv_candidates = null;
      points.fp_hists = null;
    }
    this.bundles.fill(NO_BUNDLE).length = 0;
    this.broughtBy.clear();
    this.merged.clear();
    this.asOf = null;
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
    consider('detection', candidate, () => alert.ownPoint);
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
   * Merges the bundles that may hold points since a date: an alert brings nothing that is later
   * than itself, and its candid tells its date.
   */
  private mergeSince(jd: number): void {
    for (const bundle of this.bundles) {
      if (bundle.isMerged || jdOfCandid(bundle.bundle.candid) < jd) continue;
      bundle.isMerged = true;
      for (const field of HISTORY_FIELDS) {
        for (const point of this.pointsOf(bundle, field)) this.merged.offer(point);
      }
    }
  }

  private pointsOf({ bundle, points }: LazyBundle, field: HistoryField): readonly CurvePoint[] {
    points[field] ??= this.decode(bundle, this.plan.projections[field]);
    return points[field];
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
  private historyAsOf(alert: ZtfSeenAlert, field: HistoryField): readonly CurvePoint[] {
    if (this.asOf?.candid !== alert.candid) {
      this.asOf = { candid: alert.candid, points: { prv_candidates: null, fp_hists: null } };
    }
    this.asOf.points[field] ??= this.pastOf(alert, field);
    return this.asOf.points[field];
  }

  private pastOf(alert: Moment, field: HistoryField): readonly CurvePoint[] {
    if (this.isSpent) throw new Error('a history was asked for after its light curve was let go');
    const fromJd = alert.jd - HISTORY_DAYS;
    const since = historySince(alert);
    if (since < this.from) throw new MissingHistoryError(since);
    const versions: CurvePoint[] = [];
    for (const bundle of this.bundles) {
      const { candid } = bundle.bundle;
      if (candid > alert.candid || jdOfCandid(candid) < fromJd) continue;
      for (const point of this.pointsOf(bundle, field)) {
        const { jd } = point.record;
        const isPast = jd <= alert.jd && alert.jd - jd < HISTORY_DAYS;
        if (isPast && point.record.candid !== alert.candid) versions.push(point);
      }
    }
    const merged = mergeByTime(versions);
    return field === 'fp_hists' ? merged.filter(isUsable) : merged;
  }
}

/** Filters see only forced points whose processing succeeded, as Kowalski's upstream gave them. */
function isUsable(point: CurvePoint): boolean {
  return point.record.procstatus === '0';
}

function curvePoint(record: AvroObject, from: BundleHead, isForced: boolean): CurvePoint {
  // Every projection holds what identifies a point.
  const known = record as CurvePoint['record'];
  const isLimit = known.candid === undefined || known.candid === null;
  const kind = isForced ? 'forced' : isLimit ? 'limit' : 'detection';
  return { kind, from, record: known, entry: null };
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

/** Beyond every candid: the highest that a column of the database holds. */
const CANDID_END = 9_223_372_036_854_775_807n;

/** The lowest candid whose alert may have brought a point of this date; any time, also endless. */
function candidAt(jd: number): bigint {
  const candid = Math.floor((jd - JD_OF_CANDID_ZERO - CANDID_SLACK_DAYS) * CANDID_PER_DAY);
  if (candid >= Number(CANDID_END)) return CANDID_END;
  return candid > 0 ? BigInt(candid) : 0n;
}

/** The lowest candid whose bundle may hold a point that this alert brings again. */
export function candidReach(alert: ZtfAlert): bigint {
  return candidAt(alert.earliestJd);
}

/** The lowest candid whose bundle may hold a point that filters see of this alert's history. */
export function historySince({ jd }: Pick<ZtfAlert, 'jd'>): bigint {
  return candidAt(jd - HISTORY_DAYS);
}

/** The candids that alerts between two dates have, and of a minute before and after. */
export function candidsBetween(fromJd: number, toJd: number): { since: bigint; before: bigint } {
  return { since: candidAt(fromJd), before: candidAt(toJd + 2 * CANDID_SLACK_DAYS) };
}

function sliceOf(bytes: Uint8Array, spans: Int32Array, index: number): Uint8Array {
  return bytes.subarray(spans[2 * index] ?? 0, spans[2 * index + 1] ?? 0);
}
