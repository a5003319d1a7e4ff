import type { Position } from './angles.ts';

/**
 * Extinction of the Milky Way's dust: A_band = coefficient × E(B−V).
 *
 * Coefficients: Schlafly & Finkbeiner 2011 (ApJ 737, 103), Table 6, R_V = 3.1: for E(B−V) on the
 * scale of the map of Schlegel, Finkbeiner & Davis 1998 (ApJ 500, 525, “SFD”), which they
 * recalibrate; law of Fitzpatrick 1999, source of 7000 K.
 */
const SDSS = { u: 4.239, g: 3.303, r: 2.285, i: 1.698, z: 1.263 };
const PS1 = { g: 3.172, r: 2.271, i: 1.682, z: 1.322, y: 1.087, w: 2.341 };
const LSST = { u: 4.145, g: 3.237, r: 2.273, i: 1.684, z: 1.323, y: 1.088 };
const DES = { g: 3.237, r: 2.176, i: 1.595, z: 1.217, y: 1.058 };
const LANDOLT = { u: 4.334, b: 3.626, v: 2.742, r: 2.169, i: 1.505 };
const UKIRT = { j: 0.709, h: 0.449, k: 0.302 };

function named(prefix: string, coefficients: Readonly<Record<string, number>>) {
  return Object.entries(coefficients).map(([band, value]) => [`${prefix}${band}`, value] as const);
}

const COEFFICIENTS: ReadonlyMap<string, number> = new Map([
  ...named('sdss', SDSS),
  ...named('ps1::', PS1),
  ...named('lsst', LSST),
  ...named('des', DES),
  ...named('bessell', LANDOLT),
  ['bessellux', LANDOLT.u],
  // ZTF is calibrated against PS1 (Masci et al. 2019, PASP 131, 018003) and not in the table.
  ...named('ztf', { g: PS1.g, r: PS1.r, i: PS1.i }),
  // Nor is 2MASS: these are UKIRT's, whose bands are nearly the same.
  ['2massj', UKIRT.j],
  ['2massh', UKIRT.h],
  ['2massks', UKIRT.k],
]);

/** A / E(B−V) of a bandpass by its name (`ztfg`, `sdssr`, `ps1::i` …); null where none is known. */
export function extinctionCoefficient(band: string): number | null {
  return COEFFICIENTS.get(band.toLowerCase()) ?? null;
}

/**
 * By how many magnitudes the Milky Way dims a band: what to subtract from a magnitude.
 *
 * @param ebv E(B−V) in magnitudes on the scale of SFD, as maps give it
 */
export function extinctionMag(band: string, ebv: number): number | null {
  const coefficient = extinctionCoefficient(band);
  return coefficient === null || !Number.isFinite(ebv) ? null : coefficient * ebv;
}

/** E(B−V) of the Milky Way at a place, on the scale of SFD; null where the map has none. */
export interface DustMap {
  ebvAt(position: Position): number | null;
}
