import type { Reading } from '../viewer/reading.ts';
import type { ViewerTx } from '../viewer/viewer-tx.ts';

/** Some programmes of a survey. */
export interface StreamRow {
  id: number;
  name: string;
  survey: string;
  program_ids: number[];
  auto_join: boolean;
  created_at: Date;
  modified_at: Date;
}

const columns = [
  'id',
  'name',
  'survey',
  'program_ids',
  'auto_join',
  'created_at',
  'modified_at',
] as const;

/** The streams that the viewer may read. */
export function listStreams(tx: ViewerTx): Promise<StreamRow[]> {
  return tx.read(streamsReading);
}

/** The same, as a reading. */
export const streamsReading: Reading<StreamRow> = {
  name: 'streams',
  text: `SELECT ${columns.join(', ')} FROM streams ORDER BY name`,
  values: [],
};

/** One stream; null where the viewer may not read it. */
export async function findStream(tx: ViewerTx, id: number): Promise<StreamRow | null> {
  const row = await tx.db
    .selectFrom('streams')
    .select(columns)
    .where('id', '=', id)
    .executeTakeFirst();
  return row ?? null;
}

/** The streams of a group that the viewer may read. */
export function listGroupStreams(tx: ViewerTx, groupId: number): Promise<StreamRow[]> {
  return tx.db
    .selectFrom('streams as s')
    .innerJoin('group_streams as g', 'g.stream_id', 's.id')
    .select(columns.map((column) => `s.${column}` as const))
    .where('g.group_id', '=', groupId)
    .orderBy('s.name')
    .execute();
}

/** Makes a stream. */
export async function createStream(
  tx: ViewerTx,
  stream: { name: string; survey: string; programIds: readonly number[]; autoJoin: boolean },
): Promise<number> {
  const { id } = await tx.db
    .insertInto('streams')
    .values({
      name: stream.name,
      survey: stream.survey,
      program_ids: [...stream.programIds],
      auto_join: stream.autoJoin,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** Lets a user read a stream; adding again changes nothing. */
export async function addStreamUser(tx: ViewerTx, streamId: number, userId: number): Promise<void> {
  await tx.db
    .insertInto('stream_users')
    .values({ stream_id: streamId, user_id: userId })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** What of a stream may be changed; what is absent stays. */
export interface StreamChange {
  name?: string;
  survey?: string;
  program_ids?: number[];
  auto_join?: boolean;
}

/** Changes a stream; false where there is none, or the viewer may not. */
export async function updateStream(
  tx: ViewerTx,
  id: number,
  change: StreamChange,
): Promise<boolean> {
  const { numUpdatedRows } = await tx.db
    .updateTable('streams')
    .set({ ...change, modified_at: new Date() })
    .where('id', '=', id)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Deletes a stream that no filter reads; false where there is none, or the viewer may not. */
export async function deleteStream(tx: ViewerTx, id: number): Promise<boolean> {
  return (await tx.query('DELETE FROM streams WHERE id = $1 RETURNING id', [id])).length === 1;
}

/** The filters that read a stream, of one group where one is named; those that the viewer sees. */
export function listStreamFilters(
  tx: ViewerTx,
  streamId: number,
  groupId: number | null = null,
): Promise<{ id: number; name: string }[]> {
  return tx.query<{ id: number; name: string }>(
    `SELECT id, name FROM filters WHERE stream_id = $1 AND ($2::int IS NULL OR group_id = $2)
      ORDER BY name, id`,
    [streamId, groupId],
  );
}

/** Who may read a stream, by name, as far as the viewer may know. */
export function listStreamUsers(
  tx: ViewerTx,
  streamId: number,
): Promise<{ id: number; username: string }[]> {
  return tx.db
    .selectFrom('stream_users as s')
    .innerJoin('users as u', 'u.id', 's.user_id')
    .select(['u.id', 'u.username'])
    .where('s.stream_id', '=', streamId)
    .orderBy('u.username')
    .execute();
}

/** The groups that read a stream, by name; only those of one user, where he is named. */
export function listStreamGroups(
  tx: ViewerTx,
  streamId: number,
  userId: number | null = null,
): Promise<{ id: number; name: string; sitewide: boolean }[]> {
  return tx.query<{ id: number; name: string; sitewide: boolean }>(
    `SELECT g.id, g.name, g.sitewide FROM groups g JOIN group_streams s ON s.group_id = g.id
      WHERE s.stream_id = $1 AND ($2::int IS NULL OR EXISTS (
        SELECT FROM group_users m WHERE m.group_id = g.id AND m.user_id = $2))
      ORDER BY g.name, g.id`,
    [streamId, userId],
  );
}

/** Takes a stream from a user; false where he had it not, or the viewer may not. */
export async function removeStreamUser(
  tx: ViewerTx,
  streamId: number,
  userId: number,
): Promise<boolean> {
  const rows = await tx.query(
    'DELETE FROM stream_users WHERE stream_id = $1 AND user_id = $2 RETURNING user_id',
    [streamId, userId],
  );
  return rows.length === 1;
}
