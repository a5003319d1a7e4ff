import type { ViewerTx } from '../viewer/viewer-tx.ts';

/** Some programmes of a survey. */
export interface StreamRow {
  id: number;
  name: string;
  survey: string;
  program_ids: number[];
  auto_join: boolean;
}

const columns = ['id', 'name', 'survey', 'program_ids', 'auto_join'] as const;

/** The streams that the viewer may read. */
export function listStreams(tx: ViewerTx): Promise<StreamRow[]> {
  return tx.db.selectFrom('streams').select(columns).orderBy('name').execute();
}

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
    .select(['s.id', 's.name', 's.survey', 's.program_ids', 's.auto_join'])
    .where('g.group_id', '=', groupId)
    .orderBy('s.name')
    .execute();
}

/** The streams that were given to the viewer, or that everyone joins. */
export async function listViewerStreams(tx: ViewerTx): Promise<{ id: number; name: string }[]> {
  return tx.query<{ id: number; name: string }>(
    'SELECT id, name FROM streams WHERE id IN (SELECT viewer_streams()) ORDER BY name',
  );
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
