import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  type Archive,
  createLoginLink,
  createSignInKey,
  createToken,
  endSession,
  ensureSitewideGroup,
  ensureSuperAdmin,
  insertToken,
  loadViewer,
  mayGrant,
  noteKeyUse,
  openArchive,
  openSession,
  redeemLink,
  registerIdentity,
  type SessionTerms,
  sweepKeys,
  withClient,
} from '@fritz/archive';
import { createUser, issueToken, testDatabase } from '@fritz/testing';

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

function terms(expiresAt: Date): SessionTerms {
  return { expiresAt, idleS: 3600, address: '192.0.2.1', userAgent: 'test' };
}

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

test('nobody has the empty key, with which transactions without a viewer go', async () => {
  const user = await withClient(database.superuser, (client) => createUser(client));
  const asNobody = [
    `INSERT INTO access_keys (key_hash, kind, user_id) VALUES (sha256(''), 'token', viewer_id())`,
    `SELECT open_session(sha256(''), now() + interval '1 hour', NULL, NULL, NULL)`,
  ];
  for (const statement of asNobody) {
    const attempt = archive.asViewer(user.token, (tx) => tx.query(statement));
    await assert.rejects(attempt, { constraint: 'access_keys_secret' });
  }
  assert.equal(await archive.asViewer(null, loadViewer), null);
});

test('a newcomer’s username depends on users alone: groups may be hidden', async () => {
  const signInKey = await asOwner(async (owner) => {
    await owner.query(`INSERT INTO groups (name, private) VALUES ('hidden', true)`);
    return createSignInKey(owner);
  });
  const register = (subject: string) => {
    const identity = { issuer: 'https://issuer.test', subject, provider: 'test', label: null };
    const person = { wishedUsername: 'hidden', firstName: null, lastName: null, email: null };
    return archive.asViewer(null, (tx) =>
      registerIdentity(tx, signInKey, identity, person, { defaultRole: 'View only' }),
    );
  };
  const ids = [await register('first'), await register('second')];
  const users = await asOwner((owner) =>
    owner.query<{ username: string }>(
      'SELECT username FROM users WHERE id = ANY ($1) ORDER BY id',
      [ids],
    ),
  );
  assert.deepEqual(
    users.rows.map((row) => row.username),
    ['hidden', 'hidden2'],
  );
});

test('two who redeem one link at once: one gets in', async () => {
  const user = await withClient(database.superuser, (client) => createUser(client));
  const code = await asOwner((owner) => createLoginLink(owner, { userId: user.id, ttlS: 60 }));
  const redeem = () => archive.asViewer(null, (tx) => redeemLink(tx, code, terms(inAnHour())));
  const sessions = (await Promise.all([redeem(), redeem()])).filter((session) => session !== null);
  assert.equal(sessions.length, 1);
  const [session] = sessions;
  assert.equal((await viewerOf(session?.secret ?? ''))?.id, user.id);
});

test('a session ends as itself; a token is none', async () => {
  const user = await withClient(database.superuser, (client) => createUser(client));
  const session = await archive.asViewer(user.token, (tx) => openSession(tx, terms(inAnHour())));
  assert.ok(session);
  assert.equal(await archive.asViewer(user.token, endSession), false);
  assert.equal(await archive.asViewer(session.secret, endSession), true);
  assert.equal(await viewerOf(session.secret), null);
  assert.equal((await viewerOf(user.token))?.id, user.id);
});

test('what was revoked or used stays so', async () => {
  const user = await withClient(database.superuser, (client) => createUser(client));
  const code = await asOwner((owner) => createLoginLink(owner, { userId: user.id, ttlS: 60 }));
  const redeem = () => archive.asViewer(null, (tx) => redeemLink(tx, code, terms(inAnHour())));
  const session = await redeem();
  await archive.asViewer(session?.secret ?? '', endSession);
  const revived = await archive.asViewer(user.token, (tx) =>
    tx.query('UPDATE access_keys SET revoked_at = NULL WHERE user_id = $1 RETURNING id', [user.id]),
  );
  // The token in hand, which was not revoked.
  assert.equal(revived.length, 1);
  assert.equal(await redeem(), null);
  assert.equal(await viewerOf(session?.secret ?? ''), null);
});

