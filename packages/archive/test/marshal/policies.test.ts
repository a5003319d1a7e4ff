import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Archive, openArchive, type ViewerTx, withClient } from '@fritz/archive';
import {
  createCandidate,
  createFilter,
  createGroup,
  createSource,
  createStream,
  createUser,
  type FactoryClient,
  groupAudience,
  issueToken,
  testDatabase,
} from '@fritz/testing';
import type pg from 'pg';

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

function arrange<T>(task: (client: FactoryClient) => Promise<T>): Promise<T> {
  return withClient(database.superuser, task);
}

/** One statement as a viewer: how many rows it gave or changed, or the SQLSTATE of its refusal. */
function attempt(key: string, text: string, values: readonly unknown[] = []) {
  const work = (tx: ViewerTx) => tx.query(`WITH done AS (${text} RETURNING 1) TABLE done`, values);
  return archive.asViewer(key, work).then(
    (rows) => rows.length,
    (error: Error & { code?: string }) => error.code,
  );
}

async function count(key: string, table: string): Promise<number | undefined> {
  const text = `SELECT count(*)::int AS n FROM ${table}`;
  const [row] = await archive.asViewer(key, (tx) => tx.query<{ n: number }>(text));
  return row?.n;
}

/** A group with a filter and a candidate of which only `member` knows. */
async function arrangeGroup(client: FactoryClient) {
  const [member, reader] = [await createUser(client), await createUser(client)];
  const stream = await createStream(client, { users: [member, reader] });
  const members = [
    { user: member, admin: true },
    { user: reader, canSave: false },
  ];
  const group = await createGroup(client, { members, streams: [stream], private: true });
  const filter = await createFilter(client, { group, stream });
  const { objId } = await createCandidate(client, { filter });
  return { member, reader, stream, group, filter, objId };
}

test('a scoped token of a super admin does not see what only admins see', async () => {
  const { admin, scoped } = await arrange(async (client) => {
    await arrangeGroup(client);
    const made = await createUser(client, { roles: ['Super admin'] });
    return {
      admin: made,
      scoped: await issueToken(client, { userId: made.id, acls: ['Comment'] }),
    };
  });
  for (const table of ['candidates', 'filters', 'objs']) {
    assert.ok(((await count(admin.token, table)) ?? 0) > 0, `${table} as admin`);
    assert.equal(await count(scoped, table), 0, `${table} with the scoped token`);
  }
});

test('a group’s filters keep their group and stream, and run versions of their own alone', async () => {
  const [ours, theirs] = await arrange(async (client) => [
    await arrangeGroup(client),
    await arrangeGroup(client),
  ]);
  const { token } = ours.member;
  const change = (column: string, value: unknown) =>
    attempt(token, `UPDATE filters SET ${column} = $2 WHERE id = $1`, [ours.filter.id, value]);
  assert.equal(await change('stream_id', ours.stream.id), '42501');
  assert.equal(await change('group_id', ours.group.id), '42501');
  assert.equal(await change('active_version_id', theirs.filter.versionId), '23503');
  assert.equal(await change('active_version_id', ours.filter.versionId), 1);
});

test('who is not told of an object cannot find it or take it', async () => {
  const { hidden, user, group, audience } = await arrange(async (client) => {
    const made = await createUser(client);
    const own = await createGroup(client, { members: [{ user: made, admin: true }] });
    return {
      hidden: (await arrangeGroup(client)).objId,
      user: made,
      group: own,
      audience: await groupAudience(client, own.id),
    };
  });
  for (const objId of [hidden, 'ZTFthereisnone']) {
    const told = 'INSERT INTO obj_audiences (obj_id, audience_id) VALUES ($1, $2)';
    assert.equal(await attempt(user.token, told, [objId, audience]), '42501');
    const saved = `INSERT INTO sources (obj_id, group_id, audience_id, saved_by)
                   VALUES ($1, $2, $3, $4)`;
    assert.equal(await attempt(user.token, saved, [objId, group.id, audience, user.id]), '42501');
  }
});

test('who may not save may not unsave either, and nobody in another’s name', async () => {
  const { member, reader, objId } = await arrange(async (client) => {
    const made = await arrangeGroup(client);
    await createSource(client, { objId: made.objId, group: made.group, savedBy: made.member });
    return made;
  });
  const unsave = (key: string, more = '') =>
    attempt(key, `UPDATE sources SET active = false ${more} WHERE obj_id = $1`, [objId]);
  assert.equal(await unsave(reader.token), 0);
  for (const more of [
    `, unsaved_by = ${reader.id}`,
    `, saved_by = ${reader.id}`,
    ', unsaved_at = now()',
    ', saved_at = now()',
  ]) {
    assert.equal(await unsave(member.token, more), '42501', more);
  }
  assert.equal(await unsave(member.token), 1);
});

