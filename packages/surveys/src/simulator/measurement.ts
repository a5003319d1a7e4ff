/** Photometry of one object on one difference image, the same whenever it is asked. */
import { MAG_PER_RELATIVE_FLUX } from '@fritz/sky';
import { type Calibration, processingId } from './calibration.ts';
import {
  offsetPlace,
  PIXEL_ARCSEC,
  type Place,
  QUADRANT_HEIGHT_PX,
  QUADRANT_WIDTH_PX,
} from './field-grid.ts';
import { hashKeys, Rng } from './random.ts';
import type { Exposure } from './schedule.ts';
import { magToFlux, type SkyObject } from './sky-object.ts';

export interface Measurement {
  readonly object: SkyObject;
  readonly exposure: Exposure;
  readonly calibration: Calibration;
  /** As measured, in DN of the difference image; negative where the source has faded. */
  readonly fluxDn: number;
  readonly fluxUncDn: number;
  /** Of the counterpart in the reference image; 0 without one. */
  readonly referenceFluxDn: number;
  readonly snr: number;
  readonly isDetected: boolean;
}

const DETECTION_SNR = 5;
const GAIN_E_PER_DN = 6.2;
/** Residual of a subtracted star as a share of its flux. */
const SUBTRACTION_ERROR = 0.004;
/** Share of good detections that the pipeline's cuts lose. */
const LOST_SHARE = 0.02;

export function measure(
  object: SkyObject,
  exposure: Exposure,
  calibration: Calibration,
): Measurement {
  const toDn = 10 ** (0.4 * calibration.zeroPointMag);
  const trueDn = object.differenceFlux(exposure.jd, exposure.fid) * toDn;
  const { counterpart } = object;
  const referenceFluxDn = counterpart ? magToFlux(counterpart.mags[exposure.fid]) * toDn : 0;
  const isPoint = counterpart?.shape === 'star';
  const limitDn =
    10 ** (0.4 * (calibration.zeroPointMag - calibration.limitingMag)) / DETECTION_SNR;
  const shotDn2 = (Math.abs(trueDn) + referenceFluxDn) / GAIN_E_PER_DN;
  const residualDn = isPoint && object.kind !== 'bogus' ? SUBTRACTION_ERROR * referenceFluxDn : 0;
  const fluxUncDn = Math.sqrt(limitDn * limitDn + shotDn2 + residualDn * residualDn);
  const rng = new Rng(hashKeys(object.key, exposure.key, 61));
  const fluxDn = trueDn + fluxUncDn * rng.normal();
  const snr = Math.abs(fluxDn) / fluxUncDn;
  const isSingle = object.startJd === exposure.jd;
  // What is seen once was put above the limit; noise may not take it away.
  const isDetected = isSingle || (snr >= DETECTION_SNR && rng.unit() > LOST_SHARE);
  const fluxDnKept = isSingle && snr < DETECTION_SNR ? Math.sign(trueDn) * 5.2 * fluxUncDn : fluxDn;
  return {
    object,
    exposure,
    calibration,
    fluxDn: fluxDnKept,
    fluxUncDn,
    referenceFluxDn,
    snr: Math.abs(fluxDnKept) / fluxUncDn,
    isDetected: isDetected && (trueDn !== 0 || isSingle),
  };
}

/** The name of one detection: processing id, 15 for brighter or 10 for fainter, and its number. */
export function candidOf(m: Measurement): bigint {
  const sign = m.fluxDn > 0 ? 15000n : 10000n;
  const pid = processingId(m.exposure, m.calibration.rcid);
  return pid * 1000000n + sign + BigInt(m.object.tblid);
}

function round(value: number, digits: number): number {
  const scale = 10 ** digits;
  return Math.round(value * scale) / scale;
}

interface Quality {
  readonly fwhmPx: number;
  readonly elongation: number;
  readonly chipsf: number;
  readonly classtar: number;
  readonly rb: number;
  readonly nneg: number;
  readonly nbad: number;
  readonly sumrat: number;
}

