import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  type Archive,
  createLoginLink,
  createToken,
  endSession,
  ensureSitewideGroup,
  ensureSuperAdmin,
  loadViewer,
  openArchive,
  redeemLink,
  withClient,
} from '@fritz/archive';
import { createUser, testDatabase } from '@fritz/testing';

type Owner = Parameters<Parameters<typeof withClient>[1]>[0];

let database: Awaited<ReturnType<typeof testDatabase>>;
let archive: Archive;
before(async () => {
  database = await testDatabase();
  archive = openArchive({ ...database.app, max: 2 });
});
after(async () => {
  await archive.close();
  await database.drop();
});

function asOwner<T>(task: (owner: Owner) => Promise<T>): Promise<T> {
  return withClient(database.owner, task);
}

function viewerOf(key: string) {
  return archive.asViewer(key, loadViewer);
}

const inAnHour = () => new Date(Date.now() + 3_600_000);

test('the schema’s owner makes a super admin, once, and a token for him', async () => {
  const id = await asOwner((owner) => ensureSuperAdmin(owner, 'tom'));
  assert.equal(await asOwner((owner) => ensureSuperAdmin(owner, 'tom')), id);
  const token = await asOwner((owner) => createToken(owner, { userId: id, name: 'first' }));
  assert.match(token, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  const viewer = await viewerOf(token);
  assert.equal(viewer?.id, id);
  assert.ok(viewer?.acls.has('System admin'));
});

test('a scoped token carries its scope alone', async () => {
  const id = await asOwner((owner) => ensureSuperAdmin(owner, 'tom'));
  const token = await asOwner((owner) =>
    createToken(owner, { userId: id, name: 'scoped', acls: ['Comment'] }),
  );
  assert.deepEqual([...((await viewerOf(token))?.acls ?? [])], ['Comment']);
});

test('no secret is in the database', async () => {
  const id = await asOwner((owner) => ensureSuperAdmin(owner, 'tom'));
  const token = await asOwner((owner) => createToken(owner, { userId: id, name: 'secret' }));
  const rows = await withClient(database.superuser, (client) =>
    client.query<{ row: string }>('SELECT k::text AS row FROM fritz.access_keys k'),
  );
  assert.ok(rows.rows.length > 0);
  for (const { row } of rows.rows) assert.equal(row.includes(token), false);
});

test('two who redeem one link at once: one gets in', async () => {
  const user = await withClient(database.superuser, (client) => createUser(client));
  const code = await asOwner((owner) => createLoginLink(owner, { userId: user.id, ttlS: 60 }));
  const redeem = () => archive.asViewer(null, (tx) => redeemLink(tx, code, inAnHour()));
  const sessions = (await Promise.all([redeem(), redeem()])).filter((session) => session !== null);
  assert.equal(sessions.length, 1);
  const [session] = sessions;
  assert.equal((await viewerOf(session?.secret ?? ''))?.id, user.id);
});

test('a session ends by its id, and only as its owner', async () => {
  const [user, other] = await withClient(database.superuser, async (client) => [
    await createUser(client),
    await createUser(client),
  ]);
  const code = await asOwner((owner) =>
    createLoginLink(owner, { userId: user?.id ?? 0, ttlS: 60 }),
  );
  const session = await archive.asViewer(null, (tx) => redeemLink(tx, code, inAnHour()));
  assert.ok(session);
  const end = (key: string) => archive.asViewer(key, (tx) => endSession(tx, session.id));
  assert.equal(await end(other?.token ?? ''), false);
  assert.equal(await end(session.secret), true);
  assert.equal(await viewerOf(session.secret), null);
});

test('one group holds every user, those before it and those after', async () => {
  const before = await asOwner((owner) => ensureSuperAdmin(owner, 'early'));
  const id = await asOwner((owner) => ensureSitewideGroup(owner, 'Everyone'));
  assert.equal(await asOwner((owner) => ensureSitewideGroup(owner, 'Another name')), id);
  const after = await asOwner((owner) => ensureSuperAdmin(owner, 'late'));
  const members = await asOwner((owner) =>
    owner.query<{ user_id: number }>('SELECT user_id FROM group_users WHERE group_id = $1', [id]),
  );
  const ids = new Set(members.rows.map((row) => row.user_id));
  assert.ok(ids.has(before) && ids.has(after));
});
