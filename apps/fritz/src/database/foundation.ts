import { ensureSitewideGroup, ensureSuperAdmin, type withClient } from '@fritz/archive';
import { SURVEYS } from '@fritz/surveys';

/** A connection of the schema's owner. */
export type OwnerClient = Parameters<Parameters<typeof withClient>[1]>[0];

/** Who the installation belongs to. */
export const adminName = 'admin';
export const sitewideGroupName = 'Sitewide Group';

/** The streams of every survey, by their survey. */
export const firstStreams = SURVEYS.flatMap(({ name: survey, streams }) =>
  streams.map((stream) => ({ survey, ...stream })),
);

/** The stream that is meant where none is named. */
export const defaultStream = firstStreams[0]?.name ?? '';

/** Makes sure of the first user, the group of all and the streams; true when nothing was there. */
export async function ensureFoundation(owner: OwnerClient): Promise<boolean> {
  const found = await owner.query(
    'SELECT FROM users UNION ALL SELECT FROM groups UNION ALL SELECT FROM streams LIMIT 1',
  );
  if (found.rows.length > 0) return false;
  await owner.query('BEGIN');
  try {
    for (const { survey, name, programIds, autoJoin } of firstStreams) {
      await owner.query(
        'INSERT INTO streams (name, survey, program_ids, auto_join) VALUES ($1, $2, $3, $4)',
        [name, survey, [...programIds], autoJoin],
      );
    }
    const groupId = await ensureSitewideGroup(owner, sitewideGroupName);
    const adminId = await ensureSuperAdmin(owner, adminName);
    await owner.query(
      `INSERT INTO stream_users (stream_id, user_id) SELECT id, $1 FROM streams
       ON CONFLICT DO NOTHING`,
      [adminId],
    );
    await owner.query(
      'INSERT INTO group_streams (group_id, stream_id) SELECT $1, id FROM streams WHERE auto_join',
      [groupId],
    );
    await owner.query('COMMIT');
  } catch (error) {
    await owner.query('ROLLBACK').catch(() => {});
    throw error;
  }
  return true;
}
