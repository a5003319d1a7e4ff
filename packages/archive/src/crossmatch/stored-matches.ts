import { type BatchMatches, type NewMatches, StaleBatchError } from '@fritz/pipeline';
import type { Column } from '@fritz/surveys';
import type { ClientBase } from 'pg';
import { copyRows } from '../broker/binary-copy.ts';
import type { RunQuery } from './ports.ts';

/** An object as one programme's alerts tell of it. */
export interface ObjectKey {
  readonly objectId: string;
  readonly programId: number;
}

export function keyOf({ objectId, programId }: ObjectKey): string {
  return `${programId} ${objectId}`;
}

/** A stored row, and when it became known, microseconds since 1970. */
export interface StoredMatches extends ObjectKey {
  readonly listId: number;
  readonly knownUs: bigint;
  readonly found: string | null;
}

interface Row extends Record<string, unknown> {
  readonly object_id: string;
  readonly programid: number;
  readonly list_id: number;
  readonly known_us: bigint;
  readonly found: string | null;
}

/** What is stored of these objects, by key, in the order in which it became known. */
export async function loadMatches(
  query: RunQuery,
  survey: string,
  keys: readonly ObjectKey[],
  { withFound }: { readonly withFound: boolean },
): Promise<Map<string, StoredMatches[]>> {
  const byKey = new Map<string, StoredMatches[]>();
  if (keys.length === 0) return byKey;
  const rows = await query<Row>(
    `SELECT w.object_id, w.programid, m.list_id, m.known_us, m.found
     FROM unnest($2::text[], $3::int[]) AS w (object_id, programid)
     CROSS JOIN LATERAL (
       SELECT c.list_id, (extract(epoch FROM c.known_at) * 1000000)::bigint AS known_us,
         ${withFound ? 'c.found::text' : 'NULL::text'} AS found
       FROM cross_matches c WHERE c.object_id = w.object_id AND c.survey = $1
         AND c.programid = w.programid OFFSET 0) AS m
     ORDER BY m.known_us, m.list_id`,
    [survey, keys.map(({ objectId }) => objectId), keys.map(({ programId }) => programId)],
  );
  for (const row of rows) {
    const stored: StoredMatches = {
      ...{ objectId: row.object_id, programId: row.programid },
      ...{ listId: row.list_id, knownUs: row.known_us, found: row.found },
    };
    const key = keyOf(stored);
    const ofKey = byKey.get(key) ?? [];
    byKey.set(key, ofKey);
    ofKey.push(stored);
  }
  return byKey;
}

const COLUMNS: readonly Column[] = [
  { name: 'object_id', type: 'text' },
  { name: 'survey', type: 'text' },
  { name: 'programid', type: 'int2' },
  { name: 'list_id', type: 'int4' },
  { name: 'audience_id', type: 'int4' },
  // In binary COPY the same as json.
  { name: 'found', type: 'text' },
];

/**
 * Keeps the list of catalogs as it is until the transaction ends.
 *
 * @throws StaleBatchError where it is not the one by which the batch was matched
 */
export async function holdMatchList(
  client: ClientBase,
  { listId }: Pick<BatchMatches, 'listId'>,
): Promise<void> {
  const { rows } = await client.query<{ id: number | null }>('SELECT hold_match_list() AS id');
  if ((rows[0]?.id ?? null) === listId) return;
  throw new StaleBatchError('the catalogs that alerts are matched with have changed');
}

/**
 * Stores what objects were matched with, in the transaction of their alerts. Somebody else may have
 * matched one meanwhile: the key is taken then, and the batch stale.
 */
export async function insertMatches(
  client: ClientBase,
  survey: string,
  fresh: readonly NewMatches[],
  audienceOf: (programId: number) => number,
): Promise<void> {
  if (fresh.length === 0) return;
  const rows = fresh.map(({ objectId, programId, listId, found }) => {
    return [objectId, survey, programId, listId, audienceOf(programId), found];
  });
  await copyRows(client, 'cross_matches', COLUMNS, rows);
}

/** Notes objects that are to be matched with what they lack, in the transaction of their alerts. */
export async function insertLacks(
  client: ClientBase,
  survey: string,
  lacking: readonly ObjectKey[],
): Promise<void> {
  if (lacking.length === 0) return;
  await client.query(
    `INSERT INTO match_lacks (survey, object_id, programid)
     SELECT $1, t.id, t.programid FROM unnest($2::text[], $3::int[]) AS t (id, programid)
     ORDER BY t.id, t.programid ON CONFLICT DO NOTHING`,
    [survey, lacking.map(({ objectId }) => objectId), lacking.map(({ programId }) => programId)],
  );
}
