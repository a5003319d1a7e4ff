/** Sources that are always there and change: active nuclei, pulsating and eclipsing stars, CVs. */
import {
  dampedRandomWalk,
  eclipseDrop,
  type LightCurve,
  outburstFlux,
  phaseOf,
  sawtoothPhase,
} from './light-curves.ts';
import { hashKeys, Rng, unitOf } from './random.ts';
import { type Counterpart, type LastingKind, magToFlux } from './sky-object.ts';
import type { TransientKind } from './transients.ts';

export type VariableKind = Exclude<LastingKind, TransientKind>;

export interface VariableSource {
  readonly counterpart: Counterpart;
  readonly differenceFlux: LightCurve;
}

type Mags = Counterpart['mags'];

function starAt(mags: Mags, rng: Rng): Counterpart {
  return {
    shape: 'star',
    mags,
    eastArcsec: rng.normal(0, 0.15),
    northArcsec: rng.normal(0, 0.15),
  };
}

/** A difference flux from a change of magnitude about the reference. */
function fluxFromMagChange(mags: Mags, changeMag: LightCurve): LightCurve {
  const reference = mags.map(magToFlux);
  return (jd, fid) => (reference[fid] ?? 0) * (10 ** (-0.4 * changeMag(jd, fid)) - 1);
}

function drawAgn(rng: Rng): VariableSource {
  const r = rng.between(16.8, 20.2);
  const mags: Mags = [0, r + rng.between(0, 0.5), r, r - rng.between(0, 0.3)];
  const walk = dampedRandomWalk(rng, rng.between(0.15, 0.4), rng.between(80, 400));
  const share = [0, 1, 0.8, 0.65] as const;
  const counterpart: Counterpart = { ...starAt(mags, rng), shape: 'galaxy' };
  return {
    counterpart,
    differenceFlux: fluxFromMagChange(mags, (jd, fid) => share[fid] * walk(jd)),
  };
}

function drawPulsator(rng: Rng, isCepheid: boolean): VariableSource {
  const r = isCepheid ? rng.between(13.5, 17) : rng.between(15, 19.3);
  const gr = isCepheid ? rng.between(0.5, 0.9) : rng.between(0.1, 0.4);
  const mags: Mags = [0, r + gr, r, r - 0.3 * gr];
  const periodDays = isCepheid ? 10 ** rng.between(0.3, 1.5) : rng.between(0.42, 0.8);
  const epochJd = 2458000 + periodDays * rng.unit();
  const amplitude = rng.between(0.5, 1.1);
  const share = [0, 1, 0.72, 0.57] as const;
  const change: LightCurve = (jd, fid) =>
    amplitude * share[fid] * (0.45 - sawtoothPhase(phaseOf(jd, periodDays, epochJd)));
  return { counterpart: starAt(mags, rng), differenceFlux: fluxFromMagChange(mags, change) };
}

function drawEclipsing(rng: Rng): VariableSource {
  const r = rng.between(14, 18.5);
  const gr = rng.between(0.3, 1.1);
  const mags: Mags = [0, r + gr, r, r - 0.4 * gr];
  const isContact = rng.chance(0.7);
  const periodDays = isContact ? rng.between(0.23, 0.5) : 10 ** rng.between(-0.2, 0.9);
  const epochJd = 2458000 + periodDays * rng.unit();
  const primary = rng.between(0.35, 1.1);
  const secondary = primary * rng.between(0.2, 0.9);
  const change: LightCurve = (jd) => {
    const phase = phaseOf(jd, periodDays, epochJd);
    if (isContact) return 0.4 * primary * Math.cos(4 * Math.PI * phase);
    return eclipseDrop(phase, primary, secondary);
  };
  return { counterpart: starAt(mags, rng), differenceFlux: fluxFromMagChange(mags, change) };
}

function drawCataclysmic(rng: Rng, key: number): VariableSource {
  const r = rng.between(19.2, 21.6);
  const mags: Mags = [0, r + rng.between(-0.1, 0.4), r, r - rng.between(0, 0.3)];
  const amplitudeMag = rng.between(2.5, 5);
  const recurrenceDays = rng.between(25, 70);
  const plateauDays = rng.between(3, 9);
  const peak = mags.map((mag) => magToFlux(mag - amplitudeMag));
  const blue = [0, 1.05, 1, 0.9] as const;
  const differenceFlux: LightCurve = (jd, fid) => {
    const cycle = Math.floor(jd / recurrenceDays);
    const start = cycle * recurrenceDays + 0.3 * recurrenceDays * unitOf(hashKeys(key, cycle));
    return (peak[2] ?? 0) * blue[fid] * outburstFlux(jd - start, plateauDays);
  };
  return { counterpart: starAt(mags, rng), differenceFlux };
}

/** A variable source, the same for the same key. */
export function drawVariable(kind: VariableKind, key: number): VariableSource {
  const rng = new Rng(hashKeys(key, 31));
  switch (kind) {
    case 'agn':
      return drawAgn(rng);
    case 'rr_lyrae':
      return drawPulsator(rng, false);
    case 'cepheid':
      return drawPulsator(rng, true);
    case 'eclipsing':
      return drawEclipsing(rng);
    case 'cv':
      return drawCataclysmic(rng, key);
  }
}
