import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { findCatalog, pgTypes, withClient } from '@fritz/archive';
import { createAlert, createCatalog } from '@fritz/testing';
import { type CliDatabase, cliDatabase } from './cli-database.ts';
import { runInside } from './run-inside.ts';

let place: CliDatabase;
before(async () => {
  place = await cliDatabase();
  await withClient(place.database.superuser, async (client) => {
    for (const [i, objectId] of ['ZTF26aaaaaaa', 'ZTF26aaaaaab'].entries()) {
      await createAlert(client, { objectId, columns: { ra: 10 + i, dec: 20 } });
    }
    await client.query(
      `INSERT INTO fritz.survey_objects (survey, object_id, programid, audience_id, hpx, ra, dec)
       SELECT 'ztf', object_id, programid, audience_id, hpx, ra, dec FROM fritz.ztf_alerts`,
    );
    const columns = {
      id: 'int8',
      ra: 'float8',
      dec: 'float8',
      mag: 'float4',
      z: 'float8',
    } as const;
    const rows = [
      [2n ** 61n + 1n, 10, 20.0005, 17.5, 0.02],
      [2n, 11, 20.0009, 18, null],
    ];
    await createCatalog(client, { name: 'Things', columns, rows });
  });
});
after(() => place?.drop());

async function run(args: readonly string[], wantedCode = 0): Promise<string> {
  const { code, stdout, stderr } = await runInside(['catalog', ...args], place.env);
  assert.equal(code, wantedCode, stdout + stderr);
  return wantedCode === 1 ? stderr : stdout;
}

test('fritz catalog set changes how alerts are matched, and says what cannot be', async () => {
  assert.match(
    await run(['set', 'Things', '--radius', '5', '--fields', 'mag,z', '--nearest']),
    /^Things: within 5″, the nearest, with mag, z\n$/,
  );
  const where = '{"mag": {"$lt": 18}}';
  const more = ['--where', where, '--distance', 'redshift', '--redshift', 'z', '--json'];
  const told = JSON.parse(await run(['set', 'Things', ...more]));
  assert.equal(told.radiusArcsec, 5);
  assert.deepEqual(told.settings, {
    projection: ['mag', 'z'],
    maxMatches: 1,
    filter: JSON.parse(where),
    distance: { rule: 'redshift', redshiftColumn: 'z' },
  });
  const stored = await withClient({ ...place.database.owner, types: pgTypes }, (client) =>
    findCatalog(client, 'Things'),
  );
  assert.deepEqual(stored?.settings, told.settings);
  for (const [wrong, said] of [
    [['--fields', 'mgg'], /no column "mgg"; it has id, ra, dec, mag, z/],
    [['--motion', 'mag,z'], /need the epoch/],
    [['--radius', '4000'], /at most 3600/],
    [['--where', '{"mag": {"$ltt": 1}}'], /\$ltt/],
    [['--where', 'mag < 18'], /takes an object of JSON/],
    [['--distance', 'redshift'], /needs --redshift or --mpc/],
  ] as const) {
    assert.match(await run(['set', 'Things', ...wrong], 1), said);
  }
  assert.match(await run(['set', 'Nothing', '--radius', '1'], 1), /there is no catalog Nothing/);
  assert.match(await run(['set', 'Things', '--no-matched']), /alerts are not matched with it/);
  await run([
    'set',
    'Things',
    '--matched',
    '--all',
    '--fields',
    '*',
    '--where',
    '{}',
    '--distance',
    'none',
  ]);
});

async function listed(name: string): Promise<Record<string, unknown>> {
  const list = JSON.parse(await run(['list', '--json'])) as Record<string, unknown>[];
  return list.find((one) => one.name === name) ?? {};
}

test('fritz catalog list tells how far old objects are matched with what is new', async () => {
  const matching = [{ survey: 'ztf', objects: 0, of: 2 }];
  assert.deepEqual((await listed('Things')).matching, matching);
  assert.match(await run(['list']), /Things .* 5″, 0 % of old objects /);
  assert.match(await run(['list']), /by the broker, or by fritz catalog match\./);
});

test('fritz catalog match matches old objects with what is new, once', async () => {
  assert.deepEqual(JSON.parse(await run(['match', '--json'])), { objects: 2, matched: 2 });
  assert.match(await run(['match']), /^0 objects looked at, 0 matched with what is new\n$/);
  const { rows } = await withClient(place.database.superuser, (client) =>
    client.query<{ found: string }>(
      'SELECT found::text FROM fritz.cross_matches ORDER BY object_id',
    ),
  );
  assert.match(rows[0]?.found ?? '', /"_id":2305843009213693953,"id":2305843009213693953,"ra":10,/);
  assert.match(rows[1]?.found ?? '', /"distance_arcsec":3\.2/);
});

test('old objects that are matched are no longer told of', async () => {
  assert.deepEqual((await listed('Things')).matching, []);
  assert.doesNotMatch(await run(['list']), /old objects|catalog match/);
});

test('a catalog that was mounted before alerts were matched with such is matched, others as told', async () => {
  const file = '../../../packages/archive/migrations/0067_match_what_was_mounted.up.sql';
  const migration = readFileSync(join(import.meta.dirname, file), 'utf8');
  const settings = await withClient(place.database.superuser, async (client) => {
    await client.query('SET search_path = fritz');
    await client.query(
      `INSERT INTO catalogs (name, kind, location, version, state, columns, id_column, id_type,
         ra_column, dec_column, radius_arcsec, settings, rows, loaded_at)
       SELECT t.name, 'mounted', '/nowhere', 1, 'ready', k.columns, k.id_column, k.id_type,
         k.ra_column, k.dec_column, 2, '{"isMatched": false}', 1,
         (SELECT applied_at FROM fritz_migrations WHERE number = 51) + t.later
       FROM catalogs k, (VALUES ('Mounted_long_ago', interval '-1 day'),
         ('Told_not_to', interval '1 day')) AS t (name, later) WHERE k.name = 'Things'`,
    );
    await client.query(migration);
    const { rows } = await client.query<{ name: string; settings: unknown }>(
      `SELECT name, settings FROM catalogs WHERE kind = 'mounted' ORDER BY name`,
    );
    return rows;
  });
  assert.deepEqual(settings, [
    { name: 'Mounted_long_ago', settings: {} },
    { name: 'Told_not_to', settings: { isMatched: false } },
  ]);
  assert.deepEqual((await listed('Mounted_long_ago')).matching, [
    { survey: 'ztf', objects: 0, of: 2 },
  ]);
  assert.deepEqual((await listed('Told_not_to')).matching, []);
  assert.deepEqual((await listed('Things')).matching, [], 'that was done before');
});
