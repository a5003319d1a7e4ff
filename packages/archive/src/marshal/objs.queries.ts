import { stringifyExact } from '@fritz/contract';
import { angToPix, coneRanges, type Position, separationArcsec } from '@fritz/sky';
import type { ViewerTx } from '../viewer/viewer-tx.ts';

/** What is said of an object beside its place; null: nothing. */
export interface ObjFields {
  ra_dis: number | null;
  dec_dis: number | null;
  ra_err: number | null;
  dec_err: number | null;
  redshift: number | null;
  redshift_error: number | null;
  redshift_origin: string | null;
  t0: number | null;
  transient: boolean;
  varstar: boolean;
  is_roid: boolean;
  mpc_name: string | null;
  tns_name: string | null;
  tns_info: Record<string, unknown> | null;
  score: number | null;
  origin: string | null;
  alias: string[] | null;
  altdata: Record<string, unknown> | null;
}

/** A redshift that was set once. */
export interface RedshiftEntry {
  set_by_user_id: number | null;
  set_at_utc: string;
  value: number | null;
  uncertainty: number | null;
  origin: string | null;
}

/** A galaxy of a catalog, as it stood there when it was named a host. */
export interface HostRow {
  name: string;
  catalog: string | null;
  ra: number | null;
  dec: number | null;
  redshift: number | null;
  distmpc: number | null;
}

/** An object that the viewer may see. */
export interface ObjRow extends ObjFields {
  id: string;
  edition: bigint;
  /** null: of no survey, made by people. */
  survey: string | null;
  ra: number;
  dec: number;
  redshift_history: RedshiftEntry[];
  host: HostRow | null;
  internal_key: string;
  created_at: Date;
  modified_at: Date;
}

const columns = `id, edition, survey, ra, dec, ra_dis, dec_dis, ra_err, dec_err, redshift, redshift_error,
  redshift_origin, redshift_history, t0, transient, varstar, is_roid, mpc_name, tns_name, tns_info,
  score, origin, alias, altdata, host, internal_key, created_at, modified_at`;

/** One object; null where the viewer sees nothing of it. */
export async function findObj(tx: ViewerTx, id: string): Promise<ObjRow | null> {
  return (await findObjs(tx, [id])).get(id) ?? null;
}

/** Those of these objects that the viewer sees. */
export async function findObjs(tx: ViewerTx, ids: readonly string[]): Promise<Map<string, ObjRow>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.query<ObjRow & Record<string, unknown>>(
    `SELECT ${columns} FROM obj_editions WHERE id = ANY ($1) ORDER BY id, edition`,
    [ids],
  );
  const found = new Map<string, ObjRow>();
  for (const row of rows) {
    const first = found.get(row.id);
    found.set(row.id, first === undefined ? row : complete(first, row));
  }
  return found;
}

/** Of several editions that somebody sees the first counts, with what only another one knows. */
function complete(first: ObjRow, other: ObjRow): ObjRow {
  const knowsRedshift = first.redshift !== null;
  return {
    ...first,
    redshift: knowsRedshift ? first.redshift : other.redshift,
    redshift_error: knowsRedshift ? first.redshift_error : other.redshift_error,
    redshift_origin: knowsRedshift ? first.redshift_origin : other.redshift_origin,
    redshift_history: [...other.redshift_history, ...first.redshift_history],
    t0: first.t0 ?? other.t0,
    mpc_name: first.mpc_name ?? other.mpc_name,
    tns_name: first.tns_name ?? other.tns_name,
    tns_info: first.tns_info ?? other.tns_info,
    score: first.score ?? other.score,
    origin: first.origin ?? other.origin,
    alias: first.alias ?? other.alias,
    altdata: first.altdata ?? other.altdata,
    host: first.host ?? other.host,
  };
}

const hpxOrder = 29;
const hpxOf = ({ ra, dec }: Position): bigint => angToPix(hpxOrder, ra, dec);

/**
 * Makes an object of no survey, known to these groups; false where the viewer sees one of this name.
 */
