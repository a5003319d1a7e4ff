import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { alertArchive, findCutout, openArchive, summarizeAlerts, withClient } from '@fritz/archive';
import { parseExact, stringifyExact } from '@fritz/contract';
import { canonicalForm, openContainer, readFitsStamp } from '@fritz/formats';
import { type TestRegistry, testRegistry } from '@fritz/testing';
import { type CliDatabase, cliDatabase } from './cli-database.ts';
import { runHere } from './run-here.ts';

const shared =
  process.env.FRITZ_SHARED ?? fileURLToPath(new URL('../../../../shared', import.meta.url));
const folders = ['pgir', 'winter', 'lsst'].map((survey) => join(shared, 'data', survey));
const skip = folders.every(existsSync) ? false : `no real packets in ${shared} (FRITZ_SHARED)`;

let place: CliDatabase;
let registry: TestRegistry;
before(async () => {
  place = await cliDatabase();
  registry = await testRegistry();
});
after(async () => {
  await registry.stop();
  await place.drop();
});

function query(text: string): Promise<Record<string, unknown>[]> {
  return withClient(place.database.superuser, async (client) => {
    await client.query('SET search_path = fritz');
    return (await client.query<Record<string, unknown>>(text)).rows;
  });
}

/** Files, for the folder of LSST's packet has its schema files, too. */
const files = folders.flatMap((folder) =>
  existsSync(folder)
    ? readdirSync(folder).flatMap((name) => (name.endsWith('.avro') ? [join(folder, name)] : []))
    : [],
);

const tables = ['pgir', 'winter', 'lsst'].flatMap((survey) =>
  ['alerts', 'cutout_parts', 'light_curves'].map((table) => `${survey}_${table}`),
);

async function ingest(...args: string[]) {
  const { code, stdout, stderr } = await runHere(['ingest', '--json', ...args], place.env);
  return { code, stderr, report: JSON.parse(stdout) as Record<string, unknown> };
}

test('real packets of three surveys come in at once, and change nothing again', {
  skip,
}, async () => {
  const { code, stderr, report } = await ingest(...files);
  assert.equal(code, 0, stderr);
  const { read, new: fresh, quarantined } = report;
  assert.deepEqual({ read, fresh, quarantined }, { read: 29, fresh: 29, quarantined: 0 });
  const counts = await query(`SELECT
    (SELECT count(*)::int FROM pgir_alerts) AS pgir,
    (SELECT count(DISTINCT object_id)::int FROM pgir_alerts) AS "pgirObjects",
    (SELECT count(*)::int FROM winter_alerts) AS winter,
    (SELECT count(*)::int FROM lsst_alerts) AS lsst,
    (SELECT count(*)::int FROM ztf_alerts) AS ztf`);
  assert.deepEqual(counts, [{ pgir: 17, pgirObjects: 15, winter: 11, lsst: 1, ztf: 0 }]);
  const before = await fingerprint();
  const again = await ingest(...files.toReversed());
  assert.equal(again.report.known, 29);
  assert.equal(await fingerprint(), before);
});

test('columns have the numbers that the packets have', { skip }, async () => {
  const [pgir] =
    await query(`SELECT jd, magpsf, stackquadid::text, ssnamenr, alert_schema IS NULL AS lost
    FROM pgir_alerts WHERE candid = 114297926`);
  const known = { jd: 2459394.72358796, magpsf: 10.175999641418457, stackquadid: '3002253' };
  assert.deepEqual(
    { ...pgir, magpsf: Math.fround(Number(pgir?.magpsf)) },
    {
      ...known,
      ssnamenr: 'NONE',
      lost: false,
    },
  );
  const [lsst] = await query(`SELECT object_id, psfflux, psffluxerr, band, diaobject_ndiasources,
    ss_ssobjectid, mjd FROM lsst_alerts`);
  assert.equal(lsst?.object_id, '281323062375219201');
  assert.deepEqual([lsst?.psfflux, lsst?.psffluxerr, lsst?.band], [1241, 12, 'r']);
  assert.deepEqual([lsst?.diaobject_ndiasources, lsst?.ss_ssobjectid], [2, null]);
});

test('a stamp comes out as it was sent', { skip }, async () => {
  const [row] = await query('SELECT science FROM winter_cutouts WHERE candid = 3608721');
  const science = row?.science as Buffer;
  assert.equal(science.length, 24696);
  const sent = readFileSync(files.find((file) => file.endsWith('3608721.avro')) ?? '');
  assert.ok(sent.includes(science));
});

