import { gunzipSync } from 'node:zlib';
import { findCutout, searchAlerts, type ViewerTx } from '@fritz/archive';
import type { routes, Static } from '@fritz/contract';
import { FitsError, readFitsStamp } from '@fritz/formats';
import { NotFoundError } from '../../http/fritz-error.ts';

type Triplets = Static<typeof routes.getTriplets.response>;

/** What classifiers of stamps are trained on: 63 by 63 pixels. */
export const TRIPLET_SIZE = 63;
const SIZE = TRIPLET_SIZE;
const MAX_STAMP_BYTES = 16_000_000;
const KINDS = ['science', 'template', 'difference'] as const;

/** An alert of an object: of this number, or its newest. */
export async function demandAlert(
  tx: ViewerTx,
  objectId: string,
  candid: bigint | null,
): Promise<Awaited<ReturnType<typeof searchAlerts>>[number]> {
  const [alert] = await searchAlerts(tx, {
    objectIds: [objectId],
    candids: candid === null ? null : [candid],
    ...{
      cone: null,
      region: null,
      passed: null,
      since: null,
      before: null,
      survey: null,
      after: null,
    },
    limit: 1,
  });
  if (alert === undefined) throw new NotFoundError('alert');
  return alert;
}

/** The stamps of an alert side by side, as numbers. */
export async function loadTriplets(
  tx: ViewerTx,
  wanted: { objectId: string; candid: bigint | null; isNormalized: boolean },
): Promise<Triplets> {
  const { candid, survey } = await demandAlert(tx, wanted.objectId, wanted.candid);
  const stamps: (Float64Array | null)[] = [];
  let isThere = false;
  for (const kind of KINDS) {
    const row = await findCutout(tx, survey, candid, kind);
    isThere ||= row !== null;
    const pixels = row === null ? null : readPixels(row.bytes);
    stamps.push(pixels && wanted.isNormalized ? normalize(pixels) : pixels);
  }
  if (!isThere) throw new NotFoundError('cutout');
  const triplet = Array.from({ length: SIZE }, (_, y) =>
    Array.from({ length: SIZE }, (_, x) => stamps.map((stamp) => stamp?.[y * SIZE + x] ?? 0)),
  );
  const isCorrupt = stamps.some((stamp) => stamp === null || stamp.every((value) => value === 0));
  return [{ candid, triplet, image_corrupt: isCorrupt }];
}

/** Rows from the bottom, as FITS has them; holes and what is missing at the edge have the median. */
function readPixels(bytes: Uint8Array): Float64Array | null {
  try {
    const image = readFitsStamp(bytes, (packed) =>
      gunzipSync(packed, { maxOutputLength: MAX_STAMP_BYTES }),
    );
    const known = Array.from(image.pixels)
      .filter(Number.isFinite)
      .toSorted((a, b) => a - b);
    if (known.length === 0) return null;
    const median = ((known[(known.length - 1) >> 1] ?? 0) + (known[known.length >> 1] ?? 0)) / 2;
    return Float64Array.from({ length: SIZE * SIZE }, (_, at) => {
      const [x, y] = [at % SIZE, Math.floor(at / SIZE)];
      const value =
        x < image.width && y < image.height ? image.pixels[y * image.width + x] : median;
      return value !== undefined && Number.isFinite(value) ? value : median;
    });
  } catch (error) {
    if (!(error instanceof FitsError)) throw error;
    return null;
  }
}

function normalize(pixels: Float64Array): Float64Array {
  const norm = Math.sqrt(pixels.reduce((sum, value) => sum + value * value, 0));
  return norm === 0 ? pixels : pixels.map((value) => value / norm);
}
