import type { ViewerTx } from '../viewer/viewer-tx.ts';

/** A point of photometry: µJy, AB zero point 23.9. */
export interface PhotometryRow {
  id: bigint;
  obj_id: string;
  instrument: string;
  origin: string;
  band: string;
  mjd: number;
  exptime_s: number | null;
  flux_ujy: number | null;
  fluxerr_ujy: number | null;
  ref_flux_ujy: number | null;
  ref_fluxerr_ujy: number | null;
  limiting_mag: number | null;
  limiting_mag_nsigma: number | null;
  ra: number | null;
  dec: number | null;
  candid: bigint | null;
  owner_id: number | null;
  created_at: Date;
}

/** The points of an object that the viewer may see, by time. */
export function listPhotometry(tx: ViewerTx, objId: string): Promise<PhotometryRow[]> {
  return tx.db
    .selectFrom('photometry')
    .select([
      'id',
      'obj_id',
      'instrument',
      'origin',
      'band',
      'mjd',
      'exptime_s',
      'flux_ujy',
      'fluxerr_ujy',
      'ref_flux_ujy',
      'ref_fluxerr_ujy',
      'limiting_mag',
      'limiting_mag_nsigma',
      'ra',
      'dec',
      'candid',
      'owner_id',
      'created_at',
    ])
    .where('obj_id', '=', objId)
    .orderBy('mjd')
    .orderBy('id')
    .execute();
}
