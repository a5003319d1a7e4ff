import { icrsToGalactic } from '@fritz/sky';
import { type ClassificationWish, classificationConditions } from './classified-objs.queries.ts';
import {
  type AnnotationCondition,
  type ObjSet,
  objsOnList,
  objsWithAnnotation,
  withParametersAfter,
} from './obj-conditions.ts';

/** Takes a value and gives its placeholder in the statement. */
export type Bind = (value: unknown) => string;

/** How often an object was detected; null: no matter. */
export interface DetectionCondition {
  /** MJD, UTC: the first detection at or after, the last at or before. */
  firstSinceMjd: number | null;
  lastUntilMjd: number | null;
  atLeast: number | null;
  /** Forced photometry counts not. */
  withoutForced: boolean;
}

export const comparisons = { lt: '<', le: '<=', eq: '=', ne: '<>', ge: '>=', gt: '>' } as const;
export type Comparison = keyof typeof comparisons;

/** What annotations of single points of photometry say. */
export interface PointAnnotationCondition {
  /** Each of these, of so many points; without any: just an annotation. */
  said: readonly { key: string; value: number | string | null; comparison: Comparison }[];
  origins: readonly string[] | null;
  since: Date | null;
  until: Date | null;
  atLeast: number;
}

/** What a scan asks of objects, beside that they passed and were saved or not. */
export interface ScanConditions {
  classes?: ClassificationWish;
  minRedshift?: number;
  maxRedshift?: number;
  annotations?: readonly AnnotationCondition[];
  /** Objects without an annotation of this origin; older ones than `since` do not count. */
  unannotated?: { origin: string; since: Date | null };
  onList?: string;
  notOnList?: string;
  detections?: DetectionCondition;
  pointAnnotations?: PointAnnotationCondition;
  /** Objects that people have classified are left out. */
  unclassified?: boolean;
  /** Those that somebody else scanned for one of the viewer's groups are left out. */
  notScannedByOthers?: boolean;
  /** At least so far from the plane of the Galaxy, degrees. */
  minAbsGalacticLatitude?: number;
  /** Sets of names that they are all in. */
  sets?: readonly ObjSet[];
}

/** Conditions of SQL on `m.obj_id`, to be joined with AND; all under the viewer's rights. */
export function conditionsOf(wish: ScanConditions, bind: Bind): string[] {
  const found = wish.classes ? classificationConditions('m.obj_id', wish.classes, bind) : [];
  if (wish.minRedshift !== undefined || wish.maxRedshift !== undefined) {
    found.push(redshiftCondition(wish, bind));
  }
  for (const one of wish.annotations ?? []) {
    found.push(`(${annotated(one, bind)} OR ${filterSaid(one, bind)})`);
  }
  if (wish.unannotated) found.push(`NOT ${annotatedSince(wish.unannotated, bind)}`);
  if (wish.onList !== undefined) found.push(listed(wish.onList, bind));
  if (wish.notOnList !== undefined) found.push(`NOT ${listed(wish.notOnList, bind)}`);
  if (wish.detections) found.push(detected(wish.detections, bind));
  if (wish.pointAnnotations) found.push(...pointsSay(wish.pointAnnotations, bind));
  if (wish.unclassified) {
    const byPeople = { isClassified: false, ml: false };
    found.push(...classificationConditions('m.obj_id', byPeople, bind));
  }
  if (wish.notScannedByOthers) found.push(unscanned);
  if (wish.minAbsGalacticLatitude) found.push(offPlane(wish.minAbsGalacticLatitude, bind));
  for (const set of wish.sets ?? []) found.push(`m.obj_id IN ${placed(set, bind)}`);
  return found;
}

/** SQL of a set with its parameters among those of the statement. */
function placed({ sql, values }: ObjSet, bind: Bind): string {
  const places = values.map(bind);
  return sql.replaceAll(/\$(\d+)/g, (_, number: string) => places[Number(number) - 1] ?? '');
}

/** Who scans says so by a label (docs/adr/0040); only those of the viewer's groups are seen. */
const unscanned = `NOT EXISTS (SELECT FROM source_labels l WHERE l.obj_id = m.obj_id
  AND l.labeller_id <> (SELECT viewer_id()))`;

const radiansPerDegree = Math.PI / 180;

const sinLatitude = (ra: number, dec: number): number =>
  Math.sin(icrsToGalactic({ ra, dec }).b * radiansPerDegree);

/** Of the Galactic pole in the direction of each ICRS axis. */
const pole = { x: sinLatitude(0, 0), y: sinLatitude(90, 0), z: sinLatitude(0, 90) };

function offPlane(degrees: number, bind: Bind): string {
  const [ra, dec] = ['radians(o.ra)', 'radians(o.dec)'];
  return `EXISTS (SELECT FROM objs o WHERE o.id = m.obj_id AND abs(
    cos(${dec}) * (${pole.x} * cos(${ra}) + ${pole.y} * sin(${ra})) + ${pole.z} * sin(${dec}))
    >= ${bind(Math.sin(degrees * radiansPerDegree))}::float8)`;
}

function redshiftCondition({ minRedshift, maxRedshift }: ScanConditions, bind: Bind): string {
  const low = minRedshift === undefined ? '' : ` AND o.redshift >= ${bind(minRedshift)}`;
  const high = maxRedshift === undefined ? '' : ` AND o.redshift <= ${bind(maxRedshift)}`;
  return `EXISTS (SELECT FROM objs o WHERE o.id = m.obj_id${low}${high})`;
}

