import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  type Archive,
  migrateDown,
  migrateUp,
  openArchive,
  type ViewerTx,
  withClient,
} from '@fritz/archive';
import {
  createAlert,
  createCandidate,
  createFilter,
  createGroup,
  createSource,
  createStream,
  createUser,
  type FactoryClient,
  groupAudience,
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

/** One statement as a viewer: how many rows it gave or changed, or the SQLSTATE of its refusal. */
function attempt(user: TestUser, text: string, values: readonly unknown[] = []) {
  const work = (tx: ViewerTx) => tx.query(`WITH done AS (${text} RETURNING 1) TABLE done`, values);
  return archive.asViewer(user.token, work).then(
    (rows) => rows.length,
    (error: Error & { code?: string }) => error.code,
  );
}

/** Who is told of what but should not be, or the other way round. */
const astray = `
  (SELECT audience_id, user_id FROM fritz.audience_viewers
   EXCEPT SELECT audience_id, user_id FROM fritz.audience_membership)
  UNION ALL
  (SELECT audience_id, user_id FROM fritz.audience_membership
   EXCEPT SELECT audience_id, user_id FROM fritz.audience_viewers)`;

/** A public group with an admin and a member, and someone who is not in it. */
async function arrangeGroup(client: FactoryClient) {
  const [admin, member] = [await createUser(client), await createUser(client)];
  const outsider = await createUser(client);
  const stream = await createStream(client, { users: [admin, member, outsider] });
  const members = [{ user: admin, admin: true }, member];
  const group = await createGroup(client, { members, streams: [stream] });
  return { admin, member, outsider, stream, group };
}

const ask = 'INSERT INTO group_admission_requests (group_id, user_id) VALUES ($1, $2)';
const decide = 'UPDATE group_admission_requests SET status = $2 WHERE group_id = $1';

test('a request is made for oneself, to a group that one sees, and decided by its admins', async () => {
  const { admin, member, outsider, group } = await arrange(arrangeGroup);
  const hidden = await arrange((client) => createGroup(client, { private: true }));
  assert.equal(await attempt(member, ask, [group.id, outsider.id]), '42501');
  assert.equal(await attempt(outsider, ask, [hidden.id, outsider.id]), '42501');
  assert.equal(await attempt(member, ask, [group.id, member.id]), '42501', 'is a member');
  const own = '(SELECT id FROM groups WHERE single_user_id = $1)';
  const joinOwn = `INSERT INTO group_admission_requests (group_id, user_id) SELECT ${own}, $2`;
  assert.equal(await attempt(outsider, joinOwn, [admin.id, outsider.id]), '42501');
  const cheat = `INSERT INTO group_admission_requests (group_id, user_id, status)
                 VALUES ($1, $2, 'accepted')`;
  assert.equal(await attempt(outsider, cheat, [group.id, outsider.id]), '42501');

  assert.equal(await attempt(outsider, ask, [group.id, outsider.id]), 1);
  assert.equal(await attempt(outsider, ask, [group.id, outsider.id]), '23505');
  for (const user of [outsider, member]) {
    assert.equal(await attempt(user, decide, [group.id, 'accepted']), 0);
  }
  const move = 'UPDATE group_admission_requests SET group_id = $2 WHERE group_id = $1';
  assert.equal(await attempt(admin, move, [group.id, hidden.id]), '42501');
  assert.equal(await attempt(admin, decide, [group.id, 'accepted']), 1);
  assert.equal(await attempt(admin, decide, [group.id, 'pending']), 0, 'accepted is accepted');
  const rows = await archive.asViewer(outsider.token, (tx) =>
    tx.query(
      `SELECT r.decided_by, m.can_share_photometry FROM group_admission_requests r
         JOIN group_users m USING (group_id, user_id)`,
    ),
  );
  assert.deepEqual(rows, [{ decided_by: admin.id, can_share_photometry: false }]);
});

test('who asks what others may read, or of groups that he does not see, is told nothing', async () => {
  const { admin, member, outsider, group, stream } = await arrange(arrangeGroup);
  const hidden = await arrange((client) =>
    createGroup(client, { members: [member], streams: [stream], private: true }),
  );
  const holds = async (as: TestUser, holder: TestUser, groupId: number) => {
    const rows = await archive.asViewer(as.token, (tx) =>
      tx.query<{ holds: boolean }>('SELECT holds_group_streams($1, $2) AS holds', [
        holder.id,
        groupId,
      ]),
    );
    return rows[0]?.holds;
  };
  assert.equal(await holds(outsider, outsider, group.id), true);
  assert.equal(await holds(outsider, outsider, hidden.id), false);
  assert.equal(await holds(outsider, outsider, 999_999), false);
  assert.equal(await holds(outsider, member, group.id), false);
  assert.equal(await holds(admin, outsider, group.id), true);
  assert.equal(await holds(admin, member, hidden.id), false);
});

test('two who accept at once make one member; who withdraws meanwhile makes none', async () => {
  const { admin, outsider, group } = await arrange(arrangeGroup);
  await attempt(outsider, ask, [group.id, outsider.id]);
  const outcomes = await Promise.all([
    attempt(admin, decide, [group.id, 'accepted']),
    attempt(admin, decide, [group.id, 'accepted']),
  ]);
  assert.deepEqual(outcomes.toSorted(), [0, 1]);
  const members = await arrange((client) =>
    client.query('SELECT FROM fritz.group_users WHERE group_id = $1 AND user_id = $2', [
      group.id,
      outsider.id,
    ]),
  );
  assert.equal(members.rowCount, 1);
});

test('a group keeps an admin, whatever its admins do at once', async () => {
  for (let round = 0; round < 5; round++) {
    const { admin, member, group } = await arrange(arrangeGroup);
    const demote = 'UPDATE group_users SET admin = false WHERE group_id = $1 AND user_id = $2';
    const leave = 'DELETE FROM group_users WHERE group_id = $1 AND user_id = $2';
    assert.equal(await attempt(admin, demote, [group.id, admin.id]), 'FZ001');
    assert.equal(await attempt(admin, leave, [group.id, admin.id]), 'FZ001');
    const promote = 'UPDATE group_users SET admin = true WHERE group_id = $1 AND user_id = $2';
    assert.equal(await attempt(admin, promote, [group.id, member.id]), 1);
    const outcomes = await Promise.all([
      attempt(admin, round % 2 ? demote : leave, [group.id, admin.id]),
      attempt(member, demote, [group.id, member.id]),
    ]);
    assert.deepEqual(outcomes.toSorted(), [1, 'FZ001'], `round ${round}`);
  }
});

test('the group of all and a user’s own group are left by nobody and changed by few', async () => {
  const { admin, outsider } = await arrange(arrangeGroup);
  const root = await arrange((client) => createUser(client, { roles: ['Super admin'] }));
  const all = await arrange((client) => createGroup(client, { members: [outsider, root] }));
  await arrange((client) =>
    client.query('UPDATE fritz.groups SET sitewide = true WHERE id = $1', [all.id]),
  );
  const leave = 'DELETE FROM group_users WHERE group_id = $1 AND user_id = $2';
  for (const user of [outsider, root]) {
    assert.equal(await attempt(user, leave, [all.id, user.id]), 0);
  }
  const own = 'UPDATE groups SET name = $2 WHERE single_user_id = $1';
  assert.equal(await attempt(admin, own, [admin.id, 'mine']), 0);
  assert.equal(await attempt(root, own, [admin.id, 'mine']), 0);
  const gone = 'DELETE FROM groups WHERE id = $1 OR single_user_id = $2';
  assert.equal(await attempt(root, gone, [all.id, root.id]), 0);
  const hide = 'UPDATE groups SET private = true WHERE id = $1';
  assert.equal(await attempt(root, hide, [all.id]), '23514');
});

test('a member reads what his group reads, whichever of two changes comes first', async () => {
  for (let round = 0; round < 4; round++) {
    const { outsider, stream, group, admin } = await arrange(arrangeGroup);
    const join = 'INSERT INTO group_users (group_id, user_id) VALUES ($1, $2)';
    const outcomes = await Promise.all([
      attempt(admin, join, [group.id, outsider.id]),
      arrange((client) =>
        client.query('DELETE FROM fritz.stream_users WHERE stream_id = $1 AND user_id = $2', [
          stream.id,
          outsider.id,
        ]),
      ).then(
        () => 'taken',
        (error: Error & { code?: string }) => error.code,
      ),
    ]);
    const allowed = [
      [1, 'FZ003'],
      ['FZ002', 'taken'],
    ];
    assert.ok(
      allowed.some((pair) => String(pair) === String(outcomes)),
      String(outcomes),
    );
  }
});

test('a programme that goes while its audience is made is in nobody’s', async () => {
  const { user, stream } = await arrange(async (client) => {
    const made = await createUser(client);
    return { user: made, stream: await createStream(client, { programIds: [77], users: [made] }) };
  });
  await withClient(database.superuser, async (changing) => {
    await withClient(database.superuser, async (making) => {
      await making.query('BEGIN');
      await making.query(`SELECT fritz.intern_program('ztf', 77::smallint)`);
      // Does not see that audience: it waits until it is there, and closes it.
      const changed = changing.query(
        `UPDATE fritz.streams SET program_ids = '{76}' WHERE id = $1`,
        [stream.id],
      );
      await Promise.race([changed, making.query('SELECT pg_sleep(0.1)')]);
      await making.query('COMMIT');
      await changed;
    });
  });
  const rows = await archive.asViewer(user.token, (tx) =>
    tx.query(`SELECT FROM audiences WHERE key = 'p:ztf:77'`),
  );
  assert.equal(rows.length, 0);
});

test('a stream or a group that ends closes what it opened, in the same transaction', async () => {
  const { user, kept } = await arrange(async (client) => {
    const made = await createUser(client);
    const stream = await createStream(client, { programIds: [3], users: [made] });
    const group = await createGroup(client, { members: [{ user: made, admin: true }] });
    const other = await createGroup(client, { members: [{ user: made, admin: true }] });
    await createAlert(client, { objectId: 'ZTF26closing', programId: 3 });
    const both = `SELECT fritz.intern_audience(ARRAY[$1, $2]::int[], ARRAY[$3::int]) AS id`;
    const shared = await client.query<{ id: number }>(both, [group.id, other.id, stream.id]);
    const alone = await groupAudience(client, group.id);
    const seen = async () => {
      const viewers = await client.query<{ audience_id: number }>(
        'SELECT audience_id FROM fritz.audience_viewers WHERE user_id = $1 ORDER BY 1',
        [made.id],
      );
      return new Set(viewers.rows.map((row) => row.audience_id));
    };
    const sharedId = shared.rows[0]?.id ?? 0;
    assert.ok((await seen()).has(sharedId));
    await client.query('BEGIN');
    await client.query('DELETE FROM fritz.streams WHERE id = $1', [stream.id]);
    await client.query('DELETE FROM fritz.groups WHERE id = $1', [group.id]);
    const now = await seen();
    assert.deepEqual([now.has(alone), now.has(sharedId)], [false, true]);
    assert.deepEqual((await client.query(astray)).rows, []);
    await client.query('DELETE FROM fritz.groups WHERE id = $1', [other.id]);
    assert.equal((await seen()).has(sharedId), false);
    await client.query('COMMIT');
    return { user: made, kept: sharedId };
  });
  const [alerts, audiences] = await archive.asViewer(user.token, async (tx) => [
    await tx.query(`SELECT FROM ztf_alerts WHERE object_id = 'ZTF26closing'`),
    await tx.query('SELECT FROM audiences WHERE id = $1', [kept]),
  ]);
  assert.deepEqual([alerts?.length, audiences?.length], [0, 0]);
});

test('the broker is told when what a filter reads has changed', async () => {
  const { stream, group } = await arrange(arrangeGroup);
  const changes = [
    [`UPDATE fritz.streams SET program_ids = '{2}' WHERE id = $1`, [stream.id]],
    ['DELETE FROM fritz.group_streams WHERE group_id = $1', [group.id]],
    ['INSERT INTO fritz.group_streams VALUES ($1, $2)', [group.id, stream.id]],
  ] as const;
  await arrange(async (client) => {
    await client.query('LISTEN fritz_filters');
    for (const [text, values] of changes) {
      const rung = new Promise((resolve) => client.once('notification', resolve));
      await client.query(text, [...values]);
      await rung;
    }
  });
});

test('a group is deleted by its admins, whole', async () => {
  const { admin, member, stream, group } = await arrange(arrangeGroup);
  await arrange(async (client) => {
    const filter = await createFilter(client, { group, stream });
    const { objId } = await createCandidate(client, { filter });
    await createSource(client, { objId, group, savedBy: admin });
  });
  const remove = 'DELETE FROM groups WHERE id = $1';
  assert.equal(await attempt(member, remove, [group.id]), 0);
  assert.equal(await attempt(admin, remove, [group.id]), 1);
  const left = await arrange((client) =>
    client.query(
      `SELECT 'f' FROM fritz.filters WHERE group_id = $1
       UNION ALL SELECT 'v' FROM fritz.filter_versions v
         WHERE NOT EXISTS (SELECT FROM fritz.filters f WHERE f.id = v.filter_id)
       UNION ALL SELECT 'c' FROM fritz.candidates c
         WHERE NOT EXISTS (SELECT FROM fritz.filters f WHERE f.id = c.filter_id)
       UNION ALL SELECT 's' FROM fritz.sources WHERE group_id = $1
       UNION ALL SELECT 'm' FROM fritz.group_users WHERE group_id = $1
       UNION ALL SELECT 'a' FROM fritz.audience_groups WHERE group_id = $1`,
      [group.id],
    ),
  );
  assert.deepEqual(left.rows, []);
});

test('many changes of rights at once end, and leave everyone what is his', async () => {
  const { users, groups, streams } = await arrange(async (client) => {
    const made = [];
    for (let i = 0; i < 6; i++) made.push(await createUser(client));
    const admin = made[0];
    assert.ok(admin);
    const some = [];
    for (let i = 0; i < 3; i++) {
      some.push(await createGroup(client, { members: [{ user: admin, admin: true }] }));
    }
    const read = [
      await createStream(client, { programIds: [1], users: [admin] }),
      await createStream(client, { programIds: [2], users: [admin] }),
    ];
    for (const { id } of some) await groupAudience(client, id);
    return { users: made, groups: some, streams: read };
  });
  const rank = (seed: number, list: readonly { id: number }[]) => list[seed % list.length]?.id ?? 0;
  const change = (seed: number): [string, number[]] => {
    const [group, user, stream] = [rank(seed, groups), rank(seed * 7, users), rank(seed, streams)];
    const changes: [string, number[]][] = [
      ['INSERT INTO fritz.group_users VALUES ($1, $2) ON CONFLICT DO NOTHING', [group, user]],
      [
        'DELETE FROM fritz.group_users WHERE group_id = $1 AND user_id = $2 AND NOT admin',
        [group, user],
      ],
      ['INSERT INTO fritz.stream_users VALUES ($1, $2) ON CONFLICT DO NOTHING', [stream, user]],
      ['DELETE FROM fritz.stream_users WHERE stream_id = $1 AND user_id = $2', [stream, user]],
      [
        'UPDATE fritz.streams SET program_ids = ARRAY[1, $2]::smallint[] WHERE id = $1',
        [stream, (seed % 3) + 1],
      ],
      ['SELECT fritz.intern_audience(ARRAY[$1::int], ARRAY[$2::int])', [group, stream]],
      [`SELECT fritz.intern_program('ztf', $1::smallint)`, [(seed % 3) + 1]],
    ];
    return changes[seed % changes.length] ?? ['SELECT 1', []];
  };
  const workers = Array.from({ length: 4 }, (_, worker) =>
    arrange(async (client) => {
      for (let step = 0; step < 30; step++) {
        const [text, values] = change(worker * 31 + step * 13);
        await client.query('BEGIN');
        await client.query(text, values);
        const [then, more] = change(worker * 17 + step * 5);
        await client.query(then, more);
        await client.query(step % 5 === 0 ? 'ROLLBACK' : 'COMMIT');
      }
    }),
  );
  await Promise.all(workers);
  assert.deepEqual(await arrange(async (client) => (await client.query(astray)).rows), []);
});

test('whatever comes or goes, each sees the audiences that he belongs to', async () => {
  await arrange(async (client) => {
    const ids = { user: [0], group: [0], stream: [0] };
    for (let i = 0; i < 6; i++) ids.user[i] = (await createUser(client)).id;
    for (let i = 0; i < 5; i++) ids.group[i] = (await createGroup(client)).id;
    for (const [i, programIds] of [[1], [1, 2], [2, 3]].entries()) {
      ids.stream[i] = (await createStream(client, { programIds })).id;
    }
    for (const program of [1, 2, 3]) {
      await client.query(`SELECT fritz.intern_program('ztf', $1::smallint)`, [program]);
    }
    for (let i = 0; i < 20; i++) {
      const some = (list: readonly number[]) => list.filter((_, at) => (i + 1) & (1 << at));
      const sets = [some(ids.group), some(ids.stream.toReversed())];
      await client.query('SELECT fritz.intern_audience($1, $2)', sets);
    }
    const all = [ids.user, ids.group, ids.stream];
    const join = `INSERT INTO fritz.group_users (group_id, user_id)
      SELECT g, u FROM unnest($2::int[]) g, unnest($1::int[]) u WHERE $3::int[] IS NOT NULL AND `;
    const read = `INSERT INTO fritz.stream_users (stream_id, user_id)
      SELECT s, u FROM unnest($3::int[]) s, unnest($1::int[]) u WHERE $2::int[] IS NOT NULL AND `;
    const of = (table: string, column: string, place: number) =>
      `FROM fritz.${table} WHERE ${column} = ANY ($${place}::int[])
         AND $1::int[] || $2::int[] || $3::int[] IS NOT NULL AND `;
    const steps = [
      `${join} (g + u) % 2 = 0`,
      `${read} (s + u) % 2 = 0`,
      `${join} (g + u) % 2 = 1 AND u % 3 = 0`,
      `DELETE ${of('group_users', 'group_id', 2)} (group_id * 3 + user_id) % 4 = 0`,
      `${read} (s + u) % 2 = 1 AND u % 3 = 1`,
      `DELETE ${of('stream_users', 'stream_id', 3)} (stream_id + user_id) % 3 = 0`,
      `DELETE ${of('groups', 'id', 2)} id = ($2::int[])[1]`,
      `DELETE ${of('streams', 'id', 3)} id = ($3::int[])[2]`,
      `DELETE ${of('users', 'id', 1)} id IN (($1::int[])[1], ($1::int[])[4])`,
      `DELETE ${of('groups', 'id', 2)} id IN (($2::int[])[2], ($2::int[])[5])`,
      `DELETE ${of('streams', 'id', 3)} true`,
      `DELETE ${of('group_users', 'group_id', 2)} true`,
    ];
    for (const step of steps) {
      const { rowCount } = await client.query(step, all);
      assert.ok((rowCount ?? 0) > 0, `${step} does something`);
      assert.deepEqual((await client.query(astray)).rows, [], step);
    }
  });
});

test('a filled database goes back to names that are taken once, and forth', async (t) => {
  const own = await testDatabase();
  t.after(() => own.drop());
  await withClient(own.superuser, async (client) => {
    const { outsider, group } = await arrangeGroup(client);
    for (let i = 0; i < 2; i++) await createGroup(client, { name: 'Twins', private: true });
    await createGroup(client, { name: 'Twins' });
    await client.query(
      `INSERT INTO fritz.group_admission_requests (group_id, user_id) VALUES ($1, $2)`,
      [group.id, outsider.id],
    );
  });
  await withClient(own.owner, async (client) => {
    await migrateDown(client, { to: 5 });
    const named = await client.query<{ name: string; private: boolean }>(
      `SELECT name, private FROM groups WHERE name LIKE 'Twins%' ORDER BY private, name`,
    );
    assert.equal(new Set(named.rows.map(({ name }) => name)).size, 3);
    assert.deepEqual(named.rows[0], { name: 'Twins', private: false });
    await migrateUp(client);
  });
});
