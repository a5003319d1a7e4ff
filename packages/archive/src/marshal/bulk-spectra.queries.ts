import type { ViewerTx } from '../viewer/viewer-tx.ts';

/** Which objects' spectra are wanted; null says nothing. */
export interface BulkSelection {
  groupId: number | null;
  objIds: readonly string[] | null;
  classes: readonly string[] | null;
  minProbability: number | null;
  limit: number;
}

/** An object with spectra, and what its phases are counted from. */
export interface BulkSource {
  id: string;
  redshift: number | null;
  first_detected_mjd: number | null;
  peak_mjd: number | null;
  tns_discovery_date: string | null;
}

/** Saved objects with spectra, by name; of photometry only what the viewer sees counts. */
export function listBulkSources(tx: ViewerTx, selection: BulkSelection): Promise<BulkSource[]> {
  return tx.query<BulkSource & Record<string, unknown>>(
    `SELECT o.id, o.redshift, p.first_detected_mjd, p.peak_mjd,
            o.tns_info ->> 'discoverydate' AS tns_discovery_date
       FROM objs o LEFT JOIN LATERAL (
         SELECT min(d.mjd) AS first_detected_mjd,
                (array_agg(d.mjd ORDER BY d.flux_ujy DESC))[1] AS peak_mjd
           FROM photometry d WHERE d.obj_id = o.id AND d.flux_ujy > 3 * d.fluxerr_ujy) p ON true
      WHERE EXISTS (SELECT FROM spectra s WHERE s.obj_id = o.id)
        AND EXISTS (SELECT FROM sources s WHERE s.obj_id = o.id AND s.active
          AND ($1::int IS NULL OR s.group_id = $1))
        AND ($2::text[] IS NULL OR o.id = ANY ($2))
        AND ($3::text[] IS NULL OR EXISTS (SELECT FROM classifications c WHERE c.obj_id = o.id
          AND c.withdrawn_at IS NULL AND NOT c.ml AND c.class = ANY ($3)
          AND ($4::float8 IS NULL OR c.probability >= $4)))
      ORDER BY o.id LIMIT $5`,
    [
      selection.groupId,
      selection.objIds,
      selection.classes,
      selection.minProbability,
      selection.limit,
    ],
  );
}

/** A spectrum as plots of many want it. */
export interface SlimSpectrum {
  obj_id: string;
  observed_at: Date;
  wavelengths: number[];
  fluxes: (number | null)[];
}

/** The spectra of these objects, by object and time. */
export function listSlimSpectra(
  tx: ViewerTx,
  objIds: readonly string[],
  limit: number,
): Promise<SlimSpectrum[]> {
  return tx.query<SlimSpectrum & Record<string, unknown>>(
    `SELECT obj_id, observed_at, wavelengths, fluxes FROM spectra WHERE obj_id = ANY ($1)
      ORDER BY obj_id, observed_at, id LIMIT $2`,
    [[...objIds], limit],
  );
}
