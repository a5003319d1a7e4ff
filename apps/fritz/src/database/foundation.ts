import { ensureSitewideGroup, ensureSuperAdmin, type withClient } from '@fritz/archive';

/** A connection of the schema's owner. */
export type OwnerClient = Parameters<Parameters<typeof withClient>[1]>[0];

/** Who the installation belongs to. */
export const adminName = 'admin';
export const sitewideGroupName = 'Sitewide Group';

/** ZTF's programmes are nested: the partnership sees what is public, Caltech sees all. */
export const ztfStreams = [
  { name: 'ZTF Public', programIds: [1], autoJoin: true },
  { name: 'ZTF Partnership', programIds: [1, 2], autoJoin: false },
  { name: 'ZTF Caltech', programIds: [1, 2, 3], autoJoin: false },
] as const;

/** Makes sure of the first user, the group of all and the streams; true when nothing was there. */
export async function ensureFoundation(owner: OwnerClient): Promise<boolean> {
  const found = await owner.query(
    'SELECT FROM users UNION ALL SELECT FROM groups UNION ALL SELECT FROM streams LIMIT 1',
  );
  if (found.rows.length > 0) return false;
  await owner.query('BEGIN');
  try {
    for (const { name, programIds, autoJoin } of ztfStreams) {
      await owner.query(
        `INSERT INTO streams (name, survey, program_ids, auto_join) VALUES ($1, 'ztf', $2, $3)`,
        [name, [...programIds], autoJoin],
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