function goodQuality(m: Measurement, rng: Rng): Quality {
  const isBlend = m.referenceFluxDn > 3 * Math.abs(m.fluxDn);
  const trail = m.object.kind === 'asteroid' ? rng.between(0, 0.15) : 0;
  return {
    fwhmPx: m.calibration.seeingPx * rng.between(0.92, 1.1),
    elongation: 1.02 + Math.abs(rng.normal(0, 0.08)) + trail,
    chipsf: rng.between(0.7, 1.6) * (1 + (m.snr / 25) ** 1.5 * 0.6),
    classtar: 1 - Math.min(0.5, Math.abs(rng.normal(0, 2 / m.snr))),
    rb: Math.min(0.98, rng.between(isBlend ? 0.5 : 0.6, 0.9) + m.snr / 400),
    nneg: rng.integer(0, m.snr < 10 ? 6 : 3),
    nbad: 0,
    sumrat: 1 - Math.abs(rng.normal(0, isBlend ? 0.05 : 0.015)),
  };
}

const BOGUS_FWHM_PX = { dipole: 3.4, cosmic_ray: 0.9, hot_pixel: 0.7, bad_column: 1.3 } as const;
const BOGUS_ELONGATION = { dipole: 1.7, cosmic_ray: 2.6, hot_pixel: 1.2, bad_column: 4.5 } as const;

function bogusQuality(m: Measurement, rng: Rng): Quality {
  const shape = m.object.bogusShape ?? 'dipole';
  const isBadPixel = shape === 'hot_pixel' || shape === 'bad_column';
  return {
    fwhmPx: BOGUS_FWHM_PX[shape] * rng.between(0.8, 1.6),
    elongation: 1 + (BOGUS_ELONGATION[shape] - 1) * rng.between(0.5, 1.4),
    chipsf: 10 ** rng.between(0.5, 2.2),
    classtar: rng.unit() * 0.6,
    rb: 0.45 * rng.unit() ** 1.5,
    nneg: shape === 'dipole' ? rng.integer(8, 14) : rng.integer(2, 9),
    nbad: isBadPixel ? rng.integer(1, 8) : 0,
    sumrat: shape === 'dipole' ? rng.between(0.1, 0.5) : rng.between(0.4, 0.9),
  };
}

interface ReferenceMatch extends Place {
  readonly distnr: number;
  readonly magnr: number;
  readonly sigmagnr: number;
  readonly chinr: number;
  readonly sharpnr: number;
}

/** Nearest source of the reference image, a property of the object and the filter. */
export function referenceMatch(object: SkyObject, fid: 1 | 2 | 3): ReferenceMatch {
  const rng = new Rng(hashKeys(object.key, fid, 62));
  const { counterpart } = object;
  if (counterpart && counterpart.mags[fid] < 22.8) {
    const { eastArcsec, northArcsec } = counterpart;
    const isStar = counterpart.shape === 'star';
    const magnr = round(counterpart.mags[fid] + rng.normal(0, 0.02), 3);
    return {
      ...offsetPlace(object, eastArcsec / 3600, northArcsec / 3600),
      distnr: Math.hypot(eastArcsec, northArcsec),
      magnr,
      sigmagnr: round(0.013 + 0.25 * 10 ** (0.4 * (magnr - 22.8)), 3),
      chinr: round(isStar ? rng.between(0.3, 1) : rng.between(1, 8), 3),
      sharpnr: round(isStar ? rng.normal(0, 0.04) : rng.between(0.1, 0.9), 3),
    };
  }
  const distnr = 25 * Math.sqrt(rng.unit());
  const angle = 2 * Math.PI * rng.unit();
  const magnr = round(rng.between(20.5, 23.2), 3);
  return {
    ...offsetPlace(object, (distnr / 3600) * Math.sin(angle), (distnr / 3600) * Math.cos(angle)),
    distnr,
    magnr,
    sigmagnr: round(0.05 + 0.25 * 10 ** (0.4 * (magnr - 23)), 3),
    chinr: round(rng.between(0.5, 1.3), 3),
    sharpnr: round(rng.normal(-0.2, 0.25), 3),
  };
}

