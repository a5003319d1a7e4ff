import type { ViewerTx } from '../viewer/viewer-tx.ts';

/** What a list of candidates tells of an object's alerts. */
export interface AlertSummary {
  obj_id: string;
  /** How many alerts of the object the viewer may see. */
  detections: number;
  /** Of the newest of them, UTC. */
  last_detected_mjd: number | null;
  /** Of the alert that was asked for; null where the viewer may not see it. */
  program_id: number | null;
  mag: number | null;
  band: string | null;
  drb: number | null;
  rb: number | null;
}

/**
 * Sums up the alerts of objects in one query.
 *
 * @param newest per object, the alert whose magnitude and scores are wanted
 */
export function summarizeAlerts(
  tx: ViewerTx,
  newest: readonly { objId: string; candid: bigint }[],
): Promise<AlertSummary[]> {
  return tx.query<AlertSummary & Record<string, unknown>>(
    `SELECT w.obj_id, n.detections, n.last_detected_mjd, a.programid AS program_id,
            a.magpsf AS mag, (ARRAY['ztfg', 'ztfr', 'ztfi'])[a.fid] AS band, a.drb, a.rb
       FROM unnest($1::text[], $2::bigint[]) AS w (obj_id, candid)
       LEFT JOIN ztf_alerts a ON a.object_id = w.obj_id AND a.candid = w.candid
       CROSS JOIN LATERAL (
         SELECT count(*)::int AS detections, max(d.mjd) AS last_detected_mjd
           FROM ztf_alerts d WHERE d.object_id = w.obj_id) n`,
    [newest.map((one) => one.objId), newest.map((one) => one.candid)],
  );
}
