import { gunzipSync } from 'node:zlib';
import { FitsColumnArrays, FitsError, type FitsHeader, isGzip } from '@fritz/formats';
import { MAX_RING_ORDER, SkyMap, type SkyMapColumns, SkyMapError } from '@fritz/sky';

/** What a file says of its map, by FITS keywords. */
export type SkyMapProperties = Readonly<Record<string, string | number | boolean>>;

/** A sky map out of a file. */
export interface SkyMapFile {
  readonly map: SkyMap;
  readonly properties: SkyMapProperties;
}

/** Unpacked bytes of a file: nside 512 with distances, or 1024 without. What is finer comes as multi-order. */
const MAX_BYTES = 130_000_000;
/** Keywords that are kept: what happened, who says so, and what is known of its distance. */
const KEPT = [
  'OBJECT',
  'REFERENC',
  'INSTRUME',
  'DATE-OBS',
  'MJD-OBS',
  'DATE',
  'CREATOR',
  'ORIGIN',
  'TELESCOP',
  'DISTMEAN',
  'DISTSTD',
  'LOGBCI',
  'LOGBSN',
  'GEO_RA',
  'GEO_DEC',
  'GEO_RAD',
];

/**
 * A sky map in a FITS file, gzipped or not: multi-order (columns UNIQ and PROBDENSITY), or a value for
 * each pixel of an nside, in ring or nested order, of which equal neighbours become one cell.
 * Sources: the LIGO/Virgo/KAGRA Public Alerts User Guide, "Sky localization"; HEALPix's FITS convention
 * (Hivon et al. 2020, "HEALPix primer", section 5).
 * @throws FitsError; SkyMapError
 */
export function readSkyMap(file: Uint8Array): SkyMapFile {
  const table = new FitsColumnArrays(unpack(file));
  const { header } = table;
  const coordinates = textOf(header, 'COORDSYS');
  if (coordinates !== null && !['C', 'EQUATORIAL', 'ICRS', 'CELESTIAL'].includes(coordinates)) {
    throw new FitsError(
      'bad_header',
      `the map is in the coordinates "${coordinates}", not celestial`,
    );
  }
  const uniq = table.find('UNIQ');
  if (textOf(header, 'ORDERING') === 'NUNIQ' || uniq !== null) {
    if (uniq === null) throw new FitsError('bad_header', 'the map has no column UNIQ');
    const density = table.find('PROBDENSITY');
    if (density === null) throw new FitsError('bad_header', 'the map has no column PROBDENSITY');
    const columns = { values: table.numbers(density), distances: readDistances(table) };
    return { map: SkyMap.ofUniq(table.integers(uniq), columns), properties: propertiesOf(header) };
  }
  return { map: readPixels(table), properties: propertiesOf(header) };
}

function unpack(file: Uint8Array): Uint8Array {
  if (!isGzip(file)) return withinLimit(file);
  try {
    return gunzipSync(file, { maxOutputLength: MAX_BYTES });
  } catch (cause) {
    const isLarge = cause instanceof RangeError;
    throw new FitsError(
      isLarge ? 'too_large' : 'bad_gzip',
      isLarge ? `the file has more than ${MAX_BYTES} bytes` : 'the gzipped file cannot be unpacked',
      { cause },
    );
  }
}

function withinLimit(file: Uint8Array): Uint8Array {
  if (file.length <= MAX_BYTES) return file;
  throw new FitsError('too_large', `the file has more than ${MAX_BYTES} bytes`);
}

function textOf(header: FitsHeader, keyword: string): string | null {
  const value = header.get(keyword);
  return typeof value === 'string' && value.trim() !== '' ? value.trim().toUpperCase() : null;
}

function propertiesOf(header: FitsHeader): SkyMapProperties {
  return Object.fromEntries(
    KEPT.flatMap((keyword) => {
      const value = header.get(keyword);
      return value === undefined || value === null ? [] : [[keyword, value] as const];
    }),
  );
}

function readDistances(table: FitsColumnArrays): SkyMapColumns['distances'] {
  const [mu, sigma, norm] = ['DISTMU', 'DISTSIGMA', 'DISTNORM'].map((name) => table.find(name));
  if (!mu || !sigma || !norm) return null;
  return { mu: table.numbers(mu), sigma: table.numbers(sigma), norm: table.numbers(norm) };
}

/** A value for each pixel, or for some that a column names. */
function readPixels(table: FitsColumnArrays): SkyMap {
  const { header } = table;
  const pixels = table.find('PIXEL', 'PIX', 'IPIX');
  const named = table.find('PROBDENSITY', 'PROB', 'PROBABILITY');
  const value = named ?? table.fields.find((field) => field !== pixels);
  if (value === undefined)
    throw new FitsError('bad_header', 'the map has no column of probabilities');
  const values = table.numbers(value);
  const order = orderOf(header, pixels === null ? values.length : null);
  const ordering = textOf(header, 'ORDERING') ?? 'RING';
  if (!ordering.startsWith('NEST') && ordering !== 'RING') {
    throw new FitsError('bad_header', `the map's ORDERING is "${ordering}": RING, NESTED or NUNIQ`);
  }
  const isDensity = /sr-1|\/sr|sr\^-1/i.test(value.unit ?? '') || /density/i.test(value.name);
  const layout = { isRing: ordering === 'RING', isDensity };
  const given = { values, distances: readDistances(table) };
  if (pixels === null) return SkyMap.ofPixels(order, given, layout);
  return SkyMap.ofPixels(order, scatter(order, table.integers(pixels), given), layout);
}

function orderOf(header: FitsHeader, count: number | null): number {
  const nside = header.get('NSIDE') ?? (count === null ? null : Math.sqrt(count / 12));
  const order = typeof nside === 'number' ? Math.log2(nside) : Number.NaN;
  if (!(Number.isInteger(order) && order >= 0 && order <= MAX_RING_ORDER)) {
    throw new FitsError('bad_header', `NSIDE is ${String(nside)}: it is a power of two up to 1024`);
  }
  return order;
}

/** All pixels of an order, of which a file has some. */
function scatter(order: number, pixels: BigInt64Array, given: SkyMapColumns): SkyMapColumns {
  const count = 12 * 4 ** order;
  const spread = (column: Float64Array, missing: number): Float64Array => {
    const all = new Float64Array(count).fill(missing);
    for (const [i, pixel] of pixels.entries()) {
      if (pixel < 0n || pixel >= BigInt(count)) {
        throw new SkyMapError('bad_pixel', `there is no pixel ${pixel} of HEALPix order ${order}`);
      }
      all[Number(pixel)] = column[i] ?? missing;
    }
    return all;
  };
  const { values, distances } = given;
  return {
    values: spread(values, 0),
    distances: distances && {
      mu: spread(distances.mu, Number.NaN),
      sigma: spread(distances.sigma, Number.NaN),
      norm: spread(distances.norm, Number.NaN),
    },
  };
}
