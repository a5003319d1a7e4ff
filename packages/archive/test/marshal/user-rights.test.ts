import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Archive, openArchive, withClient } from '@fritz/archive';
import {
  createGroup,
  createStream,
  createUser,
  type FactoryClient,
  issueToken,
  testDatabase,
} from '@fritz/testing';

let database: Awaited<ReturnType<typeof testDatabase>>;
let archive: Archive;
before(async () => {
  database = await testDatabase();
  archive = openArchive({ ...database.app, max: 4 });
});
after(async () => {
  await archive.close();
  await database.drop();
});

function arrange<T>(task: (client: FactoryClient) => Promise<T>): Promise<T> {
  return withClient(database.superuser, task);
}

/** One statement as a viewer: how many rows it gave or changed, or the SQLSTATE of its refusal. */
function attempt(key: string | null, text: string, values: readonly unknown[] = []) {
  const select = /^SELECT/i.test(text);
  const whole = select ? text : `WITH done AS (${text} RETURNING 1) TABLE done`;
  return archive
    .asViewer(key, (tx) => tx.query(whole, values))
    .then(
      (rows) => rows.length,
      (error: Error & { code?: string }) => error.code,
    );
}

const refused = '42501';

/** Who might try: everybody who is no System admin, or whose key is not that of one. */
async function arrangeClimbers() {
  return arrange(async (client) => {
    const admin = await createUser(client, { roles: ['Super admin'] });
    const manager = await createUser(client, { roles: ['Group admin'] });
    const member = await createUser(client);
    const narrow = await issueToken(client, { userId: admin.id, acls: ['Manage users'] });
    const blind = await issueToken(client, { userId: manager.id, acls: ['Comment'] });
    const climbers = [
      { name: 'a manager', key: manager.token, self: manager.id, manages: true },
      { name: 'a System admin’s narrow token', key: narrow, self: admin.id, manages: true },
      { name: 'a manager’s narrow token', key: blind, self: manager.id, manages: false },
      { name: 'a member', key: member.token, self: member.id, manages: false },
      { name: 'nobody', key: null, self: member.id, manages: false },
    ];
    return { admin, manager, member, climbers, target: await createUser(client) };
  });
}

test('nobody becomes a System admin, or touches one, by any statement or function', async () => {
  const { admin, target, climbers } = await arrangeClimbers();
  const giveRole = `INSERT INTO user_roles (user_id, role_id) VALUES ($1, 'Super admin')`;
  const giveAcl = `INSERT INTO user_acls (user_id, acl_id) VALUES ($1, 'System admin')`;
  for (const { name, key, self, manages } of climbers) {
    for (const id of [self, target.id]) {
      assert.equal(await attempt(key, giveRole, [id]), refused, `${name}: role`);
      assert.equal(await attempt(key, giveAcl, [id]), refused, `${name}: permission`);
    }
    const drop = `DELETE FROM user_roles WHERE user_id = $1 AND role_id = 'Super admin'`;
    assert.equal(await attempt(key, drop, [admin.id]), 0, `${name}: demotes`);
    const edit = `UPDATE users SET contact_email = 'mine@example.org' WHERE id = $1`;
    assert.equal(await attempt(key, edit, [admin.id]), 0, `${name}: edits`);
    for (const call of [
      'deactivate_user($1)',
      'activate_user($1)',
      'delete_user($1)',
      'set_user_end($1, now())',
      'begin_user_change($1)',
      `enroll_managed_user($1, '{}', '{}', '{}')`,
    ]) {
      assert.equal(await attempt(key, `SELECT ${call}`, [admin.id]), refused, `${name}: ${call}`);
      if (manages) continue;
      assert.equal(await attempt(key, `SELECT ${call}`, [target.id]), refused, `${name}: ${call}`);
    }
    for (const column of ['expires_at', 'deactivated_at', 'username', 'preferences', 'revision']) {
      const text = `UPDATE users SET ${column} = ${column} WHERE id = $1`;
      assert.equal(await attempt(key, text, [target.id]), refused, `${name}: ${column}`);
    }
    const invite = `SELECT create_invitation('x', 'a@b.c', $1, '{}', '{}', '{}', '{}', now(), null, 'none')`;
    assert.equal(await attempt(key, invite, ['Super admin']), refused, `${name}: invites`);
  }
  const { rows } = await arrange((client) =>
    client.query(
      `SELECT FROM fritz.user_permissions WHERE acl_id = 'System admin' AND user_id <> $1`,
      [admin.id],
    ),
  );
  assert.equal(rows.length, 0);
});

test('what the rules are made of is nobody’s to call', async () => {
  const { climbers, admin } = await arrangeClimbers();
  const inner = [
    `enroll_user(1, '{}', '{}', '{}', '{}')`,
    `set_invitation_gifts(1, 'Super admin', '{}', '{}', '{}', '{}')`,
    `user_has(1, 'System admin')`,
    `may_enroll(1, true, true, '{}', '{}')`,
    'streams_of_groups(ARRAY[1])',
    `open_invitation('x')`,
    'invitation_stands(1)',
    'invitation_stream_ids(1)',
    'demand_managed_user(1)',
    `merge_json('{}', '{}')`,
  ];
  for (const key of [admin.token, ...climbers.map((climber) => climber.key)]) {
    for (const call of inner) assert.equal(await attempt(key, `SELECT ${call}`), refused, call);
    for (const column of ['contact_email', 'contact_phone', 'preferences', 'expires_at', '*']) {
      assert.equal(await attempt(key, `SELECT ${column} FROM users`), refused, column);
    }
    assert.equal(await attempt(key, 'SELECT token_hash FROM invitations'), refused);
    for (const table of ['invitations', 'invitation_groups', 'invitation_streams']) {
      const insert = await attempt(key, `INSERT INTO ${table} DEFAULT VALUES`);
      assert.equal(insert, refused, table);
      assert.equal(await attempt(key, `DELETE FROM ${table}`), refused, table);
    }
  }
});

