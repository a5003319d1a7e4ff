import type { AvroObject, Projection } from '@fritz/formats';
import {
  type DocumentNeeds,
  MissingHistoryError,
  type NewPoints,
  type ObjectCurve,
  type PhotometryPoint,
  type SeenAlert,
} from '../survey.ts';
import { addLazyHistory } from '../ztf/lazy-history.ts';
import type { AvroSurvey, PointKind } from './avro-survey.ts';
import { type Bundle, readBundles, writeBundle } from './bundle.ts';
import type { AvroCurveSchemas, CurveProjection } from './curve-schema.ts';
import { alertDocument } from './document.ts';
import type { AvroAlert } from './packet-reader.ts';
import { type CurvePoint, PointSet } from './point-set.ts';
import { alertProperties } from './properties.ts';

const KINDS = ['detection', 'forced'] as const;

/** How a curve decodes its points: what identifies them, and what filters read. */
export interface CurvePlan {
  readonly needs: DocumentNeeds;
  readonly keys: CurveProjection;
  readonly document: CurveProjection;
  readonly photometry: CurveProjection;
}

/** Beyond every candid. */
const CANDID_END = 9_223_372_036_854_775_807n;

const ALL: CurveProjection = { detection: true, forced: true };

export function planCurve(survey: AvroSurvey, needs: DocumentNeeds): CurvePlan {
  const { pointKeys, photometryFields, pointExtras } = survey;
  const only = (kind: PointKind, fields: readonly string[]): Projection =>
    Object.fromEntries([...pointKeys[kind], ...fields].map((name) => [name, true as const]));
  const wanted = (kind: PointKind, fields: readonly string[] | 'all' | null) => {
    if (fields === 'all') return true;
    const isMade = fields?.some((name) => pointExtras?.fields.some(([made]) => made === name));
    const measured = needs.features ? photometryFields[kind] : [];
    return only(kind, [...(fields ?? []), ...((isMade && pointExtras?.from) || []), ...measured]);
  };
  return {
    needs,
    keys: { detection: only('detection', []), forced: only('forced', []) },
    document: {
      detection: wanted('detection', needs.detections),
      forced: wanted('forced', needs.forced),
    },
    photometry: {
      detection: only('detection', photometryFields.detection),
      forced: only('forced', photometryFields.forced),
    },
  };
}

/** The end of what is stored: every bundle from a candid on. */
interface StoredEnd {
  readonly stored: Uint8Array | null;
  readonly since: bigint;
}

/** What filters with rights on some programmes saw of an alert's past. */
interface AsOf {
  readonly candid: bigint;
  readonly programs: string;
  readonly points: Map<PointKind, readonly CurvePoint[]>;
  readonly entries: Map<PointKind, readonly AvroObject[]>;
}

/**
 * An object's light curve of an Avro survey. A point is of the programme of the alert that brought
 * it: whoever may read the packet may read what is in it. Each programme has its points whole.
 */
export class AvroCurve implements ObjectCurve<AvroAlert> {
  private readonly survey: AvroSurvey;
  private readonly schemas: AvroCurveSchemas;
  private readonly plan: CurvePlan;
  private readonly bundles: Bundle[] = [];
  private readonly broughtBy = new Map<bigint, readonly Bundle[]>();
  /** The points that new alerts are compared with, by programme; null until somebody asks. */
  private merged: Map<number, PointSet> | null = null;
  private from: bigint;
  private asOf: AsOf | null = null;
  private isSpent = false;

  constructor(
    survey: AvroSurvey,
    { stored, since }: StoredEnd,
    schemas: AvroCurveSchemas,
    plan: CurvePlan,
  ) {
    this.survey = survey;
    this.schemas = schemas;
    this.plan = plan;
    this.from = since;
    this.extend(stored, since);
  }

  get since(): bigint {
    return this.from;
  }

  get alerts(): number {
    const known = this.bundles.filter(({ candid }) => candid >= this.from);
    return new Set(known.map(({ candid }) => candid)).size;
  }

