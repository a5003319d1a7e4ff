import { isInEllipse, type Position, type SkyEllipse } from '@fritz/sky';
import type { CatalogSettings } from '../catalogs/catalog.ts';
import type { MatchPlan } from './match-config.ts';
import type { Cone, NearObject } from './ports.ts';

/**
 * Galaxies that are wider than any cone: an alert belongs to one if it lies within its ellipse, at
 * whatever distance from its centre. The outlines are those that Kowalski went by.
 */
export interface Giant extends SkyEllipse {
  readonly name: string;
}

export const GIANTS: readonly Giant[] = [
  {
    name: 'M31',
    ...{ ra: 10.6847083, dec: 41.26875 },
    ...{ semiMajorDegrees: 1.624875, axisRatio: 0.331283, positionAngle: 35 },
  },
  {
    name: 'M33',
    ...{ ra: 23.4620417, dec: 30.6602222 },
    ...{ semiMajorDegrees: 0.603694, axisRatio: 0.602964, positionAngle: 23 },
  },
];

/** How far from its catalogued centre a giant's row may lie, arcsec. */
export const GIANT_CENTRE_ARCSEC = 60;

type DistanceRule = NonNullable<CatalogSettings['distance']>;

/** 30″ at z = 0.05, about 30 kpc; the whole radius below z = 0.01. */
const REACH_ARCSEC = 30;
const REACH_REDSHIFT = 0.05;
const NEAR_REDSHIFT = 0.01;
/** 30 kpc; the whole radius below 40 Mpc. */
const REACH_KPC = 30;
const NEAR_MPC = 40;
/** Below it redshifts tell velocities, not distances. */
const LEAST_REDSHIFT = 0.005;
const ARCSEC_PER_RADIAN = (180 * 3600) / Math.PI;
/** What documents say where no distance is known, as Kowalski's did. */
const NO_DISTANCE = -1;

/** How far from a galaxy's centre an alert may lie to be matched with it, arcsec. */
export function reachArcsec(
  { values }: NearObject,
  plan: MatchPlan,
  rule: DistanceRule['rule'],
  radiusArcsec: number,
): number {
  const z = numberAt(values, plan.redshift);
  const mpc = rule === 'distance' ? numberAt(values, plan.distanceMpc) : null;
  let reach = REACH_ARCSEC;
  if (mpc !== null && mpc > 0) {
    reach = mpc < NEAR_MPC ? radiusArcsec : Math.atan(REACH_KPC / (mpc * 1000)) * ARCSEC_PER_RADIAN;
  } else if (z !== null) {
    reach = z < NEAR_REDSHIFT ? radiusArcsec : REACH_ARCSEC * (REACH_REDSHIFT / z);
  }
  return Math.min(reach, radiusArcsec);
}

/** The distance on the sky in kpc at a galaxy's distance; −1 where that is not known. */
export function distanceKpc(
  { values }: NearObject,
  plan: MatchPlan,
  rule: DistanceRule['rule'],
  distanceArcsec: number,
): number {
  const mpc = rule === 'distance' ? numberAt(values, plan.distanceMpc) : null;
  if (mpc !== null && mpc > 0) return (distanceArcsec / ARCSEC_PER_RADIAN) * mpc * 1000;
  const z = numberAt(values, plan.redshift);
  // 1″ at z = 0.05 is about a kpc.
  return z !== null && z > LEAST_REDSHIFT ? distanceArcsec * (z / REACH_REDSHIFT) : NO_DISTANCE;
}

/** Whether a place lies within the outline that the catalog gives of a galaxy. */
export function isInOutline(
  place: Position,
  { ra, dec, values }: NearObject,
  { ellipse }: MatchPlan,
): boolean {
  if (!ellipse) return false;
  const [a, b2a, pa] = [ellipse.a, ellipse.b2a, ellipse.pa].map((at) => numberAt(values, at));
  if (!a || !b2a || !(a > 0 && b2a > 0 && b2a <= 1)) return false;
  const outline = { ra, dec, semiMajorDegrees: a, axisRatio: b2a, positionAngle: pa ?? 0 };
  return isInEllipse(place, outline);
}

/** The giant that a catalog's object is, if it is one. */
export function giantsAround(places: readonly Position[]): Map<Giant, number[]> {
  const around = new Map<Giant, number[]>();
  for (const giant of GIANTS) {
    const inside = [...places.keys()].filter((i) => {
      const place = places[i];
      return place !== undefined && isInEllipse(place, giant);
    });
    if (inside.length > 0) around.set(giant, inside);
  }
  return around;
}

/** Where a catalog has a giant. */
export function giantCone({ ra, dec }: Giant): Cone {
  return { ra, dec, radiusArcsec: GIANT_CENTRE_ARCSEC };
}

function numberAt(values: readonly unknown[], place: number): number | null {
  const value = place < 0 ? null : values[place];
  if (typeof value === 'bigint') return Number(value);
  return typeof value === 'number' ? value : null;
}
