import type { ClientBase } from 'pg';
import type { BrokerDatabase } from '../broker/broker-database.ts';
import { linkObjects, type SurveyObject } from './link-objects.ts';

/** What one part of the work came to. */
export interface LinkPart {
  /** Objects (of a programme each) that were looked at. */
  readonly objects: number;
  /** New links. */
  readonly linked: number;
  readonly isDone: boolean;
}

const PART_OBJECTS = 500;

/**
 * Links objects that a survey had before there were links, or before their radius was changed, some
 * hundred at a time. Where it stopped is kept in the same transaction; two may work at it.
 */
export function linkBacklogPart(database: BrokerDatabase, survey: string): Promise<LinkPart> {
  return database.transact((client) => workOnce(client, survey));
}

async function workOnce(client: ClientBase, survey: string): Promise<LinkPart> {
  await client.query('INSERT INTO link_backlogs (survey) VALUES ($1) ON CONFLICT DO NOTHING', [
    survey,
  ]);
  const { rows } = await client.query<{ up_to: string }>(
    'SELECT up_to FROM link_backlogs WHERE survey = $1 AND done_at IS NULL FOR UPDATE',
    [survey],
  );
  const [backlog] = rows;
  if (!backlog) return { objects: 0, linked: 0, isDone: true };
  const { objects, isLast } = await nextObjects(client, survey, backlog.up_to);
  await client.query(
    `UPDATE link_backlogs SET up_to = $2, objects = objects + $3,
       done_at = CASE WHEN $4 THEN now() END WHERE survey = $1`,
    [survey, objects.at(-1)?.objectId ?? backlog.up_to, objects.length, isLast],
  );
  const linked = await linkObjects(client, survey, objects, 'all');
  return { objects: objects.length, linked, isDone: isLast };
}

interface ObjectRow {
  readonly object_id: string;
  readonly programid: number;
  readonly audience_id: number;
  readonly hpx: bigint;
  readonly ra: number;
  readonly dec: number;
}

/** The next objects by id, all programmes of each, at their first alerts. */
async function nextObjects(
  client: ClientBase,
  survey: string,
  upTo: string,
): Promise<{ objects: SurveyObject[]; isLast: boolean }> {
  const { rows } = await client.query<ObjectRow>(
    `SELECT DISTINCT ON (object_id, programid) object_id, programid, audience_id, hpx, ra, dec
     FROM ${survey}_alerts WHERE object_id > $1 ORDER BY object_id, programid, candid
     LIMIT ${PART_OBJECTS}`,
    [upTo],
  );
  const isLast = rows.length < PART_OBJECTS;
  // The last one may have programmes beyond the limit.
  const cut = isLast ? null : rows.at(-1)?.object_id;
  const objects = rows
    .filter(({ object_id: id }) => id !== cut)
    .map(({ object_id: objectId, programid: programId, audience_id: audienceId, ...place }) => {
      return { objectId, programId, audienceId, ...place };
    });
  return { objects, isLast };
}