  extend(stored: Uint8Array | null, since: bigint): void {
    if (stored) this.bundles.push(...readBundles(stored));
    if (since < this.from) this.from = since;
    this.asOf = null;
    this.merged = null;
  }

  add(alert: AvroAlert): readonly NewPoints[] {
    const { candid, programId, schema } = alert;
    this.schemas.add(schema.curve);
    this.schemas.addRecord(schema.record);
    const set = this.mergedOf(programId);
    const lists = new Map<PointKind, Uint8Array[]>(schema.curve.kinds.map((kind) => [kind, []]));
    const taken = new Set<bigint | string>([candid]);
    if (set.wants('detection', candid, candid)) lists.get('detection')?.push(alert.ownPoint);
    for (const { kind, id, bytes } of schema.pointsOf(alert)) {
      // A packet may tell of its own detection again.
      if (kind === 'detection' && taken.has(id)) continue;
      if (kind === 'detection') taken.add(id);
      if (set.wants(kind, id, candid)) lists.get(kind)?.push(bytes);
    }
    if ([...lists.values()].every(({ length }) => length === 0)) return [];
    const head = { programId, fingerprint: schema.curve.fingerprint, candid };
    const bundle = writeBundle(head, [...lists.values()]);
    const bundles = readBundles(bundle);
    this.bundles.push(...bundles);
    this.broughtBy.set(candid, bundles);
    for (const one of bundles)
      for (const point of this.decode(one, this.plan.keys)) set.offer(point);
    this.asOf = null;
    return [{ programId, bundle }];
  }

  document(alert: SeenAlert, programIds: ReadonlySet<number>): Record<string, unknown> {
    const { needs } = this.plan;
    const document = alertDocument(this.survey, alert, needs.coordinates);
    const makerOf = (kind: PointKind, wanted: DocumentNeeds['forced']) =>
      wanted === null ? null : () => this.entriesAsOf(alert, kind, programIds);
    const history = () => KINDS.flatMap((kind) => this.pointsAsOf(alert, kind, programIds));
    addLazyHistory(document, {
      detections: makerOf('detection', needs.detections),
      ...(this.survey.histories.forced === null ? {} : { forced: makerOf('forced', needs.forced) }),
      properties: () => alertProperties(this.survey, alert, needs.features ? history : null),
    });
    return document;
  }

  history(
    jd: number,
    programIds: ReadonlySet<number>,
    kind: 'detections' | 'forced',
  ): readonly AvroObject[] {
    if (this.plan.needs[kind] === null) return [];
    const points = this.pastOf(
      { candid: CANDID_END, jd },
      kind === 'forced' ? kind : 'detection',
      programIds,
    );
    return points.map((point) => this.entryOf(point));
  }

  photometry(): readonly PhotometryPoint[] {
    return this.photometryPoints([...this.mergeAll(this.plan.photometry, null).values()]);
  }

  photometryOf(alert: AvroAlert): readonly PhotometryPoint[] {
    const merged = this.mergedOf(alert.programId);
    const set = new PointSet();
    for (const bundle of this.broughtBy.get(alert.candid) ?? []) {
      for (const point of this.decode(bundle, this.plan.photometry)) {
        // Another alert of the batch may have brought a better version since.
        if (merged.holds(point)) set.offer(point);
      }
    }
    return this.photometryPoints([set]);
  }

  words(programIds: ReadonlySet<number> | null): Record<string, readonly unknown[]> {
    const set = new PointSet();
    for (const one of this.mergeAll(ALL, programIds).values()) {
      for (const kind of KINDS) for (const point of one.points(kind)) set.offer(point);
    }
    const entries = (kind: PointKind) => set.points(kind).map((point) => this.entryOf(point));
    return { prv_candidates: entries('detection'), fp_hists: entries('forced') };
  }

  release(): void {
    this.isSpent = true;
    this.bundles.length = 0;
    this.broughtBy.clear();
    this.merged = null;
    this.asOf = null;
  }

