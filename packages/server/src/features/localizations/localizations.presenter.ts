import type { KnownSkyMap, SkyMapRegion, SkyMapRow } from '@fritz/archive';
import { naiveUtc, type routes, type Static } from '@fritz/contract';
import { angToPix, distanceMoments, MAX_HEALPIX_ORDER } from '@fritz/sky';

type Listed = Static<typeof routes.listLocalizations.response>['localizations'][number];
type Contour = Static<typeof routes.getLocalization.response>['contour'];
type Said = Static<typeof routes.getLocalizationPlace.response>;

/** Steradians to square degrees: probabilities are told for the latter. */
export const DEG2_PER_STERADIAN = (180 / Math.PI) ** 2;

export function presentSkyMap(row: SkyMapRow): Listed {
  return {
    id: row.id,
    dateobs: naiveUtc(row.dateobs),
    localization_name: row.name,
    trigger_id: row.trigger_id,
    aliases: row.aliases,
    tags: row.tags,
    kind: row.kind,
    properties: { ...row.properties },
    cells: row.cells,
    max_order: row.max_order,
    has_distances: row.has_distances,
    peak: { ra: row.peak_ra, dec: row.peak_dec },
    area_50: row.area_50_deg2,
    area_90: row.area_90_deg2,
    distmean: row.distance_mean_mpc,
    diststd: row.distance_std_mpc,
    sent_by_id: row.owner_id,
    groups: row.groups,
    can_delete: row.may_remove,
    created_at: naiveUtc(row.created_at),
    modified: naiveUtc(row.modified_at),
  };
}

/** As SkyPortal has it: the peak, and the borders of the regions. */
export function presentContour(row: SkyMapRow, regions: readonly SkyMapRegion[]): Contour {
  return {
    type: 'FeatureCollection',
    features: [
      {
        type: 'Feature',
        properties: { credible_level: 0 },
        geometry: { type: 'Point', coordinates: [row.peak_ra, row.peak_dec] },
      },
      ...regions.map(({ percent, outline }) => ({
        type: 'Feature' as const,
        properties: { credible_level: percent },
        geometry: { type: 'MultiLineString' as const, coordinates: outline },
      })),
    ],
  };
}

/** What a map says of a place. */
export function presentPlace(known: KnownSkyMap, place: { ra: number; dec: number }): Said {
  return presentCell(known, known.map.cellWith(angToPix(MAX_HEALPIX_ORDER, place.ra, place.dec)));
}

export function presentCell(known: KnownSkyMap, cell: number): Said {
  const { map, levels } = known;
  const distance = cell < 0 ? null : distanceMoments(map, cell);
  return {
    credible_level: cell < 0 ? 100 : 100 * levels.levelOf(cell),
    probability_per_deg2: (map.densities[cell] ?? 0) / DEG2_PER_STERADIAN,
    distance_mean: distance?.meanMpc ?? null,
    distance_std: distance?.sigmaMpc ?? null,
  };
}
