import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type RouteContract, type RouteName, routes } from '@fritz/contract';
import { send } from '../harness.ts';
import { fingerprint } from './fingerprint.ts';
import { type Ledger, openLedger } from './ledger.ts';
import { admitted, lacks, type Role, roles, shutOut } from './people.ts';
import { type RightsWorld, startRightsWorld } from './rights-world.ts';
import { type RouteRights, routeRights } from './route-rights.ts';

let world: RightsWorld;
let ledger: Ledger;
/** All that was written down before the first request. */
let atFirst: Record<string, string>;
before(async () => {
  world = await startRightsWorld();
  ledger = await openLedger(world.harness);
  atFirst = await fingerprint(world.harness);
});
after(async () => {
  await ledger?.close();
  await world?.harness.close();
});

const allRoutes = Object.entries(routes) as [RouteName, RouteContract][];

test('what is written, changed or removed is noticed, and made as it was', async () => {
  const { group, candid, askingId } = world.secrets;
  const writing = {
    groups: `UPDATE fritz.groups SET private = false WHERE id = ${group.id}`,
    ztf_alerts: `DELETE FROM fritz.ztf_alerts WHERE candid = ${candid}`,
    group_users: `INSERT INTO fritz.group_users (group_id, user_id) VALUES (${group.id}, ${askingId})`,
    filter_counts: 'TRUNCATE fritz.filter_counts',
  };
  for (const [table, text] of Object.entries(writing)) {
    assert.deepEqual(await ledger.changes(), []);
    await world.harness.arrange((client) => client.query(text));
    assert.ok((await ledger.changes()).includes(table), table);
    await ledger.undo();
  }
  assert.deepEqual(await fingerprint(world.harness), atFirst);
});

test('every route has an entry', () => {
  const missing = allRoutes.map(([name]) => name).filter((name) => !(name in routeRights));
  assert.deepEqual(missing, []);
});

function expectedStatus(route: RouteContract, rights: RouteRights, role: Role): number {
  if (rights.everybody !== undefined) return rights.everybody;
  if (shutOut.includes(role)) return 401;
  if (route.acl !== undefined && lacks(role, route.acl)) return 403;
  const other = rights.except?.[role];
  if (other !== undefined) return other;
  if (rights.to.includes(role)) return rights.success ?? 200;
  return rights.refused?.includes(role) ? 403 : 404;
}

async function ask(name: RouteName, role: Role): Promise<number> {
  const actor = world.people[role];
  const options = routeRights[name].request(world.secrets, world.people, actor);
  const as = actor.key === null ? null : { token: actor.key };
  const response = await send(world.harness, name, { ...options, as });
  assert.doesNotMatch(response.body.slice(0, 10_000), /node_modules|\.ts:\d|SQLSTATE/);
  return response.statusCode;
}

for (const [name, route] of allRoutes) {
  const rights = routeRights[name];
  if (rights === undefined) continue;
  const isDenied = (role: Role) => expectedStatus(route, rights, role) >= 400;
  describe(name, () => {
    test('who is refused, and how; nothing is changed', async () => {
      const answers: Partial<Record<Role, number>> = {};
      const expected: Partial<Record<Role, number>> = {};
      for (const role of roles.filter(isDenied)) {
        answers[role] = await ask(name, role);
        expected[role] = expectedStatus(route, rights, role);
      }
      assert.deepEqual(answers, expected);
      assert.deepEqual(await ledger.changes(), []);
    });

    test('who is served', async () => {
      const answers: Partial<Record<Role, number>> = {};
      const expected: Partial<Record<Role, number>> = {};
      for (const role of admitted.filter((one) => !isDenied(one))) {
        answers[role] = await ask(name, role);
        expected[role] = expectedStatus(route, rights, role);
        // Each finds everything as it was before the others.
        await ledger.undo();
      }
      assert.deepEqual(answers, expected);
    });
  });
}

test('everything is as it was at first', async () => {
  assert.deepEqual(await fingerprint(world.harness), atFirst);
});