  private mergedOf(programId: number): PointSet {
    this.merged ??= this.mergeAll(this.plan.keys, null);
    const set = this.merged.get(programId) ?? new PointSet();
    this.merged.set(programId, set);
    return set;
  }

  private mergeAll(
    projection: CurveProjection,
    programIds: ReadonlySet<number> | null,
  ): Map<number, PointSet> {
    const sets = new Map<number, PointSet>();
    for (const bundle of this.bundles) {
      if (programIds !== null && !programIds.has(bundle.programId)) continue;
      const set = sets.get(bundle.programId) ?? new PointSet();
      sets.set(bundle.programId, set);
      for (const point of this.decode(bundle, projection)) set.offer(point);
    }
    return sets;
  }

  private decode(bundle: Bundle, projection: CurveProjection): CurvePoint[] {
    const { survey } = this;
    const { candid, programId } = bundle;
    const lists = this.schemas.curve(bundle.fingerprint).decode(bundle.body, projection);
    const points: CurvePoint[] = [];
    for (const [kind, records] of lists) {
      for (const record of records) {
        const id = survey.pointId(record, kind);
        const jd = survey.pointJd(record);
        points.push({ kind, id, candid, programId, jd, record, entry: null });
      }
    }
    return points;
  }

  private entriesAsOf(
    alert: SeenAlert,
    kind: PointKind,
    programIds: ReadonlySet<number>,
  ): readonly AvroObject[] {
    const points = this.pointsAsOf(alert, kind, programIds);
    const made = this.asOf?.entries.get(kind) ?? points.map((point) => this.entryOf(point));
    this.asOf?.entries.set(kind, made);
    return made;
  }

  /** What was known when the alert came: versions that it or an earlier alert brought. */
  private pointsAsOf(
    alert: SeenAlert,
    kind: PointKind,
    programIds: ReadonlySet<number>,
  ): readonly CurvePoint[] {
    const programs = [...programIds].sort().join();
    if (this.asOf?.candid !== alert.candid || this.asOf.programs !== programs) {
      const { candid } = alert;
      this.asOf = { candid, programs, points: new Map(), entries: new Map() };
    }
    const made = this.asOf.points.get(kind) ?? this.pastOf(alert, kind, programIds);
    this.asOf.points.set(kind, made);
    return made;
  }

  private pastOf(
    alert: Pick<SeenAlert, 'candid' | 'jd'>,
    kind: PointKind,
    programIds: ReadonlySet<number>,
  ): readonly CurvePoint[] {
    if (this.isSpent) throw new Error('a history was asked for after its light curve was let go');
    // These surveys' candids do not tell the time: all of the past may be in any bundle.
    if (this.from > 0n) throw new MissingHistoryError(0n);
    const set = new PointSet();
    for (const bundle of this.bundles) {
      if (bundle.candid > alert.candid || !programIds.has(bundle.programId)) continue;
      for (const point of this.decode(bundle, this.plan.document)) {
        if (point.kind !== kind || point.id === alert.candid) continue;
        const ageDays = alert.jd - point.jd;
        if (ageDays >= 0 && ageDays < this.survey.historyDays) set.offer(point);
      }
    }
    return set.points(kind);
  }

  private entryOf(point: CurvePoint): AvroObject {
    if (point.entry === null) {
      const entry = { ...point.record };
      this.survey.pointExtras?.add(entry);
      point.entry = entry;
    }
    return point.entry;
  }

  private photometryPoints(sets: readonly PointSet[]): PhotometryPoint[] {
    return sets.flatMap((set) =>
      KINDS.flatMap((kind) => set.points(kind)).flatMap(({ kind, record, programId }) => {
        const point = this.survey.photometry(record, kind);
        if (point === null) return [];
        const origin = kind === 'forced' ? 'alert_fp' : 'alert';
        return [{ ...point, origin, programId }];
      }),
    );
  }
}
