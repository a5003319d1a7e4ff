import { rowsOf } from '../hats/sql-rows.ts';
import type { ViewerTx } from '../viewer/viewer-tx.ts';

/** A source of a group, with what lists of transients tell. */
export interface ExportedSource extends Record<string, unknown> {
  readonly id: string;
  readonly ra: number;
  readonly dec: number;
  readonly redshift: number | null;
  readonly tnsName: string | null;
  readonly aliases: readonly string[] | null;
  readonly hostName: string | null;
  readonly hostRedshift: number | null;
  readonly class: string | null;
  readonly classOrigin: string | null;
  readonly savedAt: Date;
  /** Of its first detection. */
  readonly firstMjd: number | null;
  readonly firstFluxUjy: number | null;
  readonly firstBand: string | null;
  readonly firstInstrument: string | null;
}

/** A line of photometry of a source of a group. */
export interface ExportedPoint extends Record<string, unknown> {
  readonly objId: string;
  readonly mjd: number;
  readonly exptimeS: number | null;
  readonly band: string;
  readonly fluxUjy: number | null;
  readonly fluxErrUjy: number | null;
  readonly refFluxUjy: number | null;
  readonly refFluxErrUjy: number | null;
  readonly limitingMag: number | null;
  readonly instrument: string;
  readonly origin: string;
  readonly ra: number | null;
  readonly dec: number | null;
  readonly candid: bigint | null;
}

type Query = Pick<ViewerTx, 'query'>;

/** So many sigma a first detection has at least. */
const DETECTION_SIGMA = 5;

/** The sources that a group has saved, of what the viewer sees, by name. */
export function exportedSources(tx: Query, groupId: number): AsyncGenerator<ExportedSource[]> {
  return rowsOf<ExportedSource>(
    tx,
    `SELECT o.id, o.ra, o.dec, o.redshift, o.tns_name AS "tnsName", o.alias AS aliases,
            o.host ->> 'name' AS "hostName", (o.host ->> 'redshift')::float8 AS "hostRedshift",
            c.class, c.origin AS "classOrigin", s.saved_at AS "savedAt",
            p.mjd AS "firstMjd", p.flux_ujy AS "firstFluxUjy", p.band AS "firstBand",
            p.instrument AS "firstInstrument"
       FROM sources s JOIN objs o ON o.id = s.obj_id
       LEFT JOIN LATERAL (
         SELECT class, origin FROM classifications
          WHERE obj_id = o.id AND withdrawn_at IS NULL
          ORDER BY ml, probability DESC NULLS LAST, modified_at DESC LIMIT 1) c ON true
       LEFT JOIN LATERAL (
         SELECT mjd, flux_ujy, band, instrument FROM photometry
          WHERE obj_id = o.id AND flux_ujy > ${DETECTION_SIGMA} * fluxerr_ujy
          ORDER BY mjd LIMIT 1) p ON true
      WHERE s.group_id = $1 AND s.active ORDER BY o.id`,
    [groupId],
  );
}

/** The photometry of those sources that the viewer sees, by source and time. */
export function exportedPhotometry(tx: Query, groupId: number): AsyncGenerator<ExportedPoint[]> {
  return rowsOf<ExportedPoint>(
    tx,
    `SELECT p.obj_id AS "objId", p.mjd, p.exptime_s AS "exptimeS", p.band, p.flux_ujy AS "fluxUjy",
            p.fluxerr_ujy AS "fluxErrUjy", p.ref_flux_ujy AS "refFluxUjy",
            p.ref_fluxerr_ujy AS "refFluxErrUjy", p.limiting_mag AS "limitingMag", p.instrument,
            p.origin, p.ra, p.dec, p.candid
       FROM photometry p
      WHERE p.obj_id IN (SELECT s.obj_id FROM sources s WHERE s.group_id = $1 AND s.active)
      ORDER BY p.obj_id, p.mjd, p.id`,
    [groupId],
  );
}
