import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { RouteName } from '@fritz/contract';
import { send } from '../harness.ts';
import { type Ledger, openLedger } from '../rights/ledger.ts';
import { type RightsWorld, startRightsWorld } from '../rights/rights-world.ts';
import { routeRights } from '../rights/route-rights.ts';
import { fuzzedRoutes, fuzzRoute } from './run-api-fuzz.ts';

// The short form of `npm run fuzz:api`: the same requests each time, a few of each route.

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

const statuses = new Map<number, number>();

for (const [name] of fuzzedRoutes) {
  test(`requests of every kind are answered: ${name}`, async () => {
    await fuzzRoute(world, ledger, name, { perRoute: 4, seed: 20_261_130, statuses });
  });
}

test('they come as far as to succeed, and to be refused in every way', () => {
  for (const status of [200, 401, 403, 404, 422]) {
    assert.ok((statuses.get(status) ?? 0) > 5, `${status}: ${statuses.get(status) ?? 0} times`);
  }
});

/** What the long form has found, and is mended. */
const found: readonly [RouteName, string, unknown, number][] = [
  ['addInstrumentLog', 'logs', [9_223_372_036_854_775_808n], 200],
  ['runFunnel', 'night', '00000000', 422],
  ['runDiff', 'night', '00000000', 422],
  ['postPhotometry', 'limiting_mag', [5e-324], 422],
];

for (const [name, field, value, status] of found) {
  test(`what was found once is answered: ${name}, ${field}`, async () => {
    const actor = world.people['super admin'];
    const right = routeRights[name].request(world.secrets, world.people, actor);
    const body = { ...Object(right.body), [field]: value };
    const as = { token: actor.key ?? '' };
    const response = await send(world.harness, name, { ...right, body, as });
    assert.equal(response.statusCode, status, response.body);
    await ledger.undo();
  });
}
