import { type FitsColumnArray, type FitsTableCard, writeFitsColumnArrays } from '@fritz/formats';
import { type CellDistances, cellToUniq, flattenSkyMap, type Moc, type SkyMap } from '@fritz/sky';
import type { SkyMapProperties } from './read-sky-map.ts';

/** A multi-order map: every number as it is. Cells come by their UNIQ numbers, as other tools write them. */
export function writeSkyMap(map: SkyMap, properties: SkyMapProperties = {}): Uint8Array {
  const uniq = BigInt64Array.from({ length: map.length }, (_, cell) => map.uniqOf(cell));
  const cells = Uint32Array.from(uniq, (_, i) => i);
  const uniqAt = (cell: number) => uniq[cell] ?? 0n;
  cells.sort((a, b) => (uniqAt(a) < uniqAt(b) ? -1 : uniqAt(a) > uniqAt(b) ? 1 : 0));
  const sorted = (column: Float64Array) =>
    Float64Array.from(cells, (cell) => column[cell] ?? Number.NaN);
  const columns: FitsColumnArray[] = [
    { name: 'UNIQ', values: BigInt64Array.from(cells, uniqAt) },
    { name: 'PROBDENSITY', unit: 'sr-1', values: sorted(map.densities) },
    ...distanceColumns(map.distances, sorted),
  ];
  return writeFitsColumnArrays(columns, [
    ['PIXTYPE', 'HEALPIX', 'HEALPIX pixelisation'],
    ['ORDERING', 'NUNIQ', 'Pixel ordering scheme: RING, NESTED, or NUNIQ'],
    ['COORDSYS', 'C', 'Celestial (equatorial)'],
    ['MOCORDER', map.order, 'Best order of the cells'],
    ['INDXSCHM', 'EXPLICIT', 'Indexing: IMPLICIT or EXPLICIT'],
    ...cardsOf(properties),
  ]);
}

/** The same with a probability for each pixel of an order, which is as fine as the finest cells or finer. */
export function writeFlatSkyMap(
  map: SkyMap,
  { order, isRing }: { readonly order: number; readonly isRing: boolean },
  properties: SkyMapProperties = {},
): Uint8Array {
  const { values, distances } = flattenSkyMap(map, order, { isRing });
  const columns: FitsColumnArray[] = [
    { name: 'PROB', unit: 'pix-1', values },
    ...distanceColumns(distances, (column) => column),
  ];
  return writeFitsColumnArrays(columns, [
    ['PIXTYPE', 'HEALPIX', 'HEALPIX pixelisation'],
    ['ORDERING', isRing ? 'RING' : 'NESTED', 'Pixel ordering scheme: RING, NESTED, or NUNIQ'],
    ['COORDSYS', 'C', 'Celestial (equatorial)'],
    ['NSIDE', 2 ** order, 'Resolution parameter of HEALPIX'],
    ['INDXSCHM', 'IMPLICIT', 'Indexing: IMPLICIT or EXPLICIT'],
    ...cardsOf(properties),
  ]);
}

/** A region, by the UNIQ numbers of its pixels. Source: MOC 2.0 (IVOA 2022), section 4.2. */
export function writeMoc(moc: Moc): Uint8Array {
  const uniq = BigInt64Array.from(Array.from(moc.cells(), cellToUniq)).sort();
  return writeFitsColumnArrays(
    [{ name: 'UNIQ', values: uniq }],
    [
      ['MOCVERS', '2.0', 'MOC version'],
      ['MOCDIM', 'SPACE', 'Physical dimension'],
      ['ORDERING', 'NUNIQ', 'Coding method'],
      ['COORDSYS', 'C', 'Celestial (equatorial)'],
      ['MOCORD_S', moc.order, 'Best order'],
      ['MOCORDER', moc.order, 'Best order'],
      ['PIXTYPE', 'HEALPIX', 'HEALPIX pixelisation'],
    ],
  );
}

function distanceColumns(
  distances: CellDistances | null,
  shape: (column: Float64Array) => Float64Array,
): FitsColumnArray[] {
  if (distances === null) return [];
  return [
    { name: 'DISTMU', unit: 'Mpc', values: shape(distances.mu) },
    { name: 'DISTSIGMA', unit: 'Mpc', values: shape(distances.sigma) },
    { name: 'DISTNORM', unit: 'Mpc-2', values: shape(distances.norm) },
  ];
}

function cardsOf(properties: SkyMapProperties): FitsTableCard[] {
  return Object.entries(properties).flatMap(([keyword, value]): FitsTableCard[] => {
    if (typeof value !== 'string') return [[keyword, value]];
    // What does not fit into a card is left out.
    const text = value.replaceAll(/[^\x20-\x7e]/g, '?');
    return text.replaceAll("'", "''").length > 68 ? [] : [[keyword, text]];
  });
}
