/** What the simulated sky is made of. */
import { type Field, pixelToPlace, QUADRANT_HEIGHT_PX, QUADRANT_WIDTH_PX } from './field-grid.ts';
import type { LightCurve } from './light-curves.ts';
import type { Rng } from './random.ts';

/** Kinds that live at a place and come back: transients while they last, variables for ever. */
export const LASTING_KINDS = [
  'sn_ia',
  'sn_ii',
  'sn_ibc',
  'slsn',
  'tde',
  'agn',
  'rr_lyrae',
  'cepheid',
  'eclipsing',
  'cv',
] as const;

/** Kinds that are seen once: each detection is a new object. */
export const SINGLE_KINDS = ['flare', 'asteroid', 'bogus'] as const;

export type LastingKind = (typeof LASTING_KINDS)[number];
export type SingleKind = (typeof SINGLE_KINDS)[number];
export type SimulatedKind = LastingKind | SingleKind;

export type BogusShape = 'dipole' | 'cosmic_ray' | 'hot_pixel' | 'bad_column';

/** A point source that is in the reference image at the object's own place. */
export interface Counterpart {
  readonly shape: 'star' | 'galaxy';
  /** AB magnitudes in g, r, i (index 0 unused). */
  readonly mags: readonly [number, number, number, number];
  /** From the alert to the counterpart's centre, arcsec. */
  readonly eastArcsec: number;
  readonly northArcsec: number;
}

export interface SkyObject {
  readonly key: number;
  readonly kind: SimulatedKind;
  readonly objectId: string;
  readonly field: Field;
  readonly rcid: number;
  /** Number in the list of detections of its quadrant: with the exposure it makes the candid. */
  readonly tblid: number;
  readonly xpos: number;
  readonly ypos: number;
  readonly raDeg: number;
  readonly decDeg: number;
  /** Before this there is nothing to see, JD; for variables, when the survey first saw them. */
  readonly startJd: number;
  /** Whether every detection since `startJd` is counted, or long histories are estimated. */
  readonly isTransient: boolean;
  /** Difference from the reference as an AB flux: magnitude −2.5 log10 |f|, sign by brightening. */
  readonly differenceFlux: LightCurve;
  readonly counterpart: Counterpart | null;
  readonly bogusShape: BogusShape | null;
  readonly designation: string | null;
}

/** Pixels from the chip's edge inside which ZTF reports no candidates. */
const EDGE_PX = 12;

/** A random place on a quadrant, as pixel and as sky position. */
export function placeOnQuadrant(field: Field, rcid: number, rng: Rng) {
  const xpos = rng.between(EDGE_PX, QUADRANT_WIDTH_PX - EDGE_PX);
  const ypos = rng.between(EDGE_PX, QUADRANT_HEIGHT_PX - EDGE_PX);
  return { xpos, ypos, ...pixelToPlace(field, rcid, xpos, ypos) };
}

export function magToFlux(mag: number): number {
  return 10 ** (-0.4 * mag);
}

const LETTERS = 26;
const NAME_SPACE = LETTERS ** 7;
/** Odd and no multiple of 13, so that multiplying is one-to-one on the 26^7 names of a year. */
const NAME_STRIDE = 5173961239n;

/**
 * Name of an object as ZTF writes them: the year and seven letters. Different numbers (below 26^7)
 * of one year never share a name.
 */
export function objectName(year: number, number: number, seed: number): string {
  const spread = (BigInt(number) * NAME_STRIDE + BigInt(seed >>> 0) * 7919n) % BigInt(NAME_SPACE);
  let rest = Number(spread);
  let letters = '';
  for (let i = 0; i < 7; i++) {
    letters = String.fromCharCode(97 + (rest % LETTERS)) + letters;
    rest = Math.floor(rest / LETTERS);
  }
  return `ZTF${String(year % 100).padStart(2, '0')}${letters}`;
}
