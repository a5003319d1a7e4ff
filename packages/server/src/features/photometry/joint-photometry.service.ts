import { findObj, listPhotometry, type PhotometryRow, type ViewerTx } from '@fritz/archive';
import type { PhotometryPoint } from '@fritz/surveys';
import type { ServerContext } from '../../context.ts';
import { linkedIds } from '../object-links/object-links.service.ts';

/** A point as the route shows it: one of the alert archive alone has no number, and nobody keeps it. */
export type ShownPoint = Omit<PhotometryRow, 'id'> & {
  readonly id: bigint | null;
  /** The series that it is a row of. */
  readonly series_id?: number;
};

/**
 * An object's points with those of the objects that are linked with it, as far as the viewer sees them,
 * by time: of the marshal where it keeps such an object, else of the survey's alerts.
 */
export async function withLinked(
  tx: ViewerTx,
  { alerts, now }: Pick<ServerContext, 'alerts' | 'now'>,
  objId: string,
  own: readonly ShownPoint[],
): Promise<ShownPoint[]> {
  const points: ShownPoint[] = [...own];
  for (const id of await linkedIds(tx, objId)) {
    const kept = (await findObj(tx, id)) === null ? [] : await listPhotometry(tx, id);
    if (kept.length > 0) points.push(...kept);
    else
      for (const one of await alerts.photometry(tx, id)) points.push(pointOfAlerts(id, one, now()));
  }
  return points.sort((a, b) => a.mjd - b.mjd);
}

/** A point of the archive as the route shows it. */
export function pointOfAlerts(objId: string, point: PhotometryPoint, now: Date): ShownPoint {
  return {
    ...{ id: null, obj_id: objId, instrument: point.instrument, origin: point.origin },
    ...{ band: point.band, mjd: point.mjd, exptime_s: point.exptimeS },
    ...{ flux_ujy: point.fluxUjy, fluxerr_ujy: point.fluxErrUjy },
    ...{ ref_flux_ujy: point.refFluxUjy, ref_fluxerr_ujy: point.refFluxErrUjy },
    ...{ limiting_mag: point.limitingMag, limiting_mag_nsigma: point.limitingMagSigma },
    ...{ ra: point.ra, dec: point.dec, candid: point.candid, owner_id: null, created_at: now },
    // What people's uploads have besides; and no audience of the marshal's.
    ...{ instrument_id: null, ra_unc: null, dec_unc: null, altdata: null, given: null },
    ...{ upload_id: null, audience_id: 0 },
  };
}