export async function createObj(
  tx: ViewerTx,
  id: string,
  fields: Position & Partial<ObjFields> & { redshift_history?: readonly RedshiftEntry[] },
  groupIds: readonly number[],
): Promise<boolean> {
  const [row] = await tx.query<{ made: boolean }>('SELECT create_obj($1, $2, $3) AS made', [
    id,
    stringifyExact({ ...fields, hpx: hpxOf(fields) }),
    groupIds,
  ]);
  return row?.made ?? false;
}

/** What of an object may be changed; what is absent stays. */
export type ObjChange = Partial<ObjFields & Position> & {
  redshift_history?: readonly RedshiftEntry[];
  host?: HostRow | null;
};

const jsonColumns: ReadonlySet<string> = new Set([
  'tns_info',
  'altdata',
  'redshift_history',
  'host',
]);

/** Changes an object, in the edition that the viewer sees first; false where he may not. */
export async function updateObj(tx: ViewerTx, obj: ObjRow, change: ObjChange): Promise<boolean> {
  const moved = change.ra !== undefined || change.dec !== undefined;
  const place = { ra: change.ra ?? obj.ra, dec: change.dec ?? obj.dec };
  const fields = { ...change, ...(moved ? { ...place, hpx: hpxOf(place) } : {}) };
  const names = Object.keys(fields);
  const values = Object.entries(fields).map(([name, value]) =>
    jsonColumns.has(name) && value !== null ? stringifyExact(value) : value,
  );
  // The names are those of the type above.
  const sets = names.map((name, at) => `${name} = $${at + 2}`);
  const rows = await tx.query(
    `UPDATE objs SET ${[...sets, 'modified_at = now()'].join(', ')} WHERE id = $1 RETURNING id`,
    [obj.id, ...values],
  );
  return rows.length === 1;
}

/** An object near a place. */
export interface NearObj extends Position {
  id: string;
  separationArcsec: number;
}

/** The objects around a place that the viewer sees, the nearest first. */
export async function listObjsAround(
  tx: ViewerTx,
  place: Position,
  radiusArcsec: number,
  onlySaved = false,
): Promise<NearObj[]> {
  const { condition, values } = coneCondition('o', place, radiusArcsec, 1);
  const rows = await tx.query<{ id: string; ra: number; dec: number }>(
    `SELECT o.id, o.ra, o.dec FROM objs o WHERE ${condition}
        AND (NOT $1 OR EXISTS (SELECT FROM sources s WHERE s.obj_id = o.id AND s.active))`,
    [onlySaved, ...values],
  );
  return rows
    .map((row) => ({ ...row, separationArcsec: separationArcsec(place, row) }))
    .filter((row) => row.separationArcsec <= radiusArcsec)
    .toSorted((a, b) => a.separationArcsec - b.separationArcsec || (a.id < b.id ? -1 : 1));
}

/**
 * SQL for the objects within a cone: ranges of the index, and the distance itself (haversine, good to
 * 1e-9 of a degree at small angles).
 */
export function coneCondition(
  table: string,
  { ra, dec }: Position,
  radiusArcsec: number,
  parametersBefore: number,
): { condition: string; values: unknown[] } {
  const ranges = coneRanges(ra, dec, radiusArcsec);
  const bind = (offset: number) => `$${parametersBefore + offset}`;
  // Arrays and OFFSET leave the planner no choice: it cannot know how few objects a range has, and
  // would look at every one there is.
  const condition = `${table}.id = ANY (ARRAY(SELECT c.id
        FROM unnest(${bind(1)}::bigint[], ${bind(2)}::bigint[]) AS r (low, high)
       CROSS JOIN LATERAL (SELECT i.id FROM objs i WHERE i.hpx BETWEEN r.low AND r.high OFFSET 0) c))
    AND 2 * asind(least(1, sqrt(power(sind((${table}.dec - ${bind(4)}) / 2), 2)
      + cosd(${table}.dec) * cosd(${bind(4)}) * power(sind((${table}.ra - ${bind(3)}) / 2), 2))))
      <= ${bind(5)}::float8 / 3600`;
  const values = [
    ranges.map(({ from }) => from),
    ranges.map(({ to }) => to),
    ra,
    dec,
    radiusArcsec,
  ];
  return { condition, values };
}

