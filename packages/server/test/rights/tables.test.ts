import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { withClient } from '@fritz/archive';
import type { FactoryClient } from '@fritz/testing';
import { type Role, roles } from './people.ts';
import { type RightsWorld, startRightsWorld } from './rights-world.ts';
import { openTables, type TableRights, tableRights, views } from './table-rights.ts';

let world: RightsWorld;
before(async () => {
  world = await startRightsWorld();
});
after(() => world?.harness.close());

interface Relation {
  name: string;
  isPartition: boolean;
  isView: boolean;
}

function listRelations(): Promise<Relation[]> {
  return world.harness.arrange(async (client) => {
    const found = await client.query<Relation & Record<string, unknown>>(
      `SELECT c.relname AS name, c.relispartition AS "isPartition",
              c.relkind IN ('v', 'm') AS "isView"
         FROM pg_class c WHERE c.relnamespace = 'fritz'::regnamespace
          AND c.relkind IN ('r', 'p', 'v', 'm', 'f') ORDER BY 1`,
    );
    return found.rows;
  });
}

test('every table and view has an entry, and every entry a table', async () => {
  const found = (await listRelations()).filter(({ isPartition }) => !isPartition);
  const entries = [...Object.keys(tableRights), ...openTables, ...views];
  assert.deepEqual(found.map(({ name }) => name).sort(), entries.sort());
});

/** What somebody could do, tried in a transaction that is rolled back. */
async function tryAs(
  client: FactoryClient,
  role: Role,
  attempt: (client: FactoryClient) => Promise<boolean>,
): Promise<boolean> {
  await client.query('BEGIN');
  try {
    const { key } = world.people[role];
    await client.query(`SELECT set_config('fritz.viewer_key', $1, true)`, [key ?? '']);
    return await attempt(client);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code === '42501') return false;
    // A key or a rule stood in the way, not a right.
    if (typeof code === 'string' && (code.startsWith('23') || code.startsWith('FZ'))) return true;
    throw error;
  } finally {
    await client.query('ROLLBACK');
  }
}

function where(row: Record<string, unknown>): { text: string; values: unknown[] } {
  const conditions = Object.keys(row).map((column, index) => `"${column}" = $${index + 1}`);
  return { text: ['true', ...conditions].join(' AND '), values: Object.values(row) };
}

/** The columns of a table that the application's role has a privilege on. */
async function columnsOf(
  client: FactoryClient,
  table: string,
  privilege: 'UPDATE' | 'INSERT',
): Promise<string[]> {
  const found = await client.query<{ column: string }>(
    `SELECT attname AS column FROM pg_attribute
      WHERE attrelid = ('fritz.' || $1)::regclass AND attnum > 0 AND NOT attisdropped AND attidentity = ''
        AND has_column_privilege('fritz_app', attrelid, attnum, $2)`,
    [table, privilege],
  );
  return found.rows.map(({ column }) => column);
}

async function sees(client: FactoryClient, table: string, rights: TableRights): Promise<boolean> {
  const { text, values } = where(rights.row(world.secrets, world.people));
  const found = await client.query(`SELECT FROM fritz.${table} WHERE ${text}`, values);
  return found.rowCount !== 0;
}

async function changes(
  client: FactoryClient,
  table: string,
  rights: TableRights,
  role: Role,
): Promise<boolean> {
  const row = rights.row(world.secrets, world.people);
  const { text, values } = where(row);
  const columns = await columnsOf(client, table, 'UPDATE');
  const given = rights.change?.(world.people[role].id);
  for (const setting of given ? [given] : columns.map((column) => `"${column}" = "${column}"`)) {
    await client.query('SAVEPOINT one');
    const changed = await client
      .query(`UPDATE fritz.${table} SET ${setting} WHERE ${text}`, values)
      .then(
        ({ rowCount }) => rowCount !== 0,
        async (error: Error & { code?: string }) => {
          await client.query('ROLLBACK TO one');
          if (error.code === '42501') return false;
          throw error;
        },
      );
    if (changed) return true;
  }
  return false;
}

async function removes(
  client: FactoryClient,
  table: string,
  rights: TableRights,
): Promise<boolean> {
  const { text, values } = where(rights.row(world.secrets, world.people));
  const gone = await client.query(`DELETE FROM fritz.${table} WHERE ${text}`, values);
  return gone.rowCount !== 0;
}

async function adds(
  client: FactoryClient,
  table: string,
  { adds: sample }: TableRights,
  role: Role,
): Promise<boolean> {
  assert.ok(sample, `${table} can be added to: say by whom, with a row to try`);
  const { id } = world.people[role];
  const row = sample.row(world.secrets, world.people, id);
  const columns = Object.keys(row).map((column) => `"${column}"`);
  const places = columns.map((_, index) => `$${index + 1}`);
  await client.query(
    `INSERT INTO fritz.${table} (${columns.join(', ')}) VALUES (${places.join(', ')})`,
    Object.values(row),
  );
  return true;
}

const verbs = ['sees', 'changes', 'removes', 'adds'] as const;

/** Who can, of all roles. */
async function whoCan(table: string, rights: TableRights, verb: (typeof verbs)[number]) {
  return withClient(world.harness.database.app, async (client) => {
    if (verb === 'adds' && (await columnsOf(client, table, 'INSERT')).length === 0) return [];
    const attempts = { sees, changes, removes, adds };
    const able: Role[] = [];
    for (const role of roles) {
      const can = await tryAs(client, role, (inside) =>
        attempts[verb](inside, table, rights, role),
      );
      if (can) able.push(role);
    }
    return able;
  });
}

const inOrder = (some: readonly Role[]) => roles.filter((role) => some.includes(role));

for (const [table, rights] of Object.entries(tableRights)) {
  describe(table, () => {
    test('there is such a row', async () => {
      const isThere = await world.harness.arrange((client) => sees(client, table, rights));
      assert.ok(isThere);
    });
    const expected = {
      sees: rights.sees,
      changes: rights.changes ?? [],
      removes: rights.removes ?? [],
      adds: rights.adds?.by ?? [],
    };
    for (const verb of verbs) {
      test(`who ${verb}`, async () => {
        assert.deepEqual(await whoCan(table, rights, verb), inOrder(expected[verb]));
      });
    }
  });
}

test('nobody reads or writes a partition by itself', async () => {
  const partitions = (await listRelations()).filter(({ isPartition }) => isPartition);
  assert.ok(partitions.length >= 3, 'there are partitions');
  await withClient(world.harness.database.app, async (client) => {
    for (const { name } of partitions) {
      for (const role of roles) {
        for (const text of [`SELECT FROM fritz.${name}`, `DELETE FROM fritz.${name}`]) {
          const can = await tryAs(client, role, async (inside) => {
            await inside.query(text);
            return true;
          });
          assert.equal(can, false, `${role}: ${text}`);
        }
      }
    }
  });
});