test('filters run on the survey of their stream', { skip }, async () => {
  await query(`TRUNCATE pgir_alerts, pgir_cutout_parts, pgir_light_curves, winter_alerts,
    winter_cutout_parts, winter_light_curves`);
  const file = join(place.env.FRITZ_DATA ?? '', 'filter.json');
  const add = async (stream: string, pipeline: object[]) => {
    writeFileSync(file, JSON.stringify(pipeline));
    const group = ['--group', stream, '--create-group', '--stream', stream];
    return runHere(['filter', 'add', file, '--name', stream, '--insist', ...group], place.env);
  };
  const bright = [
    { $match: { 'candidate.stackquadid': { $gt: 0 }, 'candidate.drb': { $gt: 0.5 } } },
    { $project: { points: { $size: '$prv_candidates' } } },
  ];
  assert.equal((await add('PGIR', bright)).code, 0);
  const wrong = await add('WINTER', bright);
  assert.notEqual(wrong.code, 0);
  assert.match(wrong.stderr, /stackquadid/);
  const { report } = await ingest(...files);
  assert.deepEqual(report.passed, { PGIR: 10 });
  const [first] =
    await query(`SELECT c.survey, o.survey AS "ofObject", c.output->>'points' AS points,
      (SELECT count(*)::int FROM photometry p WHERE p.obj_id = c.obj_id) AS photometry
    FROM candidates c JOIN objs o ON o.id = c.obj_id WHERE c.candid = 114297926`);
  assert.deepEqual(first, { survey: 'pgir', ofObject: 'pgir', points: '70', photometry: 71 });
  const [flux] = await query(`SELECT flux_ujy, band, instrument FROM photometry
    WHERE candid = 114297926`);
  // J = 10.176 (Vega) of 1594 Jy at zero magnitude.
  assert.ok(
    Math.abs(Number(flux?.flux_ujy) / (1594e6 * 10 ** (-0.4 * 10.175999641418457)) - 1) < 2e-4,
  );
});

test('the marshal shows what came, to who may read its stream', { skip }, async () => {
  const { stdout } = await runHere(['token', 'create', '--super-admin'], place.env);
  const archive = openArchive({ ...place.database.app, max: 1 });
  try {
    await archive.asViewer(stdout.trim(), async (tx) => {
      const alerts = alertArchive();
      const [first] = await alerts.detections(tx, 'PGIR19aacbvv');
      assert.equal(first?.candid, 114297926n);
      assert.equal(first?.candidate.magpsf, 10.175999641418457);
      assert.equal(first?.candidate.stackquadid, 3002253n);
      const curve = await alerts.lightCurve(tx, 'PGIR19aacbvv');
      assert.equal(curve?.prv_candidates.length, 71);
      assert.equal((await alerts.photometry(tx, 'PGIR19aacbvv')).length, 71);
      const [lsst] = await alerts.detections(tx, '281323062375219201');
      assert.equal(lsst?.candidate.psfFlux, 1241);
      const wanted = { survey: 'pgir', objId: 'PGIR19aacbvv', candid: 114297926n };
      const [told] = await summarizeAlerts(tx, [wanted]);
      const known = { detections: told?.detections, band: told?.band, drb: told?.drb };
      assert.deepEqual(known, { detections: 1, band: 'cspjs', drb: 1 });
      const stamp = await findCutout(tx, 'winter', 3608721n, 'science');
      const image = readFitsStamp(stamp?.bytes ?? Buffer.alloc(0), gunzipSync);
      assert.ok(image.width > 10 && image.height > 10);
    });
    const strangers = archive.asViewer('none', (tx) =>
      alertArchive().detections(tx, 'PGIR19aacbvv'),
    );
    assert.deepEqual(await strangers.catch(() => []), []);
  } finally {
    await archive.close();
  }
});

