import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { withClient } from '@fritz/archive';
import { type CellType, writeCsv, writeEcsv, writeVotable } from '@fritz/formats';
import { type CliDatabase, cliDatabase } from './cli-database.ts';
import { startCli, whenEnded } from './run-cli.ts';
import { runInside } from './run-inside.ts';

const shared = join(
  process.env.FRITZ_SHARED ?? join(import.meta.dirname, '../../../../shared'),
  'data/catalogs',
);
const withoutShared = existsSync(shared)
  ? false
  : `no real catalogs at ${shared} (set FRITZ_SHARED)`;

let place: CliDatabase;
before(async () => {
  place = await cliDatabase();
});
after(() => place?.drop());

async function run(args: readonly string[], wantedCode = 0): Promise<string> {
  const { code, stdout, stderr } = await runInside(['catalog', ...args], place.env);
  assert.equal(code, wantedCode, stdout + stderr);
  return wantedCode === 1 ? stderr : stdout;
}

function file(name: string, content: string | Uint8Array): string {
  const path = join(place.env.FRITZ_DATA ?? '', name);
  writeFileSync(path, content);
  return path;
}

/** How far a load has come, once it is farther than so many rows. */
async function rowsBeyond(name: string, before: number): Promise<number> {
  return withClient(place.database.owner, async (client) => {
    for (;;) {
      const { rows } = await client.query<{ rows: number | null }>(
        `SELECT (loading->>'rows')::int AS rows FROM fritz.catalogs WHERE name = $1`,
        [name],
      );
      const now = rows[0]?.rows ?? 0;
      if (now > before) return now;
      await delay(20);
    }
  });
}

const head = 'source_id,ra,dec,pmra,pmdec,phot_g_mean_mag\n';
const row = (i: number) =>
  `${4_611_686_018_427_387_905n + BigInt(i)},${i % 360},${(i % 179) - 89},1.5,-2,${10 + (i % 9)}\n`;
const rows = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) => row(from + i)).join('');

