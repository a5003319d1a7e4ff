import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { openParquetFile, withClient } from '@fritz/archive';
import { exportMissingNights } from '../src/export/nightly-export.ts';
import { openLog } from '../src/log.ts';
import { type CliDatabase, cliDatabase } from './cli-database.ts';
import { runCli } from './run-cli.ts';
import { runInside } from './run-inside.ts';

const shared =
  process.env.FRITZ_SHARED ?? fileURLToPath(new URL('../../../../shared', import.meta.url));
const packets = join(shared, 'data/ztf');
const skip = existsSync(packets)
  ? false
  : `no real packets at ${packets} (FRITZ_SHARED names them)`;

let place: CliDatabase;
before(async () => {
  place = await cliDatabase();
});
after(() => place.drop());

async function addFilter(name: string, pipeline: unknown): Promise<void> {
  const file = join(place.env.FRITZ_DATA ?? '', 'filter.json');
  writeFileSync(file, JSON.stringify(pipeline));
  const group = ['--group', 'Test', '--create-group', '--stream', 'ZTF Caltech'];
  const { code, stderr } = await runCli(
    ['filter', 'add', file, '--name', name, '--insist', ...group],
    place.env,
  );
  assert.equal(code, 0, stderr);
}

/** One number that changes with any row of the archive; how often batches came aside. */
async function fingerprint(): Promise<string> {
  const tables = [
    'ztf_alerts',
    'ztf_cutout_parts',
    'ztf_light_curves',
    'candidates',
    'photometry',
    'objs',
  ];
  return withClient(place.database.superuser, async (client) => {
    const sums: string[] = [];
    for (const table of tables) {
      const { rows } = await client.query(
        `SELECT count(*) || ':' || coalesce(sum(hashtextextended(t::text, 0)), 0) AS sum
           FROM fritz.${table} AS t`,
      );
      sums.push(`${table} ${rows[0]?.sum}`);
    }
    return sums.join('\n');
  });
}

test('real packets come in once, pass the filters, and change nothing again', {
  skip,
}, async () => {
  await addFilter('drb > 0.9', [{ $match: { 'candidate.drb': { $gt: 0.9 } } }]);
  await addFilter('drb > 0.9999', [{ $match: { 'candidate.drb': { $gt: 0.9999 } } }]);

  const first = await runCli(['ingest', '--json', packets], place.env);
  assert.equal(first.code, 0, first.stderr);
  assert.deepEqual(JSON.parse(first.stdout), {
    read: 36,
    new: 36,
    known: 0,
    quarantined: 0,
    passed: { 'drb > 0.9': 33, 'drb > 0.9999': 12 },
    errors: [],
  });
  const objects = await withClient(place.database.superuser, async (client) => {
    const { rows } = await client.query(
      `SELECT count(DISTINCT obj_id)::int AS count FROM fritz.candidates c
         JOIN fritz.filters f ON f.id = c.filter_id WHERE f.name = 'drb > 0.9'`,
    );
    return rows[0]?.count;
  });
  assert.equal(objects, 32);

  const stored = await fingerprint();
  const second = await runCli(['ingest', '--json', packets], place.env);
  assert.equal(second.code, 0, second.stderr);
  const { read, new: fresh, known, passed } = JSON.parse(second.stdout);
  assert.deepEqual({ read, fresh, known }, { read: 36, fresh: 0, known: 36 });
  assert.deepEqual(passed, { 'drb > 0.9': 0, 'drb > 0.9999': 0 });
  assert.equal(await fingerprint(), stored);

  const verified = await runCli(['verify', '--json'], place.env);
  assert.equal(verified.code, 0, verified.stdout);
  const { counts } = JSON.parse(verified.stdout);
  assert.deepEqual({ alerts: counts.alerts, objects: counts.objects }, { alerts: 36, objects: 35 });
});

/** The rows of a catalog's files, by column. */
async function rowsOfCatalog(folder: string): Promise<Record<string, unknown>[]> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const rows: Record<string, unknown>[] = [];
  for (const path of files.filter((name) => name.endsWith('.parquet'))) {
    const { table, close } = await openParquetFile(join(folder, path));
    const columns = table.columns.map(({ name }) => name);
    for (const row of await table.read({ from: 0, to: table.rowCount, columns })) {
      rows.push(Object.fromEntries(columns.map((name, i) => [name, row[i]])));
    }
    await close();
  }
  return rows;
}

