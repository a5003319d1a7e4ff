import type { ViewerTx } from '../viewer/viewer-tx.ts';

/** An object on one of the viewer's lists. */
export interface ListingRow {
  id: number;
  user_id: number;
  obj_id: string;
  list_name: string;
  params: Record<string, unknown> | null;
  created_at: Date;
  modified_at: Date;
}

/** Which entries; null: any. */
export interface ListingFilter {
  id?: number | null;
  userId?: number | null;
  listName?: string | null;
  objId?: string | null;
}

/** Entries of the viewer's lists, oldest first. */
export function listListings(tx: ViewerTx, filter: ListingFilter): Promise<ListingRow[]> {
  return tx.query<ListingRow & Record<string, unknown>>(
    `SELECT id, user_id, obj_id, list_name, params, created_at, modified_at FROM listings
      WHERE ($1::int IS NULL OR id = $1) AND ($2::int IS NULL OR user_id = $2)
        AND ($3::text IS NULL OR list_name = $3) AND ($4::text IS NULL OR obj_id = $4)
      ORDER BY list_name, id`,
    [filter.id ?? null, filter.userId ?? null, filter.listName ?? null, filter.objId ?? null],
  );
}

/** Which of a user's lists these objects are on. */
export function listListsOf(
  tx: ViewerTx,
  userId: number,
  objIds: readonly string[],
): Promise<Pick<ListingRow, 'obj_id' | 'list_name'>[]> {
  return tx.query<Pick<ListingRow, 'obj_id' | 'list_name'> & Record<string, unknown>>(
    `SELECT obj_id, list_name FROM listings WHERE user_id = $1 AND obj_id = ANY ($2)
      ORDER BY list_name`,
    [userId, objIds],
  );
}

/** What an entry says; `params` is JSON. */
export interface ListingFields {
  objId: string;
  listName: string;
  params: string | null;
}

/** Puts an object on a list; null where it is on it. */
export async function addListing(
  tx: ViewerTx,
  userId: number,
  { objId, listName, params }: ListingFields,
): Promise<number | null> {
  const [row] = await tx.query<{ id: number }>(
    `INSERT INTO listings (user_id, obj_id, list_name, params) VALUES ($1, $2, $3, $4)
     ON CONFLICT DO NOTHING RETURNING id`,
    [userId, objId, listName, params],
  );
  return row?.id ?? null;
}

/** Changes an entry. */
export async function updateListing(
  tx: ViewerTx,
  id: number,
  { objId, listName, params }: ListingFields,
): Promise<void> {
  await tx.query('UPDATE listings SET obj_id = $2, list_name = $3, params = $4 WHERE id = $1', [
    id,
    objId,
    listName,
    params,
  ]);
}

/** Takes an object off a list; false where it is not on it. */
export async function deleteListing(tx: ViewerTx, id: number): Promise<boolean> {
  return (await tx.query('DELETE FROM listings WHERE id = $1 RETURNING id', [id])).length === 1;
}