describe('fritz catalog', () => {
  test('adds files of a preset, lists, shows and drops them', async () => {
    const first = file('one.csv.gz', gzipSync(head + rows(0, 300)));
    const second = file('two.csv', head + rows(300, 500));
    const report = JSON.parse(await run(['add', 'Gaia_DR3', first, second, '--json']));
    assert.deepEqual(report, { version: 1, rows: 500, refused: 0, examples: [] });
    const [listed] = JSON.parse(await run(['list', '--json']));
    assert.deepEqual(
      [listed.name, listed.version, listed.rows, listed.idColumn, listed.idType, listed.preset],
      ['Gaia_DR3', 1, 500, 'source_id', 'int8', 'Gaia_DR3'],
    );
    assert.equal(listed.epochMjd, 57388.5);
    assert.deepEqual(listed.settings.properMotion, { raColumn: 'pmra', decColumn: 'pmdec' });
    assert.match(
      await run(['show', 'Gaia_DR3']),
      /moved by proper motion[\s\S]*phot_g_mean_mag +int4/,
    );
    assert.match(await run(['list']), /Gaia_DR3 +1 +500 +2″/);
    const there = await run(['search', 'Gaia_DR3', '10', '--json', '--radius', '10', '--', '-79']);
    assert.match(there, /^\[\{"id":4611686018427387915,/);
    const third = file('two.csv.zst', zstdCompressSync(head + rows(0, 7)));
    assert.equal(JSON.parse(await run(['add', 'Gaia_DR3', third, '--json'])).version, 2);
    assert.match(await run(['drop', 'Gaia_DR3']), /^Gaia_DR3 version 2 is dropped: 7 rows\n$/);
    assert.deepEqual(JSON.parse(await run(['list', '--json'])), []);
    assert.match(await run(['drop', 'Gaia_DR3'], 1), /there is no catalog "Gaia_DR3"/);
  });

  test('tells bad records with file, line and reason; --strict refuses them', async () => {
    const path = file(
      'bad.csv',
      'name,RAJ2000,DEJ2000\na,10:00:00,-00:30:00\nb,25:00:00,1\n"c\nc",x\nd,,5\na,1,1\n',
    );
    const out = await run(['add', 'bad', path], 2);
    assert.match(out, /^bad version 1: 1 row in .*, 4 refused\n/);
    for (const line of [
      /bad\.csv +3 +RAJ2000 is "25:00:00": out of range/,
      /bad\.csv +4 +2 fields where the head has 3/,
      /bad\.csv +6 +RAJ2000 is missing/,
      /bad\.csv +7 +id a is there already, in record 2/,
    ]) {
      assert.match(out, line);
    }
    const refused = await run(['add', 'bad', path, '--strict'], 1);
    assert.match(
      refused,
      /bad\.csv: record 3: RAJ2000 is "25:00:00": out of range; nothing was loaded/,
    );
    assert.equal(JSON.parse(await run(['show', 'bad', '--json'])).version, 1);
  });

  test('reads VOTable and ECSV as CSV, 64-bit ids exact', async () => {
    const column = (name: string, type: CellType) => {
      return { name, type, unit: type === 'float8' ? 'deg' : null, ucd: null, description: null };
    };
    const table = {
      columns: [column('id', 'int8'), column('ra', 'float8'), column('dec', 'float8')],
      rows: [
        [4_611_686_018_427_387_905n, 10.5, -20.25],
        [4_611_686_018_427_387_907n, 11.5, 89.75],
      ],
    };
    const written = [
      ['things.vot', writeVotable(table)],
      ['things.ecsv', writeEcsv(table)],
      ['things.vot.gz', gzipSync(writeVotable(table))],
      ['things.csv.gz', gzipSync(writeCsv(table))],
    ] as const;
    for (const [i, [name, content]] of written.entries()) {
      const report = JSON.parse(await run(['add', 'Things', file(name, content), '--json']));
      assert.deepEqual(report, { version: i + 1, rows: 2, refused: 0, examples: [] }, name);
      const there = await run(['search', 'Things', '11.5', '--json', '--', '89.75']);
      assert.match(there, /^\[\{"id":4611686018427387907,/, name);
    }
  });

  test('of many bad records the first ten are shown, and all are counted', async () => {
    const bad = Array.from({ length: 25 }, (_, i) => `${i},${400 + i},0\n`).join('');
    const path = file('many.csv', `id,ra,dec\n900,1,1\n901,nan,1\n${bad}`);
    const out = await run(['add', 'many', path], 2);
    assert.match(out, /^many version 1: 1 row in .*, 26 refused\n/);
    assert.equal(out.match(/many\.csv +\d+ /g)?.length, 10);
    assert.match(out, /many\.csv +3 +ra is /, 'no number is no place');
    const report = JSON.parse(await run(['add', 'many', path, '--json'], 2));
    assert.deepEqual([report.refused, report.examples.length], [26, 10]);
  });

  test('says in one line what it cannot do', async () => {
    const odd = file('odd.csv', 'a,b\n1,2\n');
    assert.match(await run(['add', 'odd', odd], 1), /say --ra and --dec\. There are a, b\./);
    assert.match(
      await run(['add', 'odd', odd, '--ra', 'aa', '--dec', 'b'], 1),
      /no column "aa" \(did you mean a\?\)/,
    );
    assert.match(await run(['add', 'odd', `${odd}.no`], 1), /there is no file/);
    assert.match(await run(['add', 'not-good', odd], 1), /is no name for a catalog/);
    assert.match(
      await run(['add', 'odd', odd, '--preset', 'Gaia'], 1),
      /there is no preset "Gaia"/,
    );
    const cut = file('cut.csv.gz', gzipSync(head + rows(0, 100)).subarray(0, 300));
    assert.match(await run(['add', 'cut', cut], 1), /is damaged/);
    const other = file('other.csv', 'x,ra,dec\n1,2,3\n');
    const one = file('one.csv', 'y,ra,dec\n1,2,3\n');
    assert.match(
      await run(['add', 'odd', one, other], 1),
      /other\.csv has a column "x" that .*one\.csv has not/,
    );
  });

  test('mounts a HATS folder, and says what the files lack', async () => {
    const hats = fileURLToPath(
      new URL('../../../packages/archive/test/catalogs/golden/hats', import.meta.url),
    );
    const mounted = JSON.parse(await run(['mount', 'Gaia_EDR3', hats, '--json']));
    assert.deepEqual(mounted, { version: 1, rows: 150 });
    const [listed] = JSON.parse(await run(['list', '--json'])).filter(
      (one: { name: string }) => one.name === 'Gaia_EDR3',
    );
    assert.deepEqual(
      [listed.kind, listed.location, listed.idColumn],
      ['mounted', hats, 'source_id'],
    );
    assert.match(await run(['mount', 'mine', place.env.FRITZ_DATA ?? ''], 1), /is no HATS catalog/);
    const around = ['search', 'Gaia_EDR3', '00:00:00', '20', '--radius', '150', '--json'];
    const found = JSON.parse(await run(around));
    assert.ok(found.length > 3);
    const distances = found.map((one: { distanceArcsec: number }) => one.distanceArcsec);
    assert.deepEqual(
      distances,
      distances.toSorted((a: number, b: number) => a - b),
    );
    await run(['drop', 'Gaia_EDR3']);
  });

  test('stopped by Ctrl-C and killed, it goes on with the same command', async () => {
    const path = file('big.csv', head + rows(0, 56_000));
    const args = ['catalog', 'add', 'big', path, '--json'];
    let before = 0;
    for (const [signal, end] of [
      ['SIGINT', 130],
      ['SIGKILL', 'SIGKILL'],
    ] as const) {
      const child = startCli(args, place.env);
      before = await rowsBeyond('big', before);
      child.kill(signal);
      assert.equal(await whenEnded(child), end);
    }
    const report = JSON.parse(await run(['add', 'big', path, '--json']));
    assert.deepEqual([report.version, report.rows, report.refused], [1, 56_000, 0]);
  });
});

describe('real catalogs', { skip: withoutShared }, () => {
  const add = async (name: string, path: string, ...options: string[]) =>
    JSON.parse(await run(['add', name, join(shared, path), ...options, '--json']));

  test('VLASS components, a CSV', async () => {
    const report = await add('VLASS', 'CIRADA_VLASS1QL_table1_components_v1_head100.csv');
    assert.equal(report.refused, 0);
    assert.equal(report.rows, 99);
  });

  test('IGAPS, a gzipped FITS table', async () => {
    const report = await add('IGAPS_DR2', 'igaps-dr1-215a-small.fits.gz');
    assert.deepEqual([report.rows, report.refused], [100, 0]);
  });

  test('ZTF sources, a Parquet file with 64-bit ids', async () => {
    const report = await add('ztf_sources', 'ztf_000250_zg_c01_q1_dr5.parquet');
    assert.equal(report.rows, 5449);
  });
});
