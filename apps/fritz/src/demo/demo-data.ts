import { addGroupStream, createGroup, type DatabaseRoles, type ViewerTx } from '@fritz/archive';
import { addFilter } from '../database/add-filter.ts';
import { asAdmin } from '../database/as-admin.ts';
import { demoFilters } from './demo-filters.ts';

export const demoGroupName = 'Demo: transients';

/** Makes the group of the demonstration and its filters, in one transaction, where it is missing. */
export async function ensureDemoData(roles: DatabaseRoles): Promise<void> {
  await asAdmin(roles, ({ userId, run }) =>
    run(async (tx) => {
      const found = await tx.query('SELECT FROM groups WHERE name = $1', [demoGroupName]);
      if (found.length === 0) await makeDemoGroup(tx, userId);
    }),
  );
}

async function makeDemoGroup(tx: ViewerTx, userId: number): Promise<void> {
  const groupId = await createGroup(tx, {
    name: demoGroupName,
    nickname: 'demo',
    description: 'Scans the simulated night. Change its filters, or make a group of your own.',
    isPrivate: false,
    adminIds: [userId],
  });
  const [stream] = await tx.query<{ id: number }>(
    `SELECT id FROM streams WHERE name = 'ZTF Public'`,
  );
  if (!stream) throw new Error('the stream ZTF Public is missing');
  await addGroupStream(tx, groupId, stream.id);
  for (const { name, pipeline } of demoFilters) {
    const text = JSON.stringify(pipeline, null, 2);
    const made = { name, groupId, streamId: stream.id, createdBy: userId };
    // There is no night to try them on yet, and they are to find much.
    await addFilter(tx, { ...made, pipeline: text, trial: null });
  }
}