/** Objects of this name, or of this name in the TNS, in whatever case and without spaces. */
export async function listObjsNamed(tx: ViewerTx, name: string): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `SELECT o.id FROM objs o WHERE o.id = $1 OR lower(o.id) = lower($1)
        OR lower(replace(o.tns_name, ' ', '')) = lower(replace($1, ' ', ''))
      ORDER BY o.id <> $1, o.id LIMIT 20`,
    [name],
  );
  return rows.map(({ id }) => id);
}

/** Those of these objects that have photometry which the viewer sees. */
export async function listWithPhotometry(tx: ViewerTx, ids: readonly string[]): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `SELECT t.id FROM unnest($1::text[]) AS t (id)
      WHERE EXISTS (SELECT FROM photometry p WHERE p.obj_id = t.id)`,
    [ids],
  );
  return rows.map(({ id }) => id);
}

/** Those of these objects that have spectra which the viewer sees. */
export async function listWithSpectra(tx: ViewerTx, ids: readonly string[]): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `SELECT t.id FROM unnest($1::text[]) AS t (id)
      WHERE EXISTS (SELECT FROM spectra s WHERE s.obj_id = t.id)`,
    [ids],
  );
  return rows.map(({ id }) => id);
}

/** Where an object passed filters that the viewer sees, last first: once for each filter. */
export function listPassedFilters(
  tx: ViewerTx,
  objId: string,
): Promise<{ id: bigint; filter_id: number; passing_alert_id: bigint; passed_at: Date }[]> {
  return tx.query(
    `SELECT DISTINCT ON (filter_id) id, filter_id, candid AS passing_alert_id, passed_at
       FROM candidates WHERE obj_id = $1 ORDER BY filter_id, passed_at DESC, candid DESC`,
    [objId],
  );
}

/** Deletes an object with everything that hangs on it; false where the viewer may not. */
export async function deleteObj(tx: ViewerTx, id: string): Promise<boolean> {
  const [row] = await tx.query<{ deleted: boolean }>('SELECT delete_obj($1) AS deleted', [id]);
  return row?.deleted ?? false;
}

/** How a light curve is, of the points that the viewer sees: MJD, AB magnitudes. */
export interface DetectionSummary {
  obj_id: string;
  num_obs_global: number;
  num_det_global: number;
  first_detected_mjd: number | null;
  first_detected_mag: number | null;
  last_detected_mjd: number | null;
  last_detected_mag: number | null;
  recent_obs_mjd: number | null;
  peak_mag_global: number | null;
  peak_mjd_global: number | null;
}

/** Summaries of the light curves of these objects; of such as have points. */
export function summarizeDetections(
  tx: ViewerTx,
  ids: readonly string[],
): Promise<DetectionSummary[]> {
  return tx.query<DetectionSummary & Record<string, unknown>>(
    `SELECT obj_id, points AS num_obs_global, detections AS num_det_global,
            first[1] AS first_detected_mjd, 23.9 - 2.5 * log(first[3]) AS first_detected_mag,
            last[1] AS last_detected_mjd, 23.9 - 2.5 * log(last[3]) AS last_detected_mag,
            last_mjd AS recent_obs_mjd, 23.9 - 2.5 * log(peak[1]) AS peak_mag_global,
            -peak[2] AS peak_mjd_global
       FROM (SELECT p.obj_id, sum(p.points)::int AS points, sum(p.detections)::int AS detections,
                    max(p.last_mjd) AS last_mjd, min(p.first_detection) AS first,
                    max(p.last_detection) AS last, max(p.peak) AS peak
               FROM photometry_sums p WHERE p.obj_id = ANY ($1) GROUP BY p.obj_id) sums`,
    [ids],
  );
}
