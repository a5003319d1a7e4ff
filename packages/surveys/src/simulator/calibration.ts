/** What one exposure's quadrant has in common for every source on it: ids, zero point, depth. */

import { PIXEL_ARCSEC } from './field-grid.ts';
import { hashKeys, Rng } from './random.ts';
import type { Exposure } from './schedule.ts';

export interface Calibration {
  readonly rcid: number;
  /** 5 sigma limit of the difference image, AB. */
  readonly limitingMag: number;
  readonly zeroPointMag: number;
  readonly zeroPointUnc: number;
  readonly zeroPointRms: number;
  readonly colorCoeff: number;
  readonly colorCoeffUnc: number;
  readonly seeingPx: number;
  readonly skyDn: number;
  readonly skySigmaDn: number;
  readonly nmatches: number;
  readonly colorMedian: number;
  readonly colorRms: number;
}

const ZERO_POINT = [0, 26.27, 26.2, 25.65] as const;
const COLOR_COEFF = [0, -0.06, 0.095, 0.02] as const;
const SKY_DN = [0, 100, 210, 260] as const;
const BAND_LETTER = ['', 'g', 'r', 'i'] as const;
const QUADRANT_KEY = 13;

/** ZTF's processing id: night, 1e-5 of a day, readout channel, and 15 for a science image. */
export function processingId(exposure: Exposure, rcid: number): bigint {
  const hundredThousandths = exposure.nid * 100000 + Math.floor(exposure.dayFraction7 / 100);
  return BigInt(hundredThousandths * 10000 + rcid * 100 + 15);
}

/** ZTF's number of a reference image. */
export function referenceId(exposure: Exposure, rcid: number): bigint {
  return BigInt(exposure.field.id * 1000000 + 120000 + exposure.fid * 100 + rcid);
}

/** Difference image's bare name in tonight's packets; histories carry its path in the archive. */
export function fileNameOf(exposure: Exposure, rcid: number): string {
  const fraction = String(Math.floor(exposure.dayFraction7 / 10)).padStart(6, '0');
  const field = String(exposure.field.id).padStart(6, '0');
  const ccd = String((rcid >> 2) + 1).padStart(2, '0');
  const quadrant = (rcid & 3) + 1;
  return `ztf_${exposure.night}${fraction}_${field}_z${BAND_LETTER[exposure.fid]}_c${ccd}_o_q${quadrant}_scimrefdiffimg.fits`;
}

export function archivePathOf(exposure: Exposure, rcid: number): string {
  const { night } = exposure;
  const fraction = String(Math.floor(exposure.dayFraction7 / 10)).padStart(6, '0');
  return `/ztf/archive/sci/${night.slice(0, 4)}/${night.slice(4)}/${fraction}/${fileNameOf(exposure, rcid)}.fz`;
}

/** A pure function of the exposure and quadrant (0 to 63). */
export function calibrate(exposure: Exposure, rcid: number): Calibration {
  const rng = new Rng(hashKeys(exposure.key, rcid, QUADRANT_KEY));
  const { fid } = exposure;
  const zeroPointUnc = 10 ** rng.between(-5.2, -4.1);
  const seeingPx = (exposure.seeingArcsec / PIXEL_ARCSEC) * rng.between(0.97, 1.05);
  const limitingMag = exposure.limitingMag + rng.normal(0, 0.06);
  const zeroPointMag = ZERO_POINT[fid] - 0.08 * (exposure.airmass - 1) + rng.normal(0, 0.05);
  // The 5 sigma limit of a matched filter over a Gaussian PSF fixes the noise of a pixel.
  const limitFluxDn = 10 ** (0.4 * (zeroPointMag - limitingMag));
  const skySigmaDn = limitFluxDn / 5 / (Math.sqrt(4 * Math.PI) * (seeingPx / 2.3548));
  return {
    rcid,
    limitingMag,
    zeroPointMag,
    zeroPointUnc,
    zeroPointRms: 0.02 + 0.03 * rng.unit(),
    colorCoeff: COLOR_COEFF[fid] + rng.normal(0, 0.015),
    colorCoeffUnc: zeroPointUnc * rng.between(1.05, 1.4),
    seeingPx,
    skyDn: SKY_DN[fid] * (1 + 0.15 * rng.normal() ** 2),
    skySigmaDn,
    nmatches: rng.integer(120, 900),
    colorMedian: rng.between(0.6, 0.85),
    colorRms: rng.between(0.22, 0.33),
  };
}

export interface ReferenceImage {
  readonly startJd: number;
  readonly endJd: number;
  readonly frames: number;
}

/** The stack that a quadrant's images are subtracted from; it never changes. */
export function referenceImage(fieldId: number, fid: number, rcid: number): ReferenceImage {
  const rng = new Rng(hashKeys(fieldId, rcid, fid, 14));
  const startJd = Number(rng.between(2458183, 2458330).toFixed(6));
  const endJd = Number((startJd + rng.between(20, 90)).toFixed(6));
  return { startJd, endJd, frames: rng.integer(15, 40) };
}
