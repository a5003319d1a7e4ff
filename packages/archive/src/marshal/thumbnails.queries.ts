import type { ViewerTx } from '../viewer/viewer-tx.ts';
import { type AudienceGroup, audienceGroups } from './audiences.queries.ts';

/** A small picture that the viewer sees, without its bytes. */
export interface ThumbnailRow {
  id: number;
  obj_id: string;
  type: string;
  survey: string | null;
  owner_id: number;
  /** Null: it is stored here. */
  public_url: string | null;
  media_type: string | null;
  width_px: number | null;
  height_px: number | null;
  is_grayscale: boolean;
  origin: string | null;
  groups: AudienceGroup[];
  created_at: Date;
  modified_at: Date;
}

const selectThumbnails = `
  SELECT t.id, t.obj_id, t.type, t.survey, t.owner_id, t.public_url, t.media_type, t.width_px,
         t.height_px, t.is_grayscale, t.origin, t.created_at, t.modified_at,
         ${audienceGroups('t')} AS groups
    FROM thumbnails t`;

/** The pictures of objects, newest first for each. */
export function listThumbnails(tx: ViewerTx, objIds: readonly string[]): Promise<ThumbnailRow[]> {
  return tx.query<ThumbnailRow & Record<string, unknown>>(
    `${selectThumbnails} WHERE t.obj_id = ANY ($1) ORDER BY t.obj_id, t.modified_at DESC, t.id DESC`,
    [objIds],
  );
}

/** One of them; null where the viewer sees none. */
export async function findThumbnail(tx: ViewerTx, id: number): Promise<ThumbnailRow | null> {
  const [row] = await tx.query<ThumbnailRow & Record<string, unknown>>(
    `${selectThumbnails} WHERE t.id = $1`,
    [id],
  );
  return row ?? null;
}

/** The picture itself; null where the viewer sees none that is stored here. */
export async function findThumbnailImage(
  tx: ViewerTx,
  id: number,
): Promise<{ image: Buffer; media_type: string; modified_at: Date } | null> {
  const [row] = await tx.query<{ image: Buffer; media_type: string; modified_at: Date }>(
    'SELECT image, media_type, modified_at FROM thumbnails WHERE id = $1 AND image IS NOT NULL',
    [id],
  );
  return row ?? null;
}

/** A picture to be stored. */
export interface NewThumbnail {
  objId: string;
  type: string;
  survey: string | null;
  ownerId: number;
  audienceId: number;
  image: Uint8Array;
  mediaType: string;
  widthPx: number;
  heightPx: number;
  isGrayscale: boolean;
  origin: string | null;
}

/** Stores a picture, in the place of the owner's one of the same kind for the same audience. */
export async function putThumbnail(tx: ViewerTx, picture: NewThumbnail): Promise<number> {
  const [row] = await tx.query<{ id: number }>(
    `INSERT INTO thumbnails (obj_id, type, survey, owner_id, audience_id, image, media_type,
       width_px, height_px, is_grayscale, origin)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
     ON CONFLICT ON CONSTRAINT thumbnails_once DO UPDATE SET image = excluded.image,
       media_type = excluded.media_type, width_px = excluded.width_px,
       height_px = excluded.height_px, is_grayscale = excluded.is_grayscale,
       origin = excluded.origin, public_url = NULL
     RETURNING id`,
    [
      picture.objId,
      picture.type,
      picture.survey,
      picture.ownerId,
      picture.audienceId,
      picture.image,
      picture.mediaType,
      picture.widthPx,
      picture.heightPx,
      picture.isGrayscale,
      picture.origin,
    ],
  );
  if (!row) throw new Error('no thumbnail was stored');
  return row.id;
}

/** What of a picture may be changed; what is absent stays. */
export interface ThumbnailChange {
  obj_id?: string;
  type?: string;
  survey?: string | null;
  public_url?: string;
  origin?: string | null;
  is_grayscale?: boolean;
  audience_id?: number;
  /** Null, where an address takes the picture's place. */
  image?: null;
  media_type?: null;
  width_px?: null;
  height_px?: null;
}

/** Changes a picture; false where the viewer may not. */
export async function updateThumbnail(
  tx: ViewerTx,
  id: number,
  change: ThumbnailChange,
): Promise<boolean> {
  const { numUpdatedRows } = await tx.db
    .updateTable('thumbnails')
    .set(change)
    .where('id', '=', id)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Deletes a picture; false where the viewer may not. */
export async function deleteThumbnail(tx: ViewerTx, id: number): Promise<boolean> {
  return (await tx.query('DELETE FROM thumbnails WHERE id = $1 RETURNING id', [id])).length === 1;
}

/** How many pictures of these types the viewer sees that are stored here. */
export async function countThumbnails(tx: ViewerTx, types: readonly string[]): Promise<number> {
  const [row] = await tx.query<{ total: number }>(
    'SELECT count(*)::int AS total FROM thumbnails WHERE image IS NOT NULL AND type = ANY ($1)',
    [types],
  );
  return row?.total ?? 0;
}
