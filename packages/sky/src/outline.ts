import { degreesToRadians, normalizeRa, radiansToDegrees, wrapTo180 } from './angles.ts';

/** A closed line on the sky: longitudes and latitudes, degrees. */
export type Outline = readonly (readonly [lon: number, lat: number])[];

/** A circle around a point as a line of 24 pieces, flat about that point. */
export function circleOutline(
  middle: { lon: number; lat: number },
  radiusDegrees: number,
): Outline {
  return Array.from({ length: 25 }, (_, step) => {
    const angle = (2 * Math.PI * (step % 24)) / 24;
    return [
      middle.lon + radiusDegrees * Math.cos(angle),
      middle.lat + radiusDegrees * Math.sin(angle),
    ] as const;
  });
}

/** A rectangle around outlines, by longitude and latitude. */
export function outlineBox(outlines: readonly Outline[]): Outline {
  const points = outlines.flat();
  const lons = points.map(([lon]) => wrapTo180(lon));
  const lats = points.map(([, lat]) => lat);
  const [west, east] = [Math.min(...lons), Math.max(...lons)];
  const [south, north] = [Math.min(...lats), Math.max(...lats)];
  return [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
}

/**
 * An outline that is drawn around (0, 0), moved so that its origin comes to lie at a point of the sky
 * with north up: turned about the y axis by the declination, then about the z axis by the right
 * ascension. Astropy calls the frame that it is drawn in SkyOffsetFrame.
 */
export function outlineAt(outline: Outline, at: { ra: number; dec: number }): Outline {
  const tilt = degreesToRadians(at.dec);
  return outline.map(([lonDegrees, latDegrees]) => {
    const [lon, lat] = [degreesToRadians(lonDegrees), degreesToRadians(latDegrees)];
    const x = Math.cos(lat) * Math.cos(lon);
    const y = Math.cos(lat) * Math.sin(lon);
    const z = Math.sin(lat);
    const turnedX = x * Math.cos(tilt) - z * Math.sin(tilt);
    const turnedZ = x * Math.sin(tilt) + z * Math.cos(tilt);
    const ra = normalizeRa(at.ra + radiansToDegrees(Math.atan2(y, turnedX)));
    return [ra, radiansToDegrees(Math.asin(Math.max(-1, Math.min(1, turnedZ))))] as const;
  });
}
