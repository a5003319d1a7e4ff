import assert from 'node:assert/strict';
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { inflateSync } from 'node:zlib';
import { withClient } from '@fritz/archive';
import { Hdf5File, TableError } from '@fritz/formats';
import { mjdOfHjd } from '@fritz/sky';
import { type ArchivedCurve, readFeatureFile, readMatchfile } from '@fritz/surveys';
import { type CliDatabase, cliDatabase } from './cli-database.ts';
import { runInside } from './run-inside.ts';

const shared = join(
  process.env.FRITZ_SHARED ?? join(import.meta.dirname, '../../../../shared'),
  'data',
);
const files = join(shared, 'ztf_archive');
const matchfiles = ['245', '269'].map((field) =>
  join(files, `ztf_000${field}_zr_c10_q1_match.pytable`),
);
const skip = existsSync(files) ? false : `no files of releases at ${files} (set FRITZ_SHARED)`;

function openFile(bytes: Uint8Array): Hdf5File {
  const read = (from: number, count: number) => bytes.subarray(from, from + count);
  return new Hdf5File({ byteLength: bytes.length, read }, (packed, maxOutputLength) =>
    inflateSync(packed, { maxOutputLength }),
  );
}

function curvesOf(path: string): ArchivedCurve[] {
  return [...readMatchfile(openFile(readFileSync(path)))].flatMap((record) =>
    'curve' in record ? [record.curve] : [],
  );
}

describe('files of releases', { skip }, () => {
  test('a matchfile’s light curves have the survey’s numbers', () => {
    const [first, ...others] = curvesOf(matchfiles[0] ?? '');
    assert.ok(first);
    const { points, stats, ...rest } = first;
    assert.deepEqual(rest, {
      ...{ id: 10_245_362_000_000n, ra: 2.6104292, dec: -22.4325758, filter: 2 },
      ...{ field: 245, rc: 36, ccd: 10, quad: 1 },
    });
    assert.equal(stats.meanmag, 18.370094299316406);
    assert.ok(Math.abs((stats.iqr ?? 0) - (18.221424102783203 - 18.252174377441406)) < 1e-9);
    const [point] = points;
    assert.deepEqual(
      [point?.hjd, point?.mag, point?.magerr, point?.expid, point?.programid, point?.catflags],
      [2_458_320.9846212934, 18.360065460205078, 0.04572285711765289, 56_648_128, 1, 0],
    );
    // The start of its exposure, as the table of exposures has it.
    assert.ok(Math.abs((point?.mjd ?? 0) - 58_320.4812847) * 86_400 < 0.1);
    assert.equal(others.length + 1, 9);
  });

  test('heliocentric times are the survey’s, to a fifth of a second', () => {
    let worstS = 0;
    for (const { points } of matchfiles.flatMap(curvesOf)) {
      for (const { hjd, mjd, ra, dec } of points) {
        if (ra === null || dec === null) continue;
        const middle = mjd + 15 / 86_400;
        worstS = Math.max(worstS, Math.abs(mjdOfHjd(hjd, { ra, dec }) - middle) * 86_400);
      }
    }
    assert.ok(worstS < 0.2, `${worstS} s`);
  });

  test('features have their names', () => {
    const file = readFeatureFile(openFile(readFileSync(join(files, '331_2_3_7.h5'))));
    const rows = [...file.rows()];
    assert.equal(rows.length, 123);
    const [first] = rows;
    const value = (name: string) => first?.values[file.columns.indexOf(name)];
    assert.deepEqual([first?.id, first?.ra, value('n')], [10_331_062_036_875n, 263.1775937, 58]);
    assert.equal(value('period'), 0.03471055254340172);
    assert.equal(value('sw'), 0.6793791055679321);
  });

  test('a damaged file is told as such, whatever is damaged', () => {
    const whole = readFileSync(matchfiles[1] ?? '');
    let seed = 7;
    const next = (below: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return seed % below;
    };
    for (let round = 0; round < 300; round++) {
      const bytes = Uint8Array.from(
        round % 3 === 0 ? whole.subarray(0, next(whole.length)) : whole,
      );
      // Where the structure is, more often than among the numbers.
      for (let i = 0; i < 6; i++) bytes[next(round % 2 === 0 ? 4096 : bytes.length)] = next(256);
      try {
        Array.from(readMatchfile(openFile(bytes)));
      } catch (error) {
        assert.ok(error instanceof TableError, String(error instanceof Error && error.stack));
      }
    }
  });
});

