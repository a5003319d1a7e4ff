/** Where a telescope stands. */
export interface Place {
  /** Degrees; null: at no place of its own. */
  lat: number | null;
}

const toRad = Math.PI / 180;

/** How high a declination rises at a telescope, degrees, without refraction: at its upper transit. */
export function maxAltitudeDeg({ lat }: Place, dec: number): number | null {
  return lat === null ? null : 90 - Math.abs(lat - dec);
}

/** A limit of an instrument's configuration, degrees. */
function limitOf(
  configuration: unknown,
  name: 'declination_min' | 'declination_max',
): number | null {
  if (typeof configuration !== 'object' || configuration === null) return null;
  const value = Object.entries(configuration).find(([key]) => key === name)?.[1];
  return typeof value === 'number' ? value : null;
}

/**
 * Why something cannot be observed at a telescope at any time: its declination is beyond the instrument's
 * limits, or it never rises as high as is asked for. The airmass is sec z, which at these altitudes is
 * within 0.5 % (Hardie 1962).
 */
export function placeProblems(
  configuration: unknown,
  place: Place,
  { dec, payload }: { dec: number; payload: Readonly<Record<string, unknown>> },
): string[] {
  const least = limitOf(configuration, 'declination_min');
  const most = limitOf(configuration, 'declination_max');
  if (least !== null && dec < least) {
    return [`is at declination ${dec.toFixed(2)}°, and the instrument sees none below ${least}°`];
  }
  if (most !== null && dec > most) {
    return [`is at declination ${dec.toFixed(2)}°, and the instrument sees none above ${most}°`];
  }
  const altitude = maxAltitudeDeg(place, dec);
  if (altitude === null) return [];
  if (altitude <= 0) return ['never rises at this telescope'];
  const asked = payload.maximum_airmass;
  const best = 1 / Math.sin(altitude * toRad);
  if (typeof asked === 'number' && best > asked) {
    return [`is never observed through less than airmass ${best.toFixed(2)} at this telescope`];
  }
  return [];
}
