import {
  type Catalog,
  type FieldStar,
  findFieldStar,
  findLoadedCatalog,
  listFieldStars,
  type PhotometryRow,
  type ViewerTx,
} from '@fritz/archive';
import { JULIAN_YEAR_DAYS, moveByProperMotion, type Position, separationArcsec } from '@fritz/sky';
import { relaxed, type StarNeeds } from './facilities.ts';

/** A star, where it is at the time of the observation. */
export interface Star extends Position {
  id: string;
  /** Gaia's RP, or G where it has none. */
  mag: number;
  /** From the target. */
  distanceArcsec: number;
}

/** Those that positions and motions are taken from, the best first. */
const catalogs = ['Gaia_DR3', 'Gaia_EDR3', 'Gaia_DR2'];
/** J2016.0 and J2015.5, of what was loaded without an epoch. */
const epochs: Readonly<Record<string, number>> = { Gaia_DR2: 57_204.5 };
const usualEpoch = 57_388.5;
/** Nobody takes more of a field. */
const maxStars = 3000;

/** The catalog that stars are taken from; null: none is loaded. */
export async function findStarCatalog(tx: ViewerTx): Promise<Catalog | null> {
  for (const name of catalogs) {
    const found = await findLoadedCatalog(tx, name);
    if (found !== null) return found;
  }
  return null;
}

/** What is asked of the catalog besides a star's place. */
const starColumns = ['pmra', 'pmdec', 'phot_rp_mean_mag', 'phot_g_mean_mag'];
/** No star that matters moves as far in the decades around the catalog's epoch. */
const marginArcsec = 30;

/** Where a star of the catalog is at a time. */
function moveStar(catalog: Catalog, { ra, dec, values }: FieldStar, mjd: number): Position {
  const epochMjd = catalog.epochMjd ?? epochs[catalog.name] ?? usualEpoch;
  const motion = { raMasYr: values.pmra ?? 0, decMasYr: values.pmdec ?? 0 };
  return moveByProperMotion({ ra, dec }, motion, (mjd - epochMjd) / JULIAN_YEAR_DAYS);
}

/** The stars of a field, where they are at a time, the nearest first. */
export async function findStars(
  tx: ViewerTx,
  catalog: Catalog,
  field: { center: Position; radiusArcsec: number; mjd: number },
): Promise<Star[]> {
  const { center, radiusArcsec, mjd } = field;
  const cone = { ra: center.ra, dec: center.dec, radiusArcsec: radiusArcsec + marginArcsec };
  const stars = (await listFieldStars(tx, catalog, cone, starColumns)).flatMap((one): Star[] => {
    const mag = one.values.phot_rp_mean_mag ?? one.values.phot_g_mean_mag;
    if (mag === null || mag === undefined) return [];
    const place = moveStar(catalog, one, mjd);
    const distanceArcsec = separationArcsec(center, place);
    return distanceArcsec > radiusArcsec ? [] : [{ ...place, id: one.id, mag, distanceArcsec }];
  });
  return stars.sort((a, b) => a.distanceArcsec - b.distanceArcsec).slice(0, maxStars);
}

/** One star of Gaia by its number, where it is at a time; null where none is known. */
export async function findStar(
  tx: ViewerTx,
  names: readonly string[],
  { id, mjd }: { id: string; mjd: number },
): Promise<(Position & { note: string }) | null> {
  for (const name of names) {
    const catalog = await findLoadedCatalog(tx, name);
    const star = catalog && (await findFieldStar(tx, catalog, id, starColumns));
    if (!catalog || !star) continue;
    const { pmra, pmdec } = star.values;
    const arcsec = (mas: number | null | undefined) => ((mas ?? 0) / 1000).toFixed(4);
    const note = `moves ${arcsec(pmra)}" E, ${arcsec(pmdec)}" N a year`;
    return { ...moveStar(catalog, star, mjd), note };
  }
  return null;
}

/**
 * Those of a field's stars that a telescope goes from: within reach, neither faint nor bright, with no other
 * star beside them; the nearest first. What is asked is relaxed once where there are too few.
 */
export function pickOffsetStars(
  stars: readonly Star[],
  needs: StarNeeds,
  howMany: number,
): { picked: Star[]; queries: number } {
  if (howMany === 0) return { picked: [], queries: 1 };
  const fitting = ({ radius_degrees, mag_limit, mag_min, min_sep_arcsec }: StarNeeds) => {
    // Fainter than two magnitudes below the limit nothing disturbs.
    const seen = stars.filter(({ mag }) => mag < mag_limit + 2);
    return seen.filter(
      (star) =>
        star.distanceArcsec <= radius_degrees * 3600 &&
        star.mag <= mag_limit &&
        star.mag > mag_min &&
        !seen.some((other) => other !== star && separationArcsec(other, star) < min_sep_arcsec),
    );
  };
  const first = fitting(needs);
  if (first.length >= howMany) return { picked: first.slice(0, howMany), queries: 1 };
  return { picked: fitting(relaxed(needs)).slice(0, howMany), queries: 2 };
}

/** Points farther than this from the object's place are of something else, or wrong. */
const maxOffsetArcsec = 0.5;

/**
 * Where an object is by its own points: their mean, weighed by the square of signal to noise, of those near
 * their median. Forced points lie where they were asked for, and tell nothing.
 */
export function bestPosition(place: Position, points: readonly PhotometryRow[]): Position {
  const measured = points.flatMap((point) => {
    const { ra, dec, flux_ujy: flux, fluxerr_ujy: error, origin } = point;
    if (ra === null || dec === null || flux === null || error === null) return [];
    if (/fp|forced/i.test(origin) || !(flux / error > 3)) return [];
    return [{ ra, dec, weight: (flux / error) ** 2 }];
  });
  if (measured.length === 0) return place;
  const cosDec = Math.max(1e-9, Math.cos((place.dec * Math.PI) / 180));
  const near = measured
    .map(({ ra, dec, weight }) => ({
      east: (((ra - place.ra + 540) % 360) - 180) * cosDec * 3600,
      north: (dec - place.dec) * 3600,
      weight,
    }))
    .filter(({ east, north }) => Math.hypot(east, north) < 10);
  const median = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1] ?? 0;
  const middle = {
    east: median(near.map(({ east }) => east)),
    north: median(near.map(({ north }) => north)),
  };
  if (Math.hypot(middle.east, middle.north) > maxOffsetArcsec) return place;
  const kept = near.filter(
    ({ east, north }) => Math.hypot(east - middle.east, north - middle.north) <= maxOffsetArcsec,
  );
  const total = kept.reduce((sum, { weight }) => sum + weight, 0);
  if (total === 0) return place;
  const mean = (of: 'east' | 'north') =>
    kept.reduce((sum, point) => sum + point[of] * point.weight, 0) / total;
  return {
    ra: (place.ra + mean('east') / 3600 / cosDec + 360) % 360,
    dec: Math.max(-90, Math.min(90, place.dec + mean('north') / 3600)),
  };
}
