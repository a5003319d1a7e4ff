import { curveStatistics, type Release, type StoredCurve } from '@fritz/archive';
import type { routes, Static } from '@fritz/contract';
import { type Position, separationArcsec } from '@fritz/sky';
import { exposureId } from '@fritz/surveys';

type Curve = Static<typeof routes.searchLightCurves.response>[number];
type Listed = Static<typeof routes.listArchiveReleases.response>[number];

const BANDS: Readonly<Record<number, string>> = { 1: 'ztfg', 2: 'ztfr', 3: 'ztfi' };

export function bandOfCurve({ filter }: Pick<StoredCurve, 'filter'>): string {
  return BANDS[filter] ?? `ztf${filter}`;
}

export function presentCurve(curve: StoredCurve, place: Position | null): Curve {
  const { id, points, ra, dec, filter, field, ccd, quad, rc } = curve;
  const { refchi, refmag, refmagerr, refsharp } = curve;
  return {
    ...{ _id: id, ra, dec, filter, band: bandOfCurve(curve), field, ccd, quad, rc },
    nobs: points.length,
    distance_arcsec: place === null ? null : separationArcsec(place, curve),
    ...curveStatistics(curve),
    ...{ refchi, refmag, refmagerr, refsharp },
    data: points.map((point) => ({
      ...point,
      uexpid: point.expid === null ? null : exposureId(curve, point.expid),
    })),
  };
}

export function presentRelease(release: Release): Listed {
  const { name, kind, isCurrent, rows, points, columns } = release;
  return {
    ...{ name, kind, is_current: isCurrent, columns: [...columns] },
    ...{ rows: Number(rows), points: Number(points) },
  };
}
