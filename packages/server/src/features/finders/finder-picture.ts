import { gunzipSync } from 'node:zlib';
import { findCutout, type ObjRow, type PhotometryRow, type ViewerTx } from '@fritz/archive';
import type { FinderImage } from '@fritz/contract';
import {
  type DrawnImage,
  FitsError,
  readFitsImage,
  readFitsStamp,
  renderRgba,
  uprightStamp,
} from '@fritz/formats';
import type { Position } from '@fritz/sky';
import type { SurveyPictures } from '../installation/survey-pictures.ts';

/** What lies under the marks of a chart: a picture of the sky around the target, north up and east left. */
export interface FinderPicture {
  image: DrawnImage;
  /** A side, on the sky. */
  sideArcsec: number;
  /** What it is, for whoever reads the chart. */
  title: string;
}

const titles = {
  ps1: 'Pan-STARRS DR1 r',
  desi: 'Legacy Surveys DR10 r',
  dss: 'DSS2 red',
  ztfref: 'ZTF r',
} as const;

const maxStampBytes = 16_000_000;
/** ZTF's stamps are not told their scale: Bellm et al. 2019, PASP 131, 018002. */
const ztfArcsecPerPixel = 1.01;

/** The reference stamp of an object's newest alert that the viewer sees; null where there is none. */
export async function findReference(
  tx: ViewerTx,
  obj: Pick<ObjRow, 'survey'> | null,
  points: readonly PhotometryRow[],
): Promise<Buffer | null> {
  if (obj?.survey !== 'ztf') return null;
  const candid = points.findLast((point) => point.candid !== null)?.candid;
  if (candid === null || candid === undefined) return null;
  return (await findCutout(tx, 'ztf', candid, 'template'))?.bytes ?? null;
}

/** A picture for a chart, and the title of one that is still being fetched. */
export interface ChosenPicture {
  picture: FinderPicture | null;
  awaited: string | null;
}

/**
 * A picture for a chart, by what is to be had: a survey's, the archive's own reference, none. Nobody waits for
 * a survey: whoever asks again a little later is given its picture.
 */
export function choosePicture(
  wanted: FinderImage,
  field: Position & { sideArcsec: number },
  from: { pictures: SurveyPictures | null; reference: Buffer | null },
): ChosenPicture {
  const { ra, dec, sideArcsec } = field;
  if (wanted === 'field') return { picture: null, awaited: null };
  const own = from.reference === null ? null : readReference(from.reference);
  if (wanted === 'reference' || from.pictures === null) return { picture: own, awaited: null };
  const title = titles[wanted];
  const known = from.pictures.lookAtSky(wanted, { ra, dec, fieldArcsec: sideArcsec });
  if (known.state === 'awaited') return { picture: own, awaited: title };
  const image = known.state === 'here' ? readSky(known.value) : null;
  return { picture: image === null ? own : { image, sideArcsec, title }, awaited: null };
}

function draw(image: Parameters<typeof renderRgba>[0]): DrawnImage {
  const drawn = renderRgba(image, { interval: 'zscale', stretch: 'linear', cmap: 'gray_r' });
  const { width, height, rgba } = drawn;
  const rgb = new Uint8Array(width * height * 3).fill(255);
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    // What has no value stays as the paper is.
    if (rgba[pixel * 4 + 3] === 0) continue;
    for (let part = 0; part < 3; part += 1) rgb[pixel * 3 + part] = rgba[pixel * 4 + part] ?? 255;
  }
  return { width, height, rgb };
}

/** null for what is no picture, and for a sky that the survey has not seen. */
function readSky(bytes: Buffer): DrawnImage | null {
  try {
    const image = readFitsImage(bytes, { maxPixels: 4_000_000 });
    const isSeen = image.pixels.some((value) => Number.isFinite(value) && value !== 0);
    return isSeen ? draw(image) : null;
  } catch (error) {
    if (error instanceof FitsError) return null;
    throw error;
  }
}

function readReference(bytes: Buffer): FinderPicture | null {
  try {
    const stamp = readFitsStamp(bytes, (packed) =>
      gunzipSync(packed, { maxOutputLength: maxStampBytes }),
    );
    const upright = uprightStamp(stamp, 'rows_down');
    const sideArcsec = upright.width * ztfArcsecPerPixel;
    return { image: draw(upright), sideArcsec, title: 'the reference stamp of ZTF' };
  } catch (error) {
    if (error instanceof FitsError) return null;
    throw error;
  }
}
