/**
 * Brightness over time, as flux in units of the flux at the object's reference magnitude. Simple
 * published shapes, enough for filters and classifiers to meet what they will meet on the sky.
 */
import type { Rng } from './random.ts';

/** Relative flux of a source at a time, in one filter (1 g, 2 r, 3 i); may be negative. */
export type LightCurve = (jd: number, fid: 1 | 2 | 3) => number;

export interface BazinShape {
  readonly riseDays: number;
  readonly fallDays: number;
}

/** Rise and fall of a supernova (Bazin et al. 2009, A&A 499, 653, eq. 1), with its peak at 1. */
export function bazinFlux(daysSincePeak: number, shape: BazinShape): number {
  const { riseDays, fallDays } = shape;
  // The function peaks at t0 + rise · ln(fall/rise − 1): shift and scale to put (0, 1) there.
  const peakShift = riseDays * Math.log(fallDays / riseDays - 1);
  const t = daysSincePeak + peakShift;
  const value = (x: number) => Math.exp(-x / fallDays) / (1 + Math.exp(-x / riseDays));
  return value(t) / value(peakShift);
}

export interface PlateauShape {
  readonly riseDays: number;
  readonly plateauDays: number;
  readonly fallDays: number;
  /** Flux lost per day on the plateau, as a share of the peak. */
  readonly declinePerDay: number;
}

/** Plateau light curve (Villar et al. 2019, ApJ 884, 83, eq. 1); t from the half-rise. */
export function plateauFlux(daysSinceRise: number, shape: PlateauShape): number {
  const { riseDays, plateauDays, fallDays, declinePerDay } = shape;
  const rise = 1 / (1 + Math.exp(-daysSinceRise / riseDays));
  if (daysSinceRise < plateauDays) return (1 - declinePerDay * daysSinceRise) * rise;
  const atEnd = 1 - declinePerDay * plateauDays;
  return atEnd * Math.exp((plateauDays - daysSinceRise) / fallDays) * rise;
}

/** Tidal disruption: Gaussian rise, then a t^(-5/3) decline (van Velzen et al. 2021, ApJ 908, 4). */
export function disruptionFlux(daysSincePeak: number, sigmaDays: number, t0Days: number): number {
  if (daysSincePeak < 0) return Math.exp(-((daysSincePeak / sigmaDays) ** 2) / 2);
  return ((daysSincePeak + t0Days) / t0Days) ** (-5 / 3);
}

/**
 * Damped random walk in magnitudes (Kelly et al. 2009, ApJ 698, 895) that can be asked at any time
 * in any order: its covariance σ² exp(−|Δt|/τ) has a Cauchy spectrum, so a sum of cosines with
 * Cauchy frequencies has it too (random Fourier features, Rahimi & Recht 2007).
 */
export function dampedRandomWalk(rng: Rng, sigmaMag: number, tauDays: number) {
  const terms = 24;
  const frequencies = new Float64Array(terms);
  const phases = new Float64Array(terms);
  for (let k = 0; k < terms; k++) {
    frequencies[k] = Math.tan(Math.PI * (rng.unit() - 0.5)) / tauDays;
    phases[k] = 2 * Math.PI * rng.unit();
  }
  const scale = sigmaMag * Math.sqrt(2 / terms);
  return (jd: number): number => {
    let sum = 0;
    const t = jd - 2458000;
    for (let k = 0; k < terms; k++) sum += Math.cos((frequencies[k] ?? 0) * t + (phases[k] ?? 0));
    return scale * sum;
  };
}

/** RRab-like saw tooth: fast rise over 15 % of the period, slow decline; 0 faint to 1 bright. */
export function sawtoothPhase(phase: number): number {
  const rise = 0.15;
  const x = phase < rise ? phase / rise : 1 - (phase - rise) / (1 - rise);
  return x * x * (3 - 2 * x);
}

/** Two Gaussian eclipses of a detached binary, as a drop in magnitudes. */
export function eclipseDrop(phase: number, primaryMag: number, secondaryMag: number): number {
  const width = 0.035;
  const near = (centre: number) => {
    const d = Math.abs(phase - centre);
    const wrapped = Math.min(d, 1 - d) / width;
    return wrapped > 6 ? 0 : Math.exp((-wrapped * wrapped) / 2);
  };
  return primaryMag * near(0) + secondaryMag * near(0.5);
}

/** Dwarf-nova outburst: one day up, a plateau, an exponential decline in flux; peak 1. */
export function outburstFlux(daysSinceStart: number, plateauDays: number): number {
  if (daysSinceStart < 0) return 0;
  if (daysSinceStart < 1) return daysSinceStart;
  if (daysSinceStart < 1 + plateauDays) return 1 - 0.03 * (daysSinceStart - 1);
  return (1 - 0.03 * plateauDays) * Math.exp(-(daysSinceStart - 1 - plateauDays) / 2);
}

export function phaseOf(jd: number, periodDays: number, epochJd: number): number {
  const cycles = (jd - epochJd) / periodDays;
  return cycles - Math.floor(cycles);
}
