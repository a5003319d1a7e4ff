import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Archive, openArchive, withClient } from '@fritz/archive';
import {
  createGroup,
  createUser,
  type FactoryClient,
  issueToken,
  type TestUser,
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

/** One statement as a viewer: its rows, or the SQLSTATE of its refusal. */
function attempt(key: string | null, text: string, values: readonly unknown[] = []) {
  return archive
    .asViewer(key, (tx) => tx.query(text, values))
    .then(
      (rows) => rows,
      (error: Error & { code?: string }) => error.code,
    );
}

const refused = '42501';
const notFresh = '25000';

/** An invitation to a role, made by somebody; its id. */
async function arrangeInvitation(
  inviter: TestUser,
  { role = 'View only', userEnd = null }: { role?: string; userEnd?: string | null } = {},
) {
  const { rows } = await arrange((client) =>
    client.query<{ id: number }>(
      `INSERT INTO fritz.invitations
         (token_hash, email, role_id, invited_by, expires_at, user_expires_at)
       VALUES (sha256($1::text::bytea), 'a@example.org', $2, $3, now() + interval '1 day', $4)
       RETURNING id`,
      [`${inviter.id} ${role} ${userEnd}`, role, inviter.id, userEnd],
    ),
  );
  const [row] = rows;
  assert.ok(row);
  return row.id;
}

const renew = `SELECT renew_invitation($1, sha256(random()::text::bytea),
  now() + interval '1 day', 'none') AS done`;

test('a link is renewed by a key that can give what it gives, alone', async () => {
  const admin = await arrange((client) => createUser(client, { roles: ['Super admin'] }));
  const narrow = await arrange((client) =>
    issueToken(client, { userId: admin.id, acls: ['Manage users'] }),
  );
  const id = await arrangeInvitation(admin, { role: 'Super admin' });
  assert.deepEqual(await attempt(narrow, renew, [id]), [{ done: false }]);
  assert.deepEqual(await attempt(admin.token, renew, [id]), [{ done: true }]);
  const { group, member } = await arrange(async (client) => {
    const manager = await createUser(client, { roles: ['Group admin'] });
    const members = [{ user: manager, admin: true }];
    return { group: await createGroup(client, { members }), member: manager };
  });
  const own = await arrangeInvitation(member);
  await arrange((client) =>
    client.query('INSERT INTO fritz.invitation_groups VALUES ($1, $2)', [own, group.id]),
  );
  assert.deepEqual(await attempt(member.token, renew, [own]), [{ done: true }]);
  await arrange((client) => createUser(client)).then((other) =>
    arrange((client) =>
      client.query('INSERT INTO fritz.group_users VALUES ($1, $2, true)', [group.id, other.id]),
    ),
  );
  await attempt(member.token, 'DELETE FROM group_users WHERE group_id = $1 AND user_id = $2', [
    group.id,
    member.id,
  ]);
  assert.deepEqual(await attempt(member.token, renew, [own]), [{ done: false }], 'he has left');
});

test('a key that ends invites nobody for longer than it lives', async () => {
  const manager = await arrange((client) => createUser(client, { roles: ['Group admin'] }));
  const ending = await arrange((client) =>
    issueToken(client, { userId: manager.id, expiresAt: new Date(Date.now() + 3_600_000) }),
  );
  const make = `SELECT create_invitation(sha256($1::text::bytea), 'a@b.c', 'View only', '{}', '{}',
    '{}', '{}', now() + interval '1 day', now() + $2::interval, 'none') IS NOT NULL AS done`;
  assert.equal(await attempt(ending, make, ['never', null]), refused);
  assert.equal(await attempt(ending, make, ['later', '2 hours']), refused);
  assert.deepEqual(await attempt(ending, make, ['sooner', '1 minute']), [{ done: true }]);
  const change = `SELECT update_invitation($1, 'View only', '{}', '{}', '{}', '{}',
    now() + interval '1 day', now() + $2::interval) AS done`;
  const id = await arrangeInvitation(manager);
  assert.equal(await attempt(ending, change, [id, null]), refused);
  assert.equal(await attempt(ending, change, [id, '2 hours']), refused);
  assert.deepEqual(await attempt(ending, renew, [id]), [{ done: false }]);
  assert.deepEqual(await attempt(ending, change, [id, '1 minute']), [{ done: true }]);
  assert.deepEqual(await attempt(manager.token, change, [id, null]), [{ done: true }]);
});

test('nobody puts off his own end but a System admin', async () => {
  const { manager, other, admin } = await arrange(async (client) => {
    const [one, two] = [
      await createUser(client, { roles: ['Group admin'] }),
      await createUser(client, { roles: ['Group admin'] }),
    ];
    await client.query(
      `UPDATE fritz.users SET expires_at = now() + interval '1 day' WHERE id = ANY ($1)`,
      [[one.id, two.id]],
    );
    return {
      manager: one,
      other: two,
      admin: await createUser(client, { roles: ['Super admin'] }),
    };
  });
  const end = 'SELECT set_user_end($1, now() + $2::interval) AS done';
  assert.equal(await attempt(manager.token, end, [manager.id, null]), refused);
  assert.equal(await attempt(manager.token, end, [manager.id, '2 days']), refused);
  assert.deepEqual(await attempt(manager.token, end, [manager.id, '1 hour']), [{ done: true }]);
  assert.deepEqual(await attempt(manager.token, end, [other.id, '2 days']), [{ done: true }]);
  assert.deepEqual(await attempt(admin.token, end, [manager.id, null]), [{ done: true }]);
});

test('rights are not looked at as they were when a transaction began', async () => {
  for (const level of ['REPEATABLE READ', 'SERIALIZABLE']) {
    const { admin, other, group } = await arrange(async (client) => {
      const [one, two] = [await createUser(client), await createUser(client)];
      const members = [one, two].map((user) => ({ user, admin: true }));
      return { admin: one, other: two, group: await createGroup(client, { members }) };
    });
    const intern = 'SELECT intern_audience(ARRAY[$1::int])';
    await archive.asViewer(admin.token, (tx) => tx.query(intern, [group.id]));
    for (const [text, values] of [
      [
        'INSERT INTO group_users (group_id, user_id, admin) VALUES ($1, $2, true)',
        [group.id, admin.id],
      ],
      [intern, [group.id]],
      ['SELECT intern_audience(ARRAY[$1::int, $2::int])', [group.id, -1]],
    ] as const) {
      await withClient(database.app, async (client) => {
        await client.query(`BEGIN ISOLATION LEVEL ${level}`);
        await client.query(`SELECT set_config('fritz.viewer_key', $1, true)`, [admin.token]);
        await client.query('SELECT 1 FROM group_users');
        await arrange((superuser) =>
          superuser.query('DELETE FROM fritz.group_users WHERE group_id = $1 AND user_id = $2', [
            group.id,
            admin.id,
          ]),
        );
        await assert.rejects(client.query(text, [...values]), { code: notFresh }, text);
        await client.query('ROLLBACK');
      });
    }
    assert.equal(other.id > 0, true);
  }
  await assert.rejects(
    withClient(database.broker, async (client) => {
      await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
      await client.query(`SELECT intern_program('ztf', 1::smallint)`);
    }),
    { code: notFresh },
  );
});

/** Waits until so many sessions of this database wait for their turn to change rights. */
async function untilQueued(waiting: number): Promise<void> {
  for (;;) {
    const { rows } = await arrange((client) =>
      client.query<{ waiting: number }>(
        `SELECT count(*)::int AS waiting FROM pg_stat_activity
          WHERE datname = current_database() AND wait_event = 'advisory'`,
      ),
    );
    if ((rows[0]?.waiting ?? 0) >= waiting) return;
  }
}

test('who waits for his turn while he is put out changes nothing any more', async () => {
  const { admin, friend, group } = await arrange(async (client) => {
    const [one, two] = [await createUser(client), await createUser(client)];
    const members = [one, two].map((user) => ({ user, admin: true }));
    return {
      admin: one,
      friend: await createUser(client),
      group: await createGroup(client, { members }),
    };
  });
  const add = 'INSERT INTO group_users (group_id, user_id, admin) VALUES ($1, $2, true)';
  await withClient(database.superuser, async (client) => {
    await client.query('BEGIN');
    await client.query('DELETE FROM fritz.group_users WHERE group_id = $1 AND user_id = $2', [
      group.id,
      admin.id,
    ]);
    const results = [admin, friend].map((user) => attempt(admin.token, add, [group.id, user.id]));
    await untilQueued(results.length);
    await client.query('COMMIT');
    assert.deepEqual(await Promise.all(results), [refused, refused]);
  });
});

test('who waits for his turn while his role is taken gives none any more', async () => {
  const { manager, friend } = await arrange(async (client) => ({
    manager: await createUser(client, { roles: ['Group admin'] }),
    friend: await createUser(client),
  }));
  await withClient(database.superuser, async (client) => {
    await client.query('BEGIN');
    await client.query('DELETE FROM fritz.user_roles WHERE user_id = $1', [manager.id]);
    const results = [
      attempt(manager.token, `INSERT INTO user_roles VALUES ($1, 'Group admin')`, [friend.id]),
      attempt(manager.token, `INSERT INTO user_acls VALUES ($1, 'Manage users')`, [friend.id]),
      attempt(manager.token, `SELECT enroll_managed_user($1, '{}', '{}', '{}')`, [friend.id]),
    ];
    await untilQueued(results.length);
    await client.query('COMMIT');
    assert.deepEqual(await Promise.all(results), [refused, refused, refused]);
  });
});
