import type { ViewerTx } from '../viewer/viewer-tx.ts';
import { type ClassificationWish, classificationConditions } from './classified-objs.queries.ts';
import { Parameters } from './source-conditions.ts';

/** What statistics need of a point. */
export interface StatPointRow {
  mjd: number;
  band: string;
  flux_ujy: number | null;
  fluxerr_ujy: number | null;
  limiting_mag: number | null;
  origin: string;
  created_at: Date;
}

/** The points of an object that the viewer sees, by time, with what statistics need of them. */
export function listStatPoints(tx: ViewerTx, objId: string): Promise<StatPointRow[]> {
  return tx.query<StatPointRow & Record<string, unknown>>(
    `SELECT mjd, band, flux_ujy, fluxerr_ujy, limiting_mag, origin, created_at
       FROM photometry WHERE obj_id = $1 ORDER BY mjd, id`,
    [objId],
  );
}

/** How an object's light curve is, as far as the viewer sees it: AB magnitudes, MJD. */
export interface PhotSummary {
  obj_id: string;
  ra: number;
  dec: number;
  redshift: number | null;
  /** What was said of it last, by people rather than by models. */
  classification: string | null;
  tns_discovery_date: string | null;
  num_obs_global: number;
  num_det_global: number;
  first_detected_mjd: number | null;
  first_detected_mag: number | null;
  last_detected_mjd: number | null;
  last_detected_mag: number | null;
  recent_obs_mjd: number | null;
  last_non_detection_mjd: number | null;
  peak_mjd_global: number | null;
  peak_mag_global: number | null;
  faintest_mag_global: number | null;
  mean_mag_global: number | null;
  mag_rms_global: number | null;
}

/** Which objects: those of a list, or those on a group's; null: any. */
export interface PhotSummarySelection {
  objIds: readonly string[] | null;
  groupId: number | null;
  /** What is said of them; null: anything, and nothing. */
  classes: ClassificationWish | null;
  redshift: { from: number | null; to: number | null };
  limit: number;
}

/** S/N above 3, as SkyPortal has it. */
const isDetection = 'p.flux_ujy > 3 * p.fluxerr_ujy AND p.fluxerr_ujy > 0';
const mag = '23.9 - 2.5 * log(p.flux_ujy)';

/** Summaries of the light curves of objects that the viewer sees, by object. */
export function summarizePhotometry(
  tx: ViewerTx,
  selection: PhotSummarySelection,
): Promise<PhotSummary[]> {
  const parameters = new Parameters();
  const { bind } = parameters;
  bind(selection.objIds && [...selection.objIds]);
  bind(selection.groupId);
  bind(selection.limit);
  const { from, to } = selection.redshift;
  const conditions = [
    ...(selection.classes === null
      ? []
      : classificationConditions('o.id', selection.classes, bind)),
    ...(from === null ? [] : [`o.redshift >= ${bind(from)}::float8`]),
    ...(to === null ? [] : [`o.redshift <= ${bind(to)}::float8`]),
  ];
  return tx.query<PhotSummary & Record<string, unknown>>(
    `WITH wanted AS (
       SELECT o.id, o.ra, o.dec, o.redshift, o.tns_info ->> 'discoverydate' AS discovered FROM objs o
        WHERE ($1::text[] IS NULL OR o.id = ANY ($1))
          AND CASE WHEN $2::integer IS NULL
            THEN $1 IS NOT NULL OR EXISTS (SELECT FROM sources s WHERE s.obj_id = o.id AND s.active)
            ELSE EXISTS (SELECT FROM sources s
                          WHERE s.obj_id = o.id AND s.group_id = $2 AND s.active) END
          ${conditions.map((condition) => `AND ${condition}`).join('\n')}
        ORDER BY o.id LIMIT $3),
     points AS (
       SELECT p.obj_id, p.mjd,
              CASE WHEN ${isDetection} THEN ${mag} END AS mag
         FROM photometry p WHERE p.obj_id IN (SELECT w.id FROM wanted w)),
     sums AS (
       SELECT obj_id, count(*)::integer AS num_obs, count(mag)::integer AS num_det,
              max(mjd) AS recent, min(mjd) FILTER (WHERE mag IS NOT NULL) AS first_mjd,
              max(mjd) FILTER (WHERE mag IS NOT NULL) AS last_mjd,
              (array_agg(mag ORDER BY mjd) FILTER (WHERE mag IS NOT NULL))[1] AS first_mag,
              (array_agg(mag ORDER BY mjd DESC) FILTER (WHERE mag IS NOT NULL))[1] AS last_mag,
              (array_agg(mjd ORDER BY mag, mjd) FILTER (WHERE mag IS NOT NULL))[1] AS peak_mjd,
              min(mag) AS peak_mag, max(mag) AS faintest, avg(mag) AS mean,
              stddev_pop(mag) AS rms
         FROM points GROUP BY obj_id),
     limits AS (
       SELECT p.obj_id, max(p.mjd) AS mjd FROM points p JOIN sums s ON s.obj_id = p.obj_id
        WHERE p.mag IS NULL AND (s.first_mjd IS NULL OR p.mjd < s.first_mjd) GROUP BY p.obj_id)
     SELECT w.id AS obj_id, w.ra, w.dec, w.redshift, w.discovered AS tns_discovery_date,
            (SELECT c.class FROM classifications c WHERE c.obj_id = w.id AND c.withdrawn_at IS NULL
              ORDER BY c.ml, c.id DESC LIMIT 1) AS classification,
            s.num_obs AS num_obs_global, s.num_det AS num_det_global,
            s.first_mjd AS first_detected_mjd, s.first_mag AS first_detected_mag,
            s.last_mjd AS last_detected_mjd, s.last_mag AS last_detected_mag,
            s.recent AS recent_obs_mjd,
            l.mjd AS last_non_detection_mjd,
            s.peak_mjd AS peak_mjd_global, s.peak_mag AS peak_mag_global,
            s.faintest AS faintest_mag_global, s.mean AS mean_mag_global, s.rms AS mag_rms_global
       FROM wanted w JOIN sums s ON s.obj_id = w.id LEFT JOIN limits l ON l.obj_id = w.id
      ORDER BY w.id`,
    parameters.values,
  );
}

/** How many of the objects that the viewer sees have photometry that he sees, and how many none. */
export async function countPhotStats(
  tx: ViewerTx,
  made: { from: Date | null; to: Date | null },
): Promise<{ with: number; without: number }> {
  const [row] = await tx.query<{ with: number; without: number }>(
    `SELECT (count(*) FILTER (WHERE has))::integer AS with,
            (count(*) FILTER (WHERE NOT has))::integer AS without
       FROM (SELECT EXISTS (SELECT FROM photometry_sums p WHERE p.obj_id = o.id) AS has FROM objs o
              WHERE ($1::timestamptz IS NULL OR o.created_at >= $1)
                AND ($2::timestamptz IS NULL OR o.created_at <= $2)) AS seen`,
    [made.from, made.to],
  );
  return row ?? { with: 0, without: 0 };
}