test('details of others are for who manages users', async () => {
  const { manager, member, climbers } = await arrangeClimbers();
  const details = 'SELECT FROM user_details() WHERE user_id = $1';
  assert.equal(await attempt(manager.token, details, [member.id]), 1);
  assert.equal(await attempt(member.token, details, [member.id]), 1);
  for (const { name, key, manages } of climbers.filter((climber) => !climber.manages)) {
    assert.equal(await attempt(key, details, [manager.id]), name.startsWith('a manager') ? 1 : 0);
    assert.equal(manages, false);
  }
  const preferences = `SELECT FROM user_details() WHERE user_id = $1 AND preferences IS NOT NULL`;
  assert.equal(await attempt(manager.token, preferences, [member.id]), 0, 'not even by him');
  for (const text of [
    'SELECT FROM users',
    'SELECT * FROM ended_users()',
    'SELECT FROM user_roles',
  ]) {
    assert.equal(await attempt(null, text), 0, text);
  }
});

test('invitations are seen by who made them, with the permission to', async () => {
  const { admin, manager, climbers } = await arrangeClimbers();
  await arrange(async (client) => {
    const stream = await createStream(client, { users: [manager] });
    const group = await createGroup(client, { members: [{ user: manager, admin: true }] });
    await client.query(
      `WITH made AS (
         INSERT INTO fritz.invitations (token_hash, email, role_id, invited_by, expires_at)
         VALUES ('h', 'a@example.org', 'View only', $1, now() + interval '1 day') RETURNING id),
       given AS (INSERT INTO fritz.invitation_groups SELECT id, $2 FROM made)
       INSERT INTO fritz.invitation_streams SELECT id, $3 FROM made`,
      [manager.id, group.id, stream.id],
    );
  });
  for (const table of ['invitations', 'invitation_groups', 'invitation_streams']) {
    const text = `SELECT 1 FROM ${table}`;
    assert.equal(await attempt(manager.token, text), 1, table);
    assert.equal(await attempt(admin.token, text), 1, table);
    for (const { name, key } of climbers.slice(1)) {
      assert.equal(await attempt(key, text), 0, `${table} as ${name}`);
    }
  }
});

/** Ways to take a System admin away, as himself. */
const endings = [
  `DELETE FROM user_roles WHERE user_id = $1 AND role_id = 'Super admin'`,
  'SELECT deactivate_user($1)',
  `SELECT set_user_end($1, now() + interval '1 year')`,
  'SELECT delete_user($1)',
];

test('the last System admin stays, by whatever way he would go', async () => {
  const own = await testDatabase();
  const place = openArchive({ ...own.app, max: 2 });
  try {
    const { last, other } = await withClient(own.superuser, async (client) => ({
      last: await createUser(client, { roles: ['Super admin'] }),
      other: await createUser(client, { acls: ['System admin'] }),
    }));
    const run = (text: string, values: unknown[]) =>
      place.asViewer(last.token, (tx) => tx.query(text, values));
    // One whose account ends is not enough.
    await run(`SELECT set_user_end($1, now() + interval '1 year')`, [other.id]);
    for (const text of endings) {
      await assert.rejects(run(text, [last.id]), { code: 'FZ011' }, text);
    }
    const asOwner = (text: string) =>
      withClient(own.owner, (client) => client.query(text, [last.id]));
    for (const text of [
      'DELETE FROM users WHERE id = $1',
      'UPDATE users SET expires_at = now() WHERE id = $1',
      `UPDATE user_roles SET role_id = 'View only' WHERE user_id = $1`,
    ]) {
      await assert.rejects(asOwner(text), { code: 'FZ011' }, `by the schema’s owner: ${text}`);
    }
    await run('SELECT set_user_end($1, null)', [other.id]);
    await run(endings[0] ?? '', [last.id]);
  } finally {
    await place.close();
    await own.drop();
  }
});

for (const text of endings) {
  test(`of two System admins who end each other at once one stays: ${text}`, async () => {
    const own = await testDatabase();
    const place = openArchive({ ...own.app, max: 4 });
    try {
      const admins = await withClient(own.superuser, async (client) => [
        await createUser(client, { roles: ['Super admin'] }),
        await createUser(client, { roles: ['Super admin'] }),
      ]);
      // Both are under way, as themselves, before either ends the other.
      const begun = admins.map(() => Promise.withResolvers<void>());
      // The second is refused, or finds that it has no rights any more.
      await Promise.allSettled(
        admins.map(({ token }, index) =>
          place.asViewer(token, async (tx) => {
            await tx.query('SELECT viewer_id()');
            begun[index]?.resolve();
            await Promise.all(begun.map(({ promise }) => promise));
            return tx.query(text, [admins[1 - index]?.id]);
          }),
        ),
      );
      const left = await withClient(own.superuser, (client) =>
        client.query(
          `SELECT FROM fritz.users u JOIN fritz.user_permissions p ON p.user_id = u.id
            WHERE p.acl_id = 'System admin' AND u.expires_at IS NULL`,
        ),
      );
      assert.equal(left.rows.length, 1);
    } finally {
      await place.close();
      await own.drop();
    }
  });
}
