import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { withClient } from '@fritz/archive';
import type { FactoryClient } from '@fritz/testing';
import { definerFunctions } from './function-rights.ts';
import { type Role, shutOut } from './people.ts';
import { type RightsWorld, startRightsWorld } from './rights-world.ts';
import { openTables } from './table-rights.ts';

let world: RightsWorld;
before(async () => {
  world = await startRightsWorld();
});
after(() => world?.harness.close());

/** Every table, partition and view of the schema, of whatever kind. */
function listRelations(): Promise<string[]> {
  return world.harness.arrange(async (client) => {
    const found = await client.query<{ name: string }>(
      `SELECT relname AS name FROM pg_class
        WHERE relnamespace = 'fritz'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'f')`,
    );
    return found.rows.map(({ name }) => name);
  });
}

interface DefinedFunction {
  name: string;
  argumentCount: number;
  isDefiner: boolean;
  mayApp: boolean;
  isTrigger: boolean;
  path: string | null;
}

function listFunctions(): Promise<DefinedFunction[]> {
  return world.harness.arrange(async (client) => {
    const found = await client.query<DefinedFunction & Record<string, unknown>>(
      `SELECT proname AS name, pronargs::int AS "argumentCount", prosecdef AS "isDefiner",
              has_function_privilege('fritz_app', oid, 'EXECUTE') AS "mayApp",
              prorettype = 'trigger'::regtype AS "isTrigger",
              (SELECT c FROM unnest(proconfig) c WHERE c LIKE 'search_path=%') AS path
         FROM pg_proc WHERE pronamespace = 'fritz'::regnamespace ORDER BY 1`,
    );
    return found.rows;
  });
}

/** Keys that are nobody's, and text that would end a string. */
const keys: Record<string, () => string | null> = {
  ...Object.fromEntries(shutOut.map((role: Role) => [role, () => world.people[role].key])),
  'a key that is SQL': () => "x' OR '1'='1",
  'a very long key': () => 'x'.repeat(100_000),
};

describe('raw SQL as the application’s role returns no protected row, in any table or partition', () => {
  for (const [name, key] of Object.entries(keys)) {
    test(name, async () => {
      const relations = await listRelations();
      assert.ok(
        relations.some((relation) => /^ztf_alerts_\d+$/.test(relation)),
        'partitions are looked at',
      );
      await withClient(world.harness.database.app, async (client) => {
        const secret = key();
        if (secret !== null) {
          await client.query(`SELECT set_config('fritz.viewer_key', $1, false)`, [secret]);
        }
        for (const relation of relations.filter((one) => !openTables.includes(one))) {
          // Not *: a table whose secret columns are not granted shall still count its rows.
          const rows = await attempt(client, `SELECT FROM fritz."${relation}" LIMIT 1`);
          assert.ok(rows === 'refused' || rows.length === 0, relation);
        }
      });
    });
  }
});

test('every protected table has a row that could be seen', async () => {
  const relations = await listRelations();
  await world.harness.arrange(async (client) => {
    const empty: string[] = [];
    for (const relation of relations.filter((one) => !openTables.includes(one))) {
      const found = await client.query(`SELECT FROM fritz."${relation}" LIMIT 1`);
      // Of partitions those of the candids at hand have rows.
      if (found.rowCount === 0 && !/_\d+$/.test(relation)) empty.push(relation);
    }
    assert.deepEqual(empty, []);
  });
});

async function attempt(
  client: FactoryClient,
  text: string,
): Promise<Record<string, unknown>[] | 'refused'> {
  await client.query('BEGIN');
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === '42501') return 'refused';
    // Nothing in the place of something: a rule of the table refuses it, and nothing is told.
    if (/^(22|23|FZ)/.test(code)) return [];
    throw error;
  } finally {
    await client.query('ROLLBACK');
  }
}

test('what runs with the owner’s rights and may be called is listed, with a reason', async () => {
  const functions = await listFunctions();
  const callable = functions.filter(({ isDefiner, mayApp }) => isDefiner && mayApp);
  assert.deepEqual(callable.map(({ name }) => name).sort(), Object.keys(definerFunctions).sort());
  const loose = functions.filter(
    ({ isDefiner, path }) => isDefiner && path !== 'search_path=fritz, pg_temp',
  );
  assert.deepEqual(loose, [], 'a fixed search path');
});

/** Functions that tell everybody something: what is public, a number, a yes or no. */
const telling = new Set([
  'public_audiences',
  'sweep_keys',
  'sweep_tap_jobs',
  'intern_audience',
  'readdressed_audience',
  'viewer_may_give_end',
]);

const nothingness = new Set<unknown>([null, false, '', 0, 'missing', 'narrow', 'unknown', 'total']);

test('without a viewer, functions tell nothing', async () => {
  const functions = (await listFunctions()).filter(({ mayApp, isTrigger }) => mayApp && !isTrigger);
  await withClient(world.harness.database.app, async (client) => {
    for (const { name, argumentCount } of functions.filter((one) => !telling.has(one.name))) {
      const nothing = Array.from({ length: argumentCount }, () => 'NULL').join(', ');
      const rows = await attempt(client, `SELECT * FROM fritz.${name}(${nothing})`);
      if (rows === 'refused') continue;
      for (const value of rows.flatMap((row) => Object.values(row))) {
        const isNothing = nothingness.has(value);
        assert.ok(
          isNothing || (Array.isArray(value) && value.length === 0),
          `${name} says ${String(value)}`,
        );
      }
    }
  });
});

