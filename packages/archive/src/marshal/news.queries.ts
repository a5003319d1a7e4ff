import type { ViewerTx } from '../viewer/viewer-tx.ts';

/** A candidate that may be new to a viewer. */
export interface NewsRow {
  id: bigint;
  filter_id: number;
  passed_at: Date;
}

/** What a viewer may see of the newest candidates, and the database's time of looking. */
export interface News {
  now: Date;
  rows: NewsRow[];
}

const mostRows = 10_000;

/** What is to be known of a key that holds a connection open. */
export interface KeyState {
  userId: number;
  /** In how many milliseconds it ends if nothing is done; null: never. */
  endsInMs: number | null;
}

/** The state of the transaction's key; null where it is nobody's (any more). */
export async function keyState(tx: ViewerTx): Promise<KeyState | null> {
  const [row] = await tx.query<{ id: number | null; ends_in_ms: number | null }>(
    `SELECT viewer_id() AS id,
            nullif(extract(epoch FROM viewer_ends_at() - now()) * 1000, 'Infinity')::float8
              AS ends_in_ms`,
  );
  return row?.id ? { userId: row.id, endsInMs: row.ends_in_ms } : null;
}

/**
 * What the transaction's key permits, word by word: permissions, memberships with what they include,
 * streams with their programmes. A word that is gone is a right that was lost.
 */
export async function rightsWords(tx: ViewerTx): Promise<string[]> {
  const rows = await tx.query<{ word: string }>(
    `SELECT 'acl ' || a AS word FROM viewer_acls() a
      UNION ALL
     SELECT concat_ws(' ', 'group', m.group_id, flag) FROM group_users m
       CROSS JOIN LATERAL (VALUES (NULL, true), ('admin', m.admin), ('save', m.can_save),
         ('share', m.can_share_photometry)) AS flags (flag, is_set)
      WHERE m.user_id = viewer_id() AND is_set
      UNION ALL
     SELECT concat_ws(' ', 'stream', s.id, s.survey, program) FROM streams s
       CROSS JOIN LATERAL unnest(s.program_ids) AS programs (program)
      WHERE s.id IN (SELECT visible_streams())
      ORDER BY 1`,
  );
  return rows.map((row) => row.word);
}

/**
 * Candidates that passed since `since` (null: since `overlapS` seconds ago), newest first. Ids are
 * given out before a commit and so may come out of order: the caller asks with an overlap and knows
 * the ids that it has seen.
 */
export async function candidatesSince(
  tx: ViewerTx,
  since: Date | null,
  overlapS: number,
): Promise<News> {
  const [clock] = await tx.query<{ now: Date }>('SELECT now()');
  const rows = await tx.query<NewsRow & Record<string, unknown>>(
    `SELECT c.id, c.filter_id, c.passed_at FROM filters f
       CROSS JOIN LATERAL (
         SELECT id, filter_id, passed_at FROM candidates
          WHERE filter_id = f.id
            AND passed_at > coalesce($1, now()) - make_interval(secs => $2)
          ORDER BY passed_at DESC LIMIT ${mostRows}) c
      ORDER BY c.passed_at DESC LIMIT ${mostRows}`,
    [since, overlapS],
  );
  return { now: clock?.now ?? new Date(), rows };
}

/** A part of an object that changed. */
export interface SourceNewsRow {
  obj_id: string;
  part: string;
}

/** What changed of objects, and where the next look goes on. */
export interface SourceNews {
  /** What was visible at this look. */
  cursor: string;
  rows: SourceNewsRow[];
}

/** Of more than this a page had better look at everything. */
export const mostSourceNews = 1_000;

/**
 * What changed of objects that the viewer sees since a look (null: nothing, only where to begin): what
 * was committed since, however long it was in the making, and nothing twice.
 */
export async function sourceNewsSince(tx: ViewerTx, cursor: string | null): Promise<SourceNews> {
  // One statement: the rows and the cursor are of one snapshot.
  const [found] = await tx.query<{ cursor: string; rows: SourceNewsRow[] }>(
    `SELECT pg_current_snapshot()::text AS cursor, coalesce((
       SELECT json_agg(n) FROM (
         SELECT DISTINCT obj_id, part FROM source_news
          WHERE xid >= pg_snapshot_xmin($1::pg_snapshot)
            AND NOT pg_visible_in_snapshot(xid, $1::pg_snapshot)
          ORDER BY obj_id, part LIMIT ${mostSourceNews + 1}) AS n), '[]') AS rows`,
    [cursor],
  );
  if (found === undefined) throw new Error('a look without a snapshot');
  return found;
}
