import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { BrokerDatabase, withClient } from '@fritz/archive';
import { createCutouts, nextCandid } from '@fritz/testing';
import { checkCutouts } from '../src/database/consistency-cutouts.queries.ts';
import { type CliDatabase, cliDatabase } from './cli-database.ts';
import { runHere } from './run-here.ts';

let place: CliDatabase;
let broker: BrokerDatabase;
const candids = Array.from({ length: 6 }, nextCandid);
const [whole, short, gap, headless, told] = candids;

before(async () => {
  place = await cliDatabase();
  broker = new BrokerDatabase(place.database.broker, 1);
  await withClient(place.database.superuser, async (client) => {
    for (const candid of candids) {
      const [science, template] = [Buffer.alloc(9000, 1), Buffer.alloc(8000, 2)];
      await createCutouts(client, { candid, science, template });
    }
  });
});
after(async () => {
  await broker.close();
  await place.drop();
});

async function verify(...options: string[]) {
  const { code, stdout } = await runHere(['verify', ...options], place.env);
  return { code, stdout };
}

test('cutouts that are stored whole are told to be, in slices of any size', async () => {
  for (const sliceRows of [4, 7, 1000]) {
    const progress: number[] = [];
    const onProgress = (checked: number) => progress.push(checked);
    const found = await checkCutouts(broker, { budgetMs: null, sliceRows, onProgress });
    assert.deepEqual(found, { checked: 6, total: 6, isComplete: true, broken: 0, examples: [] });
    assert.deepEqual(
      progress,
      progress.toSorted((a, b) => a - b),
    );
  }
});

test('a look ends when its time is up, and says how far it came', async () => {
  const found = await checkCutouts(broker, { budgetMs: -1, sliceRows: 4 });
  assert.deepEqual([found.isComplete, found.total, found.checked < 6], [false, 6, true]);
});

test('verify finds each kind of damage, names the alerts, and ends with 2', async () => {
  await withClient(place.database.superuser, async (client) => {
    const parts = 'fritz.ztf_cutout_parts';
    const changes: [text: string, candid: bigint | undefined][] = [
      [`UPDATE ${parts} SET bytes = substring(bytes FROM 2) WHERE candid = $1 AND part = 1`, short],
      [`DELETE FROM ${parts} WHERE candid = $1 AND part = 1`, gap],
      [`DELETE FROM ${parts} WHERE candid = $1 AND part = 0`, headless],
      [`UPDATE ${parts} SET template_bytes = 1 WHERE candid = $1 AND part = 0`, told],
    ];
    for (const [text, candid] of changes) {
      assert.ok(((await client.query(text, [candid])).rowCount ?? 0) > 0, text);
    }
  });
  const { code, stdout } = await verify('--json');
  assert.equal(code, 2);
  const { cutouts } = JSON.parse(stdout);
  assert.deepEqual([cutouts.broken, cutouts.checked, cutouts.isComplete], [4, 6, true]);
  for (const candid of [short, gap, headless, told]) {
    assert.ok(cutouts.examples.includes(`ztf ${candid}`), String(candid));
  }
  assert.ok(!cutouts.examples.includes(`ztf ${whole}`));
  const text = (await verify('--all-cutouts')).stdout;
  assert.match(text, /^BROKEN {2}the cutouts are stored whole: 4 \(ztf \d+, .*backup\)$/m);
});

test('verify looks at every survey, and finds what is damaged there', async () => {
  await withClient(place.database.superuser, async (client) => {
    await client.query('TRUNCATE fritz.ztf_cutout_parts');
  });
  const packets = join(place.env.FRITZ_DATA ?? '', 'lsst');
  const night = ['--survey', 'lsst', '--night', '20270301', '--alerts', '12', '--seed', '5'];
  for (const args of [
    ['simulate', '--out', packets, ...night],
    ['ingest', packets],
  ]) {
    const { code, stderr } = await runHere(args, place.env);
    assert.equal(code, 0, stderr);
  }
  const sound = await verify('--json');
  const { counts, rules } = JSON.parse(sound.stdout);
  assert.equal(sound.code, 0, sound.stdout);
  assert.deepEqual([counts.alerts, counts.cutouts, counts.lightCurveRows], [12, 12, 12]);
  assert.ok(rules.every(({ broken }: { broken: number }) => broken === 0));
  await withClient(place.database.superuser, async (client) => {
    await client.query(
      'DELETE FROM fritz.lsst_light_curves WHERE candid = (SELECT min(candid) FROM fritz.lsst_alerts)',
    );
  });
  const { code, stdout } = await verify();
  assert.equal(code, 2);
  assert.match(stdout, /^BROKEN {2}every alert has its light-curve row: 1$/m);
});
