/**
 * The three cutouts of an alert, as ZTF makes them: 63 × 63 float32 FITS, gzipped; science,
 * reference, and their difference, which is science minus reference where the source brightened
 * and reference minus science where it faded, so that its peak is always positive.
 */
import { gzipSync } from 'node:zlib';
import { writeFitsImage } from '@fritz/formats';
import { PIXEL_ARCSEC, QUADRANT_HEIGHT_PX, QUADRANT_WIDTH_PX } from './field-grid.ts';
import type { Measurement } from './measurement.ts';
import { crowdingOf } from './neighbours.ts';
import { hashKeys, normalTable, Rng } from './random.ts';
import { magToFlux, type SkyObject } from './sky-object.ts';
import { addGalaxy, addStar, STAMP_CENTRE_PX, STAMP_PIXELS, STAMP_PX } from './stamp-scene.ts';

export interface Stamps {
  readonly science: Uint8Array;
  readonly template: Uint8Array;
  readonly difference: Uint8Array;
}

const GAIN_E_PER_DN = 6.2;
/** The reference is a stack of some 15 to 40 exposures. */
const TEMPLATE_NOISE_RATIO = 0.22;
const TEMPLATE_SEEING_PX = 1.9;
const FWHM_PER_SIGMA = 2.3548;
/** Noise hardly compresses: a small window saves time and costs nothing. */
const FAST_GZIP = { level: 1, windowBits: 13, memLevel: 9 };
/** What some reference images hold outside their area, instead of NaN. */
const FLOAT_MIN = -3.4028234663852886e38;

// Drawn into and read out within one call of `drawStamps`; nothing of them outlives it.
const science = new Float32Array(STAMP_PIXELS);
const template = new Float32Array(STAMP_PIXELS);
const difference = new Float32Array(STAMP_PIXELS);

interface StampFrame {
  readonly centre: { readonly x: number; readonly y: number };
  readonly firstColumn: number;
  readonly firstRow: number;
}

function frameOf(object: SkyObject): StampFrame {
  const column = Math.round(object.xpos);
  const row = Math.round(object.ypos);
  return {
    centre: {
      x: STAMP_CENTRE_PX + object.xpos - column,
      y: STAMP_CENTRE_PX + object.ypos - row,
    },
    firstColumn: column - STAMP_CENTRE_PX,
    firstRow: row - STAMP_CENTRE_PX,
  };
}

/** Everything that is in both images: the counterpart and unrelated stars, fixed per object. */
function drawConstantSky(m: Measurement, frame: StampFrame, sigmaPx: number): void {
  const { object, calibration, exposure } = m;
  const rng = new Rng(hashKeys(object.key, 81));
  const toDn = 10 ** (0.4 * calibration.zeroPointMag);
  const templateSigmaPx = TEMPLATE_SEEING_PX / FWHM_PER_SIGMA;
  const stars = Math.floor(rng.between(0, 3.5) * crowdingOf(object));
  for (let i = 0; i < Math.min(stars, 14); i++) {
    const place = { x: rng.between(-3, 66), y: rng.between(-3, 66) };
    const fluxDn = toDn * magToFlux(21.5 + Math.log10(1 - rng.unit()) / 0.3);
    const isClose = Math.hypot(place.x - frame.centre.x, place.y - frame.centre.y) < 6;
    if (isClose) continue;
    addStar(science, place, fluxDn, sigmaPx);
    addStar(template, place, fluxDn, templateSigmaPx);
  }
  const { counterpart } = object;
  if (counterpart === null) return;
  const fluxDn = toDn * magToFlux(counterpart.mags[exposure.fid]);
  const x = frame.centre.x - counterpart.eastArcsec / PIXEL_ARCSEC;
  // Real ones have their first row on top.
  const y = frame.centre.y - counterpart.northArcsec / PIXEL_ARCSEC;
  if (counterpart.shape === 'star') {
    addStar(science, { x, y }, fluxDn, sigmaPx);
    addStar(template, { x, y }, fluxDn, templateSigmaPx);
    return;
  }
  const halfLightPx = rng.between(1, 3) + 8 * magToFlux(counterpart.mags[2] - 15);
  const disc = { x, y, fluxDn, halfLightPx, axisRatio: rng.between(0.4, 1.6) };
  addGalaxy(science, disc, sigmaPx);
  addGalaxy(template, disc, templateSigmaPx);
}

/** The alert itself, in science and difference. */
function drawSource(m: Measurement, frame: StampFrame, sigmaPx: number): void {
  addStar(science, frame.centre, m.fluxDn, sigmaPx);
  addStar(difference, frame.centre, m.fluxDn, sigmaPx);
}

function brighten(index: number, fluxDn: number): void {
  science[index] = (science[index] ?? 0) + fluxDn;
  difference[index] = (difference[index] ?? 0) + fluxDn;
}

