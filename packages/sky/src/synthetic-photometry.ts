import type { ResponseCurve } from './bandpasses/response-curve.ts';

/** Speed of light, Å/s. */
const C_ANGSTROM = 2.997_924_58e18;
/** 1 Jy, erg/s/cm²/Hz. */
const JANSKY = 1e-23;
const JY_TO_UJY = 1e6;
/** Less of a band than this is not that band's magnitude. */
const LEAST_COVERAGE = 0.99;

/** What a spectrum's fluxes are in; the last one is per ångström. */
export type FluxUnit = 'Jy' | 'AB' | 'erg/s/cm/cm/AA';

/** A spectrum to be seen through bands. */
export interface PhotometeredSpectrum {
  /** Ångström, in any order. */
  readonly wavelengths: readonly number[];
  readonly fluxes: readonly (number | null)[];
  readonly errors: readonly (number | null)[] | null;
  readonly units: FluxUnit;
}

/** What a spectrum has in a band; `coverage` is the part of the band that the spectrum covers. */
export interface BandFlux {
  readonly fluxUjy: number | null;
  /** One sigma, of errors that do not depend on each other; null where the spectrum has none. */
  readonly fluxErrUjy: number | null;
  readonly coverage: number;
}

/** f_ν in Jy. AB magnitudes: Oke & Gunn 1983, ApJ 266, 713. */
function toJansky(value: number, wavelength: number, units: FluxUnit): number {
  if (units === 'Jy') return value;
  if (units === 'AB') return 3631 * 10 ** (-0.4 * value);
  return (value * wavelength ** 2) / C_ANGSTROM / JANSKY;
}

function errorToJansky(error: number, value: number, wavelength: number, units: FluxUnit): number {
  if (units === 'AB') return Math.abs(toJansky(value, wavelength, units) * error * 0.4 * Math.LN10);
  return Math.abs(toJansky(error, wavelength, units));
}

interface Sample {
  readonly wavelength: number;
  readonly jansky: number;
  readonly error: number | null;
}

/**
 * The flux of a spectrum in a band, as a photon counter has it: ∫ f_ν T dλ/λ ÷ ∫ T dλ/λ, where f_ν is
 * straight between the points of the spectrum, and T between those of the band (Bessell & Murphy
 * 2012, PASP 124, 140, eq. A11). The flux is null where the spectrum covers less than 99 % of the band.
 */
export function bandFlux(spectrum: PhotometeredSpectrum, curve: ResponseCurve): BandFlux {
  const samples = sortedSamples(spectrum);
  const [first, last] = [samples[0]?.wavelength ?? 0, samples.at(-1)?.wavelength ?? 0];
  const grid = mergedGrid(samples, curve);
  const weights = new Float64Array(samples.length);
  let [within, whole] = [0, 0];
  let cursor = 0;
  for (let i = 0; i + 1 < grid.length; i++) {
    const [from = 0, to = 0] = [grid[i], grid[i + 1]];
    // Exact for the product of straight lines; 1/λ hardly bends within such a step.
    for (const [node, share] of GAUSS) {
      const wavelength = from + (to - from) * node;
      const measure = ((to - from) * share * interpolate(curve, wavelength)) / wavelength;
      whole += measure;
      if (wavelength < first || wavelength > last) continue;
      within += measure;
      while ((samples[cursor + 1]?.wavelength ?? Infinity) < wavelength) cursor++;
      addWeights(weights, samples, cursor, wavelength, measure);
    }
  }
  const coverage = whole > 0 ? within / whole : 0;
  if (samples.length < 2 || coverage < LEAST_COVERAGE) {
    return { fluxUjy: null, fluxErrUjy: null, coverage };
  }
  return { ...weigh(samples, weights, within), coverage };
}

/** Two nodes of Gauss and Legendre on [0, 1], exact to the third power. */
const GAUSS: readonly (readonly [node: number, share: number])[] = [
  [0.5 - Math.sqrt(3) / 6, 0.5],
  [0.5 + Math.sqrt(3) / 6, 0.5],
];

function sortedSamples({ wavelengths, fluxes, errors, units }: PhotometeredSpectrum): Sample[] {
  const samples = wavelengths.flatMap((wavelength, i) => {
    const value = fluxes[i] ?? null;
    if (value === null) return [];
    const error = errors?.[i] ?? null;
    return [
      {
        wavelength,
        jansky: toJansky(value, wavelength, units),
        error: error === null ? null : errorToJansky(error, value, wavelength, units),
      },
    ];
  });
  return samples.sort((a, b) => a.wavelength - b.wavelength);
}

/** Every wavelength at which the spectrum or the band bends, within the band. */
function mergedGrid(samples: readonly Sample[], curve: ResponseCurve): number[] {
  const [from = 0, to = 0] = [curve.wavelengths[0], curve.wavelengths.at(-1)];
  const own = samples.flatMap(({ wavelength }) =>
    wavelength > from && wavelength < to ? [wavelength] : [],
  );
  return [...new Set([...curve.wavelengths, ...own])].sort((a, b) => a - b);
}

function interpolate({ wavelengths, responses }: ResponseCurve, at: number): number {
  let [low, high] = [0, wavelengths.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((wavelengths[middle] ?? 0) <= at) low = middle;
    else high = middle;
  }
  const [a = 0, b = 0] = [wavelengths[low], wavelengths[high]];
  const part = b > a ? (at - a) / (b - a) : 0;
  return (responses[low] ?? 0) * (1 - part) + (responses[high] ?? 0) * part;
}

/** What each of two neighbouring samples contributes at a wavelength between them. */
function addWeights(
  weights: Float64Array,
  samples: readonly Sample[],
  cursor: number,
  wavelength: number,
  measure: number,
): void {
  const [a, b] = [samples[cursor]?.wavelength ?? 0, samples[cursor + 1]?.wavelength ?? 0];
  const part = b > a ? (wavelength - a) / (b - a) : 0;
  weights[cursor] = (weights[cursor] ?? 0) + measure * (1 - part);
  if (cursor + 1 < weights.length)
    weights[cursor + 1] = (weights[cursor + 1] ?? 0) + measure * part;
}

function weigh(samples: readonly Sample[], weights: Float64Array, whole: number) {
  let [flux, variance] = [0, 0];
  let hasErrors = true;
  for (const [i, { jansky, error }] of samples.entries()) {
    const weight = (weights[i] ?? 0) / whole;
    if (weight === 0) continue;
    flux += weight * jansky;
    if (error === null) hasErrors = false;
    else variance += (weight * error) ** 2;
  }
  const [fluxUjy, error] = [flux * JY_TO_UJY, Math.sqrt(variance) * JY_TO_UJY];
  if (!Number.isFinite(fluxUjy)) return { fluxUjy: null, fluxErrUjy: null };
  return { fluxUjy, fluxErrUjy: hasErrors && Number.isFinite(error) ? error : null };
}
