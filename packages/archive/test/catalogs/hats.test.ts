import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import {
  CatalogError,
  findCatalog,
  lookAtHats,
  mountCatalog,
  openParquetFile,
  withClient,
} from '@fritz/archive';
import { ParquetTable } from '@fritz/formats';
import { angToPix, offsetPosition, separationArcsec } from '@fritz/sky';
import {
  createCatalog,
  type TestDatabase,
  type TestFileServer,
  testDatabase,
  testFileServer,
} from '@fritz/testing';
import fc from 'fast-check';
import { placeOf } from '../../src/catalogs/hats/hats-place.ts';
import { HatsRows } from '../../src/catalogs/hats/hats-rows.ts';
import { choosePixels } from '../../src/hats/choose-pixels.ts';
import type { HatsRow, HatsSource } from '../../src/hats/hats-table.ts';
import { type HatsPlan, writeHats } from '../../src/hats/write-hats.ts';

const folder = fileURLToPath(new URL('golden/hats', import.meta.url));
const position = {
  idColumn: 'source_id',
  raColumn: 'ra',
  decColumn: 'dec',
  unit: 'degrees',
} as const;
const mounted = { ...position, location: folder, idType: 'int8' } as const;

interface Star {
  readonly id: bigint;
  readonly ra: number;
  readonly dec: number;
}

let stars: readonly Star[] = [];
before(async () => {
  const all: Star[] = [];
  for (const { path } of (await lookAtHats(folder)).folder.partitions) {
    const { table, close } = await openParquetFile(join(folder, path));
    assert.ok(table instanceof ParquetTable);
    const columns = ['source_id', 'ra', 'dec', '_healpix_29'];
    for (const [id, ra, dec, hpx] of await table.read({ from: 0, to: table.rowCount, columns })) {
      const star = { id: id as bigint, ra: ra as number, dec: dec as number };
      // Another library computed it.
      assert.equal(angToPix(29, star.ra, star.dec) - (hpx as bigint), 0n);
      all.push(star);
    }
    await close();
  }
  stars = all;
});

describe('a HATS catalog, read where it lies', () => {
  test('every cone finds what lies in it, at the poles and across right ascension 0 too', async () => {
    assert.equal(stars.length, 150);
    const rows = new HatsRows(mounted);
    const cone = fc.record({
      ra: fc.double({ min: 0, max: 360, noNaN: true }),
      dec: fc.double({ min: -90, max: 90, noNaN: true }),
      radiusArcsec: fc.oneof(fc.constant(2), fc.double({ min: 0.1, max: 200_000, noNaN: true })),
    });
    const atStars = fc.nat(149).map((i) => ({
      ra: stars[i]?.ra ?? 0,
      dec: stars[i]?.dec ?? 0,
      radiusArcsec: 60,
    }));
    const check = fc.asyncProperty(
      fc.array(fc.oneof(cone, atStars), { maxLength: 5 }),
      async (cones) => {
        const found = await rows.near(cones, [], null);
        for (const [i, one] of cones.entries()) {
          const inside = stars.filter((star) => separationArcsec(one, star) <= one.radiusArcsec);
          const ids = new Set(found.filter((near) => near.cone === i).map(({ id }) => id));
          for (const { id } of inside) assert.ok(ids.has(id), `${id} in ${JSON.stringify(one)}`);
          assert.equal(ids.size, found.filter((near) => near.cone === i).length, 'each once');
        }
      },
    );
    await fc.assert(check, {
      numRuns: 40,
      examples: [
        [[{ ra: 0, dec: 20, radiusArcsec: 80 }]],
        [[{ ra: 200, dec: 90, radiusArcsec: 1 }]],
      ],
    });
    rows.close();
  });

  test('a small cone gives little more than what is in it', async () => {
    const rows = new HatsRows(mounted);
    const [star] = stars;
    assert.ok(star);
    const found = await rows.near([{ ra: star.ra, dec: star.dec, radiusArcsec: 2 }], [], null);
    assert.deepEqual(
      found.map(({ id }) => id),
      [star.id],
    );
    rows.close();
  });

  test('columns in the order asked for, fast and slow objects apart', async () => {
    const { columns } = await lookAtHats(folder);
    const named = columns.map((column) => ({ ...column, column: column.name }));
    const pick = (name: string) =>
      named.find((column) => column.name === name) ?? assert.fail(name);
    const rows = new HatsRows(mounted);
    const cones = [{ ra: 0, dec: 20, radiusArcsec: 400 }];
    const limits = { raColumn: pick('pmra'), decColumn: pick('pmdec'), limitMasYr: 500 };
    const fast = await rows.near(cones, [pick('mag'), pick('source_id')], {
      which: 'fast',
      ...limits,
    });
    const slow = await rows.near(cones, [pick('mag')], { which: 'slow', ...limits });
    assert.equal(fast.length, 6);
    assert.equal(fast.length + slow.length, (await rows.near(cones, [], null)).length);
    for (const { id, values } of fast) {
      assert.equal(values[1], id);
      assert.equal(Math.fround(Number(values[0])), values[0]);
    }
    rows.close();
  });
});

