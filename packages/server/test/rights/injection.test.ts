import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  type RouteContract,
  type RouteName,
  routes,
  stringifyExact,
  type TSchema,
} from '@fritz/contract';
import { type RequestOptions, send } from '../harness.ts';
import { type Ledger, openLedger } from './ledger.ts';
import type { Role } from './people.ts';
import { type RightsWorld, startRightsWorld } from './rights-world.ts';
import { routeRights } from './route-rights.ts';

let world: RightsWorld;
let ledger: Ledger;
before(async () => {
  world = await startRightsWorld();
  ledger = await openLedger(world.harness);
});
after(async () => {
  await ledger?.close();
  await world?.harness.close();
});

/** How long one answer may take; a payload that is run sleeps longer. */
const slowMs = 4_000;

/** Text that ends strings, comments out what follows, adds statements, or waits. */
const corpus = [
  "'",
  `' OR '1'='1`,
  `" OR ""="`,
  `1 OR 1=1`,
  `1; SELECT pg_sleep(5)`,
  `'; SELECT pg_sleep(5); --`,
  `' || pg_sleep(5)::text || '`,
  `1) OR EXISTS (SELECT pg_sleep(5)) --`,
  `'; UPDATE fritz.groups SET private = false; --`,
  `'; DELETE FROM fritz.audit_log; --`,
  `' UNION SELECT encode(key_hash, 'hex') FROM fritz.access_keys --`,
  `(SELECT string_agg(name, ',') FROM fritz.groups)`,
  `id; SET ROLE fritz_owner; --`,
  `'; EXPLAIN (ANALYZE, BUFFERS) SELECT FROM fritz.photometry WHERE flux_ujy > 0; --`,
  `'; SELECT set_config('fritz.viewer_key', '', false); --`,
  `$$; SELECT 1; $$`,
  `$1`,
  `%' ESCAPE '`,
  `\\'; SELECT 1; --`,
  `\u0000`,
  `\ud800`,
  `{"$where": "sleep(5000)"}`,
  `'{{1,2},{3`,
  `NaN`,
  `-99999999999999999999999999`,
] as const;

/** Who may do as much as possible, so that the text comes far, and yet see nothing of the group's. */
function attackerOf(route: RouteContract): Role {
  return route.acl === 'System admin' ? 'super admin' : 'stranger, Manage users';
}

const all = Object.entries(routes) as [RouteName, RouteContract][];

/** Every place in a request where text can stand, with a request that has this text there. */
function* attacks(
  name: RouteName,
  route: RouteContract,
  text: string,
  role: Role,
): Generator<{ place: string; options: RequestOptions }> {
  const { secrets, people } = world;
  const plain = routeRights[name].request(secrets, people, people[role]);
  for (const field of Object.keys(route.params.properties)) {
    yield {
      place: `path ${field}`,
      // A lone surrogate has no form in an address.
      options: { ...plain, params: { ...plain.params, [field]: text.toWellFormed() } },
    };
  }
  const ignored = route.ignored?.query ?? [];
  for (const field of [...Object.keys(route.query.properties), ...ignored]) {
    yield {
      place: `query ${field}`,
      options: { ...plain, query: { ...plain.query, [field]: text } },
    };
  }
  if (!route.body) return;
  const body: unknown = plain.body;
  const fields = typeof body === 'object' && body !== null ? { ...body } : {};
  for (const [field, value] of bodyAttacks(route.body, text)) {
    yield { place: `body ${field}`, options: { ...plain, body: { ...fields, [field]: value } } };
  }
  for (const field of route.ignored?.body ?? []) {
    yield { place: `body ${field}`, options: { ...plain, body: { ...fields, [field]: text } } };
  }
}

/** Text by itself, in a list, in an object, and as a name. */
function* bodyAttacks(schema: TSchema, text: string): Generator<[string, unknown]> {
  const properties: unknown = Reflect.get(schema, 'properties');
  if (typeof properties !== 'object' || properties === null) return;
  for (const [field, inner] of Object.entries(properties)) {
    yield [field, text];
    const shape = stringifyExact(inner);
    if (shape.includes('"array"')) yield [field, [text]];
    if (shape.includes('"object"') || shape.includes('patternProperties')) {
      yield [field, { [text]: text }];
    }
    if (field === 'pipeline') yield [field, [{ $match: { [text]: text } }]];
  }
  yield [text, text];
}

/** Routes that make something of one's own of any text: what they made is taken into account. */
function isWriting(route: RouteContract): boolean {
  return route.method !== 'GET';
}

for (const [name, route] of all) {
  test(`text is data: ${name}`, async () => {
    const role = attackerOf(route);
    const { key } = world.people[role];
    for (const text of corpus) {
      for (const { place, options } of attacks(name, route, text, role)) {
        const start = performance.now();
        const response = await send(world.harness, name, { ...options, as: { token: key ?? '' } });
        const what = `${place} = ${text}: ${response.body.slice(0, 300)}`;
        assert.ok(performance.now() - start < slowMs, `slow: ${what}`);
        assert.ok(response.statusCode < 500, what);
        assert.doesNotMatch(response.body, /syntax error at|SQLSTATE|node_modules|\.ts:\d/i, what);
        // A plan counts the rows that policies hide.
        assert.doesNotMatch(response.body, /Rows Removed|Seq Scan|Shared Hit/, what);
        if (!route.isPublic && role !== 'super admin') assertNoCanary(response.body, what);
      }
    }
    if (!isWriting(route)) assert.deepEqual(await ledger.changes(), []);
    await assertTheirs();
    await ledger.undo();
  });
}

/** Who manages users is told of their addresses. */
function assertNoCanary(body: string, what: string): void {
  const found = world.canaries.filter((word) => body.includes(word));
  assert.deepEqual(
    found.filter((word) => !word.startsWith('canarymail')),
    [],
    what,
  );
}

/** What is not the attacker's is as it was. */
async function assertTheirs(): Promise<void> {
  const { secrets, people } = world;
  await world.harness.arrange(async (client) => {
    const group = await client.query('SELECT private FROM fritz.groups WHERE id = $1', [
      secrets.group.id,
    ]);
    assert.deepEqual(group.rows, [{ private: true }]);
    const members = await client.query('SELECT FROM fritz.group_users WHERE group_id = $1', [
      secrets.group.id,
    ]);
    assert.equal(members.rowCount, world.members.length);
    const filter = await client.query('SELECT active FROM fritz.filters WHERE id = $1', [
      secrets.filter.id,
    ]);
    assert.deepEqual(filter.rows, [{ active: true }]);
    const roles = await client.query('SELECT role_id FROM fritz.user_roles WHERE user_id = $1', [
      people.stranger.id,
    ]);
    assert.deepEqual(roles.rows, [{ role_id: 'Full user' }]);
    const log = await client.query('SELECT FROM fritz.audit_log');
    assert.ok((log.rowCount ?? 0) > 0, 'the audit log is there');
  });
}
