import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Archive, openArchive, sharePhotometry, withClient } from '@fritz/archive';
import {
  createAudience,
  createGroup,
  createObj,
  createPhotometryPoint,
  createUser,
  type FactoryClient,
  programAudience,
  type TestUser,
  testDatabase,
} from '@fritz/testing';

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

/** How many were widened, or the SQLSTATE of a refusal. */
function share(
  user: TestUser,
  points: readonly { id: bigint }[],
  groups: readonly { id: number }[],
) {
  const ids = points.map(({ id }) => id);
  return archive
    .asViewer(user.token, (tx) =>
      sharePhotometry(
        tx,
        ids,
        groups.map(({ id }) => id),
      ),
    )
    .catch((error: Error & { code?: string }) => error.code);
}

function sees(user: TestUser, table: 'photometry' | 'objs', id: bigint | string): Promise<boolean> {
  return archive.asViewer(user.token, async (tx) => {
    const rows = await tx.query(`SELECT FROM ${table} WHERE id = $1`, [id]);
    return rows.length === 1;
  });
}

const fixed = { origin: '', mjd: 61_000, flux_ujy: 7, fluxerr_ujy: 1 };

/** An owner with a point of his own, and a group of another's. */
async function arrangePoint(client: FactoryClient, columns: Record<string, unknown> = {}) {
  const [owner, reader] = [await createUser(client), await createUser(client)];
  const group = await createGroup(client, { members: [{ user: reader, admin: true }] });
  const { id: objId } = await createObj(client, {});
  const own = await ownGroup(client, owner);
  const audience_id = await createAudience(client, [own]);
  const point = await createPhotometryPoint(client, {
    objId,
    columns: { ...fixed, owner_id: owner.id, audience_id, ...columns },
  });
  return { owner, reader, group, objId, own, point };
}

async function ownGroup(client: FactoryClient, user: TestUser): Promise<{ id: number }> {
  const { rows } = await client.query<{ id: number }>(
    'SELECT id FROM fritz.groups WHERE single_user_id = $1',
    [user.id],
  );
  assert.ok(rows[0]);
  return rows[0];
}

test('a shared point is seen by the group and its owner, with its object, and told in the log', async () => {
  const { owner, reader, group, objId, point } = await arrange(arrangePoint);
  assert.equal(await sees(reader, 'objs', objId), false);
  assert.equal(await share(owner, [point], [group]), 1);
  assert.equal(await sees(reader, 'photometry', point.id), true);
  assert.equal(await sees(reader, 'objs', objId), true);
  assert.equal(await sees(owner, 'photometry', point.id), true);
  assert.equal(await share(owner, [point], [group]), 0, 'again changes nothing');
  const entries = await archive.asViewer(owner.token, (tx) =>
    tx.query(
      `SELECT before, after FROM audit_log
        WHERE kind = 'photometry' AND subject_id = $1 AND action = 'update'`,
      [String(point.id)],
    ),
  );
  assert.equal(entries.length, 1);
  assert.deepEqual(Object.keys(entries[0]?.after ?? {}), ['audience_id']);
});

test('others’ points, and those of a stream, are not shared', async () => {
  const { reader, group, point, objId } = await arrange(arrangePoint);
  assert.equal(await share(reader, [point], [group]), 0, 'what one does not see is not there');
  const alert = await arrange((client) =>
    createPhotometryPoint(client, { objId, columns: { owner_id: null } }),
  );
  const boss = await arrange((client) => createUser(client, { roles: ['Super admin'] }));
  assert.equal(await sees(boss, 'photometry', alert.id), true);
  assert.equal(await share(boss, [alert], [group]), 0);
  const direct = archive.asViewer(boss.token, (tx) =>
    tx.query('UPDATE photometry SET audience_id = audience_id WHERE id = $1 RETURNING id', [
      alert.id,
    ]),
  );
  assert.deepEqual(await direct, []);
});