test('nobody’s own group takes others in or becomes the group of all', async () => {
  const [user, other] = await arrange(async (client) => [
    await createUser(client),
    await createUser(client),
  ]);
  const own = '(SELECT id FROM groups WHERE single_user_id = $1)';
  const token = user?.token ?? '';
  const add = `INSERT INTO group_users (group_id, user_id) SELECT ${own}, $2`;
  assert.equal(await attempt(token, add, [user?.id, other?.id]), '42501');
  const grow = `UPDATE groups SET sitewide = true WHERE id = ${own}`;
  assert.equal(await attempt(token, grow, [user?.id]), '42501');
  const leave = `DELETE FROM group_users WHERE group_id = ${own}`;
  assert.equal(await attempt(token, leave, [user?.id]), 0);
});

test('a member who leaves while an audience is made of his group does not keep it', async () => {
  const { group, user } = await arrange(async (client) => {
    const made = await createUser(client);
    return { group: await createGroup(client, { members: [made] }), user: made };
  });
  await withClient(database.superuser, async (leaving) => {
    await withClient(database.superuser, async (making) => {
      await leaving.query('BEGIN');
      await leaving.query('DELETE FROM fritz.group_users WHERE group_id = $1 AND user_id = $2', [
        group.id,
        user.id,
      ]);
      // Does not see that he has left: it waits until that is known.
      const made = making.query('SELECT fritz.intern_audience(ARRAY[$1::int])', [group.id]);
      await Promise.race([made, leaving.query('SELECT pg_sleep(0.1)')]);
      await leaving.query('COMMIT');
      await made;
    });
  });
  const key = `g:${group.id} s:`;
  const rows = await archive.asViewer(user.token, (tx) =>
    tx.query('SELECT FROM audiences WHERE key = $1', [key]),
  );
  assert.equal(rows.length, 0);
});

test('a stream for everyone is for those too who were here before it', async () => {
  const user = await arrange((client) => createUser(client));
  await arrange((client) =>
    client.query(
      `INSERT INTO fritz.streams (name, survey, program_ids, auto_join)
       VALUES ('late', 'ztf', '{1}', true)`,
    ),
  );
  const rows = await archive.asViewer(user.token, (tx) =>
    tx.query(`SELECT FROM streams WHERE name = 'late' AND id IN (SELECT viewer_streams())`),
  );
  assert.equal(rows.length, 1);
});

test('there is a partition for every candid that fits', async () => {
  const most = 9_223_372_036_854_775_807n;
  const made = await withClient(database.broker, async (broker) => {
    const text = 'SELECT fritz.ztf_ensure_partitions(ARRAY[1, $1::bigint]) AS made';
    await broker.query(text, [most]);
    return broker.query<{ made: number }>(text, [most]);
  });
  assert.equal(made.rows[0]?.made, 0, 'a second call makes none');
  await withClient(database.broker, (broker) =>
    broker.query(
      `INSERT INTO fritz.ztf_cutout_parts (candid, part, audience_id, bytes)
       SELECT $1, 0, fritz.intern_program('ztf', 1::smallint), ''`,
      [most],
    ),
  );
});

test('two brokers that need the same partition both get it', async () => {
  const text = 'SELECT fritz.survey_ensure_partitions($1, ARRAY[$2::bigint]) AS made';
  for (const [survey, candid] of [
    ['ztf', 3_000_000_000_000_000_001n],
    ['winter', 1n],
  ] as const) {
    const made = await withClient(database.broker, async (first) => {
      await first.query('BEGIN');
      const { rows } = await first.query<{ made: number }>(text, [survey, candid]);
      const second = withClient(database.broker, (other) =>
        other.query<{ made: number }>(text, [survey, candid]),
      );
      await someoneWaits(first);
      await first.query('COMMIT');
      return [rows[0]?.made, (await second).rows[0]?.made];
    });
    assert.deepEqual(made, [3, 0], survey);
  }
});

/** Until a connection waits for a lock that this one holds. */
async function someoneWaits(holder: pg.ClientBase): Promise<void> {
  for (;;) {
    const { rows } = await holder.query(
      'SELECT FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))',
    );
    if (rows.length > 0) return;
  }
}
