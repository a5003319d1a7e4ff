import {
  listObjsAround,
  listObjsNamed,
  listPhotometry,
  type ObjRow,
  type PhotometryRow,
  type ViewerTx,
} from '@fritz/archive';
import type { routes, Static } from '@fritz/contract';
import { type DustMap, icrsToGalactic, separationArcsec, wrapTo180 } from '@fritz/sky';
import { InvalidRequestError } from '../../http/fritz-error.ts';

type Wanted = Static<typeof routes.sourceExistsAt.query>;
type Existing = Static<typeof routes.sourceExistsAt.response>;

/** Objects of a name, or of a name in the TNS, else those around a place. */
export async function findExisting(
  tx: ViewerTx,
  name: string | null,
  { ra, dec, radius }: Wanted,
): Promise<Existing> {
  const named = name === null ? [] : await listObjsNamed(tx, name);
  if (named.length > 0) return found('A source of that name exists already', named);
  const given = [ra, dec, radius].filter((one) => one !== undefined).length;
  if (given === 0 && name !== null) return found('A source of that name does not exist', []);
  if (ra === undefined || dec === undefined || radius === undefined) {
    const field = ra === undefined ? 'ra' : dec === undefined ? 'dec' : 'radius';
    const message = 'is missing: ra, dec and radius go together';
    throw new InvalidRequestError([{ in: 'query', field, message }]);
  }
  const near = await listObjsAround(tx, { ra: ra % 360, dec }, radius * 3600);
  const ids = near.map(({ id }) => id);
  const message = ids.length > 0 ? 'A source at that place exists already' : 'There is no source';
  return found(message, ids.slice(0, 100));
}

function found(message: string, ids: string[]): Existing {
  return { source_exists: ids.length > 0, message, obj_ids: ids };
}

/** Where an object is by its detections: their mean, weighed by the square of signal to noise. */
export async function locateSource(tx: ViewerTx, dust: DustMap | null, obj: ObjRow) {
  const points = (await listPhotometry(tx, obj.id)).flatMap((row) => toDetection(row, obj));
  const weight = points.reduce((sum, point) => sum + point.weight, 0);
  const mean = (offset: (point: Detection) => number) =>
    points.length === 0 ? 0 : points.reduce((sum, p) => sum + p.weight * offset(p), 0) / weight;
  const place = {
    ra: (obj.ra + mean((point) => point.dRa) + 360) % 360,
    dec: obj.dec + mean((point) => point.dDec),
  };
  const { l, b } = icrsToGalactic(place);
  return {
    ...place,
    gal_lon: l,
    gal_lat: b,
    ebv: dust?.ebvAt(place) ?? null,
    separation: separationArcsec(obj, place),
    detections: points.length,
  };
}

interface Detection {
  /** Degrees from the object's own place. */
  dRa: number;
  dDec: number;
  weight: number;
}

const leastSnr = 3;

function toDetection(row: PhotometryRow, obj: ObjRow): Detection[] {
  const { ra, dec, flux_ujy: flux, fluxerr_ujy: fluxerr } = row;
  if (ra === null || dec === null || flux === null || fluxerr === null || fluxerr <= 0) return [];
  const snr = flux / fluxerr;
  if (!(snr > leastSnr)) return [];
  return [{ dRa: wrapTo180(ra - obj.ra), dDec: dec - obj.dec, weight: snr ** 2 }];
}