test('no key outlives the token that it comes from', async () => {
  const hour = inAnHour();
  const later = new Date(hour.getTime() + 1);
  const { user, token } = await withClient(database.superuser, async (client) => {
    const made = await createUser(client);
    return { user: made, token: await issueToken(client, { userId: made.id, expiresAt: hour }) };
  });
  const session = await archive.asViewer(token, (tx) => openSession(tx, terms(later)));
  const mayLive = (key: string, expiresAt: Date | null) =>
    archive.asViewer(key, (tx) => mayGrant(tx, user.id, { acls: null, expiresAt }));
  for (const key of [token, session?.secret ?? '']) {
    assert.equal(await mayLive(key, null), false);
    assert.equal(await mayLive(key, later), false);
    assert.equal(await mayLive(key, hour), true);
    const insert = archive.asViewer(key, (tx) =>
      insertToken(tx, user.id, { name: 'later', acls: null, expiresAt: later }),
    );
    await assert.rejects(insert, { code: '42501' });
  }
});

test('a browser’s session from a login link makes tokens that outlive it', async () => {
  const user = await withClient(database.superuser, (client) => createUser(client));
  const code = await asOwner((owner) => createLoginLink(owner, { userId: user.id, ttlS: 60 }));
  const session = await archive.asViewer(null, (tx) => redeemLink(tx, code, terms(inAnHour())));
  const { secret } = await archive.asViewer(session?.secret ?? '', (tx) =>
    insertToken(tx, user.id, { name: 'for ever', acls: null, expiresAt: null }),
  );
  assert.equal((await viewerOf(secret))?.id, user.id);
});

test('a key’s use is noted, once a minute', async () => {
  const user = await withClient(database.superuser, (client) => createUser(client));
  const age = async () => {
    await archive.asViewer(user.token, noteKeyUse);
    const found = await asOwner((owner) =>
      owner.query<{ age: number | null }>(
        `SELECT extract(epoch FROM now() - last_used_at)::float8 AS age FROM access_keys
          WHERE user_id = $1`,
        [user.id],
      ),
    );
    return found.rows[0]?.age ?? Number.NaN;
  };
  const setAge = (seconds: number) =>
    asOwner((owner) =>
      owner.query(
        'UPDATE access_keys SET last_used_at = now() - make_interval(secs => $2) WHERE user_id = $1',
        [user.id, seconds],
      ),
    );
  assert.ok((await age()) < 30);
  await setAge(50);
  assert.ok((await age()) >= 50, 'within the minute nothing is written');
  await setAge(70);
  assert.ok((await age()) < 30);
});

test('keys that ended long ago are forgotten; tokens are kept', async () => {
  const user = await withClient(database.superuser, (client) => createUser(client));
  const kinds = () =>
    asOwner(async (owner) => {
      const found = await owner.query<{ kind: string }>(
        'SELECT kind FROM access_keys WHERE user_id = $1 ORDER BY kind',
        [user.id],
      );
      return found.rows.map((row) => row.kind);
    });
  await asOwner((owner) => createLoginLink(owner, { userId: user.id, ttlS: -8 * 86_400 }));
  await asOwner((owner) => createLoginLink(owner, { userId: user.id, ttlS: -6 * 86_400 }));
  await archive.asViewer(user.token, (tx) =>
    openSession(tx, terms(new Date(Date.now() - 8 * 86_400_000))),
  );
  assert.deepEqual(await kinds(), ['link', 'link', 'session', 'token']);
  assert.equal(await archive.asViewer(null, sweepKeys), 2);
  assert.deepEqual(await kinds(), ['link', 'token']);
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
