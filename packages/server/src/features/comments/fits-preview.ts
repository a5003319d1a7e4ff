import { deflateSync } from 'node:zlib';
import {
  drawLinePlot,
  encodePng,
  FitsError,
  gunzipStream,
  isGzip,
  readFitsImage,
  readFitsSpectrum,
  renderRgba,
  SpectrumError,
  shrinkImage,
} from '@fritz/formats';

const mostBytes = 2 ** 26;
/** Larger ones would keep others waiting; one downloads them. */
const mostPixels = 2 ** 23;
const mostSide = 1024;
const plotSize = { width: 800, height: 400 };

/** Whether a file is called as FITS files are. */
export function isFitsName(name: string): boolean {
  return /\.(fits?|fts)(\.gz)?$/i.test(name);
}

/**
 * A FITS file at a glance, as a PNG: its image, with the contrast of zscale, or its spectrum as a line.
 * null where there is neither.
 */
export async function previewFits(content: Uint8Array): Promise<Uint8Array | null> {
  return (await drawImage(content)) ?? (await drawSpectrum(content));
}

async function drawImage(content: Uint8Array): Promise<Uint8Array | null> {
  try {
    const plain = isGzip(content) ? await gunzipStream(content, mostBytes) : content;
    const image = readFitsImage(plain, { maxPixels: mostPixels });
    // A row or two is a spectrum.
    if (Math.min(image.width, image.height) < 8) return null;
    const shown = shrinkImage(image, mostSide);
    const { width, height, rgba } = renderRgba(shown, { interval: 'zscale' });
    return encodePng({ width, height, channels: 'rgba', data: rgba }, deflateSync);
  } catch (error) {
    if (error instanceof FitsError) return null;
    throw error;
  }
}

async function drawSpectrum(content: Uint8Array): Promise<Uint8Array | null> {
  try {
    const { wavelengths, fluxes } = await readFitsSpectrum(content);
    const plot = drawLinePlot(wavelengths, fluxes, plotSize);
    return encodePng({ ...plot, channels: 'gray' }, deflateSync);
  } catch (error) {
    if (error instanceof SpectrumError || error instanceof FitsError) return null;
    throw error;
  }
}
