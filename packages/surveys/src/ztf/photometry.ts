import type { AvroValue } from '@fritz/formats';
import {
  AB_ZERO_POINT_UJY,
  jdToMjd,
  limitingMagToFluxErrUjy,
  magErrToFluxErrUjy,
  magToFluxUjy,
} from '@fritz/sky';
import type { PhotometryPoint } from '../survey.ts';
import type { CurvePoint } from './point-set.ts';
import { referenceFlux } from './reference.ts';

const BANDS: Readonly<Record<number, string>> = { 1: 'ztfg', 2: 'ztfr', 3: 'ztfi' };

/** ZTF's `diffmaglim` is a 5σ limit. */
const LIMIT_SIGMA = 5;

/** The fields of a point that photometry is made of. */
export const PHOTOMETRY_FIELDS: readonly string[] = [
  'magpsf',
  'sigmapsf',
  'isdiffpos',
  'diffmaglim',
  'ra',
  'dec',
  'distnr',
  'magnr',
  'sigmagnr',
  'forcediffimflux',
  'forcediffimfluxunc',
  'magzpsci',
  'exptime',
];

/** The marshal's band of a ZTF filter id (1 g, 2 r, 3 i). */
export function bandOf(fid: number): string {
  return BANDS[fid] ?? `ztf${fid}`;
}

/** The survey writes positive subtractions as t, 1 or true, negative ones as f, 0 or false. */
export function isPositive(isdiffpos: unknown): boolean {
  return (
    isdiffpos === 't' ||
    isdiffpos === '1' ||
    isdiffpos === 'true' ||
    isdiffpos === 1 ||
    isdiffpos === true
  );
}

/** A point in µJy at AB zero point 23.9, the difference flux signed. */
export function photometryPoint(point: CurvePoint): PhotometryPoint {
  const { record, kind } = point;
  const limitingMag = numberOf(record.diffmaglim);
  const flux = kind === 'forced' ? forcedFlux(point) : alertFlux(point, limitingMag);
  return {
    instrument: 'ZTF',
    origin: kind === 'forced' ? 'alert_fp' : 'alert',
    band: bandOf(record.fid),
    mjd: jdToMjd(record.jd),
    exptimeS: numberOf(record.exptime),
    ...flux,
    ...referenceFlux({
      distanceArcsec: numberOf(record.distnr),
      mag: numberOf(record.magnr),
      magErr: numberOf(record.sigmagnr),
    }),
    limitingMag,
    limitingMagSigma: limitingMag === null ? null : LIMIT_SIGMA,
    ra: kind === 'forced' ? point.from.alertRa : numberOf(record.ra),
    dec: kind === 'forced' ? point.from.alertDec : numberOf(record.dec),
    candid: record.candid ?? null,
    programId: record.programid,
  };
}

type Flux = Pick<PhotometryPoint, 'fluxUjy' | 'fluxErrUjy'>;

function alertFlux({ record }: CurvePoint, limitingMag: number | null): Flux {
  const mag = numberOf(record.magpsf);
  const magErr = numberOf(record.sigmapsf);
  if (mag === null || magErr === null) {
    const fluxErrUjy =
      limitingMag === null ? null : limitingMagToFluxErrUjy(limitingMag, LIMIT_SIGMA);
    return { fluxUjy: null, fluxErrUjy };
  }
  const size = magToFluxUjy(mag);
  return {
    fluxUjy: isPositive(record.isdiffpos) ? size : -size,
    fluxErrUjy: magErrToFluxErrUjy(magErr, size),
  };
}

/** Forced difference flux is in DN of the science image, whose zero point is `magzpsci`. */
function forcedFlux({ record }: CurvePoint): Flux {
  const flux = forcedNumber(record.forcediffimflux);
  const error = forcedNumber(record.forcediffimfluxunc);
  const zeroPoint = numberOf(record.magzpsci);
  if (zeroPoint === null) return { fluxUjy: null, fluxErrUjy: null };
  const ujyPerDn = 10 ** (0.4 * (AB_ZERO_POINT_UJY - zeroPoint));
  return {
    fluxUjy: flux === null ? null : flux * ujyPerDn,
    fluxErrUjy: error === null ? null : error * ujyPerDn,
  };
}

/** A forced flux may be any number but the one that the survey writes for none. */
export function forcedNumber(value: AvroValue | undefined): number | null {
  return typeof value === 'number' && Number.isFinite(value) && value !== -99999 ? value : null;
}

/** The survey writes −999 and −99999 where it has no number. */
export function numberOf(value: AvroValue | undefined): number | null {
  return typeof value === 'number' && Number.isFinite(value) && value > -999 ? value : null;
}
