import { MAX_SMALL_ORDER, separationArcsec, smallConeOrder, smallConeRanges } from '@fritz/sky';
import type { ClientBase } from 'pg';

/** An object as a programme's first alert tells of it; ICRS degrees. */
export interface SurveyObject {
  readonly objectId: string;
  readonly programId: number;
  readonly audienceId: number;
  readonly hpx: bigint;
  readonly ra: number;
  readonly dec: number;
}

/** Cells in which only one transaction links at a time: 0.9° wide. */
const LOCK_ORDER = 6;
/** What is near may lie in the cell beside it: radii are a minute at most. */
const WIDEST_ARCSEC = 60;
/** From cells of order 16 to those of order 29. */
const TO_ORDER_29 = BigInt(2 * (29 - MAX_SMALL_ORDER));

/**
 * Notes which objects there are, and links those that are new with objects of other surveys around
 * them, in the transaction of their alerts. To be done last in it: nobody else links thereabouts until
 * its end, so that of two surveys that come to a place at once one sees the other.
 *
 * @param which `all` links those that are known, too: the radius may have changed
 */
export async function linkObjects(
  client: ClientBase,
  survey: string,
  objects: readonly SurveyObject[],
  which: 'new' | 'all' = 'new',
): Promise<number> {
  const added = await noteObjects(client, survey, objects);
  const isAdded = ({ objectId, programId }: SurveyObject) => added.has(`${programId} ${objectId}`);
  const wanted = which === 'all' ? objects : objects.filter(isAdded);
  if (wanted.length === 0) return 0;
  await holdPlaces(client, wanted);
  return link(client, survey, wanted);
}

/** @returns keys of those that were not known */
async function noteObjects(
  client: ClientBase,
  survey: string,
  objects: readonly SurveyObject[],
): Promise<Set<string>> {
  if (objects.length === 0) return new Set();
  const { rows } = await client.query<{ object_id: string; programid: number }>(
    `INSERT INTO survey_objects (survey, object_id, programid, audience_id, hpx, ra, dec)
     SELECT $1, t.* FROM unnest($2::text[], $3::int[], $4::int[], $5::bigint[], $6::float8[],
       $7::float8[]) AS t (id, programid, audience_id, hpx, ra, dec)
     ORDER BY t.id, t.programid ON CONFLICT DO NOTHING RETURNING object_id, programid`,
    [
      survey,
      objects.map(({ objectId }) => objectId),
      objects.map(({ programId }) => programId),
      objects.map(({ audienceId }) => audienceId),
      objects.map(({ hpx }) => hpx),
      objects.map(({ ra }) => ra),
      objects.map(({ dec }) => dec),
    ],
  );
  return new Set(rows.map((row) => `${row.programid} ${row.object_id}`));
}

async function holdPlaces(client: ClientBase, objects: readonly SurveyObject[]): Promise<void> {
  const cells = new Set<number>();
  const inCell = 4 ** (MAX_SMALL_ORDER - LOCK_ORDER);
  for (const place of objects) {
    for (const [from, end] of rangesAround(place, WIDEST_ARCSEC)) {
      for (let cell = Math.floor(from / inCell); cell * inCell < end; cell++) cells.add(cell);
    }
  }
  // In one order, so that two never wait for each other.
  await client.query(
    `SELECT pg_advisory_xact_lock(key) FROM (
       SELECT hashtextextended('fritz links ' || cell, 0) AS key FROM unnest($1::bigint[]) AS t (cell)
       ORDER BY 1) AS keys`,
    [[...cells]],
  );
}

/** Ranges of cells of order 16 that hold a cone, their ends not included. */
function rangesAround(
  { ra, dec }: Pick<SurveyObject, 'ra' | 'dec'>,
  radiusArcsec: number,
): [number, number][] {
  const order = smallConeOrder(radiusArcsec);
  const cells = 4 ** (MAX_SMALL_ORDER - order);
  const found = smallConeRanges(ra, dec, radiusArcsec, order);
  return Array.from({ length: found.length / 2 }, (_, i) => [
    (found[2 * i] ?? 0) * cells,
    (found[2 * i + 1] ?? 0) * cells,
  ]);
}

interface NearRow {
  readonly place: number;
  readonly survey: string;
  readonly object_id: string;
  readonly programid: number;
  readonly audience_id: number;
  readonly ra: number;
  readonly dec: number;
  readonly radius_arcsec: number;
}

async function link(
  client: ClientBase,
  survey: string,
  objects: readonly SurveyObject[],
): Promise<number> {
  const near = await findNear(client, survey, objects);
  const links = near.flatMap((row) => {
    const object = objects[row.place];
    if (!object) return [];
    const distance = separationArcsec(object, row);
    if (distance > row.radius_arcsec) return [];
    const own = { id: object.objectId, survey, audience: object.audienceId };
    const other = { id: row.object_id, survey: row.survey, audience: row.audience_id };
    const [a, b] = own.survey < other.survey ? [own, other] : [other, own];
    return [{ a, b, distance }];
  });
  if (links.length === 0) return 0;
  const { rowCount } = await client.query(
    `INSERT INTO object_links (object_id, survey, audience_id, other_id, other_survey,
       other_audience_id, distance_arcsec)
     SELECT * FROM unnest($1::text[], $2::text[], $3::int[], $4::text[], $5::text[], $6::int[],
       $7::float8[]) ON CONFLICT DO NOTHING`,
    [
      links.map(({ a }) => a.id),
      links.map(({ a }) => a.survey),
      links.map(({ a }) => a.audience),
      links.map(({ b }) => b.id),
      links.map(({ b }) => b.survey),
      links.map(({ b }) => b.audience),
      links.map(({ distance }) => distance),
    ],
  );
  return rowCount ?? 0;
}

/** Objects of other surveys that may be within the radius of each place, and that radius. */
export async function findNear(
  client: ClientBase,
  survey: string,
  objects: readonly Pick<SurveyObject, 'ra' | 'dec'>[],
): Promise<readonly NearRow[]> {
  const radii = await client.query<{ own: number; most: number }>(
    `SELECT (SELECT link_radius_arcsec FROM surveys WHERE name = $1) AS own,
       max(link_radius_arcsec) AS most FROM surveys`,
    [survey],
  );
  const { own = 0, most = 0 } = radii.rows[0] ?? {};
  const places: number[] = [];
  const [low, high]: [bigint[], bigint[]] = [[], []];
  for (const [place, { ra, dec }] of objects.entries()) {
    for (const [from, end] of rangesAround({ ra, dec }, most)) {
      places.push(place);
      low.push(BigInt(from) << TO_ORDER_29);
      high.push(BigInt(end) << TO_ORDER_29);
    }
  }
  const { rows } = await client.query<NearRow>(
    `SELECT w.place, o.survey, o.object_id, o.programid, o.audience_id, o.ra, o.dec,
       greatest(s.link_radius_arcsec, $2) AS radius_arcsec
     FROM unnest($3::int[], $4::bigint[], $5::bigint[]) AS w (place, low, high)
     CROSS JOIN LATERAL (
       SELECT * FROM survey_objects x WHERE x.hpx >= w.low AND x.hpx < w.high AND x.survey <> $1
       OFFSET 0) AS o
     JOIN surveys s ON s.name = o.survey`,
    [survey, own, places, low, high],
  );
  return rows;
}