test('who may manage photometry shares out of his groups, if they let him', async () => {
  const made = await arrange(async (client) => {
    const point = await arrangePoint(client);
    const manager = await createUser(client, { acls: ['Manage photometry'] });
    const from = await createGroup(client, {
      members: [{ user: point.owner, admin: true }, manager],
    });
    return { ...point, manager, from };
  });
  assert.equal(await share(made.owner, [made.point], [made.from]), 1);
  const allow = (can: boolean) =>
    arrange((client) =>
      client.query(
        'UPDATE fritz.group_users SET can_share_photometry = $3 WHERE group_id = $1 AND user_id = $2',
        [made.from.id, made.manager.id, can],
      ),
    );
  await allow(false);
  assert.equal(await share(made.manager, [made.point], [made.group]), '42501');
  await allow(true);
  assert.equal(await share(made.manager, [made.point], [made.group]), 1);
});

test('a member without the right to share does not share with his group', async () => {
  const { owner, point, group } = await arrange(async (client) => {
    const made = await arrangePoint(client);
    await client.query(
      'INSERT INTO fritz.group_users (group_id, user_id, can_share_photometry) VALUES ($1, $2, false)',
      [made.group.id, made.owner.id],
    );
    return made;
  });
  assert.equal(await share(owner, [point], [group]), '42501');
});

test('raw SQL neither narrows nor replaces an audience', async () => {
  const { owner, point, group, own } = await arrange(arrangePoint);
  const ids = await arrange(async (client) => ({
    alone: await createAudience(client, [group]),
    publicly: await programAudience(client, 1),
    hidden: await createAudience(client, [
      own,
      await createGroup(client, { members: [{ user: owner, admin: true }] }),
      await createGroup(client, { private: true }),
    ]),
  }));
  for (const [name, audience] of Object.entries(ids)) {
    const change = archive.asViewer(owner.token, (tx) =>
      tx.query('UPDATE photometry SET audience_id = $2 WHERE id = $1', [point.id, audience]),
    );
    await assert.rejects(change, { code: '42501' }, name);
  }
  const disown = archive.asViewer(owner.token, (tx) =>
    tx.query('UPDATE photometry SET owner_id = NULL WHERE id = $1', [point.id]),
  );
  await assert.rejects(disown, { code: '42501' });
});

test('an equal point in the wider audience is no error, and nothing is told of it', async () => {
  const made = await arrange(async (client) => {
    const first = await arrangePoint(client);
    const audience = await createAudience(client, [first.own, first.group]);
    // Somebody else's equal point, shared with exactly those with whom the first will be.
    const equal = await createPhotometryPoint(client, {
      objId: first.objId,
      columns: { ...fixed, owner_id: first.reader.id, audience_id: audience },
    });
    const other = await createPhotometryPoint(client, {
      objId: first.objId,
      columns: {
        ...fixed,
        mjd: 61_001,
        owner_id: first.owner.id,
        audience_id: await createAudience(client, [first.own]),
      },
    });
    return { ...first, equal, other };
  });
  const { owner, reader, point, other, equal, group } = made;
  assert.equal(await share(owner, [point, other], [group]), 1);
  assert.equal(await sees(reader, 'photometry', equal.id), true, 'the group sees the equal one');
  assert.equal(await sees(reader, 'photometry', other.id), true);
  assert.equal(await sees(owner, 'photometry', point.id), true);
});

test('an equal point of an audience without the owner is neither met nor revealed', async () => {
  const made = await arrange(async (client) => {
    const first = await arrangePoint(client);
    // Another's point in the group alone, of which the owner of the first knows nothing.
    const hidden = await createPhotometryPoint(client, {
      objId: first.objId,
      columns: {
        ...fixed,
        owner_id: first.reader.id,
        audience_id: await createAudience(client, [first.group]),
      },
    });
    return { ...first, hidden };
  });
  assert.equal(await share(made.owner, [made.point], [made.group]), 1);
  assert.equal(await sees(made.owner, 'photometry', made.hidden.id), false);
});

test('an owner sees what he owns, whoever else does', async () => {
  const { owner, reader, objId } = await arrange(arrangePoint);
  const lost = await arrange(async (client) => {
    const group = await createGroup(client, { members: [{ user: reader, admin: true }] });
    const columns = {
      ...fixed,
      mjd: 61_002,
      owner_id: owner.id,
      audience_id: await createAudience(client, [group]),
    };
    return createPhotometryPoint(client, { objId, columns });
  });
  assert.equal(await sees(owner, 'photometry', lost.id), true);
  const { group } = await arrange(arrangePoint);
  assert.equal(await share(owner, [lost], [group]), 1, 'and shares it');
});
