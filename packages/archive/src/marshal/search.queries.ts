import { coneRanges, type Position, separationArcsec } from '@fritz/sky';
import { SURVEYS } from '@fritz/surveys';
import type { ViewerTx } from '../viewer/viewer-tx.ts';

/** An object of the marshal that a search found. */
export interface FoundObj extends Position {
  id: string;
  tns_name: string | null;
  redshift: number | null;
  saved: boolean;
  /** The other name that matches; null: its own, or its place. */
  matched: string | null;
}

/** An object of the archive that a search found. */
export interface FoundSurveyObject extends Position {
  id: string;
  survey: string;
}

const FOUND = `o.id, o.ra, o.dec, o.tns_name, o.redshift,
  EXISTS (SELECT FROM sources s WHERE s.obj_id = o.id AND s.active) AS saved`;

/** Objects that have a name beginning with what was typed: saved ones first. */
export async function findObjsByName(
  tx: ViewerTx,
  typed: string,
  limit: number,
): Promise<FoundObj[]> {
  const rows = await tx.query<FoundObj & Record<string, unknown>>(
    `SELECT * FROM (
       SELECT DISTINCT ON (o.id) ${FOUND}, f.matched
         FROM search_objs($1, $2) f JOIN objs o ON o.id = f.obj_id ORDER BY o.id, o.edition) found
      ORDER BY lower(id) = lower($1) DESC, saved DESC, id LIMIT $3`,
    // More than are shown, so that those that are saved can come first.
    [typed, limit * 4, limit],
  );
  return rows;
}

/** Those of these objects that the marshal knows and the viewer sees. */
export async function findObjsByIds(tx: ViewerTx, ids: readonly string[]): Promise<FoundObj[]> {
  if (ids.length === 0) return [];
  return tx.query<FoundObj & Record<string, unknown>>(
    `SELECT DISTINCT ON (o.id) ${FOUND}, NULL AS matched FROM objs o
      WHERE o.id = ANY ($1) ORDER BY o.id, o.edition`,
    [ids],
  );
}

/** How survey objects' names are told from what was typed in any case: as their survey writes them. */
function spellings(typed: string): string[] {
  const ztf = /^ztf(\d{0,2})([a-z]*)$/i.exec(typed);
  const written = ztf === null ? typed.toUpperCase() : `ZTF${ztf[1]}${ztf[2]?.toLowerCase()}`;
  return [...new Set([typed, written])];
}

/** Objects of the archive whose name begins with what was typed. */
export async function findSurveyObjectsByName(
  tx: ViewerTx,
  typed: string,
  limit: number,
): Promise<FoundSurveyObject[]> {
  // `z` sorts behind every letter and digit of a name, in whatever collation.
  return tx.query<FoundSurveyObject & Record<string, unknown>>(
    `SELECT DISTINCT ON (f.object_id, f.survey) f.object_id AS id, f.survey, f.ra, f.dec
       FROM unnest($1::text[]) AS w (begins) CROSS JOIN LATERAL (
         SELECT s.object_id, s.survey, s.ra, s.dec FROM survey_objects s
          WHERE s.object_id BETWEEN w.begins AND w.begins || $2
          ORDER BY s.object_id, s.survey LIMIT $3) f
      WHERE starts_with(f.object_id, w.begins)
      ORDER BY f.object_id, f.survey LIMIT $3`,
    [spellings(typed), 'z'.repeat(30), limit * 3],
  );
}

/** Objects of the archive around a place, the nearest first. */
export async function findSurveyObjectsAround(
  tx: ViewerTx,
  place: Position,
  { radiusArcsec, limit }: { radiusArcsec: number; limit: number },
): Promise<FoundSurveyObject[]> {
  const ranges = coneRanges(place.ra, place.dec, radiusArcsec);
  const rows = await tx.query<FoundSurveyObject & Record<string, unknown>>(
    `SELECT DISTINCT ON (f.object_id, f.survey) f.object_id AS id, f.survey, f.ra, f.dec
       FROM unnest($1::bigint[], $2::bigint[]) AS r (low, high) CROSS JOIN LATERAL (
         SELECT s.object_id, s.survey, s.ra, s.dec FROM survey_objects s
          WHERE s.hpx BETWEEN r.low AND r.high OFFSET 0) f
      ORDER BY f.object_id, f.survey`,
    [ranges.map(({ from }) => from), ranges.map(({ to }) => to)],
  );
  const separation = (row: Position) => separationArcsec(place, row);
  return rows
    .filter((row) => separation(row) <= radiusArcsec)
    .toSorted((a, b) => separation(a) - separation(b) || (a.id < b.id ? -1 : 1))
    .slice(0, limit);
}

/** The objects of which an alert has this number. */
export async function findSurveyObjectsByCandid(
  tx: ViewerTx,
  candid: bigint,
): Promise<FoundSurveyObject[]> {
  const ofEach = SURVEYS.map(
    ({ name }) => `SELECT object_id AS id, '${name}' AS survey, ra, dec FROM ${name}_alerts
      WHERE candid = $1`,
  );
  return tx.query<FoundSurveyObject & Record<string, unknown>>(ofEach.join(' UNION ALL '), [
    candid,
  ]);
}
