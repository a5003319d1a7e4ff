import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { withClient } from '@fritz/archive';
import {
  createBatch,
  createCrossMatches,
  createCutouts,
  createLightCurveRow,
  createMatchBacklog,
  createQuarantined,
  createUser,
} from '@fritz/testing';
import { arrangeWorld, type Harness, startHarness, type World } from './harness.ts';
import { openTables as namedTables } from './rights/table-rights.ts';

/** Tables that say nothing of anyone. */
const openTables = new Set(namedTables);

let harness: Harness;
let world: World;
before(async () => {
  harness = await startHarness();
  world = await harness.arrange(async (client) => {
    const made = await arrangeWorld(client);
    const { objId: objectId, candid } = made;
    await createCutouts(client, { candid, science: Buffer.from('x') });
    await createLightCurveRow(client, { objectId, candid, points: Buffer.from('x') });
    await createCrossMatches(client, { objectId });
    await createMatchBacklog(client, objectId);
    await createBatch(client, { counts: [{ filter: made.filter, passed: 1 }] });
    await createQuarantined(client);
    return made;
  });
});
after(() => harness.close());

interface Relation {
  name: string;
  kind: string;
  secured: boolean;
  forced: boolean;
}

/** Every table, partition and view of the schema. */
function listRelations(): Promise<Relation[]> {
  return harness.arrange(async (client) => {
    const found = await client.query<Relation & Record<string, unknown>>(
      `SELECT c.relname AS name, c.relkind AS kind, c.relrowsecurity AS secured,
              c.relforcerowsecurity AS forced
         FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = 'fritz' AND c.relkind IN ('r', 'p', 'v', 'm') ORDER BY 1`,
    );
    return found.rows;
  });
}

test('every table that is not open has row-level security, forced', async () => {
  const relations = await listRelations();
  assert.ok(
    relations.some(({ name }) => /^ztf_alerts_\d+$/.test(name)),
    'partitions are looked at',
  );
  const bare = relations.filter(
    ({ name, kind, secured, forced }) =>
      ['r', 'p'].includes(kind) && !openTables.has(name) && !(secured && forced),
  );
  assert.deepEqual(bare, []);
});

for (const key of ['nobody', 'forged', 'empty'] as const) {
  test(`raw SQL as the application's role with ${key} as viewer returns nothing`, async () => {
    const relations = await listRelations();
    await withClient(harness.database.app, async (client) => {
      const forged = "x' OR '1'='1";
      if (key !== 'nobody') {
        await client.query(`SELECT set_config('fritz.viewer_key', $1, false)`, [
          key === 'forged' ? forged : '',
        ]);
      }
      for (const { name } of relations.filter((relation) => !openTables.has(relation.name))) {
        // Not *: a table whose secret columns are not granted shall still count its rows.
        const text = `SELECT count(*)::int AS rows FROM fritz."${name}"`;
        const outcome = await client.query<{ rows: number }>(text).then(
          (result) => result.rows[0]?.rows,
          (error: Error & { code?: string }) => error.code,
        );
        assert.ok(outcome === 0 || outcome === '42501', `${name}: ${outcome}`);
      }
    });
  });
}

test('a viewer reads no partition directly, and no secret of a key', async () => {
  await withClient(harness.database.app, async (client) => {
    await client.query(`SELECT set_config('fritz.viewer_key', $1, false)`, [world.admin.token]);
    const relations = await listRelations();
    const partitions = relations.filter(({ name }) => /^ztf_.*_\d+$/.test(name));
    for (const { name } of partitions) {
      await assert.rejects(client.query(`SELECT FROM fritz."${name}"`), { code: '42501' });
    }
    await assert.rejects(client.query('SELECT key_hash FROM fritz.access_keys'), { code: '42501' });
  });
});

test('the viewer ends with the transaction', async () => {
  await withClient(harness.database.app, async (client) => {
    await client.query('BEGIN');
    await client.query(`SELECT set_config('fritz.viewer_key', $1, true)`, [world.member.token]);
    const inside = await client.query('SELECT FROM fritz.candidates');
    await client.query('COMMIT');
    const outside = await client.query('SELECT FROM fritz.candidates');
    assert.deepEqual([inside.rowCount, outside.rowCount], [1, 0]);
  });
});

test('nobody writes what he may not, whatever he says he is', async () => {
  const user = await harness.arrange((client) => createUser(client));
  const attempts: [string, unknown[]][] = [
    ['INSERT INTO group_users (group_id, user_id) VALUES ($1, $2)', [world.group.id, user.id]],
    ['INSERT INTO stream_users (stream_id, user_id) VALUES ($1, $2)', [world.stream.id, user.id]],
    [`INSERT INTO user_roles (user_id, role_id) VALUES ($1, 'Super admin')`, [user.id]],
    [
      `INSERT INTO access_keys (key_hash, kind, user_id) VALUES (sha256('x'), 'token', $1)`,
      [world.admin.id],
    ],
    [
      `INSERT INTO access_keys (key_hash, kind, user_id) VALUES (sha256('x'), 'session', $1)`,
      [user.id],
    ],
    [
      `INSERT INTO sources (obj_id, group_id, audience_id, saved_by)
       VALUES ($1, $2, intern_audience(ARRAY[$2::int]), $3)`,
      [world.objId, world.group.id, user.id],
    ],
    [`INSERT INTO objs (id, survey, ra, dec, hpx) VALUES ('x', 'ztf', 1, 1, 1)`, []],
  ];
  await withClient(harness.database.app, async (client) => {
    await client.query(`SELECT set_config('fritz.viewer_key', $1, false)`, [user.token]);
    for (const [text, values] of attempts) {
      await assert.rejects(client.query(text, values), { code: '42501' }, text);
    }
    for (const text of ['UPDATE filters SET active = false', 'DELETE FROM candidates']) {
      assert.equal((await client.query(text)).rowCount, 0, text);
    }
  });
});
