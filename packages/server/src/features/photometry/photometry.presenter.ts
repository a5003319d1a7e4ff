import type {
  AudienceNames,
  GivenLimit,
  GivenWords,
  OwnerRow,
  ValidationRow,
} from '@fritz/archive';
import { naiveUtc, type plotPoint, type routes, type Static } from '@fritz/contract';
import {
  AB_ZERO_POINT_UJY,
  fluxErrUjyToLimitingMag,
  fluxErrUjyToMagErr,
  fluxUjyToMag,
  isMagnitudeSystem,
  type MagnitudeSystem,
  totalFlux,
  totalMagnitude,
} from '@fritz/sky';
import type { ShownPoint } from './joint-photometry.service.ts';

export type PhotometryPoint = Static<typeof routes.getPhotometryPoint.response>;
export type PhotometryFormat = 'mag' | 'flux' | 'both';

/** What a limit is quoted at where its source did not say; SkyPortal's output. */
const defaultLimitSigma = 5;

/** How points are shown, and what stands beside them. */
export interface PhotometryView {
  format: PhotometryFormat;
  /** AB unless given. */
  magsys?: MagnitudeSystem;
  /** What is added to a magnitude of a system, in a band, to make it AB; 0 unless given. */
  abOffset?: (band: string, magsys: MagnitudeSystem) => number;
  audiences?: ReadonlyMap<number, AudienceNames>;
  withStreams?: boolean;
  owners?: ReadonlyMap<number, OwnerRow>;
  validations?: ReadonlyMap<bigint, ValidationRow>;
  /** Magnitudes that the dust takes from a band; null: not known. */
  extinction?: (band: string) => number | null;
  /** Days; null: not known. */
  period?: number | null;
  /** By the point. */
  annotations?: ReadonlyMap<string, readonly object[]>;
  comments?: ReadonlyMap<string, readonly object[]>;
}

export function presentPhotometry(row: ShownPoint, view: PhotometryView): PhotometryPoint {
  const { flux_ujy: flux, fluxerr_ujy: fluxerr } = row;
  const { format } = view;
  const magsys = systemOf(row, view);
  const offset = view.abOffset?.(row.band, magsys) ?? 0;
  return {
    id: row.id,
    obj_id: row.obj_id,
    mjd: row.mjd,
    exptime: row.exptime_s,
    filter: row.band,
    ...(format === 'flux' ? {} : magnitudes(row, offset)),
    ...limit(row, magsys, offset, view),
    ...(format === 'mag' ? {} : fluxes(row, offset)),
    ref_flux: row.ref_flux_ujy,
    ref_fluxerr: row.ref_fluxerr_ujy,
    snr: flux !== null && fluxerr !== null && fluxerr > 0 ? flux / fluxerr : null,
    magsys,
    instrument_id: row.instrument_id,
    instrument_name: row.instrument,
    origin: row.origin,
    ra: row.ra,
    dec: row.dec,
    ra_unc: row.ra_unc,
    dec_unc: row.dec_unc,
    candid: row.candid,
    altdata: row.altdata,
    ...requestsOf(row.given),
    upload_id: row.upload_id,
    owner_id: row.owner_id,
    created_at: naiveUtc(row.created_at),
    ...(row.series_id === undefined ? {} : { series_id: row.series_id }),
    ...extras(row, view, offset),
    ...phaseOf(row, view),
  };
}

function phaseOf({ mjd }: ShownPoint, { period }: PhotometryView): { phase?: number | null } {
  if (period === undefined) return {};
  return { phase: period === null ? null : mjd / period - Math.floor(mjd / period) };
}

/** X-ray counts have no magnitudes but AB. */
function systemOf(row: ShownPoint, { magsys = 'ab' }: PhotometryView): MagnitudeSystem {
  return row.band === 'swiftxrt' ? 'ab' : magsys;
}

function fluxes(row: ShownPoint, offset: number): Partial<PhotometryPoint> {
  const shown = {
    flux: row.flux_ujy,
    fluxerr: row.fluxerr_ujy,
    zp: AB_ZERO_POINT_UJY - offset,
  };
  if (row.ref_flux_ujy === null) return shown;
  const total = totalFlux(differenceOf(row));
  return { ...shown, tot_flux: total?.fluxUjy ?? null, tot_fluxerr: total?.fluxErrUjy ?? null };
}

function differenceOf(row: ShownPoint) {
  return {
    fluxUjy: row.flux_ujy,
    fluxErrUjy: row.fluxerr_ujy,
    refFluxUjy: row.ref_flux_ujy,
    refFluxErrUjy: row.ref_fluxerr_ujy,
  };
}

/** Of the difference, of the reference, and of both together, which variable stars need. */
function magnitudes(row: ShownPoint, offset: number): Partial<PhotometryPoint> {
  const { ref_flux_ujy: refFlux, ref_fluxerr_ujy: refFluxerr } = row;
  const own = toMagnitude(row.flux_ujy, row.fluxerr_ujy, offset);
  if (refFlux === null) return { mag: own.mag, magerr: own.magerr };
  const reference = toMagnitude(refFlux, refFluxerr, offset);
  const total = totalMagnitude(differenceOf(row));
  return {
    mag: own.mag,
    magerr: own.magerr,
    magref: reference.mag,
    e_magref: reference.magerr,
    magtot: total.mag === null ? null : total.mag - offset,
    e_magtot: total.magErr,
  };
}

