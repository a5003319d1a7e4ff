import { AB_ZERO_POINT_UJY, magErrToFluxErrUjy, magToFluxUjy, scaleToUjy } from '@fritz/sky';
import type { GivenMeasurement } from './upload-rows.ts';

/** A measurement as it is stored: microjansky and AB magnitudes. */
export interface StoredMeasurement {
  fluxUjy: number | null;
  /** Of a limit: the flux of one sigma. */
  fluxErrUjy: number | null;
  refFluxUjy: number | null;
  refFluxErrUjy: number | null;
  limitingMag: number | null;
  limitingMagSigma: number | null;
  /** As it was given, but for extinction that was put back. */
  givenLimitingMag: number | null;
}

/** How a measurement stands to what is stored. */
export interface SystemShift {
  /** What is added to a magnitude of the system, in the band, to make it AB. */
  abOffset: number;
  /** By how much the Milky Way dims what was given without it, magnitudes. */
  extinction: number;
}

/** Turns a measurement into what is stored. */
export function storeMeasurement(given: GivenMeasurement, shift: SystemShift): StoredMeasurement {
  return given.kind === 'mag' ? storeMagnitude(given, shift) : storeFlux(given, shift);
}

function storeMagnitude(given: GivenMeasurement, shift: SystemShift): StoredMeasurement {
  const toAb = shift.abOffset + shift.extinction;
  const flux = magnitudeFlux(given.value, given.error, toAb);
  const reference = magnitudeFlux(given.reference, given.referenceError, toAb);
  const limitingMag = given.limitingMag === null ? null : given.limitingMag + toAb;
  const isLimit = given.value === null && limitingMag !== null;
  return {
    fluxUjy: flux.value,
    fluxErrUjy: isLimit ? magToFluxUjy(limitingMag) / given.limitingMagSigma : flux.error,
    refFluxUjy: reference.value,
    refFluxErrUjy: reference.error,
    limitingMag,
    limitingMagSigma: limitingMag === null ? null : given.limitingMagSigma,
    givenLimitingMag: given.limitingMag === null ? null : given.limitingMag + shift.extinction,
  };
}

function magnitudeFlux(mag: number | null, error: number | null, toAb: number) {
  if (mag === null) return { value: null, error: null };
  const value = magToFluxUjy(mag + toAb, AB_ZERO_POINT_UJY);
  return { value, error: error === null ? null : magErrToFluxErrUjy(error, value) };
}

function storeFlux(
  given: GivenMeasurement,
  { abOffset, extinction }: SystemShift,
): StoredMeasurement {
  // What the dust took away: a corrected flux is larger than the one that was seen.
  const scale = scaleToUjy(given.zeroPoint + abOffset + extinction);
  const refScale = scaleToUjy(given.referenceZeroPoint + abOffset + extinction);
  const times = (value: number | null, factor: number) => (value === null ? null : value * factor);
  return {
    fluxUjy: times(given.value, scale),
    fluxErrUjy: times(given.error, scale),
    refFluxUjy: times(given.reference, refScale),
    refFluxErrUjy: times(given.referenceError, refScale),
    limitingMag: null,
    limitingMagSigma: null,
    givenLimitingMag: null,
  };
}
