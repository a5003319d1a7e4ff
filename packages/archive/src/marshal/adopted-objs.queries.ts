import { stringifyExact } from '@fritz/contract';
import type { PhotometryPoint } from '@fritz/surveys';
import type { ViewerTx } from '../viewer/viewer-tx.ts';
import type { AlertArchive } from './alert-archive.ts';

/**
 * Makes an object of the archive known to the marshal, with what the viewer may see of its light
 * curve as photometry; the broker appends to it from then on. Again, by a viewer who sees more, it
 * adds what was missing.
 *
 * @returns false where the viewer sees no alert of such an object
 */
export async function adoptObj(
  tx: ViewerTx,
  alerts: AlertArchive,
  objId: string,
): Promise<boolean> {
  // The lock that the broker holds while it stores alerts of the object: neither misses the other.
  await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [objId]);
  const [row] = await tx.query<{ seen: boolean }>('SELECT adopt_obj($1) AS seen', [objId]);
  if (!row?.seen) return false;
  await insertAlertPoints(tx, objId, await alerts.photometry(tx, objId));
  return true;
}

async function insertAlertPoints(
  tx: ViewerTx,
  objId: string,
  points: readonly PhotometryPoint[],
): Promise<void> {
  if (points.length === 0) return;
  await tx.query(
    `INSERT INTO photometry (obj_id, instrument, origin, band, mjd, exptime_s, flux_ujy,
       fluxerr_ujy, ref_flux_ujy, ref_fluxerr_ujy, limiting_mag, limiting_mag_nsigma, ra, dec,
       candid, audience_id)
     SELECT o.id, p.instrument, p.origin, p.band, p.mjd, p."exptimeS", p."fluxUjy", p."fluxErrUjy",
            p."refFluxUjy", p."refFluxErrUjy", p."limitingMag", p."limitingMagSigma", p.ra, p.dec,
            p.candid, a.id
       FROM jsonb_to_recordset($2::jsonb) AS p (
              instrument text, origin text, band text, mjd float8, "exptimeS" float4,
              "fluxUjy" float8, "fluxErrUjy" float8, "refFluxUjy" float8, "refFluxErrUjy" float8,
              "limitingMag" float4, "limitingMagSigma" float4, ra float8, dec float8,
              candid bigint, "programId" smallint)
       JOIN objs o ON o.id = $1
       JOIN audiences a ON a.survey = o.survey AND a.program_id = p."programId"
     ON CONFLICT DO NOTHING`,
    [objId, stringifyExact(points)],
  );
}
