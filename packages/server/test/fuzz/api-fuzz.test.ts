import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Ledger, openLedger } from '../rights/ledger.ts';
import { type RightsWorld, startRightsWorld } from '../rights/rights-world.ts';
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