function drawDipole(m: Measurement, frame: StampFrame, sigmaPx: number, rng: Rng): void {
  const angle = 2 * Math.PI * rng.unit();
  const dx = 0.9 * Math.cos(angle);
  const dy = 0.9 * Math.sin(angle);
  const { x, y } = frame.centre;
  const fluxDn = 1.6 * m.fluxDn;
  addStar(difference, { x: x + dx, y: y + dy }, fluxDn, sigmaPx);
  addStar(difference, { x: x - dx, y: y - dy }, -0.8 * fluxDn, sigmaPx);
}

/** What is no source at all: a bad subtraction, a cosmic ray, or the detector's own faults. */
function drawArtefact(m: Measurement, frame: StampFrame, sigmaPx: number): void {
  const rng = new Rng(hashKeys(m.object.key, 82));
  const centre = STAMP_CENTRE_PX * STAMP_PX + STAMP_CENTRE_PX;
  switch (m.object.bogusShape) {
    case 'dipole':
      drawDipole(m, frame, sigmaPx, rng);
      return;
    case 'cosmic_ray': {
      const length = rng.integer(3, 9);
      const slope = rng.between(-1, 1);
      for (let i = 0; i < length; i++) {
        const step = i - (length >> 1);
        brighten(centre + step + STAMP_PX * Math.round(slope * step), m.fluxDn / 3);
      }
      return;
    }
    case 'bad_column':
      for (let j = -12; j <= 12; j++) brighten(centre + j * STAMP_PX, m.fluxDn / 9);
      return;
    default:
      brighten(centre, 0.8 * m.fluxDn);
      brighten(centre + 1, 0.15 * m.fluxDn);
  }
}

/** Sky level, shot and read noise; the same noise in science and difference. */
function addNoise(m: Measurement): void {
  const { values, mask } = normalTable();
  const { skyDn, skySigmaDn } = m.calibration;
  const start = hashKeys(m.object.key, m.exposure.key, 83);
  const templateStart = hashKeys(m.object.key, m.exposure.fid, 84);
  const variance = skySigmaDn * skySigmaDn;
  const templateVariance = variance * TEMPLATE_NOISE_RATIO * TEMPLATE_NOISE_RATIO;
  for (let i = 0; i < STAMP_PIXELS; i++) {
    const s = science[i] ?? 0;
    const t = template[i] ?? 0;
    const shot = Math.max(s, 0) / GAIN_E_PER_DN;
    const noise = Math.sqrt(variance + shot) * (values[(start + i) & mask] ?? 0);
    const stacked = Math.max(t, 0) / (20 * GAIN_E_PER_DN);
    const templateNoise =
      Math.sqrt(templateVariance + stacked) * (values[(templateStart + i) & mask] ?? 0);
    science[i] = skyDn + s + noise;
    template[i] = skyDn + t + templateNoise;
    difference[i] = (difference[i] ?? 0) + noise - templateNoise;
  }
}

/** Pixels beyond the quadrant's edge are not a number. */
function maskEdges(m: Measurement, frame: StampFrame): void {
  const { firstColumn, firstRow } = frame;
  const isInside =
    firstColumn >= 0 &&
    firstRow >= 0 &&
    firstColumn + STAMP_PX <= QUADRANT_WIDTH_PX &&
    firstRow + STAMP_PX <= QUADRANT_HEIGHT_PX;
  if (isInside) return;
  const templateFill = m.object.key % 2 === 0 ? FLOAT_MIN : Number.NaN;
  for (let j = 0; j < STAMP_PX; j++) {
    const isRowOff = firstRow + j < 0 || firstRow + j >= QUADRANT_HEIGHT_PX;
    for (let i = 0; i < STAMP_PX; i++) {
      const isOff = firstColumn + i < 0 || firstColumn + i >= QUADRANT_WIDTH_PX;
      if (!isRowOff && !isOff) continue;
      const index = j * STAMP_PX + i;
      science[index] = Number.NaN;
      difference[index] = Number.NaN;
      template[index] = templateFill;
    }
  }
}

function toFits(pixels: Float32Array): Uint8Array {
  const cards = [{ keyword: 'BUNIT', value: 'DN' }];
  return gzipSync(writeFitsImage({ width: STAMP_PX, height: STAMP_PX, pixels, cards }), FAST_GZIP);
}

/** Gzipped FITS stamps of a detection; the same pixels whenever they are asked for. */
export function drawStamps(m: Measurement): Stamps {
  science.fill(0);
  template.fill(0);
  difference.fill(0);
  const frame = frameOf(m.object);
  const sigmaPx = m.calibration.seeingPx / FWHM_PER_SIGMA;
  drawConstantSky(m, frame, sigmaPx);
  if (m.object.kind === 'bogus') drawArtefact(m, frame, sigmaPx);
  else drawSource(m, frame, sigmaPx);
  addNoise(m);
  if (m.fluxDn < 0) {
    for (let i = 0; i < STAMP_PIXELS; i++) difference[i] = -(difference[i] ?? 0);
  }
  maskEdges(m, frame);
  return { science: toFits(science), template: toFits(template), difference: toFits(difference) };
}