describe('fritz archive', { skip }, () => {
  let place: CliDatabase;
  before(async () => {
    place = await cliDatabase();
  });
  after(() => place?.drop());

  async function run(args: readonly string[], wantedCode = 0): Promise<string> {
    const { code, stdout, stderr } = await runInside(['archive', ...args], place.env);
    assert.equal(code, wantedCode, stdout + stderr);
    return wantedCode === 1 ? stderr : stdout;
  }
  const listed = async () =>
    (JSON.parse(await run(['list', '--json'])) as Record<string, unknown>[]).map((one) => [
      one.name,
      one.state,
      one.isCurrent,
      one.rows,
    ]);

  test('loads a release beside another, switches and drops', async () => {
    const [first = '', second = ''] = matchfiles;
    const report = JSON.parse(await run(['add', 'ZTF_sources_20201022', first, second, '--json']));
    assert.deepEqual(report, {
      ...{ name: 'ZTF_sources_20201022', curves: 16, points: 437, refused: 0, badPoints: 0 },
      ...{ examples: [], repeated: 0 },
    });
    assert.match(await run(['add', 'ZTF_sources_20201022', first], 1), /is there already/);
    await run(['add', 'ZTF_sources_20210401', first]);
    assert.deepEqual(await listed(), [
      ['ZTF_sources_20201022', 'ready', true, 16],
      ['ZTF_sources_20210401', 'ready', false, 9],
    ]);
    assert.match(await run(['drop', 'ZTF_sources_20201022'], 1), /is the current one/);
    await run(['switch', 'ZTF_sources_20210401']);
    await run(['drop', 'ZTF_sources_20201022']);
    assert.deepEqual(await listed(), [['ZTF_sources_20210401', 'ready', true, 9]]);
    assert.match(await run(['show', 'ZTF_sources_20210401']), /light curves, current/);
    await withClient(place.database.owner, async (client) => {
      const { rows } = await client.query<{ relname: string }>(
        `SELECT relname FROM pg_class WHERE relnamespace = 'fritz_archive'::regnamespace
          AND relkind = 'r'`,
      );
      assert.equal(rows.length, 1, 'nothing is left of what was dropped');
    });
  });

  test('looks at all files before it begins: one that is no release leaves nothing behind', async () => {
    const [first = ''] = matchfiles;
    const before = await listed();
    for (const other of [join(files, '331_2_3_7.h5'), import.meta.filename]) {
      const said = await run(['add', 'ZTF_sources_20991231', first, other], 1);
      assert.match(
        said,
        /holds features, the files before|is neither HDF5 nor Parquet|name of its own/,
      );
    }
    assert.deepEqual(await listed(), before);
  });

  test('goes on after a file that cannot be read, and counts what comes twice', async () => {
    const folder = join(place.env.FRITZ_DATA ?? '', 'release');
    mkdirSync(folder);
    const [first = ''] = matchfiles;
    copyFileSync(first, join(folder, '1.pytable'));
    copyFileSync(first, join(folder, '2.pytable'));
    writeFileSync(join(folder, '3.pytable'), readFileSync(first).subarray(0, 9000));
    assert.match(await run(['add', 'ZTF_sources_again', folder], 1), /3\.pytable/);
    assert.deepEqual((await listed()).at(-1), ['ZTF_sources_again', 'loading', false, 0]);
    copyFileSync(matchfiles[1] ?? '', join(folder, '3.pytable'));
    const report = JSON.parse(await run(['add', 'ZTF_sources_again', folder, '--json'], 2));
    assert.deepEqual([report.curves, report.repeated], [16, 9]);
    await run(['drop', 'ZTF_sources_again']);
  });

  test('loads public light curves, features and classifications', async () => {
    const parquet = join(shared, 'catalogs/ztf_000250_zg_c01_q1_dr5.parquet');
    const curves = JSON.parse(await run(['add', 'ZTF_public_sources_dr5', parquet, '--json']));
    assert.deepEqual([curves.curves, curves.refused, curves.repeated], [5449, 0, 0]);
    const features = join(files, '331_2_3_7.h5');
    const added = JSON.parse(await run(['add', 'ZTF_source_features_dr5', features, '--json']));
    assert.equal(added.curves, 123);
    const classes = join(files, '487_12_1_17.h5');
    assert.match(await run(['add', 'ZTF_source_classifications_dr5', classes], 1), /say --column/);
    const name = 'ZTF_source_classifications_dr5';
    await run(['add', name, classes, '--column', 'e_xgb']);
    const shown = JSON.parse(await run(['show', name, '--json']));
    assert.deepEqual([shown.rows, shown.columns, shown.kind], [9875, ['e_xgb'], 'classifications']);
  });
});