test('what came in is exported by programme, on demand and by night', { skip }, async () => {
  const folder = join(place.env.FRITZ_DATA ?? '', 'exports');
  const run = async (args: readonly string[], wantedCode = 0) => {
    const { code, stdout, stderr } = await runInside(['export', ...args], place.env);
    assert.equal(code, wantedCode, stdout + stderr);
    return wantedCode === 0 ? JSON.parse(stdout) : stderr;
  };
  const stored = await withClient(place.database.superuser, async (client) => {
    const { rows } = await client.query<{ candid: bigint; programid: number; mjd: number }>(
      'SELECT candid, programid, mjd, magpsf, drb FROM fritz.ztf_alerts ORDER BY candid',
    );
    return rows;
  });
  const open = join(folder, 'public');
  const report = await run(['alerts', open, '--json']);
  const visible = stored.filter(({ programid }) => programid === 1);
  assert.deepEqual([report.rows, report.programs], [visible.length, [1]]);
  const written = await rowsOfCatalog(join(open, 'ztf_alerts'));
  const keys = ['candid', 'programid', 'mjd', 'magpsf', 'drb'] as const;
  assert.deepEqual(
    written
      .map((row) => Object.fromEntries(keys.map((key) => [key, row[key]])))
      .toSorted((a, b) => (String(a.candid) < String(b.candid) ? -1 : 1)),
    visible,
  );
  assert.match(await run(['alerts', open], 1), /is there already: --replace/);

  const curves = join(folder, 'curves');
  await run(['light-curves', curves, '--programs', '1,2,3', '--json']);
  const objects = await rowsOfCatalog(join(curves, 'ztf_light_curves'));
  assert.equal(objects.length, 35);
  for (const { points, mjd, band, candid, detections } of objects as {
    [name: string]: number & unknown[];
  }[]) {
    assert.deepEqual([mjd?.length, band?.length], [points, points]);
    assert.equal(candid?.filter((one) => one !== null).length, detections);
  }
  assert.match(await run(['alerts', join(folder, 'none'), '--night', '19990101'], 1), /no row/);

  const [first] = visible;
  assert.ok(first);
  const options = {
    ...{ broker: place.database.broker, survey: 'ztf', log: openLog(folder, 'test', 'error') },
    now: () => new Date((first.mjd + 1.5 - 40_587) * 86_400_000),
  };
  const nightly = { folder: join(folder, 'nights'), programs: null };
  const nights = await exportMissingNights(options, nightly);
  const night = new Date((first.mjd - 40_587) * 86_400_000)
    .toISOString()
    .slice(0, 10)
    .replaceAll('-', '');
  for (const kind of ['alerts', 'light-curves']) {
    assert.ok(nights.includes(join(nightly.folder, 'ztf', kind, night)), `${kind} of ${night}`);
  }
  assert.deepEqual(await exportMissingNights(options, nightly), [], 'each night once');
});

const python = process.env.HATS_PYTHON ?? 'python3';
const hasReader = spawnSync(python, ['-c', 'import duckdb']).status === 0;

test('what is exported is read by others: DuckDB, and hats and LSDB where they are', {
  skip: skip || (hasReader ? false : 'no DuckDB in Python (HATS_PYTHON names one that has it)'),
}, async () => {
  const script = join(import.meta.dirname, 'check-hats.py');
  const folder = join(place.env.FRITZ_DATA ?? '', 'exports');
  for (const [name, catalog] of [
    ['public', 'ztf_alerts'],
    ['curves', 'ztf_light_curves'],
  ] as const) {
    const rows = await rowsOfCatalog(join(folder, name, catalog));
    const [first] = rows;
    const args = [script, join(folder, name), String(first?.ra), String(first?.dec), '2'];
    const { status, stdout, stderr } = spawnSync(python, args, { encoding: 'utf8' });
    assert.equal(status, 0, stderr);
    const found = JSON.parse(stdout) as Record<string, Record<string, unknown>>;
    for (const reader of Object.values(found)) assert.equal(reader.rows, rows.length, stdout);
    assert.equal(found.lsdb?.near ?? found.duckdb?.near, found.duckdb?.near);
    assert.notEqual(found.hats?.valid, false, stderr);
  }
});
