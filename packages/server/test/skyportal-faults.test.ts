import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { arrangeWorld, call, type Harness, send, startHarness, type World } from './harness.ts';

// Faults of SkyPortal that Fritz has not (docs/reference/skyportal-faults.md): each has a test, and those
// that belong to no noun have it here.

const root = join(import.meta.dirname, '../../..');
const page = 'docs/reference/skyportal-faults.md';

let harness: Harness;
let world: World;
before(async () => {
  harness = await startHarness();
  world = await harness.arrange(arrangeWorld);
});
after(() => harness?.close());

test('each fault that the docs name has the test that they name', () => {
  const text = readFileSync(join(root, page), 'utf8');
  const lines = text.split('\n').filter((line) => /^\| \d+ \|/.test(line));
  assert.ok(lines.length >= 40);
  for (const [at, line] of lines.entries()) {
    const [, number, file, title] = /^\| (\d+) \|.*\| `(.+)`: “(.+)” \|$/.exec(line) ?? [];
    assert.equal(Number(number), at + 1, line);
    const source = readFileSync(join(root, file ?? ''), 'utf8');
    assert.ok(source.includes(title ?? ''), `${file} has no test “${title}”`);
  }
});

test('a flag in a query is true or false by what it says', async () => {
  const as = world.member;
  const params = { id: world.objId };
  const asked = async (includeThumbnails: string) =>
    'thumbnails' in
    (await call(harness, 'getSource', { as, params, query: { includeThumbnails } }));
  for (const yes of ['true', 'True', '1']) assert.equal(await asked(yes), true, yes);
  for (const no of ['false', 'False', '0']) assert.equal(await asked(no), false, no);
  const query = { includeThumbnails: 'maybe' };
  assert.equal((await send(harness, 'getSource', { as, params, query })).statusCode, 422);
});

test('total magnitudes are in the system that is asked for, as those of the reference are', async () => {
  const as = world.member;
  const { rows } = await harness.arrange((client) =>
    client.query<{ id: number }>(`SELECT id FROM fritz.instruments WHERE name = 'ZTF'`),
  );
  const point = { mjd: 60_100, mag: 19, magerr: 0.1, magref: 18, e_magref: 0.05, magsys: 'ab' };
  const body = { obj_id: world.objId, instrument_id: rows[0]?.id, filter: 'ztfr', ...point };
  const made = await call(harness, 'postPhotometry', { as, body });
  const params = { id: made.ids[0] ?? 0n };
  const shown = (magsys: string) =>
    call(harness, 'getPhotometryPoint', { as, params, query: { format: 'both', magsys } });
  const [ab, vega] = [await shown('ab'), await shown('vega')];
  const shift = (ab.mag ?? 0) - (vega.mag ?? 0);
  assert.ok(Math.abs(shift) > 0.05, 'the systems differ in this band');
  for (const name of ['magref', 'magtot'] as const) {
    assert.ok(Math.abs((ab[name] ?? 0) - (vega[name] ?? 0) - shift) < 1e-9, name);
  }
});
