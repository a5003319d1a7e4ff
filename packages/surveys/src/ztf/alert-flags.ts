import type { ZtfCandidate } from './packet.ts';

/** What an alert says of itself, without its history. */
export interface AlertFlags {
  readonly rock: boolean;
  readonly star: boolean;
  readonly near_brightstar: boolean;
}

/** A known solar-system object near the alert. */
export interface SolarSystemMatch {
  readonly is_sso: boolean;
  /** Of the Minor Planet Center; null where none is near. */
  readonly designation: string | null;
  readonly separation_arcsec: number | null;
  /** Its predicted magnitude. */
  readonly predicted_mag: number | null;
  /** Who matched it. */
  readonly source: string | null;
}

/** The fields of `candidate` that flags are made of. */
export const FLAG_FIELDS: readonly string[] = [
  ...['ssdistnr', 'ssmagnr', 'ssnamenr', 'neargaiabright', 'maggaiabright'],
  ...[1, 2, 3].flatMap((n) => [`sgscore${n}`, `distpsnr${n}`, `srmag${n}`]),
  ...['sgmag1', 'simag1', 'szmag1'],
];

/**
 * The flags as BOOM defines them, so that its filters can be carried over: boom-astro/boom,
 * enrichment of ZTF; docs/reference/features.md has them in words.
 */
export function alertFlags(candidate: ZtfCandidate): AlertFlags {
  const numberOf = (field: string) => numberOr(candidate[field], Infinity);
  const distance = numberOf('ssdistnr');
  return {
    rock: distance >= 0 && distance < 12 && numberOf('ssmagnr') >= 0,
    star: isStar(candidate),
    near_brightstar: isNearBrightStar(candidate),
  };
}

function isStar(candidate: ZtfCandidate): boolean {
  const score = numberOr(candidate.sgscore1, 0);
  const distance = numberOr(candidate.distpsnr1, Infinity);
  if (!(distance >= 0)) return false;
  if (score > 0.76 && distance <= 2) return true;
  const r = numberOr(candidate.srmag1, Infinity);
  const isRed = (other: number) => other > 0 && r - other > 3;
  const isVeryRed =
    isRed(numberOr(candidate.szmag1, Infinity)) || isRed(numberOr(candidate.simag1, Infinity));
  return score > 0.2 && distance <= 1 && r > 0 && isVeryRed;
}

function isNearBrightStar(candidate: ZtfCandidate): boolean {
  const gaia = numberOr(candidate.neargaiabright, Infinity);
  const gaiaMag = numberOr(candidate.maggaiabright, Infinity);
  if (gaia >= 0 && gaia <= 20 && gaiaMag > 0 && gaiaMag <= 12) return true;
  for (const n of [1, 2, 3]) {
    const r = numberOr(candidate[`srmag${n}`], Infinity);
    const isClose = numberOr(candidate[`distpsnr${n}`], Infinity) <= 20;
    if (numberOr(candidate[`sgscore${n}`], 0) > 0.49 && isClose && r > 0 && r <= 15) return true;
  }
  // A score of exactly a half is the catalog's for what is too bright to be judged.
  if (candidate.sgscore1 !== 0.5 || !(numberOr(candidate.distpsnr1, Infinity) < 0.5)) return false;
  return ['sgmag1', 'srmag1', 'simag1'].some((field) => numberOr(candidate[field], Infinity) < 17);
}

/** The survey writes "null" and −999 where no object of the solar system is near. */
export function solarSystemMatch(candidate: ZtfCandidate, source = 'ipac'): SolarSystemMatch {
  const { ssnamenr: name, ssdistnr, ssmagnr } = candidate;
  const distance = numberOr(ssdistnr, -1);
  const mag = numberOr(ssmagnr, -1);
  const designation = typeof name === 'string' && !['', 'null'].includes(name) ? name : null;
  const isThere = designation !== null;
  return {
    is_sso: isThere,
    designation,
    separation_arcsec: isThere && distance >= 0 ? distance : null,
    predicted_mag: isThere && mag > 0 ? mag : null,
    source: isThere ? source : null,
  };
}

function numberOr(value: unknown, missing: number): number {
  return typeof value === 'number' && !Number.isNaN(value) ? value : missing;
}
