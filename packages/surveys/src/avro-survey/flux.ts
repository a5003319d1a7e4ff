import type { AvroValue } from '@fritz/formats';
import { limitingMagToFluxErrUjy, magErrToFluxErrUjy, magToFluxUjy } from '@fritz/sky';

interface Measured {
  /** AB. */
  readonly mag: number | null;
  readonly magErr: number | null;
  readonly isPositive: boolean;
  /** AB. */
  readonly limitingMag: number | null;
  readonly limitingMagSigma: number;
}

interface Flux {
  readonly fluxUjy: number | null;
  readonly fluxErrUjy: number | null;
}

/** The signed flux of a detection in a difference image; of a limit only its error. */
export function differenceFlux(of: Measured): Flux {
  const { mag, magErr, isPositive, limitingMag, limitingMagSigma } = of;
  if (mag === null || magErr === null) {
    const isLimit = limitingMag !== null;
    const fluxErrUjy = isLimit ? limitingMagToFluxErrUjy(limitingMag, limitingMagSigma) : null;
    return { fluxUjy: null, fluxErrUjy };
  }
  const size = magToFluxUjy(mag);
  return { fluxUjy: isPositive ? size : -size, fluxErrUjy: magErrToFluxErrUjy(magErr, size) };
}

/** A number that is one; surveys write −99 and lower for none among magnitudes. */
export function magOf(value: unknown): number | null {
  const number = numberOf(value);
  return number !== null && number > -90 ? number : null;
}

export function numberOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

/** Some surveys write positive subtractions as t, 1 or true, negative ones as f, 0 or false. */
export function isPositive(isdiffpos: AvroValue | undefined): boolean {
  return ['t', '1', 'true', 1, true].includes(isdiffpos as string | number | boolean);
}

/** When a survey first saw an object: a Julian date that is one. */
export function startOf(jdstarthist: unknown): number | null {
  const jd = numberOf(jdstarthist);
  return jd !== null && jd > 2_400_000 ? jd : null;
}
