import {
  fluxErrUjyToLimitingMag,
  fluxErrUjyToMagErr,
  fluxUjyToMag,
  limitingMagToFluxErrUjy,
} from '@fritz/sky';
import type { Item } from './things.ts';

/** A point as columns of an upload; in fluxes, or in magnitudes. */
export type PhotometryColumns = Readonly<Record<string, unknown>>;

/** SkyPortal tells a limit at this significance where the uploader gave none. */
const toldSigma = 5;
/** What its uploads mean where they do not say. */
const givenSigma = 3;

/**
 * A point as it was uploaded, as far as can be told: µJy, AB. A limit is given as magnitude and
 * significance; a detection is too, where it has a limit of its own.
 */
export function readPoint(point: Item, instrument_id: number): PhotometryColumns {
  const rest = {
    mjd: point.mjd,
    filter: point.filter,
    instrument_id,
    ...given(point, ['ra', 'dec', 'ra_unc', 'dec_unc', 'exptime', 'origin', 'altdata']),
  };
  return { ...rest, ...readMeasurement(point) };
}

function readMeasurement(point: Item): PhotometryColumns {
  const [flux, fluxerr, limit] = [point.flux, point.fluxerr, point.limiting_mag].map(asNumber);
  const reference = given(point, ['ref_flux', 'ref_fluxerr']);
  const inFluxes = { flux, fluxerr, ...reference };
  if (limit === null || limit === undefined || !fluxerr) return inFluxes;
  if (flux === null || flux === undefined) {
    if (Object.keys(reference).length > 0) return inFluxes;
    return {
      mag: null,
      magerr: null,
      limiting_mag: limit,
      limiting_mag_nsigma: sigmaOf(limit, fluxerr),
    };
  }
  const told = fluxErrUjyToLimitingMag(fluxerr, toldSigma);
  const isOwn = told === null || Math.abs(told - limit) > 1e-4;
  const reflux = asNumber(point.ref_flux);
  if (!isOwn || flux <= 0 || (reflux !== null && reflux <= 0)) return inFluxes;
  return {
    mag: fluxUjyToMag(flux),
    magerr: fluxErrUjyToMagErr(fluxerr, flux),
    limiting_mag: limit,
    limiting_mag_nsigma: asNumber(point.limiting_mag_nsigma) ?? givenSigma,
    ...referenceMags(reflux, asNumber(point.ref_fluxerr)),
  };
}

function referenceMags(flux: number | null, fluxerr: number | null): PhotometryColumns {
  if (flux === null) return {};
  const magref = fluxUjyToMag(flux);
  return fluxerr === null ? { magref } : { magref, e_magref: fluxErrUjyToMagErr(fluxerr, flux) };
}

/** Of how many sigma a limit is, by the flux of one; a whole number where it is one but for rounding. */
function sigmaOf(limit: number, fluxerr: number): number {
  const sigma = limitingMagToFluxErrUjy(limit, 1) / fluxerr;
  const whole = Math.round(sigma);
  return whole > 0 && Math.abs(sigma - whole) < 1e-6 ? whole : sigma;
}

function asNumber(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

function given(point: Item, names: readonly string[]): PhotometryColumns {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = point[name];
      return value === null || value === undefined ? [] : [[name, value]];
    }),
  );
}

/** Rows in fluxes and rows in magnitudes: an upload has one kind. */
export function uploadsOf<T extends { columns: PhotometryColumns }>(rows: readonly T[]): T[][] {
  const isFlux = ({ columns }: T) => 'flux' in columns;
  return [rows.filter(isFlux), rows.filter((row) => !isFlux(row))];
}
