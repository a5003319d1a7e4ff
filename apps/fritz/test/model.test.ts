import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pgTypes, withClient } from '@fritz/archive';
import { logarithmModel } from '@fritz/testing/tiny-onnx';
import { type CliDatabase, cliDatabase } from './cli-database.ts';
import { runCli } from './run-cli.ts';
import { runInside } from './run-inside.ts';

let place: CliDatabase;
before(async () => {
  place = await cliDatabase();
});
after(() => place?.drop());

async function run(args: readonly string[], wantedCode = 0): Promise<string> {
  const { code, stdout, stderr } = await runInside(args, place.env);
  assert.equal(code, wantedCode, stdout + stderr);
  return wantedCode === 1 ? stderr : stdout;
}

/** A folder with a model of one feature, whose logarithm it gives. */
function modelFolder(name: string, feature: unknown, bytes = logarithmModel()): string {
  const folder = join(place.env.FRITZ_DATA ?? '', name);
  mkdirSync(folder, { recursive: true });
  const manifest = {
    ...{ name, version: '1', survey: 'ztf', file: 'tiny.onnx', output: 'score' },
    inputs: { features: { features: [{ name: 'x', value: feature }] } },
    thresholds: { faint: 2.9 },
  };
  writeFileSync(join(folder, 'model.json'), JSON.stringify(manifest));
  writeFileSync(join(folder, 'tiny.onnx'), bytes);
  return folder;
}

test('a model is added, tried, listed, and scores what is ingested', async () => {
  assert.match(await run(['model', 'list']), /There is no model/);
  const folder = modelFolder('bright', '$candidate.magpsf');
  assert.equal(await run(['model', 'add', folder]), 'bright 1 added, in force for every alert\n');
  assert.match(await run(['model', 'add', folder, '--when', 'asked']), /was there, .* asks/);
  const [model] = JSON.parse(await run(['model', 'list', '--json']));
  assert.deepEqual([model.name, model.when, model.active], ['bright', 'asked', true]);
  assert.match(await run(['model', 'test', 'bright']), /scored 24 of 24 alerts/);

  const packets = join(place.env.FRITZ_DATA ?? '', 'packets');
  const night = ['--night', '20261012', '--alerts', '30', '--seed', '3'];
  await run(['simulate', '--out', packets, ...night]);
  await run(['ingest', packets]);
  assert.equal(await run(['model', 'score']), '30 alerts scored\n');
  assert.equal(await run(['model', 'score']), '0 alerts scored\n');
  assert.equal(
    await run(['model', 'rescore', 'bright', '--night', '20261012']),
    '0 alerts scored\n',
  );
  const off = await withClient({ ...place.database.superuser, types: pgTypes }, async (client) => {
    const { rows } = await client.query<{ off: number }>(
      `SELECT max(abs(c.score - ln(a.magpsf))) AS off FROM fritz.ztf_classifications c
       JOIN fritz.ztf_alerts a USING (candid) HAVING count(*) = 30`,
    );
    return rows[0]?.off ?? Number.NaN;
  });
  assert.ok(off < 1e-5, `${off}`);
  assert.equal(await run(['model', 'set', 'bright', '--off']), 'bright 1 is out of force\n');
});

test('a model that cannot be used is refused in one line, and nothing is kept', async () => {
  const before = await run(['model', 'list']);
  const wrong: [string, RegExp][] = [
    [modelFolder('broken', '$candidate.magpsf', new Uint8Array(99)), /tiny\.onnx does not load/],
    [modelFolder('negative', { $subtract: [0, '$candidate.magpsf'] }), /negative gave NaN/],
    [modelFolder('missing', '$candidate.nothing'), /gives no scores: x is missing/],
    [modelFolder('foreign', { $foo: 1 }), /no expression of the filter language/],
    [join(place.env.FRITZ_DATA ?? '', 'nowhere'), /there is no .*nowhere/],
  ];
  for (const [folder, message] of wrong) {
    const said = await run(['model', 'add', folder], 1);
    assert.match(said, message);
    assert.match(said, /^fritz: [^\n]*\.\n$/);
  }
  assert.match(await run(['model', 'set', 'nobody', '--off'], 1), /no model nobody is in force/);
  assert.equal(await run(['model', 'list']), before);
});

test('where ONNX Runtime does not load, alerts come in without scores, and one line says so', async () => {
  const folder = modelFolder('anywhere', '$candidate.magpsf');
  await run(['model', 'add', folder]);
  const packets = join(place.env.FRITZ_DATA ?? '', 'elsewhere');
  await run(['simulate', '--out', packets, '--night', '20261013', '--alerts', '20', '--seed', '4']);
  const NODE_OPTIONS = `--import=${new URL('without-onnx.mjs', import.meta.url).href}`;
  const { code, stdout, stderr } = await runCli(['ingest', packets], {
    ...place.env,
    NODE_OPTIONS,
  });
  assert.equal(code, 0, stderr);
  assert.match(stdout, /20 new/);
  const told = stderr.split('\n').filter((line) => line.includes('ONNX'));
  assert.equal(told.length, 1, stderr);
  assert.match(told[0] ?? '', /^fritz: ONNX Runtime does not load here, so there are no scores/);
  const refused = await runCli(['model', 'add', folder], { ...place.env, NODE_OPTIONS });
  assert.equal(refused.code, 1);
  assert.match(refused.stderr, /^fritz: [^\n]*ONNX Runtime does not load here[^\n]*\n$/);
  await run(['model', 'set', 'anywhere', '--off']);
});
