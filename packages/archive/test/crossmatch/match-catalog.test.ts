import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import {
  type Catalog,
  findCatalog,
  matchCatalog,
  openCatalog,
  pgTypes,
  type RunQuery,
  searchCatalog,
} from '@fritz/archive';
import type { Cell } from '@fritz/formats';
import { offsetPosition, type Position, separationArcsec } from '@fritz/sky';
import { createCatalog, type TestDatabase, testDatabase } from '@fritz/testing';
import pg from 'pg';

const J2016_MJD = 57_388.5;
const years = (count: number) => J2016_MJD + count * 365.25;

let database: TestDatabase;
let client: pg.Client;
let query: RunQuery;
before(async () => {
  database = await testDatabase();
  client = new pg.Client({ ...database.owner, types: pgTypes });
  await client.connect();
  query = async (text, values) => (await client.query(text, [...values])).rows;
});
after(async () => {
  await client?.end();
  await database?.drop();
});

type Made = Parameters<typeof createCatalog>[1];

async function makeCatalog(made: Made): Promise<Catalog> {
  await createCatalog(client, made);
  const catalog = await findCatalog(client, made.name);
  assert.ok(catalog);
  return catalog;
}

function match(catalog: Catalog, places: readonly Position[], mjd = J2016_MJD) {
  const when = places.map(({ ra, dec }) => ({ ra, dec, mjd }));
  return matchCatalog(openCatalog(query, catalog), catalog, when);
}

const column = (document: Readonly<Record<string, unknown>>, name: string) =>
  (document.coordinates as Record<string, unknown>)[name];

test('stars are found where they are at the time of the alert', async () => {
  const golden = new URL('../../../sky/test/golden/proper_motion_offsets.csv', import.meta.url);
  const [, ...lines] = readFileSync(golden, 'utf8').trim().split('\n');
  const stars = lines.map((line) => line.split(',').map(Number));
  assert.ok(stars.length >= 40);
  const columns = {
    id: 'int8',
    ra: 'float8',
    dec: 'float8',
    pmra: 'float8',
    pmdec: 'float8',
  } as const;
  const rows = stars.map(([ra = 0, dec = 0, pmra = 0, pmdec = 0], i): Cell[] => {
    return [9_000_000_000_000_000_001n + BigInt(i), ra, dec, pmra, pmdec];
  });
  const properMotion = { raColumn: 'pmra', decColumn: 'pmdec' };
  const plan = { epochMjd: J2016_MJD, settings: { properMotion }, radiusArcsec: 0.001 };
  const moving = await makeCatalog({ name: 'Moving', columns, rows, plan });
  const now = stars.map((star) => ({ ra: star[5] ?? 0, dec: star[6] ?? 0 }));
  for (const [i, found] of (await match(moving, now, years(10.9))).entries()) {
    assert.equal(found.length, 1, `star ${i}`);
    assert.equal(found[0]?.id, rows[i]?.[0]);
    assert.ok((found[0]?.distanceArcsec ?? 1) < 1e-4);
  }
  const missed = (await match(moving, now)).filter((found) => found.length === 0);
  assert.ok(missed.length > stars.length / 2, 'at their own epoch most of them are elsewhere');
  const still = await makeCatalog({ name: 'Still', columns, rows, plan: { radiusArcsec: 2 } });
  const before = stars.map((star) => ({ ra: star[0] ?? 0, dec: star[1] ?? 0 }));
  for (const [i, found] of (await match(still, before, years(10.9))).entries()) {
    assert.equal(found[0]?.id, rows[i]?.[0]);
  }
});

