import type { PhotometryRow } from '@fritz/archive';
import type { photometryChange, Static } from '@fritz/contract';
import { AB_ZERO_POINT_UJY, fluxErrUjyToMagErr, fluxUjyToMag } from '@fritz/sky';
import type { UploadFields } from './upload-columns.ts';

export type PointChange = Omit<Static<typeof photometryChange>, 'group_ids' | 'stream_ids'>;

const magFields = ['mag', 'magerr', 'limiting_mag', 'limiting_mag_nsigma', 'magref', 'e_magref'];
const fluxFields = ['flux', 'fluxerr', 'zp', 'ref_flux', 'ref_fluxerr', 'ref_zp'];

/** Whether anything of the point itself is named, besides whom it is for. */
export function isValueChange(change: PointChange): boolean {
  return Object.entries(change).some(
    ([field, value]) =>
      !['group_ids', 'stream_ids', 'obj_id'].includes(field) && value !== undefined,
  );
}

/** Whether the change says what was measured, in magnitudes or fluxes. */
export function isMeasurementChange(change: PointChange): boolean {
  return [...magFields, ...fluxFields].some((field) => Reflect.has(change, field));
}

/**
 * The point as it would be uploaded with these changes. Where a change says nothing of what was
 * measured, a stand-in does: what is stored stays. Magnitudes and fluxes of a system other than AB
 * are given whole: what is stored is AB.
 */
export function changedFields(point: PhotometryRow, change: PointChange): UploadFields {
  const isFlux = fluxFields.some((field) => Reflect.has(change, field));
  const isAb = (change.magsys ?? 'ab') === 'ab';
  const stored = isFlux ? fluxesOf(point) : magnitudesOf(point);
  return {
    obj_id: point.obj_id,
    mjd: point.mjd,
    filter: point.band,
    instrument_id: point.instrument_id,
    ra: point.ra,
    dec: point.dec,
    ra_unc: point.ra_unc,
    dec_unc: point.dec_unc,
    exptime: point.exptime_s,
    origin: point.origin,
    altdata: point.altdata,
    ...(isMeasurementChange(change)
      ? isAb && stored
      : { flux: null, fluxerr: 0, zp: AB_ZERO_POINT_UJY }),
    ...change,
  };
}

function magnitudesOf(point: PhotometryRow): UploadFields {
  const { flux_ujy: flux, fluxerr_ujy: fluxErr, given } = point;
  const isDetected = flux !== null && flux > 0 && fluxErr !== null;
  const isGivenInAb = given?.magsys === 'ab' && given.limiting_mag !== undefined;
  return {
    mag: isDetected ? fluxUjyToMag(flux) : null,
    magerr: isDetected ? fluxErrUjyToMagErr(fluxErr, flux) : null,
    limiting_mag: isGivenInAb ? given.limiting_mag : point.limiting_mag,
    limiting_mag_nsigma: point.limiting_mag_nsigma,
    magref: point.ref_flux_ujy === null ? null : fluxUjyToMag(point.ref_flux_ujy),
    e_magref:
      point.ref_flux_ujy === null || point.ref_fluxerr_ujy === null
        ? null
        : fluxErrUjyToMagErr(point.ref_fluxerr_ujy, point.ref_flux_ujy),
  };
}

function fluxesOf(point: PhotometryRow): UploadFields {
  return {
    flux: point.flux_ujy,
    fluxerr: point.fluxerr_ujy,
    zp: AB_ZERO_POINT_UJY,
    ref_flux: point.ref_flux_ujy,
    ref_fluxerr: point.ref_fluxerr_ujy,
  };
}
