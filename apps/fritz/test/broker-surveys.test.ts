import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pgTypes, withClient } from '@fritz/archive';
import { LSST_SCHEMA_JSON, ZtfAdapter } from '@fritz/surveys';
import { NO_TEST_KAFKA, type TestRegistry, testKafka, testRegistry } from '@fritz/testing';
import { type CliDatabase, cliDatabase } from './cli-database.ts';
import { startCli, waitForOutput, whenEnded } from './run-cli.ts';
import { runHere } from './run-here.ts';

const kafka = await testKafka();
const skip = kafka === null ? NO_TEST_KAFKA : false;
const brokers = kafka?.brokers.join() ?? '';

let one: CliDatabase;
let two: CliDatabase;
let registry: TestRegistry;
before(async () => {
  if (kafka === null) return;
  [one, two] = [await cliDatabase(), await cliDatabase()];
  registry = await testRegistry();
});
after(async () => {
  await registry?.stop();
  await one?.drop();
  await two?.drop();
});

async function run(args: readonly string[], { env } = one): Promise<string> {
  const { code, stdout, stderr } = await runHere(args, env);
  assert.equal(code, 0, stdout + stderr);
  return stdout;
}

function query<Row>({ database }: CliDatabase, text: string): Promise<Row[]> {
  const superuser = { ...database.superuser, types: pgTypes, options: '-c search_path=fritz' };
  return withClient(superuser, async (client) => {
    return (await client.query<Row & Record<string, unknown>>(text)).rows;
  });
}

const newName = (what: string) => `${what}_${randomBytes(4).toString('hex')}`;

test('packets wait for a schema that the registry does not know, or while it is down; none is skipped', {
  skip,
}, async () => {
  const name = newName('lsst');
  const night = ['--survey', 'lsst', '--night', '20270301', '--alerts', '24', '--seed', '5'];
  const to = ['--kafka', brokers, '--topic', name, '--partitions', '2'];
  await run(['simulate', ...night, '--schema-id', '900', ...to]);
  const args = ['broker', '--survey', 'lsst', '--brokers', brokers, '--topics', name];
  const broker = startCli([...args, '--group', name, '--schema-registry', registry.url], one.env);
  const said = (pattern: RegExp) => waitForOutput(broker, pattern);
  const read = async () => {
    const [row] = await query<{ alerts: number; read: number; put_aside: number }>(
      one,
      `SELECT (SELECT count(*)::int FROM lsst_alerts) AS alerts,
         (SELECT coalesce(sum(next_offset), 0)::int FROM stream_offsets WHERE consumer = '${name}') AS read,
         (SELECT count(*)::int FROM quarantine) AS put_aside`,
    );
    return row;
  };
  try {
    await said(/waiting: packets in schema 900 wait, none is skipped: .* knows no schema 900/);
    assert.deepEqual(await read(), { alerts: 0, read: 0, put_aside: 0 });
    const isDown = said(/waiting: packets in schema 900 wait, none is skipped: .* does not answer/);
    await registry.stop();
    await isDown;
    const done = said(/lag 0 in 2 partitions; 24 read, 24 new, 0 known, 0 quarantined/);
    registry.schemas.set(900, LSST_SCHEMA_JSON);
    await registry.start();
    await done;
    assert.deepEqual(await read(), { alerts: 24, read: 24, put_aside: 0 });
  } finally {
    broker.kill('SIGTERM');
  }
  assert.equal(await whenEnded(broker), 0);
});

/** What an archive holds of a night, whoever read it in whichever order. */
async function holdings(place: CliDatabase) {
  const adapter = new ZtfAdapter();
  for (const { schema } of await query<{ schema: string }>(
    place,
    `SELECT schema FROM avro_schemas WHERE survey = 'ztf'`,
  )) {
    adapter.schemas.learn(schema);
  }
  const curves = await query<{ object_id: string; points: Buffer }>(
    place,
    `SELECT object_id, string_agg(points, '') AS points FROM ztf_light_curves GROUP BY 1 ORDER BY 1`,
  );
  const rows = (table: string, without: string) =>
    query<{ row: string }>(
      place,
      `SELECT (to_jsonb(t) - '{${without}}'::text[])::text AS row FROM ${table} t ORDER BY 1`,
    );
  return {
    alerts: await rows('ztf_alerts', 'received_at,audience_id'),
    cutouts: await rows('ztf_cutout_parts', 'audience_id'),
    // Other surveys' tests leave theirs.
    objects: await rows(
      "(SELECT * FROM survey_objects WHERE survey = 'ztf')",
      'audience_id,hpx,ra,dec',
    ),
    candidates: await query(place, 'SELECT obj_id, candid, output FROM candidates ORDER BY candid'),
    counts: await query(
      place,
      `SELECT sum(evaluated)::int AS evaluated, sum(passed)::int AS passed,
         sum(rejected)::int AS rejected, sum(failed)::int AS failed FROM filter_counts`,
    ),
    curves: curves.map(({ object_id: id, points }) => {
      return [id, adapter.curve(points, adapter.needs([])).words(null)];
    }),
    photometry: await query(
      place,
      `SELECT obj_id, origin, band, mjd, flux_ujy, fluxerr_ujy, candid FROM photometry ORDER BY 1, 2, 3, 4, 7`,
    ),
  };
}

test('two processes that share two partitions make the archive that one makes', {
  skip,
}, async () => {
  const name = newName('ztf');
  const night = ['--night', '20270301', '--alerts', '160', '--seed', '6'];
  await run(['simulate', ...night, '--kafka', brokers, '--topic', name, '--partitions', '2']);
  const start = (place: CliDatabase, group: string) =>
    startCli(
      ['broker', '--survey', 'ztf', '--brokers', brokers, '--topics', name, '--group', group],
      place.env,
    );
  for (const place of [one, two]) {
    const file = join(place.env.FRITZ_DATA ?? '', 'bright.json');
    writeFileSync(file, JSON.stringify([{ $match: { 'candidate.magpsf': { $lt: 19 } } }]));
    const group = ['--group', 'Workers', '--create-group', '--stream', 'ZTF Caltech'];
    await run(['filter', 'add', file, '--name', 'bright', '--insist', ...group], place);
  }
  const alone = start(one, `${name}_1`);
  await waitForOutput(alone, /lag 0 in 2 partitions; 160 read, 160 new/);
  alone.kill('SIGTERM');
  assert.equal(await whenEnded(alone), 0);

  const workers = [start(two, `${name}_2`), start(two, `${name}_2`)];
  // Who comes second takes over a partition, sometimes in the middle of it.
  const shares = workers.map((worker) => waitForOutput(worker, /lag 0 in 1 partitions/));
  await Promise.all(shares);
  for (const worker of workers) worker.kill('SIGTERM');
  for (const worker of workers) assert.equal(await whenEnded(worker), 0);
  const [expected, found] = [await holdings(one), await holdings(two)];
  assert.equal(expected.alerts.length, 160);
  assert.ok(expected.candidates.length > 0);
  for (const part of Object.keys(expected) as (keyof typeof expected)[]) {
    assert.deepEqual(found[part], expected[part], part);
  }
});
