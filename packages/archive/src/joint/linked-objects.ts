import { separationArcsec } from '@fritz/sky';
import type { JointLink } from '@fritz/surveys';
import type { RunQuery } from '../crossmatch/ports.ts';

/** Of which object links are asked for. */
export interface WantedLinks {
  readonly objectId: string;
  /** Only what was known then, microseconds since 1970; null for what is known now. */
  readonly knownUs: bigint | null;
}

/** An object of another survey, and in which programmes it is linked. */
export interface LinkedObject {
  readonly survey: string;
  readonly objectId: string;
  readonly links: readonly JointLink[];
}

interface FoundRow extends Record<string, unknown> {
  readonly place: number;
  readonly survey: string;
  readonly object_id: string;
  readonly programid: number;
  readonly other_programid: number;
  readonly distance_arcsec: number;
}

interface DecidedRow extends Record<string, unknown> {
  readonly place: number;
  readonly survey: string;
  readonly object_id: string;
  readonly is_linked: boolean;
  /** Every programme that has the object, and every one that has the other. */
  readonly ends: readonly {
    readonly programid: number;
    readonly ra: number;
    readonly dec: number;
    readonly other_programid: number;
    readonly other_ra: number;
    readonly other_dec: number;
  }[];
}

const WANTED = 'unnest($2::text[], $3::bigint[]) WITH ORDINALITY AS w (object_id, known_us, place)';
const us = (time: string) => `(extract(epoch FROM ${time}) * 1000000)::bigint`;

/**
 * The objects that are linked with each of these, as the machine found them and people decided.
 *
 * @returns in the order of what is wanted
 */
export async function findLinkedObjects(
  query: RunQuery,
  survey: string,
  wanted: readonly WantedLinks[],
): Promise<LinkedObject[][]> {
  const values = [
    survey,
    wanted.map(({ objectId }) => objectId),
    wanted.map(({ knownUs }) => knownUs),
  ];
  const found = await query<FoundRow>(FOUND, values);
  const decided = await query<DecidedRow>(DECIDED, values);
  const decisions = new Map(decided.map((row) => [keyOf(row), row]));
  const links = new Map<string, LinkedObject & { readonly place: number; links: JointLink[] }>();
  const add = (row: FoundRow | DecidedRow, link: JointLink) => {
    const { place, survey: other, object_id: objectId } = row;
    const linked = links.get(keyOf(row)) ?? { place, survey: other, objectId, links: [] };
    links.set(keyOf(row), linked);
    linked.links.push(link);
  };
  for (const row of found) if (!decisions.has(keyOf(row))) add(row, linkOf(row));
  for (const row of decided)
    if (row.is_linked) for (const end of row.ends) add(row, linkByPlace(end));
  return wanted.map((_, place) =>
    [...links.values()]
      .filter((linked) => linked.place === place + 1)
      .map(({ place: _place, ...linked }) => linked),
  );
}

const FOUND = `
  WITH wanted AS (SELECT * FROM ${WANTED}),
  ends AS (
    SELECT w.place, w.object_id AS own_id, w.known_us, l.audience_id AS own_audience, l.other_survey,
      l.other_id, l.other_audience_id, l.distance_arcsec, l.linked_at
    FROM wanted w JOIN object_links l ON l.object_id = w.object_id AND l.survey = $1
    UNION ALL
    SELECT w.place, w.object_id, w.known_us, l.other_audience_id, l.survey, l.object_id,
      l.audience_id, l.distance_arcsec, l.linked_at
    FROM wanted w JOIN object_links l ON l.other_id = w.object_id AND l.other_survey = $1)
  SELECT e.place::int, e.other_survey AS survey, e.other_id AS object_id, a.programid,
    b.programid AS other_programid, e.distance_arcsec
  FROM ends e
  JOIN survey_objects a
    ON a.object_id = e.own_id AND a.survey = $1 AND a.audience_id = e.own_audience
  JOIN survey_objects b ON b.object_id = e.other_id AND b.survey = e.other_survey
    AND b.audience_id = e.other_audience_id
  WHERE e.known_us IS NULL OR ${us('e.linked_at')} <= e.known_us
  ORDER BY 1, 2, 3, 4, 5`;

/** The newest decision of each pair. */
const DECIDED = `
  WITH wanted AS (SELECT * FROM ${WANTED}),
  ends AS (
    SELECT w.*, d.other_survey, d.other_id, d.id, d.is_linked, d.decided_at
    FROM wanted w JOIN link_decisions d ON d.object_id = w.object_id AND d.survey = $1
    UNION ALL
    SELECT w.*, d.survey, d.object_id, d.id, d.is_linked, d.decided_at
    FROM wanted w JOIN link_decisions d ON d.other_id = w.object_id AND d.other_survey = $1),
  newest AS (
    SELECT DISTINCT ON (place, other_survey, other_id) * FROM ends e
    WHERE e.known_us IS NULL OR ${us('e.decided_at')} <= e.known_us
    ORDER BY place, other_survey, other_id, id DESC)
  SELECT n.place::int, n.other_survey AS survey, n.other_id AS object_id, n.is_linked, coalesce((
      SELECT json_agg(json_build_object('programid', a.programid, 'ra', a.ra, 'dec', a.dec,
        'other_programid', b.programid, 'other_ra', b.ra, 'other_dec', b.dec)
        ORDER BY a.programid, b.programid)
      FROM survey_objects a JOIN survey_objects b
        ON b.object_id = n.other_id AND b.survey = n.other_survey
      WHERE a.object_id = n.object_id AND a.survey = $1), '[]') AS ends
  FROM newest n ORDER BY 1, 2, 3`;

function keyOf({ place, survey, object_id: objectId }: FoundRow | DecidedRow): string {
  return `${place} ${survey} ${objectId}`;
}

function linkOf({ programid, other_programid, distance_arcsec }: FoundRow): JointLink {
  return {
    programId: programid,
    otherProgramId: other_programid,
    distanceArcsec: distance_arcsec,
  };
}

/** Between programmes whatever their distance: a person linked the objects. */
function linkByPlace(end: DecidedRow['ends'][number]): JointLink {
  const { programid: programId, other_programid: otherProgramId } = end;
  const distanceArcsec = separationArcsec(end, { ra: end.other_ra, dec: end.other_dec });
  return { programId, otherProgramId, distanceArcsec };
}