/** A generator of numbers from 0 to 1, the same each time. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    // Knuth, The Art of Computer Programming 2, §3.3.4, table 1.
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

test('every object within the radius is found, nearest first, at the poles and across RA 0', async () => {
  const next = numbers(7);
  const centres: Position[] = [
    ...[0, 45, 90, 359.9999].flatMap((ra) =>
      [-90, -41.8103, 0, 0.0001, 41.8103, 89.9999, 90].map((dec) => ({ ra, dec })),
    ),
    ...Array.from({ length: 60 }, () => ({ ra: 360 * next(), dec: 180 * next() - 90 })),
  ];
  const objects = centres.flatMap((centre) =>
    Array.from({ length: 40 }, () => offsetPosition(centre, 400 * next() ** 3, 360 * next())),
  );
  const columns = { id: 'text', ra: 'float8', dec: 'float8' } as const;
  const rows = objects.map(({ ra, dec }, i): Cell[] => [`o${i}`, ra, dec]);
  const catalog = await makeCatalog({ name: 'Crowded', columns, rows });
  for (const radiusArcsec of [0.5, 2, 30, 300]) {
    const places = centres.map((centre) => ({ ...centre, mjd: 0 }));
    const found = await searchCatalog(query, catalog, { places, radiusArcsec });
    for (const [i, centre] of centres.entries()) {
      const expected = objects
        .map((object, k) => ({ id: `o${k}`, distance: separationArcsec(centre, object) }))
        .filter(({ distance }) => distance <= radiusArcsec)
        .sort((a, b) => a.distance - b.distance);
      assert.deepEqual(
        found[i]?.map(({ id }) => id),
        expected.map(({ id }) => id),
      );
    }
  }
});

test('a match has the fields that are asked for, and its place', async () => {
  const columns = {
    id: 'int8',
    ra: 'float8',
    dec: 'float8',
    mag: 'float4',
    kind: 'text',
    n: 'int4',
  } as const;
  const at = { ra: 150.25, dec: -2.5 };
  const near = (arcsec: number) => {
    const { ra, dec } = offsetPosition(at, arcsec, 0);
    return [ra, dec] as const;
  };
  const rows: Cell[][] = [
    [2n ** 62n + 1n, ...near(1.5), 19.739463806152344, 'star', 3],
    [17n, ...near(0.5), null, 'galaxy', 4],
    [18n, ...near(1), 14, 'galaxy', 9],
    [19n, ...near(2.5), 14, 'galaxy', 9],
  ];
  const catalog = await makeCatalog({
    name: 'Fields',
    columns,
    rows,
    plan: { settings: { projection: ['mag', 'kind'] } },
  });
  const [found = []] = await match(catalog, [at]);
  assert.deepEqual(
    found.map(({ id }) => id),
    [17n, 18n, 2n ** 62n + 1n],
  );
  const [galaxy, , star] = found.map(({ document }) => document);
  assert.deepEqual(Object.keys(galaxy ?? {}), ['_id', 'kind', 'coordinates']);
  assert.equal(star?.mag, 19.739463806152344);
  assert.deepEqual(column(star ?? {}, 'radec_str'), ['10:01:00.0000', '-2:29:58.500']);
  assert.ok(Math.abs(Number(column(star ?? {}, 'distance_arcsec')) - 1.5) < 1e-7);
  const settings = { filter: { n: { $gt: 3 }, kind: 'galaxy' }, maxMatches: 1, projection: [] };
  const [nearest = []] = await match({ ...catalog, settings }, [at]);
  assert.deepEqual(
    nearest.map(({ id }) => id),
    [17n],
  );
  const filter = { mag: { $lt: 15 } };
  const [bright = []] = await match({ ...catalog, settings: { filter } }, [at]);
  assert.deepEqual(
    bright.map(({ id }) => id),
    [18n],
  );
});

test('galaxies reach as far as their distance says', async () => {
  const columns = {
    id: 'int8',
    ra: 'float8',
    dec: 'float8',
    z: 'float8',
    DistMpc: 'float8',
  } as const;
  const at = (i: number) => ({ ra: 10 * i, dec: 20 });
  // Redshift and distance of galaxies, ten degrees from one to the next; M31 and M33 last.
  const galaxies: [z: number | null, mpc: number | null][] = [
    ...([
      [0.009, 39],
      [0.05, 200],
      [0.1, 400],
      [0.003, 10],
      [null, null],
      [0, 0],
    ] as [number | null, number | null][]),
  ];
  const rows = galaxies.map(([z, mpc], i): Cell[] => [BigInt(i), at(i).ra, at(i).dec, z, mpc]);
  rows.push([31n, 10.684708, 41.26875, -0.001, 0.78], [33n, 23.46204, 30.66022, -0.0006, 0.88]);
  const rule = { rule: 'redshift', redshiftColumn: 'z', distanceMpcColumn: 'DistMpc' } as const;
  const plan = { radiusArcsec: 300, settings: { distance: rule } };
  const clu = await makeCatalog({ name: 'CLU', columns, rows, plan });
  const off = async (catalog: Catalog, i: number, arcsec: number) => {
    const [found = []] = await match(catalog, [offsetPosition(at(i), arcsec, 77)]);
    return found.length === 0 ? null : Number(column(found[0]?.document ?? {}, 'distance_kpc'));
  };
  const close = (actual: number | null, expected: number) =>
    assert.ok(actual !== null && Math.abs(actual - expected) < 1e-6, `${actual}, not ${expected}`);
  close(await off(clu, 0, 299), (299 * 0.009) / 0.05);
  assert.equal(await off(clu, 0, 301), null);
  close(await off(clu, 1, 29.9), 29.9);
  assert.equal(await off(clu, 1, 30.1), null);
  close(await off(clu, 2, 14.9), 29.8);
  assert.equal(await off(clu, 2, 15.1), null);
  assert.equal(await off(clu, 3, 299), -1);
  assert.equal(await off(clu, 4, 29.9), -1);
  assert.equal(await off(clu, 4, 30.1), null);
  assert.equal(await off(clu, 5, 299), -1);
  const ned = { ...clu, settings: { distance: { ...rule, rule: 'distance' } } } as Catalog;
  const kpc = (arcsec: number, mpc: number) => ((arcsec * Math.PI) / 648_000) * mpc * 1000;
  close(await off(ned, 0, 299), kpc(299, 39));
  // 30 kpc at 200 Mpc are 30.94″.
  close(await off(ned, 1, 30.9), kpc(30.9, 200));
  assert.equal(await off(ned, 1, 31), null);
  assert.equal(await off(ned, 5, 299), -1);
  const m31 = { ra: 10.684708, dec: 41.26875 };
  const inM31 = [
    offsetPosition(m31, 5000, 35),
    offsetPosition(m31, 5000, 125),
    offsetPosition(m31, 100, 0),
  ];
  const [along, across, centre] = await match(clu, inM31);
  assert.deepEqual(
    [along, across, centre].map((found) => found?.map(({ id }) => id)),
    [[31n], [], [31n]],
  );
  assert.equal(column(along?.[0]?.document ?? {}, 'distance_kpc'), -1);
  const [m33] = await match(clu, [offsetPosition({ ra: 23.46204, dec: 30.66022 }, 2000, 203)]);
  assert.deepEqual(
    m33?.map(({ id }) => id),
    [33n],
  );
});
