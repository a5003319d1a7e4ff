// npm run fuzz:api [-- requests] [-- --seed n] [-- --route name]: asks every route so often in every
// way, each time in others; what is no answer is printed with the request that gets it.
import { parseArgs } from 'node:util';
import { stopTestServer } from '@fritz/testing';
import { openLedger } from '../rights/ledger.ts';
import { startRightsWorld } from '../rights/rights-world.ts';
import { fuzzedRoutes, fuzzRoute } from './run-api-fuzz.ts';

const { values, positionals } = parseArgs({
  options: { seed: { type: 'string' }, route: { type: 'string' } },
  allowPositionals: true,
});
const perRoute = Number(positionals[0] ?? 300);
const seed = Number(values.seed ?? Date.now() % 2 ** 31);
const wanted = fuzzedRoutes.filter(([name]) => values.route === undefined || name === values.route);
if (!Number.isSafeInteger(perRoute) || perRoute < 1 || !Number.isSafeInteger(seed)) {
  console.error('usage: npm run fuzz:api -- [requests of each route] [--seed n] [--route name]');
  process.exit(2);
}
if (wanted.length === 0) {
  console.error(`there is no route ${values.route}`);
  process.exit(2);
}

const world = await startRightsWorld();
const ledger = await openLedger(world.harness);
const statuses = new Map<number, number>();
const startedAt = performance.now();
let failed = 0;
for (const [index, [name]] of wanted.entries()) {
  try {
    await fuzzRoute(world, ledger, name, { perRoute, seed, statuses });
    console.log(`${index + 1} of ${wanted.length} ${name}`);
  } catch (error) {
    failed += 1;
    await ledger.undo();
    // The request that was found is the message; what is wrong with its answer is the cause.
    const { message, cause } = error instanceof Error ? error : new Error(String(error));
    console.error(`${name}: ${message}\n${cause instanceof Error ? cause.message : ''}\n`);
  }
}
await ledger.close();
await world.harness.close();
await stopTestServer();
const requests = [...statuses.values()].reduce((sum, count) => sum + count, 0);
const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
console.log(`${requests} requests in ${seconds} s, seed ${seed}: ${failed} routes failed`);
for (const [status, times] of [...statuses].sort(([a], [b]) => a - b)) {
  console.log(`  ${status} ${times}`);
}
process.exitCode = failed > 0 ? 1 : 0;
