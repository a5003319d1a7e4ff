import {
  type FoundObj,
  type FoundSurveyObject,
  findObjsByIds,
  findObjsByName,
  findSurveyObjectsAround,
  findSurveyObjectsByCandid,
  findSurveyObjectsByName,
  listObjsAround,
  type ViewerTx,
} from '@fritz/archive';
import type { routes, Static } from '@fritz/contract';
import { type Position, parsePosition, separationArcsec } from '@fritz/sky';

type Query = Static<typeof routes.searchEverything.query>;
type Found = Static<typeof routes.searchEverything.response>;

const LARGEST_CANDID = 9_223_372_036_854_775_807n;

/** What a typed text may mean. */
export async function search(tx: ViewerTx, query: Query): Promise<Found> {
  const typed = query.q.trim();
  const { limit = 8, radius: radiusArcsec = 30 } = query;
  const place = parsePosition(typed);
  return place === null ? byName(tx, typed, limit) : around(tx, place, { radiusArcsec, limit });
}

async function around(
  tx: ViewerTx,
  place: Position,
  cone: { radiusArcsec: number; limit: number },
): Promise<Found> {
  const near = (await listObjsAround(tx, place, cone.radiusArcsec, false)).slice(0, cone.limit);
  const known = await findObjsByIds(
    tx,
    near.map(({ id }) => id),
  );
  const objects = await findSurveyObjectsAround(tx, place, cone);
  return present(known, objects, place);
}

async function byName(tx: ViewerTx, typed: string, limit: number): Promise<Found> {
  const [named, objects] = await Promise.all([
    findObjsByName(tx, typed, limit),
    findArchived(tx, typed, limit),
  ]);
  // An object that the archive knows by the alert's number may be a source of another beginning.
  const missing = objects.map(({ id }) => id).filter((id) => !named.some((one) => one.id === id));
  const more = await findObjsByIds(tx, missing);
  return present([...named, ...more].slice(0, limit), objects.slice(0, limit), null);
}

async function findArchived(
  tx: ViewerTx,
  typed: string,
  limit: number,
): Promise<FoundSurveyObject[]> {
  // One letter begins the names of nearly all of a survey's objects.
  if (typed.length < 3 || !/^[a-zA-Z0-9_;:+.-]+$/.test(typed)) return [];
  const named = await findSurveyObjectsByName(tx, typed, limit);
  const isNumber = /^\d{10,19}$/.test(typed) && BigInt(typed) <= LARGEST_CANDID;
  return isNumber ? [...(await findSurveyObjectsByCandid(tx, BigInt(typed))), ...named] : named;
}

function present(
  known: readonly FoundObj[],
  objects: readonly FoundSurveyObject[],
  place: Position | null,
): Found {
  const separationOf = (row: Position) => (place === null ? null : separationArcsec(place, row));
  const ids = new Set(known.map(({ id }) => id));
  const sources = known.map(({ id, ra, dec, tns_name, redshift, saved, matched }) => {
    return {
      id,
      ra,
      dec,
      tns_name,
      redshift,
      saved,
      matched,
      separation: separationOf({ ra, dec }),
    };
  });
  if (place !== null) sources.sort((a, b) => (a.separation ?? 0) - (b.separation ?? 0));
  return {
    position: place,
    sources,
    objects: objects
      .filter(({ id }) => !ids.has(id))
      .map(({ id, survey, ra, dec }) => ({
        id,
        survey,
        ra,
        dec,
        separation: separationOf({ ra, dec }),
      })),
  };
}