test('the application’s role owns nothing, is no other role, and bypasses nothing', async () => {
  await world.harness.arrange(async (client) => {
    const role = await client.query(
      `SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles
        WHERE rolname = 'fritz_app'`,
    );
    assert.deepEqual(role.rows, [
      { rolsuper: false, rolbypassrls: false, rolcreaterole: false, rolcreatedb: false },
    ]);
    const owned = await client.query(
      `SELECT relname FROM pg_class WHERE relowner = 'fritz_app'::regrole
        UNION ALL SELECT proname FROM pg_proc WHERE proowner = 'fritz_app'::regrole`,
    );
    assert.deepEqual(owned.rows, []);
    const member = await client.query(
      `SELECT roleid::regrole FROM pg_auth_members WHERE member = 'fritz_app'::regrole`,
    );
    assert.deepEqual(member.rows, []);
  });
  await withClient(world.harness.database.app, async (client) => {
    for (const text of [
      'SET ROLE fritz_owner',
      'SET ROLE fritz_broker',
      'SET SESSION AUTHORIZATION fritz_owner',
      'CREATE TABLE fritz.mine (a int)',
      'CREATE TABLE public.mine (a int)',
      'ALTER TABLE fritz.obj_editions DISABLE ROW LEVEL SECURITY',
      'CREATE POLICY mine ON fritz.obj_editions USING (true)',
      "SET session_replication_role = 'replica'",
    ]) {
      await assert.rejects(client.query(text), { code: '42501' }, text);
    }
  });
});

test('statistics, error texts and functions of one’s own say nothing of hidden rows', async () => {
  await world.harness.arrange((client) => client.query('ANALYZE'));
  await withClient(world.harness.database.app, async (client) => {
    const notices: string[] = [];
    client.on('notice', (notice) => notices.push(String(notice.message)));
    await client.query(`SELECT set_config('fritz.viewer_key', $1, false)`, [
      world.people.stranger.key,
    ]);
    const statistics = await client.query(
      `SELECT tablename, attname, most_common_vals::text AS common, histogram_bounds::text AS bounds
         FROM pg_stats WHERE schemaname = 'fritz' AND NOT tablename = ANY ($1)`,
      [openTables],
    );
    assert.deepEqual(statistics.rows, []);
    await client.query(
      `CREATE FUNCTION pg_temp.tell(what text) RETURNS boolean LANGUAGE plpgsql COST 0.0000001
       AS $$ BEGIN RAISE NOTICE '%', what; RETURN true; END $$`,
    );
    for (const text of [
      'SELECT FROM fritz.groups g WHERE pg_temp.tell(g.name)',
      'SELECT FROM fritz.filters f WHERE pg_temp.tell(f.name)',
      'SELECT FROM fritz.filter_versions v WHERE pg_temp.tell(v.pipeline)',
      'SELECT FROM fritz.objs o WHERE pg_temp.tell(o.id)',
      'SELECT FROM fritz.candidates c WHERE pg_temp.tell(c.output::text)',
      'SELECT FROM fritz.photometry p WHERE pg_temp.tell(p.origin)',
      'SELECT FROM fritz.ztf_alerts a WHERE pg_temp.tell(a.pdiffimfilename)',
      'SELECT FROM fritz.audit_log l WHERE pg_temp.tell(l.after::text)',
      'SELECT FROM fritz.objs o WHERE (o.id)::int = 1',
      'SELECT FROM fritz.filters f WHERE 1 / (length(f.name) - length(f.name)) = 1',
    ]) {
      await client.query(text).catch((error: Error) => notices.push(error.message));
    }
    const told = world.canaries.filter((word) => notices.some((notice) => notice.includes(word)));
    assert.deepEqual(told, []);
    assert.deepEqual(
      notices.filter((notice) => /division|invalid input/.test(notice)),
      [],
    );
  });
});

test('tables of one’s own are not taken for those that rights are looked up in', async () => {
  await withClient(world.harness.database.app, async (client) => {
    const { id } = world.people['super admin'];
    await client.query(
      `CREATE TEMP TABLE access_keys (id uuid, key_hash bytea, kind text, user_id integer,
         acls text[], created_at timestamptz, expires_at timestamptz, grants_until timestamptz,
         last_used_at timestamptz, revoked_at timestamptz, idle_limit interval)`,
    );
    await client.query(
      `INSERT INTO pg_temp.access_keys (id, key_hash, kind, user_id, created_at)
       VALUES (gen_random_uuid(), sha256('mine'), 'token', $1, now())`,
      [id],
    );
    await client.query(`SELECT set_config('fritz.viewer_key', 'mine', false)`);
    await client.query('SET search_path = pg_temp, fritz');
    const found = await client.query('SELECT fritz.viewer_id() AS id');
    assert.deepEqual(found.rows, [{ id: null }]);
  });
});
