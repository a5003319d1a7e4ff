import { parseExact, stringifyExact } from '@fritz/contract';
import type { ViewerTx } from '../viewer/viewer-tx.ts';

/** A query that somebody keeps. */
export interface SavedQueryRow {
  id: number;
  owner_id: number;
  owner: string;
  group_id: number | null;
  name: string;
  asked: Record<string, unknown>;
  created_at: Date;
  modified_at: Date;
  is_own: boolean;
}

type Sent = Omit<SavedQueryRow, 'asked'> & { asked: string } & Record<string, unknown>;

/** What is said of a query that is kept. */
export interface SavedQueryFields {
  name: string;
  asked: Record<string, unknown>;
  groupId: number | null;
}

/** The viewer's own, and those of his groups, by name; `id`: this one alone. */
export async function listSavedQueries(
  tx: ViewerTx,
  id: number | null = null,
): Promise<SavedQueryRow[]> {
  const rows = await tx.query<Sent>(
    `SELECT q.id, q.owner_id, coalesce(u.username, '') AS owner, q.group_id, q.name, q.asked::text AS asked,
       q.created_at, q.modified_at, q.owner_id = (SELECT viewer_id()) AS is_own
     FROM saved_queries q LEFT JOIN users u ON u.id = q.owner_id
     WHERE $1::int IS NULL OR q.id = $1 ORDER BY lower(q.name), q.id`,
    [id],
  );
  // It was an object when it was kept.
  return rows.map((row) => ({ ...row, asked: parseExact(row.asked) as Record<string, unknown> }));
}

/** Keeps a query; gives its id. */
export async function addSavedQuery(
  tx: ViewerTx,
  ownerId: number,
  { name, asked, groupId }: SavedQueryFields,
): Promise<number> {
  const [row] = await tx.query<{ id: number }>(
    `INSERT INTO saved_queries (owner_id, name, asked, group_id) VALUES ($1, $2, $3::json, $4) RETURNING id`,
    [ownerId, name, stringifyExact(asked), groupId],
  );
  if (!row) throw new Error('an insert returns its row');
  return row.id;
}

/** Changes one of the viewer's own; false where there is none. */
export async function changeSavedQuery(
  tx: ViewerTx,
  id: number,
  { name, asked, groupId }: SavedQueryFields,
): Promise<boolean> {
  const rows = await tx.query(
    `UPDATE saved_queries SET name = $2, asked = $3::json, group_id = $4, modified_at = now()
     WHERE id = $1 RETURNING id`,
    [id, name, stringifyExact(asked), groupId],
  );
  return rows.length > 0;
}

/** Forgets one of the viewer's own; false where there is none. */
export async function removeSavedQuery(tx: ViewerTx, id: number): Promise<boolean> {
  const rows = await tx.query('DELETE FROM saved_queries WHERE id = $1 RETURNING id', [id]);
  return rows.length > 0;
}
