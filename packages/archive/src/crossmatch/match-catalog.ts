import { JULIAN_YEAR_DAYS, moveByProperMotion, type Position, separationArcsec } from '@fritz/sky';
import { radecText } from '@fritz/surveys';
import type { CatalogSettings } from '../catalogs/catalog.ts';
import { distanceKpc, giantCone, giantsAround, isInOutline, reachArcsec } from './galaxies.ts';
import { type MatchPlan, type Planned, planMatch } from './match-config.ts';
import type { CatalogRows, Cone, MotionCut, NearObject } from './ports.ts';

/** Where and when something is looked for: ICRS degrees; MJD for objects that move. */
export interface PlaceInTime extends Position {
  readonly mjd: number;
}

/** An object of a catalog that belongs to a place. */
export interface CatalogMatch {
  readonly id: bigint | string;
  readonly distanceArcsec: number;
  /** As filters see it: `_id`, the catalog's fields that have a value, `coordinates`. */
  readonly document: Readonly<Record<string, unknown>>;
}

/** By which catalog, and how. */
export interface MatchRule extends Planned {
  readonly radiusArcsec: number;
  readonly settings: CatalogSettings;
}

/** What moves faster is looked for apart: one Gaia star in 12,000. */
export const FAST_MAS_YR = 200;
/** No star is known to move as fast: Barnard's, the fastest, 10.4″ a year. */
const FASTEST_MAS_YR = 10_500;

/** The matches of each place, the nearest first: one query for all places, or two where stars move. */
export async function matchCatalog(
  rows: CatalogRows,
  rule: MatchRule,
  places: readonly PlaceInTime[],
): Promise<CatalogMatch[][]> {
  const plan = planMatch(rule);
  const matches: CatalogMatch[][] = places.map(() => []);
  for (const object of await findNear(rows, rule, plan, places)) {
    const place = places[object.cone];
    if (!place) continue;
    const distance = separationArcsec(place, whereAt(object, plan, place.mjd));
    if (!isReached(object, plan, rule, { place, distance })) continue;
    addMatch(matches[object.cone], object, plan, rule, distance);
  }
  if (rule.settings.distance) await addGiants(rows, rule, plan, { places, matches });
  const most = rule.settings.maxMatches ?? Number.POSITIVE_INFINITY;
  for (const ofPlace of matches) {
    ofPlace.sort(byDistance);
    if (ofPlace.length > most) ofPlace.length = most;
  }
  return matches;
}

/** Everything that may belong to the places at their times. */
async function findNear(
  rows: CatalogRows,
  { radiusArcsec }: MatchRule,
  plan: MatchPlan,
  places: readonly PlaceInTime[],
): Promise<readonly NearObject[]> {
  const { motion, columns } = plan;
  const [raColumn, decColumn] = motion ? [columns[motion.ra], columns[motion.dec]] : [];
  if (!motion || !raColumn || !decColumn) {
    return rows.near(
      places.map(({ ra, dec }) => ({ ra, dec, radiusArcsec })),
      columns,
      null,
    );
  }
  const found: NearObject[] = [];
  for (const which of ['slow', 'fast'] as const) {
    const cut: MotionCut = { which, raColumn, decColumn, limitMasYr: FAST_MAS_YR };
    const speed = which === 'slow' ? FAST_MAS_YR : FASTEST_MAS_YR;
    const cones = places.map(({ ra, dec, mjd }): Cone => {
      const years = Math.abs(mjd - motion.epochMjd) / JULIAN_YEAR_DAYS;
      return { ra, dec, radiusArcsec: radiusArcsec + (speed * years) / 1000 };
    });
    for (const object of await rows.near(cones, columns, cut)) found.push(object);
  }
  return found;
}

/** Where an object is at a time; where its motion is not known, where the catalog has it. */
function whereAt(object: NearObject, { motion }: MatchPlan, mjd: number): Position {
  if (!motion) return object;
  const [raMasYr, decMasYr] = [object.values[motion.ra], object.values[motion.dec]];
  if (typeof raMasYr !== 'number' || typeof decMasYr !== 'number') return object;
  const years = (mjd - motion.epochMjd) / JULIAN_YEAR_DAYS;
  return moveByProperMotion(object, { raMasYr, decMasYr }, years);
}

function isReached(
  object: NearObject,
  plan: MatchPlan,
  { radiusArcsec, settings }: MatchRule,
  { place, distance }: { readonly place: Position; readonly distance: number },
): boolean {
  if (distance > radiusArcsec) return false;
  if (!settings.distance) return true;
  const reach = reachArcsec(object, plan, settings.distance.rule, radiusArcsec);
  return distance <= reach || isInOutline(place, object, plan);
}

function addMatch(
  matches: CatalogMatch[] | undefined,
  object: NearObject,
  plan: MatchPlan,
  { settings }: MatchRule,
  distance: number,
): void {
  if (plan.filter && plan.filter.run(documentOf(object, plan, plan.columns.length)) === null)
    return;
  const document = documentOf(object, plan, plan.shown);
  const coordinates: Record<string, unknown> = {
    radec_str: radecText(object.ra, object.dec),
    distance_arcsec: distance,
  };
  if (settings.distance) {
    coordinates.distance_kpc = distanceKpc(object, plan, settings.distance.rule, distance);
  }
  document.coordinates = coordinates;
  matches?.push({ id: object.id, distanceArcsec: distance, document });
}

function documentOf(
  { id, values }: NearObject,
  { columns }: MatchPlan,
  fields: number,
): Record<string, unknown> {
  const document: Record<string, unknown> = { _id: id };
  for (let i = 0; i < fields; i++) {
    const name = columns[i]?.name;
    const value = values[i];
    if (name !== undefined && name !== '_id' && value !== null) document[name] = value;
  }
  return document;
}

/** Places within the outline of M31 or M33 belong to it, however far from its centre. */
async function addGiants(
  rows: CatalogRows,
  rule: MatchRule,
  plan: MatchPlan,
  { places, matches }: { places: readonly PlaceInTime[]; matches: readonly CatalogMatch[][] },
): Promise<void> {
  const around = giantsAround(places);
  const giants = [...around.keys()];
  if (giants.length === 0) return;
  const found = await rows.near(giants.map(giantCone), plan.columns, null);
  for (const [i, giant] of giants.entries()) {
    const { radiusArcsec } = giantCone(giant);
    const [row] = found
      .filter(({ cone }) => cone === i)
      .map((object) => ({ object, distance: separationArcsec(giant, object) }))
      .filter(({ distance }) => distance <= radiusArcsec)
      .sort((a, b) => a.distance - b.distance);
    for (const at of row ? (around.get(giant) ?? []) : []) {
      const [place, ofPlace] = [places[at], matches[at]];
      if (!row || !place || ofPlace?.some(({ id }) => id === row.object.id)) continue;
      addMatch(ofPlace, row.object, plan, rule, separationArcsec(place, row.object));
    }
  }
}

function byDistance(a: CatalogMatch, b: CatalogMatch): number {
  if (a.distanceArcsec !== b.distanceArcsec) return a.distanceArcsec - b.distanceArcsec;
  return a.id < b.id ? -1 : 1;
}
