import type { PhotometryPoint } from '../../../api/types.ts';
import { isAlertDetection, shortBand } from '../../photometry/light-curve.ts';

const DEGREES = Math.PI / 180;
const ARCSEC = 3600;

/** Where a detection was measured, in arcsec from the object's place: x to the east, y to the north. */
export type Offset = {
  readonly key: string;
  readonly xArcsec: number;
  readonly yArcsec: number;
  readonly mjd: number;
  readonly band: string;
};

export type Centroid = {
  readonly offsets: readonly Offset[];
  /** Middle of all, and the root of the mean square about it; null without offsets. */
  readonly mean: { readonly xArcsec: number; readonly yArcsec: number } | null;
  readonly scatterArcsec: number | null;
};

type Placed = Pick<
  PhotometryPoint,
  'id' | 'ra' | 'dec' | 'mjd' | 'filter' | 'candid' | 'mag' | 'origin'
>;

/** The places of detections about an object's own, on the plane that touches the sky there. */
export function measureCentroid(points: readonly Placed[], ra: number, dec: number): Centroid {
  const offsets = points.flatMap((point, index): Offset[] => {
    if (point.ra === null || point.dec === null || !isAlertDetection(point)) return [];
    const turn = ((((point.ra - ra) % 360) + 540) % 360) - 180;
    return [
      {
        key: `${point.id ?? index}`,
        xArcsec: turn * Math.cos(dec * DEGREES) * ARCSEC,
        yArcsec: (point.dec - dec) * ARCSEC,
        mjd: point.mjd,
        band: shortBand(point.filter),
      },
    ];
  });
  if (offsets.length === 0) return { offsets, mean: null, scatterArcsec: null };
  const average = (of: (offset: Offset) => number) =>
    offsets.reduce((sum, offset) => sum + of(offset), 0) / offsets.length;
  const mean = { xArcsec: average((o) => o.xArcsec), yArcsec: average((o) => o.yArcsec) };
  const square = average((o) => (o.xArcsec - mean.xArcsec) ** 2 + (o.yArcsec - mean.yArcsec) ** 2);
  return { offsets, mean, scatterArcsec: Math.sqrt(square) };
}

/** Half the side of a plot that shows all offsets: one of the round numbers, at least an arcsecond. */
export function halfSideArcsec(offsets: readonly Offset[]): number {
  const reach = Math.max(
    ...offsets.map(({ xArcsec, yArcsec }) => Math.max(Math.abs(xArcsec), Math.abs(yArcsec))),
    0,
  );
  return (
    [1, 2, 3, 5, 10, 20, 30, 60].find((side) => reach <= side * 0.95) ?? Math.ceil(reach * 1.1)
  );
}
