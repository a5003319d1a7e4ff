import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type RouteContract, type RouteName, routes } from '@fritz/contract';
import { send } from '../harness.ts';
import { type Ledger, openLedger } from './ledger.ts';
import { type RightsWorld, startRightsWorld } from './rights-world.ts';
import { routeRights } from './route-rights.ts';

// Two people change the same thing: the second is told, wherever a thing can be changed.

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

/** Computed, and changed by nobody; and one whose credentials nobody can read here (facilities.test.ts). */
const apart = new Set<RouteName>(['updatePhotStat', 'updateAllocation']);
/** What a System admin does not change for others. */
const ownersOnly = new Set<RouteName>(['updateListing', 'updateNotification', 'updateSavedQuery']);

const all = Object.entries(routes) as [RouteName, RouteContract][];
const edits = all.flatMap(([name, { method, path }]) => {
  if (method !== 'PUT' && method !== 'PATCH') return [];
  const read = all.find(([, one]) => one.method === 'GET' && one.path === path);
  return read && path.includes('{') && !apart.has(name) ? [{ name, read: read[0] }] : [];
});

for (const { name, read } of edits) {
  test(`${name}: who read it before it changed is refused, with both versions`, async () => {
    const role = ownersOnly.has(name) ? 'member' : 'super admin';
    const ask = (route: RouteName, headers: Record<string, string> = {}) => {
      const { people, secrets, harness } = world;
      const options = routeRights[name].request(secrets, people, people[role]);
      const as = { token: people[role].key ?? '' };
      const isRead = route === read;
      return send(harness, route, {
        ...options,
        ...(isRead ? { query: {}, body: undefined } : {}),
        as,
        headers,
      });
    };
    const before = await ask(read);
    const etag = String(before.headers.etag);
    assert.match(etag, /^".+"$/, before.body);
    const first = await ask(name, { 'if-match': etag });
    assert.equal(first.statusCode, 200, first.body);
    const current = (await ask(read)).json().data;
    const second = await ask(name, { 'if-match': etag });
    assert.equal(second.statusCode, 409, second.body);
    const { code, current: told, yours } = second.json().data;
    assert.equal(code, 'changed_meanwhile');
    // A telescope also tells what time it is there.
    assert.deepEqual([told.id, told.modified], [current.id, current.modified]);
    assert.deepEqual(Object.keys(told), Object.keys(current));
    assert.ok(yours !== undefined);
    // Who does not say what he read has the last word.
    assert.equal((await ask(name)).statusCode, 200);
    assert.equal((await ask(name, { 'if-match': '*' })).statusCode, 200);
    await ledger.undo();
  });
}

test('no noun is left out', () => {
  const found = new Set(edits.map(({ name }) => name));
  for (const name of [
    'updateSource',
    'updateComment',
    'updateClassification',
    'updateGroup',
  ] as const) {
    assert.ok(found.has(name), name);
  }
  assert.ok(edits.length >= 22, String(edits.length));
});