describe('a HATS catalog of the web', () => {
  let server: TestFileServer;
  before(async () => {
    server = await testFileServer(join(folder, '..'));
  });
  after(() => server?.close());
  const remote = () => new HatsRows({ ...mounted, location: `${server.url}/hats` });
  const refused = (message: RegExp) => (error: unknown) =>
    error instanceof CatalogError && error.code === 'unreachable' && message.test(error.message);

  test('gives what its folder gives, by parts of its files', async () => {
    const { columns } = await lookAtHats(`${server.url}/hats`);
    const named = columns.map((column) => ({ ...column, column: column.name }));
    const cones = [
      { ra: 0, dec: 20, radiusArcsec: 80_000 },
      { ra: 200, dec: 90, radiusArcsec: 90_000 },
    ];
    const [here, there] = [new HatsRows(mounted), remote()];
    const found = await there.near(cones, named, null);
    assert.ok(found.length > 20);
    assert.deepEqual(found, await here.near(cones, named, null));
    const parts = server.asked.filter((line) => line.includes('.parquet'));
    assert.ok(parts.every((line) => line.startsWith('HEAD') || line.includes('bytes=')));
  });

  test('what it says of itself is asked for once', async () => {
    const [star] = stars;
    assert.ok(star);
    const rows = remote();
    const search = () => rows.near([{ ...star, radiusArcsec: 2 }], [], null);
    const first = await search();
    assert.deepEqual(
      first.map(({ id }) => id),
      [star.id],
    );
    server.asked.length = 0;
    assert.deepEqual(await search(), first);
    assert.ok(server.asked.length > 0, 'the row itself is read again');
    assert.ok(server.asked.every((line) => /^GET .*\.parquet bytes=/.test(line)));
  });

  test('says what is the matter, and goes on when it is over', async () => {
    const rows = remote();
    const search = () => rows.near([{ ra: 0, dec: 20, radiusArcsec: 400 }], [], null);
    server.failWith = 503;
    await assert.rejects(search(), refused(/its server answers 503$/));
    server.failWith = null;
    const found = await search();
    assert.ok(found.length > 0);
    server.version += 1;
    await assert.rejects(search(), refused(/has changed: mount the catalog again$/));
    server.version -= 1;
    server.givesWhole = true;
    await assert.rejects(search(), refused(/gives whole files only, not parts of them$/));
    server.givesWhole = false;
    assert.deepEqual(await search(), found);
    const nobody = placeOf('http://127.0.0.1:1/hats');
    await assert.rejects(
      nobody.readText('hats.properties'),
      refused(/^the catalog's host 127\.0\.0\.1:1 cannot be reached/),
    );
    await assert.rejects(lookAtHats(`${server.url}/nothing`), /is no HATS catalog/);
  });
});

describe('a HATS catalog that is written', () => {
  const thresholdArcsec = 60;
  const rows: HatsRow[] = [];
  let root: string;
  before(() => {
    root = mkdtempSync(join(tmpdir(), 'fritz-hats-out-'));
    let seed = 5;
    const next = () => {
      seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
      return seed / 2 ** 32;
    };
    for (let i = 0; i < 1200; i++) {
      // All over the sky, and a crowd, in pixels of their own, around a corner of base pixels.
      const isFar = i % 4 === 0;
      const ra = isFar ? next() * 360 : (89 + 2 * next()) % 360;
      const dec = isFar ? (Math.asin(2 * next() - 1) * 180) / Math.PI : -1 + 2 * next();
      const cells = [BigInt(i), ra, dec, Array.from({ length: i % 5 }, (_, k) => k + i)];
      rows.push({ hpx: angToPix(29, ra, dec), ra, dec, cells });
    }
    rows.sort((a, b) => (a.hpx < b.hpx ? -1 : 1));
  });
  after(() => rmSync(root, { recursive: true, force: true }));

  const sourceOf = (failsAt = Number.POSITIVE_INFINITY): HatsSource => ({
    async count(order) {
      const groups = Map.groupBy(rows, ({ hpx }) => hpx >> BigInt(2 * (29 - order)));
      return new Map([...groups].map(([pix, some]) => [pix, some.length]));
    },
    async *rows(from) {
      const later = rows.filter(({ hpx }) => hpx >= from);
      for (let at = 0; at < later.length; at += 70) {
        if (at >= failsAt) throw new Error('the database went away');
        yield later.slice(at, at + 70);
      }
    },
    at: async (indices) => rows.filter(({ hpx }) => indices.includes(hpx)),
  });
  const planOf = (name: string, source: HatsSource): HatsPlan => ({
    ...{ folder: join(root, name), source, maxRows: 150, marginArcsec: thresholdArcsec, key: name },
    shape: { groupRows: 64, pageRows: 16, pageValues: 40 },
    table: {
      ...{ name, kind: 'object', raColumn: 'ra', decColumn: 'dec', properties: {} },
      columns: [
        { name: 'id', type: 'int8' },
        { name: 'ra', type: 'float8' },
        { name: 'dec', type: 'float8' },
        { name: 'points', type: 'float8', isList: true },
      ],
    },
  });
  async function readAll(folder: string): Promise<Map<string, unknown[][]>> {
    const found = new Map<string, unknown[][]>();
    for (const line of readFileSync(join(folder, 'partition_info.csv'), 'utf8')
      .trim()
      .split('\n')
      .slice(1)) {
      const [order, pix = ''] = line.split(',');
      const dir = Math.floor(Number(pix) / 10_000) * 10_000;
      const path = join(folder, `dataset/Norder=${order}/Dir=${dir}/Npix=${pix}.parquet`);
      const { table, close } = await openParquetFile(path);
      const columns = ['_healpix_29', 'id', 'ra', 'dec', 'points'];
      found.set(`${order},${pix}`, await table.read({ from: 0, to: table.rowCount, columns }));
      await close();
    }
    return found;
  }

  test('has each row once, in its pixel, and goes on where it was interrupted', async () => {
    const broken = planOf('stars', sourceOf(600));
    await assert.rejects(writeHats(broken), /went away/);
    assert.ok(!existsSync(broken.folder), 'it has its name when it is whole');
    const plan = planOf('stars', sourceOf());
    const report = await writeHats(plan);
    assert.ok(report.kept > 300, `${report.kept} rows were there`);
    assert.equal(report.rows, 1200);
    const files = await readAll(join(plan.folder, 'stars'));
    assert.deepEqual(
      [...files.values()].flat(),
      rows.map(({ hpx, cells }) => [hpx, ...cells]),
    );
    assert.ok([...files.values()].every((some) => some.length <= 150));
    assert.equal((await lookAtHats(plan.folder)).folder.rows, 1200n);
    await assert.rejects(writeHats(plan), { code: 'is_there' });
    const again = await writeHats({ ...plan, isReplacing: true });
    assert.deepEqual([again.rows, again.kept, again.bytes], [1200, 0, report.bytes]);
  });

  test('has in the margin of each pixel what is near it', async () => {
    const plan = planOf('margins', sourceOf());
    const report = await writeHats(plan);
    const folderOf = (name: string) => join(plan.folder, name);
    const margins = await readAll(folderOf(`margins_${thresholdArcsec}arcs`));
    const pixels = choosePixels(await plan.source.count(8), 8, 150);
    const isIn = (hpx: bigint, i: number) =>
      hpx >= (pixels[i]?.from ?? 0n) && hpx < (pixels[i]?.to ?? 0n);
    const pixelAt = (hpx: bigint) => pixels.findIndex((_, i) => isIn(hpx, i));
    const around = ({ ra, dec }: HatsRow, radius: number) =>
      Array.from({ length: 12 }, (_, i) => {
        const place = offsetPosition({ ra, dec }, radius, i * 30);
        return pixelAt(angToPix(29, place.ra, place.dec));
      });
    let needed = 0;
    for (const row of rows) {
      const own = pixelAt(row.hpx);
      const near = new Set(around(row, thresholdArcsec * 0.999));
      const farther = new Set([1, 1.5, 2.5].flatMap((x) => around(row, thresholdArcsec * x)));
      for (const [i, { order, pix }] of pixels.entries()) {
        const isThere = (margins.get(`${order},${pix}`) ?? []).some(
          (one) => one[1] === row.cells[0],
        );
        if (i !== own && near.has(i)) {
          needed++;
          assert.ok(isThere, `${row.ra} ${row.dec} is near ${order},${pix}`);
        }
        if (isThere)
          assert.ok(i !== own && farther.has(i), `${row.ra} is far from ${order},${pix}`);
      }
    }
    assert.ok(needed > 20 && report.marginRows >= needed, `${needed} of ${report.marginRows}`);
  });
});

describe('mounting', () => {
  let database: TestDatabase;
  let odd: string;
  before(async () => {
    database = await testDatabase();
    odd = mkdtempSync(join(tmpdir(), 'fritz-hats-'));
  });
  after(async () => {
    await database?.drop();
    rmSync(odd, { recursive: true, force: true });
  });

  test('takes the place of a loaded catalog, and back', async () => {
    const { columns, folder: found } = await lookAtHats(folder);
    const plan = {
      ...{ name: 'small', location: folder, columns, position, epochMjd: null, preset: null },
      ...{ radiusArcsec: 2, settings: {}, rows: found.rows ?? 0n },
    };
    const load = {
      name: 'small',
      columns: { id: 'int4', ra: 'float8', dec: 'float8' },
      rows: [[1, 2, 3]],
    } as const;
    await withClient(database.owner, async (client) => {
      const kinds: unknown[] = [];
      const note = async () => {
        const catalog = await findCatalog(client, 'small');
        kinds.push([catalog?.kind, catalog?.version, catalog?.rows, catalog?.location]);
      };
      await createCatalog(client, load);
      await note();
      assert.equal(await mountCatalog(client, plan), 2);
      await note();
      await createCatalog(client, load);
      await note();
      assert.deepEqual(kinds, [
        ['loaded', 1, 1n, null],
        ['mounted', 2, 150n, folder],
        ['loaded', 3, 1n, null],
      ]);
      const tables = await client.query(
        `SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'fritz_catalogs'::regnamespace`,
      );
      assert.equal(tables.rowCount, 1);
    });
  });

  test('refuses in words what it cannot read', async () => {
    const write = (name: string, text: string) => writeFileSync(join(odd, name), text);
    const refused = (message: RegExp) => (error: unknown) =>
      error instanceof CatalogError && message.test(error.message);
    await assert.rejects(lookAtHats(odd), refused(/no hats\.properties/));
    write('hats.properties', 'dataproduct_type=margin\n');
    await assert.rejects(lookAtHats(odd), refused(/is a HATS margin/));
    write('hats.properties', 'dataproduct_type=object\n');
    await assert.rejects(lookAtHats(odd), refused(/no partition_info\.csv/));
    write('partition_info.csv', 'Norder,Npix\n0,12\n');
    await assert.rejects(lookAtHats(odd), refused(/"0,12" is no pixel/));
    write('partition_info.csv', 'Norder,Npix\n0,1\n1,5\n');
    await assert.rejects(lookAtHats(odd), refused(/overlaps the next partition/));
    write('collection.properties', 'hats_primary_table_url=../../etc\n');
    await assert.rejects(lookAtHats(odd), refused(/is not in it/));
  });
});