function drawPlace(m: Measurement, rng: Rng) {
  const jitterArcsec = Math.min(0.25, 1.2 / m.snr);
  const east = rng.normal(0, jitterArcsec);
  const north = rng.normal(0, jitterArcsec);
  const place = offsetPlace(m.object, east / 3600, north / 3600);
  const xpos = m.object.xpos - east / PIXEL_ARCSEC;
  const ypos = m.object.ypos + north / PIXEL_ARCSEC;
  const mindtoedge = Math.min(xpos, ypos, QUADRANT_WIDTH_PX - xpos, QUADRANT_HEIGHT_PX - ypos);
  return { jitterArcsec, fields: { xpos, ypos, ra: place.raDeg, dec: place.decDeg, mindtoedge } };
}

function describeBrightness(m: Measurement, rng: Rng) {
  const { calibration, fluxDn, fluxUncDn, object } = m;
  const magpsf = calibration.zeroPointMag - 2.5 * Math.log10(Math.abs(fluxDn));
  const sigmapsf = (MAG_PER_RELATIVE_FLUX * fluxUncDn) / Math.abs(fluxDn);
  const misfit = object.kind === 'bogus' ? rng.normal(0, 0.4) : 0;
  const magdiff = rng.normal(0, Math.min(0.4, 0.8 * sigmapsf)) + misfit;
  const magap = magpsf + magdiff;
  return {
    isdiffpos: fluxDn > 0 ? 't' : 'f',
    magpsf,
    sigmapsf,
    magap,
    sigmagap: round(sigmapsf * rng.between(0.8, 1.5), 4),
    magdiff,
    magfromlim: calibration.limitingMag - magap,
    magapbig: magap + rng.normal(-0.03, sigmapsf),
    sigmagapbig: round(sigmapsf * rng.between(1, 1.9), 4),
    scorr: m.snr * rng.between(0.9, 1.1),
  };
}

function describeShape(m: Measurement, rng: Rng) {
  const quality = m.object.kind === 'bogus' ? bogusQuality(m, rng) : goodQuality(m, rng);
  const { fwhmPx, elongation } = quality;
  const aimage = fwhmPx * rng.between(0.24, 0.36) * Math.sqrt(elongation);
  const bimage = aimage / elongation;
  return {
    chipsf: quality.chipsf,
    sky: rng.normal(0, 0.5),
    fwhm: fwhmPx,
    classtar: round(quality.classtar, 3),
    seeratio: Math.min(2, Math.max(0.4, m.calibration.seeingPx / fwhmPx)),
    aimage: round(aimage, 3),
    bimage: round(bimage, 3),
    aimagerat: aimage / fwhmPx,
    bimagerat: bimage / fwhmPx,
    elong: elongation,
    nneg: quality.nneg,
    nbad: quality.nbad,
    rb: Math.round(quality.rb * 700) / 700,
    sumrat: quality.sumrat,
  };
}

/** Nearest known rock; -999 and the text "null" where there is none. */
function describeRock(m: Measurement, magpsf: number, rng: Rng) {
  const { designation } = m.object;
  if (designation === null) return { ssdistnr: -999, ssmagnr: -999, ssnamenr: 'null' };
  return {
    ssdistnr: Math.max(0, rng.integer(-6, 2)),
    ssmagnr: round(magpsf + rng.normal(0, 0.25), 1),
    ssnamenr: designation,
  };
}

/** Fields that an alert and a detection in a history have in common, in the schema's names. */
export function describeDetection(m: Measurement) {
  const { object, exposure, calibration } = m;
  const rng = new Rng(hashKeys(object.key, exposure.key, 63));
  const place = drawPlace(m, rng);
  const reference = referenceMatch(object, exposure.fid);
  const brightness = describeBrightness(m, rng);
  return {
    candid: candidOf(m),
    tblid: BigInt(object.tblid),
    nid: exposure.nid,
    rcid: calibration.rcid,
    field: exposure.field.id,
    ...place.fields,
    ...brightness,
    ...describeShape(m, rng),
    ...describeRock(m, brightness.magpsf, rng),
    distnr: Math.max(0.01, reference.distnr + rng.normal(0, 0.7 * place.jitterArcsec)),
    magnr: reference.magnr,
    sigmagnr: reference.sigmagnr,
    chinr: reference.chinr,
    sharpnr: reference.sharpnr,
    ranr: reference.raDeg,
    decnr: reference.decDeg,
  };
}