test('a replay of real nights gives byte for byte what the live stream gave', {
  skip,
}, async () => {
  const whole = [{ $project: { document: '$$ROOT', n: { $size: '$prv_candidates' } } }];
  const file = join(place.env.FRITZ_DATA ?? '', 'whole.json');
  writeFileSync(file, JSON.stringify(whole));
  for (const stream of ['PGIR', 'WINTER', 'LSST Public']) {
    const group = ['--group', `all ${stream}`, '--create-group', '--stream', stream];
    const args = ['filter', 'add', file, '--name', `whole ${stream}`, '--insist', ...group];
    const { code, stderr } = await runHere(args, place.env);
    assert.equal(code, 0, stderr);
  }
  await query(
    `TRUNCATE candidates, photometry, obj_audiences, obj_names CASCADE; TRUNCATE ${tables.join(', ')}`,
  );
  // As it came: not in the order of time, and not all at once.
  const shuffled = files.toSorted((a, b) => (a.at(-6) ?? '').localeCompare(b.at(-6) ?? ''));
  await ingest(...shuffled.slice(0, 12));
  await ingest(...shuffled.slice(12));
  for (const survey of ['pgir', 'winter', 'lsst']) {
    const args = ['filter', 'test', file, '--survey', survey, '--from', '2000-01-01', '--json'];
    const { code, stdout, stderr } = await runHere([...args, '--programs', '1'], place.env);
    assert.equal(code, 0, stderr);
    const { passes } = parseExact(stdout) as { passes: { candid: bigint; output: object }[] };
    const live = await query(`SELECT c.candid, c.output::text AS output FROM candidates c
      JOIN filters f ON f.id = c.filter_id WHERE c.survey = '${survey}' AND f.name LIKE 'whole%'
      ORDER BY c.candid`);
    assert.ok(live.length > 0);
    const asStored =
      await query(`SELECT (value->>'candid')::int8 AS candid, (value->'output')::text AS output
      FROM jsonb_array_elements('${stringifyExact(passes).replaceAll("'", "''")}'::jsonb) ORDER BY 1`);
    assert.deepEqual(asStored, live, survey);
  }
});

test('a bare packet needs its registry, and its quarantine can be retried', { skip }, async () => {
  const whole = readFileSync(files.find((file) => file.endsWith('fakeAlert.avro')) ?? '');
  const { header, blocks } = openContainer(whole);
  const [block] = blocks;
  const head = Buffer.from([0, 0, 0, 3, 132]);
  const bare = Buffer.concat([head, block?.bytes ?? Buffer.alloc(0)]);
  const path = join(place.env.FRITZ_DATA ?? '', 'bare.avro');
  writeFileSync(path, bare);
  const refused = await ingest(path);
  assert.equal(refused.code, 2);
  const [reason] = await query('SELECT survey, code, reason FROM quarantine');
  assert.deepEqual(
    { ...reason, reason: /--schema-registry/.test(String(reason?.reason)) },
    {
      survey: 'lsst',
      code: 'unknown_schema',
      reason: true,
    },
  );
  registry.schemas.set(900, canonicalForm(header.schema));
  const read = await ingest('--schema-registry', registry.url, path);
  assert.equal(read.code, 0, read.stderr);
  assert.equal(read.report.known, 1);
});

async function fingerprint(): Promise<string> {
  const sums = tables.map(
    (table) =>
      `(SELECT count(*) || ':' || coalesce(sum(hashtextextended(t::text, 0)), 0) FROM ${table} t)`,
  );
  const [row] = await query(`SELECT concat_ws(' ', ${sums.join(', ')}) AS sum`);
  return String(row?.sum);
}

test('fritz survey set says what the public may read, and list shows it', async () => {
  const survey = (...args: string[]) => runHere(['survey', ...args], place.env);
  const publicOf = async (name: string) => {
    const found = JSON.parse((await survey('list', '--json')).stdout) as {
      readonly name: string;
      readonly publicPrograms: readonly number[];
    }[];
    return found.find((one) => one.name === name)?.publicPrograms;
  };
  assert.deepEqual([await publicOf('lsst'), await publicOf('winter')], [[1], []]);
  const { code, stdout } = await survey('set', 'winter', '--public', '1,2');
  assert.deepEqual([code, stdout], [0, 'winter: public programmes: 1, 2\n']);
  assert.deepEqual(await publicOf('winter'), [1, 2]);
  assert.match((await survey('list')).stdout, /winter .* 1, 2\n/);
  assert.match((await survey('set', 'winter', '--public', 'none')).stdout, /programmes: none\n/);
  assert.deepEqual(await publicOf('winter'), []);
  for (const [args, said] of [
    [['winter', '--public', 'all'], /numbers of programmes/],
    [['winter'], /nothing to change/],
    [['nosurvey', '--public', '1'], /there is no survey "nosurvey"/],
  ] as const) {
    const refused = await survey('set', ...args);
    assert.notEqual(refused.code, 0);
    assert.match(refused.stderr, said);
  }
});
