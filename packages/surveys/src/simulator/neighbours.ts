/** What other catalogs show around an object: Pan-STARRS sources and Gaia stars. */
import type { Place } from './field-grid.ts';
import { offsetPlace } from './field-grid.ts';
import { hashKeys, Rng } from './random.ts';
import type { SkyObject } from './sky-object.ts';

export interface Ps1Source {
  readonly id: bigint;
  readonly distanceArcsec: number;
  readonly g: number;
  readonly r: number;
  readonly i: number;
  readonly z: number;
  /** Star (1) or galaxy (0), Tachibana & Miller 2018. */
  readonly starScore: number;
}

export interface GaiaStar {
  readonly distanceArcsec: number;
  readonly mag: number;
}

export interface Neighbours {
  /** Within 30 arcsec, nearest first, at most three. */
  readonly ps1: readonly Ps1Source[];
  readonly ps1Count: number;
  /** Nearest within 90 arcsec, of any brightness and of those brighter than 14 mag. */
  readonly gaia: GaiaStar | null;
  readonly brightGaia: GaiaStar | null;
}

const PS1_RADIUS_ARCSEC = 30;
const GAIA_RADIUS_ARCSEC = 90;
const PS1_LIMIT_MAG = 22.1;
/** In the catalog of Pan-STARRS a band without a measurement is -999. */
const UNMEASURED = -999;

/** Pan-STARRS' objID: declination zone of 30 arcsec, RA in 1e-7 deg, and three further digits. */
function ps1Id(place: Place, suffix: number): bigint {
  const zone = BigInt(Math.floor((place.decDeg + 90) / 0.0083333333));
  return (zone * 10n ** 10n + BigInt(Math.round(place.raDeg * 1e7))) * 1000n + BigInt(suffix);
}

function maskFaint(mag: number): number {
  return mag > PS1_LIMIT_MAG ? UNMEASURED : mag;
}

function fieldSource(object: SkyObject, rng: Rng): Ps1Source {
  const distanceArcsec = Math.max(1.5, PS1_RADIUS_ARCSEC * Math.sqrt(rng.unit()));
  const angle = 2 * Math.PI * rng.unit();
  const place = offsetPlace(
    object,
    (distanceArcsec / 3600) * Math.sin(angle),
    (distanceArcsec / 3600) * Math.cos(angle),
  );
  const r = 21.9 - Math.log10(1 - rng.unit()) / -0.32;
  const gr = rng.between(0.2, 1.3);
  const isVague = rng.chance(0.2);
  const isStar = rng.chance(0.45);
  const score = isVague ? 0.5 : isStar ? 1 - 0.15 * rng.unit() ** 2 : 0.12 * rng.unit() ** 2;
  return {
    id: ps1Id(place, rng.integer(0, 999)),
    distanceArcsec,
    g: maskFaint(r + gr),
    r: maskFaint(r),
    i: maskFaint(r - 0.45 * gr),
    z: maskFaint(r - 0.65 * gr),
    starScore: score,
  };
}

function counterpartSource(object: SkyObject, rng: Rng): Ps1Source | null {
  const { counterpart } = object;
  if (counterpart === null) return null;
  const { eastArcsec, northArcsec, mags } = counterpart;
  const place = offsetPlace(object, eastArcsec / 3600, northArcsec / 3600);
  const isStar = counterpart.shape === 'star';
  const isNucleus = object.kind === 'agn';
  const starScore = isNucleus
    ? rng.unit()
    : isStar
      ? 1 - 0.03 * rng.unit()
      : 0.06 * rng.unit() ** 2;
  return {
    id: ps1Id(place, rng.integer(0, 999)),
    distanceArcsec: Math.hypot(eastArcsec, northArcsec),
    g: maskFaint(mags[1]),
    r: maskFaint(mags[2]),
    i: maskFaint(mags[3]),
    z: maskFaint(mags[3] - 0.15),
    starScore,
  };
}

/** Stars per stamp rise towards the plane; used for the catalogs and for the pictures. */
export function crowdingOf(object: SkyObject): number {
  return 1 + 5 * Math.exp(-Math.abs(object.field.galacticLatitudeDeg) / 12);
}

function gaiaAround(object: SkyObject, own: Ps1Source | null, rng: Rng): GaiaStar | null {
  const isOwnStar = own !== null && own.starScore > 0.5 && own.r > 0 && own.r < 20.5;
  if (isOwnStar) return { distanceArcsec: own.distanceArcsec, mag: own.r };
  const perDisc = 6 * crowdingOf(object);
  const nearest = GAIA_RADIUS_ARCSEC * Math.sqrt(-Math.log(1 - rng.unit()) / perDisc);
  if (nearest > GAIA_RADIUS_ARCSEC) return null;
  return { distanceArcsec: nearest, mag: Math.max(14.2, 20.8 + Math.log10(1 - rng.unit()) / 0.25) };
}

/** The same for the same object, whenever it is asked. */
export function neighboursOf(object: SkyObject): Neighbours {
  const rng = new Rng(hashKeys(object.key, 51));
  const own = counterpartSource(object, rng);
  const others = Math.floor(rng.between(0, 4) * crowdingOf(object) * rng.unit());
  const sources = own === null ? [] : [own];
  for (let i = 0; i < Math.min(others, 5); i++) sources.push(fieldSource(object, rng));
  sources.sort((a, b) => a.distanceArcsec - b.distanceArcsec);
  const gaia = gaiaAround(object, own, rng);
  const hasBright = rng.chance(0.12 * crowdingOf(object));
  const brightFar = {
    distanceArcsec: rng.between(25, GAIA_RADIUS_ARCSEC),
    mag: rng.between(10, 14),
  };
  const isOwnBright = gaia !== null && gaia.mag < 14;
  return {
    ps1: sources.slice(0, 3),
    ps1Count: sources.length + Math.max(0, others - 5),
    gaia,
    brightGaia: isOwnBright ? gaia : hasBright ? brightFar : null,
  };
}
