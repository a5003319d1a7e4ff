import type { ClientBase } from 'pg';
import type { BrokerDatabase } from '../broker/broker-database.ts';
import { findMatchList, ListedMemory, type MatchList } from './match-lists.ts';
import { matchObjects, type PlacedObject } from './match-objects.ts';
import { readOrFail } from './mounted-reads.ts';
import { isUndefinedTable, queryOf } from './pg-cross-matcher.ts';
import { loadMatches } from './stored-matches.ts';

/** What one part of the work came to. */
export interface BacklogPart {
  /** Objects (of a programme each) that were looked at. */
  readonly objects: number;
  /** How many of them were newly matched. */
  readonly matched: number;
  /** Whether all objects of the survey are matched with all that is in force. */
  readonly isDone: boolean;
}

const NOTHING_TO_DO: BacklogPart = { objects: 0, matched: 0, isDone: true };
const PART_OBJECTS = 500;

interface Backlog {
  readonly periodId: number;
  readonly upTo: string;
}

interface OldObject extends PlacedObject {
  readonly audienceId: number;
}

/**
 * Matches objects that were there before with catalogs that were added since, some hundred at a time,
 * each at the place of its first alert. Where it stopped is kept with what was found; two may work at
 * it, one after the other. Objects that get an alert meanwhile are matched with that.
 *
 * @throws CatalogError, or as it is, where a mounted catalog cannot be read: nothing is lost
 */
export async function matchBacklogPart(
  database: BrokerDatabase,
  survey: string,
): Promise<BacklogPart> {
  try {
    return await database.transact((client) => workOnce(client, survey));
  } catch (error) {
    // A catalog was replaced under it: with that a new period has begun.
    if (isUndefinedTable(error)) return { objects: 0, matched: 0, isDone: false };
    throw error;
  }
}

async function workOnce(client: ClientBase, survey: string): Promise<BacklogPart> {
  const backlog = await findBacklog(client, survey);
  if (!backlog) return workOnLacks(client, survey);
  const list = await findMatchList(queryOf(client));
  if (!list) return NOTHING_TO_DO;
  const { objects, isLast } = await nextObjects(client, survey, backlog.upTo);
  const matched = await matchOld(client, survey, list, objects);
  await client.query(
    `UPDATE match_backlogs SET up_to = $3, objects = objects + $4,
       done_at = CASE WHEN $5 THEN now() END WHERE period_id = $1 AND survey = $2`,
    [backlog.periodId, survey, objects.at(-1)?.objectId ?? backlog.upTo, objects.length, isLast],
  );
  return { objects: objects.length, matched, isDone: false };
}

/** Objects whose alerts came while a mounted catalog could not be read. */
async function workOnLacks(client: ClientBase, survey: string): Promise<BacklogPart> {
  const list = await findMatchList(queryOf(client));
  const objects = list ? await takeLacks(client, survey) : [];
  if (!list || objects.length === 0) return NOTHING_TO_DO;
  const matched = await matchOld(client, survey, list, objects);
  return { objects: objects.length, matched, isDone: false };
}

/** Takes them from the books: where the transaction fails, they are there again. */
async function takeLacks(client: ClientBase, survey: string): Promise<OldObject[]> {
  const { rows } = await client.query<ObjectRow>(
    `WITH taken AS (
       DELETE FROM match_lacks WHERE (survey, object_id, programid) IN (
         SELECT survey, object_id, programid FROM match_lacks WHERE survey = $1
         ORDER BY object_id, programid LIMIT ${PART_OBJECTS} FOR UPDATE SKIP LOCKED)
       RETURNING object_id, programid)
     SELECT t.object_id, t.programid, a.ra, a.dec, a.mjd, a.audience_id
     FROM taken t CROSS JOIN LATERAL (
       SELECT ra, dec, mjd, audience_id FROM ${survey}_alerts a
       WHERE a.object_id = t.object_id AND a.programid = t.programid
       ORDER BY a.candid LIMIT 1) AS a`,
    [survey],
  );
  return rows.map(oldObject);
}

/** @returns how many were newly matched */
async function matchOld(
  client: ClientBase,
  survey: string,
  list: MatchList,
  objects: readonly OldObject[],
): Promise<number> {
  const query = queryOf(client);
  const stored = await loadMatches(query, survey, objects, { withFound: false });
  const lists = new ListedMemory();
  await lists.learn(
    query,
    [...stored.values()].flat().map(({ listId }) => listId),
  );
  const memory = { stored, lists, readMounted: readOrFail };
  const { fresh } = await matchObjects(query, list, objects, memory);
  const audiences = new Map(objects.map((one) => [one.programId, one.audienceId]));
  await client.query(
    `INSERT INTO cross_matches (object_id, survey, programid, list_id, audience_id, found)
     SELECT t.id, $1, t.programid, t.list_id, t.audience_id, t.found::json
     FROM unnest($2::text[], $3::int[], $4::int[], $5::int[], $6::text[])
       AS t (id, programid, list_id, audience_id, found) ORDER BY t.id, t.programid
     -- An alert that came meanwhile has brought it.
     ON CONFLICT DO NOTHING`,
    [
      survey,
      fresh.map(({ objectId }) => objectId),
      fresh.map(({ programId }) => programId),
      fresh.map(({ listId }) => listId),
      fresh.map(({ programId }) => audiences.get(programId)),
      fresh.map(({ found }) => found),
    ],
  );
  return fresh.length;
}

/** The work that the last change of the catalogs left, kept to this transaction; null: none. */
async function findBacklog(client: ClientBase, survey: string): Promise<Backlog | null> {
  await client.query(
    `INSERT INTO match_backlogs (period_id, survey)
     SELECT id, $1 FROM match_periods ORDER BY since DESC LIMIT 1 ON CONFLICT DO NOTHING`,
    [survey],
  );
  const { rows } = await client.query<{ period_id: number; up_to: string }>(
    `SELECT period_id, up_to FROM match_backlogs
     WHERE survey = $1 AND done_at IS NULL
       AND period_id = (SELECT id FROM match_periods ORDER BY since DESC LIMIT 1)
     FOR UPDATE`,
    [survey],
  );
  const [row] = rows;
  return row ? { periodId: row.period_id, upTo: row.up_to } : null;
}

interface ObjectRow {
  readonly object_id: string;
  readonly programid: number;
  readonly ra: number;
  readonly dec: number;
  readonly mjd: number;
  readonly audience_id: number;
}

/** The next objects by id, all programmes of each. */
async function nextObjects(
  client: ClientBase,
  survey: string,
  upTo: string,
): Promise<{ objects: OldObject[]; isLast: boolean }> {
  const { rows } = await client.query<ObjectRow>(
    `SELECT DISTINCT ON (object_id, programid) object_id, programid, ra, dec, mjd, audience_id
     FROM ${survey}_alerts WHERE object_id > $1 ORDER BY object_id, programid, candid
     LIMIT ${PART_OBJECTS}`,
    [upTo],
  );
  const isLast = rows.length < PART_OBJECTS;
  // The last one may have programmes beyond the limit.
  const cut = isLast ? null : rows.at(-1)?.object_id;
  const objects = rows.filter(({ object_id: id }) => id !== cut).map(oldObject);
  return { objects, isLast };
}

function oldObject(row: ObjectRow): OldObject {
  const { object_id: objectId, programid: programId, audience_id: audienceId, ...place } = row;
  return { objectId, programId, audienceId, ...place };
}
