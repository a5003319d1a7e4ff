import { coneRanges, dateToMjd, mjdToJd, type Position } from '@fritz/sky';
import { type AlertWords, adapterOf, SURVEYS, type SurveyAdapter } from '@fritz/surveys';
import { type RegionValues, rowsInRegion } from '../sky-maps/region-sql.ts';
import type { ViewerTx } from '../viewer/viewer-tx.ts';
import type { AlertDocument } from './alert-archive.ts';
import { documentOf, learnSchemas } from './alerts.queries.ts';
import { Parameters } from './source-conditions.ts';

/** Which alerts are wanted; every condition that is not null is met. */
export interface AlertSearch {
  objectIds: readonly string[] | null;
  candids: readonly bigint[] | null;
  cone: (Position & { radiusArcsec: number }) | null;
  /** A part of the sky of any shape, beside the cone. */
  region: RegionValues | null;
  passed: { filterId: number; since: Date | null; before: Date | null } | null;
  /** When they were taken. */
  since: Date | null;
  before: Date | null;
  survey: string | null;
  /** Only older ones than this, by time and number. */
  after: { jd: number; candid: bigint } | null;
  limit: number;
}

/** An alert that a search found, with what a list says of it. */
export interface FoundAlert extends AlertDocument, Pick<AlertWords, 'mag' | 'band'> {
  survey: string;
}

interface Row extends Record<string, unknown> {
  object_id: string;
  candid: bigint;
  ra: number;
  dec: number;
  jd: number;
}

/** The newest alerts that meet the conditions. */
export async function searchAlerts(tx: ViewerTx, search: AlertSearch): Promise<FoundAlert[]> {
  const names = SURVEYS.map(({ name }) => name).filter(
    (name) => search.survey === null || search.survey === name,
  );
  const found: { jd: number; alert: FoundAlert }[] = [];
  for (const adapter of names.map(adapterOf)) {
    const rows = await searchSurvey(tx, adapter, search);
    if (rows.length > 0) await learnSchemas(tx, adapter);
    for (const row of rows) {
      const { mag, band } = adapter.wordsOf(row);
      const alert = { ...documentOf(adapter, row), survey: adapter.name, mag, band };
      found.push({ jd: row.jd, alert });
    }
  }
  found.sort((a, b) => b.jd - a.jd || (b.alert.candid > a.alert.candid ? 1 : -1));
  return found.slice(0, search.limit).map(({ alert }) => alert);
}

function searchSurvey(tx: ViewerTx, adapter: SurveyAdapter, search: AlertSearch): Promise<Row[]> {
  const parameters = new Parameters();
  const { bind } = parameters;
  const from = fromSql(adapter.name, search, bind);
  const conditions = conditionsSql(adapter, search, bind);
  return tx.query<Row>(
    `SELECT a.* FROM ${from} ${conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : ''}
      ORDER BY a.jd DESC, a.candid DESC LIMIT ${bind(search.limit)}`,
    parameters.values,
  );
}

type Bind = (value: unknown) => string;

/** The table, entered by the index that leaves least. */
function fromSql(survey: string, { cone, passed, region }: AlertSearch, bind: Bind): string {
  if (cone !== null) {
    const ranges = coneRanges(cone.ra, cone.dec, cone.radiusArcsec);
    const [low, high] = [bind(ranges.map(({ from }) => from)), bind(ranges.map(({ to }) => to))];
    return `unnest(${low}::bigint[], ${high}::bigint[]) AS r (low, high) CROSS JOIN LATERAL (
      SELECT i.* FROM ${survey}_alerts i WHERE i.hpx BETWEEN r.low AND r.high OFFSET 0) a`;
  }
  if (region !== null && passed === null) {
    return `${rowsInRegion({ table: `${survey}_alerts`, columns: 'i.*' }, region, bind)} a`;
  }
  if (passed !== null) {
    return `(SELECT DISTINCT c.candid FROM candidates c WHERE ${passedSql(survey, passed, bind)}) p
      JOIN ${survey}_alerts a ON a.candid = p.candid`;
  }
  return `${survey}_alerts a`;
}

function passedSql(
  survey: string,
  { filterId, since, before }: NonNullable<AlertSearch['passed']>,
  bind: Bind,
): string {
  return [
    `c.survey = '${survey}' AND c.filter_id = ${bind(filterId)}::int AND NOT c.posted`,
    ...(since === null ? [] : [`c.passed_at >= ${bind(since)}::timestamptz`]),
    ...(before === null ? [] : [`c.passed_at < ${bind(before)}::timestamptz`]),
  ].join(' AND ');
}

function conditionsSql(adapter: SurveyAdapter, search: AlertSearch, bind: Bind): string[] {
  const { objectIds, candids, cone, region, passed, since, before, after } = search;
  const found: string[] = [];
  if (objectIds !== null) found.push(`a.object_id = ANY (${bind(objectIds)}::text[])`);
  if (candids !== null) found.push(`a.candid = ANY (${bind(candids)}::bigint[])`);
  if (cone !== null) {
    const [ra, dec] = [`${bind(cone.ra)}::float8`, `${bind(cone.dec)}::float8`];
    // Haversine, as for objects: good to 1e-9 of a degree at small angles.
    found.push(`2 * asind(least(1, sqrt(power(sind((a.dec - ${dec}) / 2), 2)
      + cosd(a.dec) * cosd(${dec}) * power(sind((a.ra - ${ra}) / 2), 2))))
      <= ${bind(cone.radiusArcsec)}::float8 / 3600`);
    if (passed !== null) {
      found.push(`EXISTS (SELECT FROM candidates c WHERE c.candid = a.candid
        AND ${passedSql(adapter.name, passed, bind)})`);
    }
  }
  if (region !== null && (cone !== null || passed !== null)) {
    found.push(`a.hpx <@ ${bind(region.multirange)}::int8multirange`);
  }
  if (since !== null || before !== null) {
    const fromJd = since === null ? Number.NEGATIVE_INFINITY : mjdToJd(dateToMjd(since));
    const toJd = before === null ? Number.POSITIVE_INFINITY : mjdToJd(dateToMjd(before));
    const candid = adapter.candidsOf({ fromJd, toJd });
    found.push(`a.candid >= ${bind(candid.since)} AND a.candid < ${bind(candid.before)}`);
    if (since !== null) found.push(`a.jd >= ${bind(fromJd)}::float8`);
    if (before !== null) found.push(`a.jd < ${bind(toJd)}::float8`);
  }
  if (after !== null) {
    found.push(`(a.jd, a.candid) < (${bind(after.jd)}::float8, ${bind(after.candid)}::bigint)`);
  }
  return found;
}