function toMagnitude(flux: number | null, fluxerr: number | null, offset: number) {
  if (flux === null) return { mag: null, magerr: null };
  return {
    mag: fluxUjyToMag(flux, AB_ZERO_POINT_UJY - offset),
    magerr: fluxerr === null ? null : fluxErrUjyToMagErr(fluxerr, flux),
  };
}

/** The limit among what was given; null where there was none. */
function givenLimit(given: GivenWords | null): GivenLimit | null {
  const { magsys, limiting_mag, limiting_mag_nsigma } = given ?? {};
  if (magsys === undefined || limiting_mag === undefined) return null;
  return limiting_mag_nsigma === undefined ? null : { magsys, limiting_mag, limiting_mag_nsigma };
}

/** What a point was asked for by, where that was given. */
function requestsOf(
  given: GivenWords | null,
): Pick<GivenWords, 'followup_request_id' | 'assignment_id'> {
  const { followup_request_id, assignment_id } = given ?? {};
  return {
    ...(followup_request_id === undefined ? {} : { followup_request_id }),
    ...(assignment_id === undefined ? {} : { assignment_id }),
  };
}

type ShownLimit = Pick<PhotometryPoint, 'limiting_mag' | 'limiting_mag_nsigma'>;

/** The limit as it was given, or as the survey told it; null: nobody told one. */
export function toldLimit(
  row: ShownPoint,
  magsys: MagnitudeSystem,
  offset: number,
  view: Pick<PhotometryView, 'abOffset'>,
): ShownLimit | null {
  const given = givenLimit(row.given);
  if (given !== null) {
    const from = isMagnitudeSystem(given.magsys) ? given.magsys : 'ab';
    const fromOffset = view.abOffset?.(row.band, from) ?? 0;
    // What was given comes back as it was, not by way of AB.
    const shift = from === magsys ? 0 : fromOffset - offset;
    return {
      limiting_mag: given.limiting_mag + shift,
      limiting_mag_nsigma: given.limiting_mag_nsigma,
    };
  }
  if (row.limiting_mag === null) return null;
  return {
    limiting_mag: row.limiting_mag - offset,
    limiting_mag_nsigma: row.limiting_mag_nsigma,
  };
}

/** The limit that was told, with its sigma; else what the flux's error says. */
function limit(
  row: ShownPoint,
  magsys: MagnitudeSystem,
  offset: number,
  view: PhotometryView,
): ShownLimit {
  const told = toldLimit(row, magsys, offset, view);
  if (told !== null) return told;
  const mag =
    row.fluxerr_ujy === null ? null : fluxErrUjyToLimitingMag(row.fluxerr_ujy, defaultLimitSigma);
  if (mag === null) return { limiting_mag: null, limiting_mag_nsigma: null };
  return { limiting_mag: mag - offset, limiting_mag_nsigma: defaultLimitSigma };
}

function extras(row: ShownPoint, view: PhotometryView, offset: number): Partial<PhotometryPoint> {
  const names = view.audiences?.get(row.audience_id);
  const validation = row.id === null ? undefined : view.validations?.get(row.id);
  return {
    ...(view.audiences ? { groups: names?.groups ?? [] } : {}),
    ...(view.withStreams ? { streams: names?.streams ?? [] } : {}),
    ...(view.owners ? { owner: view.owners.get(row.owner_id ?? -1) ?? null } : {}),
    ...(view.validations ? { validations: validation ? [presentValidation(validation)] : [] } : {}),
    ...(view.comments
      ? { comments: (view.comments.get(String(row.id)) ?? []).map((one) => ({ ...one })) }
      : {}),
    ...(view.annotations
      ? { annotations: (view.annotations.get(String(row.id)) ?? []).map((one) => ({ ...one })) }
      : {}),
    ...(view.extinction ? corrected(row, view.extinction(row.band), view.format, offset) : {}),
  };
}

function corrected(
  row: ShownPoint,
  extinction: number | null,
  format: PhotometryFormat,
  offset: number,
): Partial<PhotometryPoint> {
  const { mag } = toMagnitude(row.flux_ujy, null, offset);
  const flux = row.flux_ujy;
  const magCorr = mag === null || extinction === null ? null : mag - extinction;
  const fluxCorr = flux === null || extinction === null ? null : flux * 10 ** (0.4 * extinction);
  return {
    extinction,
    ...(format === 'flux' ? {} : { mag_corr: magCorr }),
    ...(format === 'mag' ? {} : { flux_corr: fluxCorr }),
  };
}

export function presentValidation(
  row: ValidationRow,
): NonNullable<PhotometryPoint['validations']>[number] {
  return {
    id: row.id,
    photometry_id: row.photometry_id,
    validated: row.validated,
    validator_id: row.validator_id,
    explanation: row.explanation,
    notes: row.notes,
    created_at: naiveUtc(row.created_at),
    modified: naiveUtc(row.modified_at),
  };
}

type PlotPoint = Static<typeof plotPoint>;

/** The few fields that a plot needs, of thousands of points. */
export function presentForPlot(row: ShownPoint, view: PhotometryView): PlotPoint {
  const magsys = systemOf(row, view);
  const offset = view.abOffset?.(row.band, magsys) ?? 0;
  const { mag, magerr } = toMagnitude(row.flux_ujy, row.fluxerr_ujy, offset);
  return {
    id: row.id,
    obj_id: row.obj_id,
    filter: row.band,
    mjd: row.mjd,
    origin: row.origin,
    mag,
    magerr,
    limiting_mag: limit(row, magsys, offset, view).limiting_mag,
    ...phaseOf(row, view),
  };
}
