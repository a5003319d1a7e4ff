import { writeFitsImage } from '@fritz/formats';
import { hashKeys, Rng } from '../random.ts';
import type { LsstVisit } from './objects.ts';

/** So that three stamps make a packet of the survey's size, 139 kB. */
const SIDE = 101;
const FWHM_PIXELS = 4.5;
const SKY_SIGMA = 12;

/** Uncompressed FITS images of a point source that is in the science image, and of its template. */
export function lsstStamps(
  visit: LsstVisit,
): Record<'science' | 'template' | 'difference', Uint8Array> {
  const rng = new Rng(hashKeys(Number(visit.diaSourceId & 0xffff_ffffn), 0x57));
  const { kind, peakNjy } = visit.object;
  const host = kind === 'sn_ia' ? 0.3 * peakNjy : peakNjy;
  const template = frame(rng, host, 0.5 * SKY_SIGMA);
  const difference = frame(rng, visit.fluxNjy, SKY_SIGMA);
  const science = template.map((pixel, i) => pixel + (difference[i] ?? 0));
  return {
    science: fits(science, visit),
    template: fits(template, visit),
    difference: fits(difference, visit),
  };
}

function frame(rng: Rng, fluxNjy: number, sigma: number): Float32Array {
  const pixels = new Float32Array(SIDE * SIDE);
  const width = FWHM_PIXELS / 2.3548;
  const peak = fluxNjy / (2 * Math.PI * width * width);
  const middle = (SIDE - 1) / 2;
  for (let y = 0; y < SIDE; y++) {
    for (let x = 0; x < SIDE; x++) {
      const r2 = (x - middle) ** 2 + (y - middle) ** 2;
      // Noise that is uniform is made fast, and looks as well.
      const noise = sigma * 3.46 * (rng.unit() - 0.5);
      pixels[y * SIDE + x] = noise + peak * Math.exp(-r2 / (2 * width * width));
    }
  }
  return pixels;
}

function fits(pixels: Float32Array, { object }: LsstVisit): Uint8Array {
  const middle = (SIDE + 1) / 2;
  return writeFitsImage({
    width: SIDE,
    height: SIDE,
    pixels,
    cards: [
      { keyword: 'BUNIT', value: 'nJy' },
      { keyword: 'CTYPE1', value: 'RA---TAN' },
      { keyword: 'CTYPE2', value: 'DEC--TAN' },
      { keyword: 'CRPIX1', value: middle },
      { keyword: 'CRPIX2', value: middle },
      { keyword: 'CRVAL1', value: object.ra },
      { keyword: 'CRVAL2', value: object.dec },
    ],
  });
}
