/** Sources that appear once and fade: supernovae of several classes and tidal disruptions. */
import { bazinFlux, disruptionFlux, type LightCurve, plateauFlux } from './light-curves.ts';
import type { Rng } from './random.ts';
import { type Counterpart, type LastingKind, magToFlux } from './sky-object.ts';

export type TransientKind = Extract<LastingKind, 'sn_ia' | 'sn_ii' | 'sn_ibc' | 'slsn' | 'tde'>;

interface TransientClass {
  /** From the start of the cycle to peak (Bazin, Gaussian) or half-rise (plateau), days. */
  readonly toPeakDays: number;
  /** A slot of the sky brings a new event this often, days. */
  readonly cycleDays: number;
  /** g − r and r − i at peak and the reddening of g − r per day after it. */
  readonly colorGr: number;
  readonly colorRi: number;
  readonly reddeningPerDay: number;
  readonly shape: (rng: Rng) => (daysSincePeak: number, fid: 1 | 2 | 3) => number;
}

const CLASSES: Readonly<Record<TransientKind, TransientClass>> = {
  sn_ia: {
    toPeakDays: 22,
    cycleDays: 100,
    colorGr: -0.05,
    colorRi: -0.25,
    reddeningPerDay: 0.02,
    shape: (rng) => {
      const stretch = rng.between(0.85, 1.15);
      const fall = [0, 17, 27, 32] as const;
      return (days, fid) =>
        bazinFlux(days, { riseDays: 3.3 * stretch, fallDays: fall[fid] * stretch });
    },
  },
  sn_ii: {
    toPeakDays: 12,
    cycleDays: 160,
    colorGr: 0,
    colorRi: -0.05,
    reddeningPerDay: 0.01,
    shape: (rng) => {
      const plateauDays = rng.between(60, 110);
      const riseDays = rng.between(1.5, 3);
      const fallDays = rng.between(10, 20);
      const declinePerDay = rng.between(0.001, 0.006);
      return (days) => plateauFlux(days, { riseDays, plateauDays, fallDays, declinePerDay });
    },
  },
  sn_ibc: {
    toPeakDays: 20,
    cycleDays: 90,
    colorGr: 0.3,
    colorRi: 0.05,
    reddeningPerDay: 0.025,
    shape: (rng) => {
      const riseDays = rng.between(2.5, 4);
      const fallDays = rng.between(14, 24);
      return (days) => bazinFlux(days, { riseDays, fallDays });
    },
  },
  slsn: {
    toPeakDays: 70,
    cycleDays: 330,
    colorGr: -0.15,
    colorRi: -0.1,
    reddeningPerDay: 0.006,
    shape: (rng) => {
      const riseDays = rng.between(9, 14);
      const fallDays = rng.between(40, 80);
      return (days) => bazinFlux(days, { riseDays, fallDays });
    },
  },
  tde: {
    toPeakDays: 45,
    cycleDays: 300,
    colorGr: -0.25,
    colorRi: -0.2,
    reddeningPerDay: 0,
    shape: (rng) => {
      const sigmaDays = rng.between(8, 16);
      const t0Days = rng.between(40, 90);
      return (days) => disruptionFlux(days, sigmaDays, t0Days);
    },
  },
};

export function cycleDaysOf(kind: TransientKind): number {
  return CLASSES[kind].cycleDays;
}

const FAINT_PEAK_MAG = 20.1;
const BRIGHT_PEAK_MAG = 14.5;

/** Peak magnitude of a source spread evenly in Euclidean space: N(< m) goes as 10^(0.6 m). */
function drawPeakMag(rng: Rng): number {
  const mag = FAINT_PEAK_MAG + Math.log10(1 - rng.unit()) / 0.6;
  return Math.max(BRIGHT_PEAK_MAG, mag);
}

/** Light curve of one event whose cycle starts at `startJd`. */
export function transientLightCurve(kind: TransientKind, startJd: number, rng: Rng): LightCurve {
  const { toPeakDays, colorGr, colorRi, reddeningPerDay, shape } = CLASSES[kind];
  const peakMag = drawPeakMag(rng);
  const extinction = Math.abs(rng.normal(0, 0.15));
  const fluxOf = shape(rng);
  const peakFluxes = [0, peakMag + colorGr + extinction, peakMag, peakMag - colorRi].map(magToFlux);
  const peakJd = startJd + toPeakDays;
  return (jd, fid) => {
    if (jd < startJd) return 0;
    const days = jd - peakJd;
    const reddening = fid === 1 && days > 0 ? Math.min(1.2, reddeningPerDay * days) : 0;
    return (peakFluxes[fid] ?? 0) * fluxOf(days, fid) * 10 ** (-0.4 * reddening);
  };
}

/** The host galaxy; a tidal disruption sits in its nucleus, one event in twelve has none in sight. */
export function drawHost(kind: TransientKind, rng: Rng): Counterpart | null {
  if (kind !== 'tde' && rng.chance(1 / 12)) return null;
  const spreadArcsec = kind === 'tde' ? 0.15 : 2.2;
  const r = kind === 'slsn' ? rng.between(20.5, 22.5) : rng.between(15.5, 21);
  const gr = rng.between(0.35, 0.95);
  return {
    shape: 'galaxy',
    mags: [0, r + gr, r, r - 0.4 * gr],
    eastArcsec: rng.normal(0, spreadArcsec),
    northArcsec: rng.normal(0, spreadArcsec),
  };
}
