/**
 * AB magnitudes and fluxes in microjansky.
 *
 * AB: m = −2.5 log10(f / 3631 Jy) (Oke & Gunn 1983, ApJ 266, 713), with the zero point rounded
 * to 23.9 for µJy, as SkyPortal and LSST do (exact: 23.8999…).
 */

/** AB magnitude of 1 µJy. */
export const AB_ZERO_POINT_UJY = 23.9;
/** 2.5 / ln 10: a relative flux error of x is a magnitude error of 1.0857 x, to first order. */
export const MAG_PER_RELATIVE_FLUX = 2.5 / Math.LN10;

/** Flux in µJy of an AB magnitude; `zeroPoint` is the magnitude of one unit of flux. */
export function magToFluxUjy(mag: number, zeroPoint: number = AB_ZERO_POINT_UJY): number {
  return 10 ** (-0.4 * (mag - zeroPoint));
}

/** AB magnitude of a flux in µJy; null where it has none (zero, negative or not finite). */
export function fluxUjyToMag(
  fluxUjy: number,
  zeroPoint: number = AB_ZERO_POINT_UJY,
): number | null {
  if (!(fluxUjy > 0 && fluxUjy < Infinity)) return null;
  return zeroPoint - 2.5 * Math.log10(fluxUjy);
}

/** Error of a flux from the error of its magnitude, first order; the sign of the flux is ignored. */
export function magErrToFluxErrUjy(magErr: number, fluxUjy: number): number {
  return (magErr * Math.abs(fluxUjy)) / MAG_PER_RELATIVE_FLUX;
}

/** Error of a magnitude from the error of its flux; null where the magnitude itself is null. */
export function fluxErrUjyToMagErr(fluxErrUjy: number, fluxUjy: number): number | null {
  if (!(fluxUjy > 0 && fluxUjy < Infinity)) return null;
  return (MAG_PER_RELATIVE_FLUX * fluxErrUjy) / fluxUjy;
}

/** The magnitude of a source of `sigma` times the flux error; null for a useless error. */
export function fluxErrUjyToLimitingMag(fluxErrUjy: number, sigma: number): number | null {
  return fluxUjyToMag(sigma * fluxErrUjy);
}

/** The flux error (one sigma) behind a limiting magnitude quoted at `sigma`. */
export function limitingMagToFluxErrUjy(limitingMag: number, sigma: number): number {
  return magToFluxUjy(limitingMag) / sigma;
}

/** Restate a limiting magnitude at another significance, e.g. ZTF's 5σ at 3σ. */
export function rescaleLimitingMag(
  limitingMag: number,
  fromSigma: number,
  toSigma: number,
): number {
  return limitingMag - 2.5 * Math.log10(toSigma / fromSigma);
}

/** What a flux is multiplied with to be in µJy; `zeroPoint`: the AB magnitude of one unit of it. */
export function scaleToUjy(zeroPoint: number): number {
  return 10 ** (0.4 * (AB_ZERO_POINT_UJY - zeroPoint));
}

/**
 * Flux of a difference-image detection: a magnitude carries no sign, so the survey says whether
 * the source brightened (positive) or faded against the reference.
 */
export function differenceFluxUjy(mag: number, isPositive: boolean): number {
  const fluxUjy = magToFluxUjy(mag);
  return isPositive ? fluxUjy : -fluxUjy;
}