function listed(listName: string, bind: Bind): string {
  const { sql } = objsOnList(listName);
  return `m.obj_id IN ${sql.replace('$1', bind(listName))}`;
}

/** By what people and programs wrote. */
function annotated(condition: AnnotationCondition, bind: Bind): string {
  const { values } = objsWithAnnotation(condition);
  const places = values.map(bind);
  const first = Number(places[0]?.slice(1) ?? 1) - 1;
  const call = withParametersAfter(
    {
      sql: `objs_with_annotation($1, $2, $3, $4::float8, $5::float8, $6::boolean, $7::boolean,
        $8::timestamptz, $9::timestamptz)`,
      values,
    },
    first,
  );
  return `m.obj_id IN (SELECT ${call})`;
}

/** How the annotations of a filter are called: after its group, by either of its names. */
const originMatches = (place: string): string =>
  `(g.name || ':' || f.name = ${place} OR g.nickname || ':' || f.name = ${place})`;

const filterOutputs = `FROM candidates k JOIN filters f ON f.id = k.filter_id
  JOIN groups g ON g.id = f.group_id WHERE k.obj_id = m.obj_id`;

/** By what a filter computed of the last alert that passed it. */
function filterSaid(condition: AnnotationCondition, bind: Bind): string {
  const { origin, key, word, low, high } = condition;
  const parts = [filterOutputs];
  if (origin !== null) parts.push(originMatches(`${bind(origin)}::text`));
  if (key !== null) {
    const said = `(k.output #> ARRAY['annotations', ${bind(key)}::text])`;
    if (word !== null) {
      parts.push(`jsonb_typeof(${said}) IN ('string', 'boolean')`);
      parts.push(`${said} #>> '{}' = ${bind(word)}::text`);
    } else if (low !== null || high !== null) {
      parts.push(`CASE WHEN jsonb_typeof(${said}) = 'number' THEN
        ${said}::numeric BETWEEN coalesce(${bind(low)}::float8, '-Infinity')::numeric
          AND coalesce(${bind(high)}::float8, 'Infinity')::numeric ELSE false END`);
    } else parts.push(`${said} IS NOT NULL`);
  }
  parts.push(`NOT EXISTS (SELECT FROM candidates later WHERE later.obj_id = k.obj_id
    AND later.filter_id = k.filter_id AND later.id > k.id)`);
  return `EXISTS (SELECT ${parts.join(' AND ')})`;
}

function annotatedSince({ origin, since }: { origin: string; since: Date | null }, bind: Bind) {
  const [named, from] = [`${bind(origin)}::text`, `${bind(since)}::timestamptz`];
  return `(EXISTS (SELECT FROM annotations a WHERE a.subject_type = 'sources'
      AND a.subject_id = m.obj_id AND a.origin = ${named}
      AND (${from} IS NULL OR a.modified_at >= ${from}))
    OR EXISTS (SELECT ${filterOutputs} AND ${originMatches(named)}
      AND jsonb_typeof(k.output -> 'annotations') = 'object'
      AND (${from} IS NULL OR k.passed_at >= ${from})))`;
}

/** Detections are of S/N above 3, as SkyPortal has it. */
function detected(condition: DetectionCondition, bind: Bind): string {
  const { firstSinceMjd, lastUntilMjd, atLeast, withoutForced } = condition;
  const having = ['sum(p.detections) > 0'];
  if (firstSinceMjd !== null)
    having.push(`(min(p.first_detection))[1] >= ${bind(firstSinceMjd)}::float8`);
  if (lastUntilMjd !== null) {
    having.push(`(max(p.last_detection))[1] <= ${bind(lastUntilMjd)}::float8`);
  }
  if (atLeast !== null) having.push(`sum(p.detections) >= ${bind(atLeast)}::int`);
  return `EXISTS (SELECT FROM photometry_sums p WHERE p.obj_id = m.obj_id${
    withoutForced ? ' AND NOT p.forced' : ''
  } HAVING ${having.join(' AND ')})`;
}

function pointsSay(condition: PointAnnotationCondition, bind: Bind): string[] {
  const { said, origins, since, until, atLeast } = condition;
  const common = `FROM annotations a WHERE a.subject_type = 'photometry' AND a.obj_id = m.obj_id
    ${origins === null ? '' : `AND a.origin = ANY (${bind(origins)}::text[])`}
    ${since === null ? '' : `AND a.created_at >= ${bind(since)}`}
    ${until === null ? '' : `AND a.created_at <= ${bind(until)}`}`;
  const counts = said.length === 0 ? [''] : said.map((one) => ` AND ${pointSays(one, bind)}`);
  const least = bind(atLeast);
  return counts.map((what) => `(SELECT count(*) ${common}${what}) >= ${least}::int`);
}

function pointSays(
  { key, value, comparison }: PointAnnotationCondition['said'][number],
  bind: Bind,
): string {
  const place = `${bind(key)}::text`;
  if (value === null) return `a.data ? ${place}`;
  const sign = comparisons[comparison];
  if (typeof value === 'string') return `a.data ->> ${place} ${sign} ${bind(value)}`;
  return `CASE WHEN jsonb_typeof(a.data -> ${place}) = 'number'
    THEN (a.data -> ${place})::float8 ${sign} ${bind(value)}::float8 ELSE false END`;
}
