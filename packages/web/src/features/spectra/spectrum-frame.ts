import type { Spectrum } from '../../api/types.ts';

const LIGHT_KM_S = 299_792.458;
const LIGHT_ANGSTROM_S = LIGHT_KM_S * 1e13;

/** Whether wavelengths are as observed, or as the object sent them. */
export type SpectrumFrame = 'observed' | 'rest';

/** A wavelength as observed in the chosen frame. */
export function toFrame(wavelength: number, frame: SpectrumFrame, redshift: number): number {
  return frame === 'rest' ? wavelength / (1 + redshift) : wavelength;
}

/**
 * By what a wavelength is multiplied where the gas comes towards the observer with a velocity: the
 * relativistic Doppler shift, √((1 − β) / (1 + β)).
 */
export function dopplerFactor(velocityKmS: number): number {
  const beta = velocityKmS / LIGHT_KM_S;
  return Math.sqrt((1 - beta) / (1 + beta));
}

/** Where a line at rest is seen, of gas that comes with a velocity from an object at a redshift. */
export function placeLine(
  restWavelength: number,
  frame: SpectrumFrame,
  redshift: number,
  velocityKmS: number,
): number {
  const sent = restWavelength * dopplerFactor(velocityKmS);
  return frame === 'rest' ? sent : sent * (1 + redshift);
}

/**
 * A flux in erg/s/cm²/Å: f_λ = f_ν c / λ². Magnitudes are AB: f_ν = 3631 Jy · 10^(−0.4 m)
 * (Oke & Gunn 1983, ApJ 266, 713). Without units it stays as it is.
 */
export function toFluxDensity(flux: number, wavelength: number, units: Spectrum['units']): number {
  if (units === null || units === 'erg/s/cm/cm/AA') return flux;
  const jansky = units === 'AB' ? 3631 * 10 ** (-0.4 * flux) : flux;
  return (jansky * 1e-23 * LIGHT_ANGSTROM_S) / wavelength ** 2;
}
