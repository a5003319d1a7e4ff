import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type RouteContract, type RouteName, routes } from '@fritz/contract';
import { send } from '../harness.ts';
import { fingerprint } from './fingerprint.ts';
import { admitted, lacks, type Role, roles, shutOut } from './people.ts';
import { type RightsWorld, startRightsWorld } from './rights-world.ts';
import { type RouteRights, routeRights } from './route-rights.ts';
import { arrangeSecrets, type Secrets } from './secrets.ts';

let world: RightsWorld;
before(async () => {
  world = await startRightsWorld();
});
after(() => world?.harness.close());

const allRoutes = Object.entries(routes) as [RouteName, RouteContract][];

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

async function ask(name: RouteName, role: Role, secrets: Secrets): Promise<number> {
  const actor = world.people[role];
  const options = routeRights[name].request(secrets, world.people, actor);
  const as = actor.key === null ? null : { token: actor.key };
  const response = await send(world.harness, name, { ...options, as });
  assert.doesNotMatch(response.body.slice(0, 10_000), /node_modules|\.ts:\d|SQLSTATE/);
  return response.statusCode;
}

/** A new private group of the same people. */
function freshSecrets(): Promise<Secrets> {
  return world.harness.arrange((client) => arrangeSecrets(client, world.people, world.members));
}

for (const [name, route] of allRoutes) {
  const rights = routeRights[name];
  if (rights === undefined) continue;
  const isDenied = (role: Role) => expectedStatus(route, rights, role) >= 400;
  describe(name, () => {
    test('who is refused, and how; nothing is changed', async () => {
      const { secrets } = world;
      const before = await fingerprint(world.harness);
      const answers: Partial<Record<Role, number>> = {};
      const expected: Partial<Record<Role, number>> = {};
      for (const role of roles.filter(isDenied)) {
        answers[role] = await ask(name, role, secrets);
        expected[role] = expectedStatus(route, rights, role);
      }
      assert.deepEqual(answers, expected);
      assert.deepEqual(await fingerprint(world.harness), before);
    });

    test('who is served', async () => {
      const answers: Partial<Record<Role, number>> = {};
      const expected: Partial<Record<Role, number>> = {};
      for (const role of admitted.filter((one) => !isDenied(one))) {
        const secrets = route.method === 'GET' ? world.secrets : await freshSecrets();
        answers[role] = await ask(name, role, secrets);
        expected[role] = expectedStatus(route, rights, role);
      }
      assert.deepEqual(answers, expected);
    });
  });
}
