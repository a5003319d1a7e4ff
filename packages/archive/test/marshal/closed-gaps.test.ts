import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Archive, openArchive, withClient } from '@fritz/archive';
import {
  createAlert,
  createGroup,
  createObj,
  createPhotometryPoint,
  createSource,
  createStream,
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
async function untilQueued(waiting: number, event = 'advisory'): Promise<void> {
  for (;;) {
    const { rows } = await arrange((client) =>
      client.query<{ waiting: number }>(
        `SELECT count(*)::int AS waiting FROM pg_stat_activity
          WHERE datname = current_database() AND wait_event = $1`,
        [event],
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

test('a token ends with the token that it was made with, be it by a session or by way of others', async () => {
  const { user, root } = await arrange(async (client) => {
    const made = await createUser(client);
    return { user: made, root: await issueToken(client, { userId: made.id }) };
  });
  const mint = (key: string, secret: string) =>
    attempt(
      key,
      `INSERT INTO access_keys (key_hash, kind, user_id, name)
       VALUES (sha256($1::text::bytea), 'token', $2, 'x') RETURNING 1`,
      [secret, user.id],
    );
  const open = `SELECT open_session(sha256('session'), now() + interval '1 day', '1 day', '', '')`;
  await attempt(root, open);
  await mint(root, 'child');
  await mint('child', 'grandchild');
  await mint('session', 'by session');
  await mint(user.token, 'other');
  const works = async (key: string) => {
    const rows = await attempt(key, 'SELECT viewer_id() AS id');
    return typeof rows === 'object' && rows[0]?.id === user.id;
  };
  const keys = ['child', 'grandchild', 'session', 'by session', 'other'];
  assert.deepEqual(await Promise.all(keys.map(works)), [true, true, true, true, true]);
  await arrange((client) =>
    client.query(
      `UPDATE fritz.access_keys SET revoked_at = now()
        WHERE key_hash = sha256(convert_to($1, 'UTF8'))`,
      [root],
    ),
  );
  assert.deepEqual(await Promise.all(keys.map(works)), [false, false, false, false, true]);
});

test('a token whose parent is narrowed stays where it is no wider', async () => {
  const user = await arrange((client) => createUser(client));
  const mint = (secret: string, acls: string[] | null) =>
    attempt(
      user.token,
      `INSERT INTO access_keys (key_hash, kind, user_id, name, acls)
       VALUES (sha256($1::text::bytea), 'token', $2, 'x', $3)`,
      [secret, user.id, acls],
    );
  await mint('wide child', null);
  await mint('narrow child', ['Comment']);
  await arrange((client) =>
    client.query(
      `UPDATE fritz.access_keys SET acls = '{Comment,Annotate}'
        WHERE key_hash = sha256(convert_to($1, 'UTF8'))`,
      [user.token],
    ),
  );
  const who = 'SELECT viewer_id() AS id';
  assert.deepEqual(await attempt('wide child', who), [{ id: null }]);
  assert.deepEqual(await attempt('narrow child', who), [{ id: user.id }]);
});

test('of a key that is being revoked nothing is made', async () => {
  const user = await arrange((client) => createUser(client));
  await withClient(database.superuser, async (client) => {
    await client.query('BEGIN');
    await client.query('UPDATE fritz.access_keys SET revoked_at = now() WHERE user_id = $1', [
      user.id,
    ]);
    const made = attempt(
      user.token,
      `INSERT INTO access_keys (key_hash, kind, user_id, name) VALUES (sha256('late'), 'token', $1, 'x')`,
      [user.id],
    );
    await untilQueued(1, 'transactionid');
    await client.query('COMMIT');
    assert.equal(await made, refused);
  });
});

test('a key without permissions changes no address or name, and learns no ways in', async () => {
  const { user, bare } = await arrange(async (client) => {
    const made = await createUser(client);
    await client.query(
      `INSERT INTO fritz.identities (user_id, issuer, subject, provider) VALUES ($1, 'i', $2, 'p')`,
      [made.id, made.username],
    );
    await client.query(
      `INSERT INTO fritz.access_keys (key_hash, kind, user_id) VALUES (sha256($1::text::bytea), 'session', $2)`,
      [`${made.id}`, made.id],
    );
    return { user: made, bare: await issueToken(client, { userId: made.id, acls: [] }) };
  });
  const change = 'SELECT update_profile($1, null) IS NOT NULL AS done';
  for (const field of ['username', 'contact_email', 'contact_phone']) {
    assert.equal(await attempt(bare, change, [{ [field]: null }]), refused, field);
  }
  assert.deepEqual(await attempt(bare, change, [{ bio: 'b' }]), [{ done: true }]);
  const change2 = [{ contact_email: 'a@example.org', contact_phone: '+1 234 5678' }];
  assert.deepEqual(await attempt(user.token, change, change2), [{ done: true }]);
  const seen = `SELECT (SELECT count(*)::int FROM identities) AS identities,
    (SELECT count(*)::int FROM access_keys WHERE kind = 'session') AS sessions`;
  assert.deepEqual(await attempt(bare, seen), [{ identities: 0, sessions: 0 }]);
  assert.deepEqual(await attempt(user.token, seen), [{ identities: 1, sessions: 1 }]);
});

test('groups are made and objects adopted with Upload data alone', async () => {
  const objectId = 'ZTF26adopted';
  const { bare, user } = await arrange(async (client) => {
    const made = await createUser(client);
    await createStream(client, { programIds: [1, 2, 3], users: [made] });
    await createAlert(client, { objectId });
    return { user: made, bare: await issueToken(client, { userId: made.id, acls: ['Comment'] }) };
  });
  const found = `SELECT create_group('By SQL', null, null, false) IS NOT NULL AS done`;
  const adopt = `SELECT adopt_obj('${objectId}') AS done`;
  for (const text of [found, adopt]) {
    assert.equal(await attempt(bare, text), refused, text);
    assert.deepEqual(await attempt(user.token, text), [{ done: true }], text);
  }
});

test('saves and unsaves bear the name of who did them, and when', async () => {
  const { saver, other, group, objId } = await arrange(async (client) => {
    const [one, two] = [await createUser(client), await createUser(client)];
    const made = await createGroup(client, { members: [one, two] });
    const id = 'ZTF26unsaved';
    await createSource(client, { objId: id, group: made, savedBy: one });
    return { saver: one, other: two, group: made, objId: id };
  });
  const turn = (active: boolean) =>
    `UPDATE sources SET active = ${active} WHERE obj_id = '${objId}'
      RETURNING saved_by, unsaved_by, unsaved_at IS NOT NULL AS dated`;
  assert.deepEqual(await attempt(other.token, turn(false)), [
    { saved_by: saver.id, unsaved_by: other.id, dated: true },
  ]);
  assert.deepEqual(await attempt(other.token, turn(true)), [
    { saved_by: other.id, unsaved_by: null, dated: false },
  ]);
  const lie = `INSERT INTO sources (obj_id, group_id, audience_id, saved_by, saved_at)
    VALUES ($1, $2, intern_audience(ARRAY[$2::int]), $3, '2001-01-01')`;
  assert.equal(await attempt(saver.token, lie, [objId, group.id, saver.id]), refused);
});

test('audiences are made for a viewer, and asked after by who belongs to them', async () => {
  const made = await arrange(async (client) => {
    const [one, two] = [await createUser(client), await createUser(client)];
    const [mine, theirs] = [
      await createGroup(client, { members: [one] }),
      await createGroup(client, { members: [two], private: true }),
    ];
    return { one, two, mine, theirs };
  });
  const { one, two, mine, theirs } = made;
  const intern = 'SELECT intern_audience(ARRAY[$1::int]) AS id';
  assert.equal(await attempt(null, intern, [mine.id]), refused);
  const rows = await attempt(two.token, intern, [theirs.id]);
  const hidden = typeof rows === 'object' ? rows[0]?.id : null;
  const ways = `SELECT rule FROM access_ways($1, null, null, null)
    WHERE rule NOT IN ('total', 'system_admin')`;
  assert.deepEqual(await attempt(one.token, ways, [[hidden]]), []);
  assert.deepEqual(await attempt(two.token, ways, [[hidden]]), [{ rule: 'group' }]);
  const point = await arrange(async (client) => {
    const { id: objId } = await createObj(client, {});
    const columns = { audience_id: hidden, origin: '', owner_id: two.id };
    return createPhotometryPoint(client, { objId, columns });
  });
  const widen = `SELECT readdressed_audience($1, ARRAY[$2::int], '{}', false) IS NULL AS hidden`;
  assert.deepEqual(await attempt(one.token, widen, [point.id, mine.id]), [{ hidden: true }]);
  assert.deepEqual(await attempt(two.token, widen, [point.id, theirs.id]), [{ hidden: false }]);
});

test('who may read a stream that the viewer may not, he is not told', async () => {
  const { outsider, manager, member, group, stream } = await arrange(async (client) => {
    const [boss, one] = [await createUser(client), await createUser(client)];
    const far = await createUser(client, { acls: ['Manage groups', 'Upload data'] });
    return {
      outsider: far,
      manager: boss,
      member: one,
      group: await createGroup(client, { members: [{ user: boss, admin: true }, one] }),
      stream: await createStream(client, { programIds: [3] }),
    };
  });
  const without = 'SELECT m AS id FROM members_without_stream($1, $2) m ORDER BY 1';
  const ways = 'SELECT rule, others FROM access_ways($1, null, null, $2)';
  const ask = (user: TestUser) => attempt(user.token, without, [group.id, stream.id]);
  assert.deepEqual(await ask(manager), []);
  assert.deepEqual(await attempt(manager.token, ways, [[], stream.id]), [
    { rule: 'total', others: 0 },
  ]);
  await arrange((client) =>
    client.query('INSERT INTO fritz.stream_users (stream_id, user_id) VALUES ($1, $2), ($1, $3)', [
      stream.id,
      manager.id,
      outsider.id,
    ]),
  );
  assert.deepEqual(await ask(manager), [{ id: member.id }]);
  assert.deepEqual(await ask(outsider), [{ id: null }], 'he is no admin of the group: how many');
});

test('an account that alone administers a group is in use, whoever sees that group', async () => {
  const { manager, alone } = await arrange(async (client) => {
    const made = await createUser(client);
    const partner = await createUser(client);
    await createGroup(client, { members: [{ user: made, admin: true }, partner], private: true });
    return { manager: await createUser(client, { roles: ['Group admin'] }), alone: made };
  });
  assert.equal(await attempt(manager.token, 'SELECT delete_user($1)', [alone.id]), 'FZ012');
});

test('the log tells of ends, telephones, deactivation and links that were replaced', async () => {
  const { admin, user } = await arrange(async (client) => ({
    admin: await createUser(client, { roles: ['Super admin'] }),
    user: await createUser(client),
  }));
  const id = await arrangeInvitation(admin);
  await attempt(user.token, `SELECT update_profile('{"contact_phone": "+1 234 5678"}', null)`);
  await attempt(admin.token, 'SELECT deactivate_user($1)', [user.id]);
  await attempt(admin.token, `SELECT set_user_end($1, now() + interval '1 day')`, [user.id]);
  await attempt(admin.token, renew, [id]);
  const { rows } = await arrange((client) =>
    client.query<{ field: string }>(
      `SELECT DISTINCT jsonb_object_keys(after) AS field FROM fritz.audit_log
        WHERE action = 'update' AND ((kind = 'user' AND subject_id = $1)
          OR (kind = 'invitation' AND subject_id = $2)) ORDER BY 1`,
      [`${user.id}`, `${id}`],
    ),
  );
  const told = rows.map(({ field }) => field);
  for (const field of ['contact_phone', 'deactivated_at', 'expires_when_active', 'renewed_at']) {
    assert.ok(told.includes(field), field);
  }
});
