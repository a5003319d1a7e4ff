import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { distanceMoments, type Moc, regionOutline, type SkyMap } from '@fritz/sky';
import type { SkyMapFile, SkyMapProperties } from './read-sky-map.ts';
import { multirangeOf } from './region-sql.ts';
import { KnownSkyMap } from './sky-map-memory.ts';
import { writeSkyMap } from './write-sky-map.ts';

/** A credible region as it is kept. */
export interface PreparedRegion {
  readonly percent: number;
  readonly areaDeg2: number;
  /** Ranges of order-29 pixels, as PostgreSQL writes them. */
  readonly region: string;
  /** Lines around it, JSON. */
  readonly outline: string;
}

/** A map with all that is kept of it: what takes long to work out. */
export interface PreparedSkyMap {
  readonly properties: SkyMapProperties;
  readonly known: KnownSkyMap;
  /** Its file, gzipped. */
  readonly content: Uint8Array;
  readonly digest: string;
  readonly peak: { readonly ra: number; readonly dec: number };
  readonly area50Deg2: number;
  readonly area90Deg2: number;
  readonly distance: { readonly meanMpc: number; readonly sigmaMpc: number } | null;
  readonly regions: readonly PreparedRegion[];
}

/** @param percents credible regions that are kept beside it */
export function prepareSkyMap(
  { map, properties }: SkyMapFile,
  percents: readonly number[],
): PreparedSkyMap {
  const known = new KnownSkyMap(map);
  const content = gzipSync(writeSkyMap(map, properties), { level: 6 });
  return {
    ...{ properties, known, content },
    digest: createHash('sha256').update(content).digest('hex'),
    peak: map.middleOf(known.levels.peak),
    area50Deg2: known.region(50).areaDeg2,
    area90Deg2: known.region(90).areaDeg2,
    distance: wholeDistance(map, properties),
    regions: prepareRegions(known, percents),
  };
}

export function prepareRegions(
  known: KnownSkyMap,
  percents: readonly number[],
): readonly PreparedRegion[] {
  return [...new Set(percents)].map((percent) => {
    const region = known.region(percent);
    return {
      ...{ percent, areaDeg2: region.areaDeg2, region: multirangeOf(region) },
      outline: JSON.stringify(outlineOf(region)),
    };
  });
}

/** Over the whole sky: what the file says, or the cells do together. */
function wholeDistance(map: SkyMap, { DISTMEAN, DISTSTD }: SkyMapProperties) {
  if (typeof DISTMEAN === 'number' && typeof DISTSTD === 'number') {
    return { meanMpc: DISTMEAN, sigmaMpc: DISTSTD };
  }
  if (map.distances === null) return null;
  let [weight, mean, square] = [0, 0, 0];
  for (let cell = 0; cell < map.length; cell++) {
    const own = map.probabilityOf(cell);
    const moments = own > 0 ? distanceMoments(map, cell) : null;
    if (moments === null) continue;
    weight += own;
    mean += own * moments.meanMpc;
    square += own * (moments.sigmaMpc ** 2 + moments.meanMpc ** 2);
  }
  if (weight === 0) return null;
  mean /= weight;
  return { meanMpc: mean, sigmaMpc: Math.sqrt(Math.max(0, square / weight - mean * mean)) };
}

/** To a ten-thousandth of a degree, a third of an arcsecond, where it is not finer than that. */
function outlineOf(region: Moc): number[][][] {
  const digits = region.order > 16 ? 9 : 5;
  return regionOutline(region, 29).map((line) =>
    line.map(([ra, dec]) => [Number(ra.toFixed(digits)), Number(dec.toFixed(digits))]),
  );
}
