import type { Position } from '@fritz/sky';
import { type ClassificationWish, classificationConditions } from './classified-objs.queries.ts';
import { coneCondition } from './objs.queries.ts';

/** A span of numbers or times; null: open. */
export interface Span<T> {
  from: T | null;
  to: T | null;
}

/** Conditions on a light curve, of the points that the viewer sees: MJD and AB magnitudes. */
export interface LightCurveConditions {
  /** Not detected before. */
  firstDetectedFrom: number | null;
  /** Not detected after. */
  lastDetectedTo: number | null;
  /** Detected last not before. */
  lastDetectedFrom: number | null;
  leastDetections: number | null;
  /** Magnitudes: `from` is the brightest that counts, `to` the faintest. */
  peak: Span<number>;
  latest: Span<number>;
  /** Whether forced points are no detections. */
  withoutForced: boolean;
}

/** What a search asks of objects; every condition is met. Empty and null: nothing is asked. */
export interface ObjConditions {
  cone: (Position & { radiusArcsec: number }) | null;
  /** Parts of the name, the TNS name or an alias, in whatever case. */
  name: string | null;
  without: readonly string[];
  alias: string | null;
  origin: string | null;
  simbadClass: string | null;
  tnsName: string | null;
  hasTnsName: boolean | null;
  redshift: Span<number>;
  changedAfter: Date | null;
  /** null: nothing is asked; `mine`: only the viewer's own looks count. */
  looked: { at: boolean; mine: boolean } | null;
  classes: ClassificationWish | null;
  unclassified: boolean;
  lightCurve: LightCurveConditions | null;
  /** Sets of names, each SQL that stands behind IN, with its own parameters from $1. */
  sets: readonly { sql: string; values: readonly unknown[] }[];
  /** Such sets that it is in none of. */
  notIn: readonly { sql: string; values: readonly unknown[] }[];
  /** Whether only those are meant of which the viewer sees no spectrum. */
  withoutSpectra: boolean;
}

/** Collects the parameters of a statement. */
export class Parameters {
  readonly values: unknown[] = [];
  readonly bind = (value: unknown): string => {
    this.values.push(value);
    return `$${this.values.length}`;
  };
}

/** SQL for the conditions on an object `o` (of `objs`), cheap ones first. */
export function objConditions(asked: ObjConditions, { values, bind }: Parameters): string[] {
  const found: string[] = [];
  if (asked.cone !== null) {
    const cone = coneCondition('o', asked.cone, asked.cone.radiusArcsec, values.length);
    values.push(...cone.values);
    found.push(cone.condition);
  }
  found.push(...columnConditions(asked, bind));
  for (const [sets, isIn] of [
    [asked.sets, 'IN'],
    [asked.notIn, 'NOT IN'],
  ] as const) {
    for (const set of sets) {
      const before = values.length;
      values.push(...set.values);
      const sql = set.sql.replaceAll(/\$(\d+)/g, (_, at: string) => `$${Number(at) + before}`);
      found.push(`o.id ${isIn} ${sql}`);
    }
  }
  if (asked.withoutSpectra) {
    found.push('NOT EXISTS (SELECT FROM spectra s WHERE s.obj_id = o.id)');
  }
  if (asked.looked !== null) {
    const { at, mine } = asked.looked;
    found.push(
      `${at ? '' : 'NOT '}EXISTS (SELECT FROM source_labels l WHERE l.obj_id = o.id${
        mine ? ' AND l.labeller_id = (SELECT viewer_id())' : ''
      })`,
    );
  }
  if (asked.classes !== null) found.push(...classificationConditions('o.id', asked.classes, bind));
  if (asked.unclassified) {
    const nothing = { isClassified: false, ml: false };
    found.push(...classificationConditions('o.id', nothing, bind));
  }
  if (asked.lightCurve !== null) found.push(...lightCurveConditions(asked.lightCurve, bind));
  return found;
}

type Bind = (value: unknown) => string;

function columnConditions(asked: ObjConditions, bind: Bind): string[] {
  const found: string[] = [];
  if (asked.name !== null) {
    const name = bind(asked.name.toLowerCase());
    const spaceless = bind(asked.name.toLowerCase().replaceAll(' ', ''));
    found.push(`(position(${name} IN lower(o.id)) > 0
      OR position(${spaceless} IN lower(replace(o.tns_name, ' ', ''))) > 0
      OR EXISTS (SELECT FROM unnest(o.alias) a WHERE position(${name} IN lower(a)) > 0))`);
  }
  if (asked.without.length > 0) found.push(`o.id <> ALL (${bind(asked.without)}::text[])`);
  if (asked.alias !== null) found.push(`${bind(asked.alias)} = ANY (o.alias)`);
  if (asked.origin !== null) found.push(`position(${bind(asked.origin)} IN o.origin) > 0`);
  if (asked.simbadClass !== null) {
    found.push(`lower(o.altdata -> 'simbad' ->> 'class') = lower(${bind(asked.simbadClass)})`);
  }
  if (asked.tnsName !== null) {
    const name = bind(asked.tnsName.toLowerCase().replaceAll(' ', ''));
    found.push(`position(${name} IN lower(replace(o.tns_name, ' ', ''))) > 0`);
  }
  if (asked.hasTnsName !== null) {
    found.push(`o.tns_name IS ${asked.hasTnsName ? 'NOT ' : ''}NULL`);
  }
  const { from, to } = asked.redshift;
  if (from !== null) found.push(`o.redshift >= ${bind(from)}::float8`);
  if (to !== null) found.push(`o.redshift <= ${bind(to)}::float8`);
  if (asked.changedAfter !== null) {
    found.push(`greatest(o.created_at, o.modified_at) > ${bind(asked.changedAfter)}::timestamptz`);
  }
  return found;
}

/** µJy, AB. */
const fluxOf = (mag: number) => 10 ** ((23.9 - mag) / 2.5);

function lightCurveConditions(asked: LightCurveConditions, bind: Bind): string[] {
  const unforced = asked.withoutForced ? ' AND NOT p.forced' : '';
  const sums: string[] = [];
  const { firstDetectedFrom, lastDetectedFrom, lastDetectedTo, leastDetections } = asked;
  const { peak, latest } = asked;
  const [first, brightest] = ['(min(p.first_detection))[1]', '(max(p.peak))[1]'];
  const [last, lastFlux] = ['(max(p.last_detection))[1]', '(max(p.last_detection))[3]'];
  if (firstDetectedFrom !== null) sums.push(`${first} >= ${bind(firstDetectedFrom)}::float8`);
  if (lastDetectedTo !== null) sums.push(`${last} <= ${bind(lastDetectedTo)}::float8`);
  if (lastDetectedFrom !== null) sums.push(`${last} >= ${bind(lastDetectedFrom)}::float8`);
  if (leastDetections !== null) {
    sums.push(`coalesce(sum(p.detections), 0) >= ${bind(leastDetections)}::int`);
  }
  if (peak.to !== null) sums.push(`${brightest} >= ${bind(fluxOf(peak.to))}::float8`);
  if (peak.from !== null) sums.push(`${brightest} <= ${bind(fluxOf(peak.from))}::float8`);
  if (latest.to !== null) sums.push(`${lastFlux} >= ${bind(fluxOf(latest.to))}::float8`);
  if (latest.from !== null) sums.push(`${lastFlux} <= ${bind(fluxOf(latest.from))}::float8`);
  if (sums.length === 0) return [];
  return [
    `EXISTS (SELECT FROM photometry_sums p WHERE p.obj_id = o.id${unforced}
      HAVING ${sums.join(' AND ')})`,
  ];
}
