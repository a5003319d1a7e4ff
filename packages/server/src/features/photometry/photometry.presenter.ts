import { naiveUtc, type routes, type Static } from '@fritz/contract';
import {
  AB_ZERO_POINT_UJY,
  fluxErrUjyToLimitingMag,
  fluxErrUjyToMagErr,
  fluxUjyToMag,
  totalMagnitude,
} from '@fritz/sky';
import type { ShownPoint } from './joint-photometry.service.ts';

type Point = Static<typeof routes.getPhotometry.response>[number];
export type PhotometryFormat = 'mag' | 'flux' | 'both';

/** What a limit is quoted at where its source did not say; SkyPortal's output. */
const defaultLimitSigma = 5;

export function presentPhotometry(row: ShownPoint, format: PhotometryFormat): Point {
  const { flux_ujy: flux, fluxerr_ujy: fluxerr } = row;
  return {
    id: row.id,
    obj_id: row.obj_id,
    mjd: row.mjd,
    exptime: row.exptime_s,
    filter: row.band,
    ...(format === 'flux' ? {} : magnitudes(row)),
    ...limit(row),
    ...(format === 'mag' ? {} : { flux, fluxerr, zp: AB_ZERO_POINT_UJY }),
    ref_flux: row.ref_flux_ujy,
    ref_fluxerr: row.ref_fluxerr_ujy,
    snr: flux !== null && fluxerr !== null && fluxerr > 0 ? flux / fluxerr : null,
    magsys: 'ab',
    instrument_name: row.instrument,
    origin: row.origin,
    ra: row.ra,
    dec: row.dec,
    candid: row.candid,
    owner_id: row.owner_id,
    created_at: naiveUtc(row.created_at),
  };
}

/** Of the difference, of the reference, and of both together, which variable stars need. */
function magnitudes(row: ShownPoint): Partial<Point> {
  const { flux_ujy: flux, fluxerr_ujy: fluxerr } = row;
  const { ref_flux_ujy: refFlux, ref_fluxerr_ujy: refFluxerr } = row;
  const own = toMagnitude(flux, fluxerr);
  if (refFlux === null) return { mag: own.mag, magerr: own.magerr };
  const reference = toMagnitude(refFlux, refFluxerr);
  const total = totalMagnitude({
    fluxUjy: flux,
    fluxErrUjy: fluxerr,
    refFluxUjy: refFlux,
    refFluxErrUjy: refFluxerr,
  });
  return {
    mag: own.mag,
    magerr: own.magerr,
    magref: reference.mag,
    e_magref: reference.magerr,
    magtot: total.mag,
    e_magtot: total.magErr,
  };
}

function toMagnitude(flux: number | null, fluxerr: number | null) {
  if (flux === null) return { mag: null, magerr: null };
  return {
    mag: fluxUjyToMag(flux),
    magerr: fluxerr === null ? null : fluxErrUjyToMagErr(fluxerr, flux),
  };
}

/** The limit as it was given, with its sigma; else what the flux's error says. */
function limit(row: ShownPoint): Pick<Point, 'limiting_mag' | 'limiting_mag_nsigma'> {
  if (row.limiting_mag !== null) {
    return { limiting_mag: row.limiting_mag, limiting_mag_nsigma: row.limiting_mag_nsigma };
  }
  if (row.fluxerr_ujy === null) return { limiting_mag: null, limiting_mag_nsigma: null };
  return {
    limiting_mag: fluxErrUjyToLimitingMag(row.fluxerr_ujy, defaultLimitSigma),
    limiting_mag_nsigma: defaultLimitSigma,
  };
}
