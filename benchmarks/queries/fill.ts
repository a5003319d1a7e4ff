import { type EmbeddedServer, migrateUp, provisionDatabase } from '@fritz/archive';
import { angToPix } from '@fritz/sky';
import { createCatalog, createStream, createUser, type TestUser } from '@fritz/testing';
import pg from 'pg';

/** An archive of generated alerts without stamps, catalogs around its objects, and somebody who reads it. */
export interface QueryArchive {
  readonly app: pg.ClientConfig;
  readonly broker: pg.ClientConfig;
  readonly reader: TestUser;
  readonly objects: readonly { readonly id: string; readonly ra: number; readonly dec: number }[];
  readonly catalogs: readonly string[];
  /** Julian dates of a whole night. */
  readonly night: readonly [number, number];
}

export const alertsPerNight = 100_000;
const alertsPerObject = 20;
const firstNight = 3200;
const epochJd = 2_457_754.5;
const catalogNames = ['Bench_1', 'Bench_2', 'Bench_3', 'Bench_4'];
const sampled = 5000;

/** The numbers of a sequence without an order, between 0 and 1; the same each time. */
function scatter(i: number, factor: number): number {
  const product = (i + 1) * factor;
  return product - Math.floor(product);
}

/** Where the object of this number is: evenly over the sky that the survey sees. */
function placeOf(i: number): { ra: number; dec: number } {
  const z = Math.sin((-30 * Math.PI) / 180);
  const dec = Math.asin(z + scatter(i, 0.754_877_666_246_692_7) * (1 - z)) * (180 / Math.PI);
  return { ra: 360 * scatter(i, 0.569_840_290_998_053_3), dec };
}

const nameOf = (i: number): string => `ZTF26${i.toString(36).padStart(7, 'a')}`;

/** Fills a database, or finds the one that an earlier run filled. */
export async function fillQueries(
  server: EmbeddedServer,
  alerts: number,
  say: (text: string) => void,
): Promise<QueryArchive> {
  const name = 'queries';
  const mark = `${alerts} alerts`;
  const inside = (config: pg.ClientConfig): pg.ClientConfig => ({ ...config, database: name });
  const superuser = { ...inside(server.superuser), options: '-c search_path=fritz,public' };
  const objectCount = Math.round(alerts / alertsPerObject);
  await within(server.superuser, async (admin) => {
    const found = await admin.query<{ mark: string | null }>(
      `SELECT shobj_description(oid, 'pg_database') AS mark FROM pg_database WHERE datname = $1`,
      [name],
    );
    if (found.rows[0]?.mark === mark) return;
    await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    await provisionDatabase(admin, name);
    await within(inside(server.owner), (owner) => migrateUp(owner));
    await within(superuser, (client) => fillAlerts(client, alerts, objectCount, say));
    await within(inside(server.owner), (owner) => fillCatalogs(owner, objectCount, say));
    await within(superuser, async (client) => {
      await client.query('VACUUM ANALYZE');
    });
    await admin.query(`COMMENT ON DATABASE ${name} IS '${mark}'`);
  });
  const reader = await within(superuser, async (client) => {
    // A kept database has those of earlier runs.
    const user = await createUser(client, { username: `reader-${Date.now()}` });
    await createStream(client, { name: user.username, programIds: [1, 2], users: [user] });
    return user;
  });
  const step = Math.max(1, Math.floor(objectCount / sampled));
  const objects = Array.from({ length: Math.min(sampled, objectCount) }, (_, i) => {
    return { id: nameOf(i * step), ...placeOf(i * step) };
  });
  const first = epochJd + firstNight + 1;
  return {
    ...{ app: inside(server.app), broker: inside(server.broker), reader, objects },
    ...{ catalogs: catalogNames, night: [first, first + 1] },
  };
}

async function within<T>(
  config: pg.ClientConfig,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client(config);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function fillAlerts(
  client: pg.Client,
  alerts: number,
  objectCount: number,
  say: (text: string) => void,
): Promise<void> {
  await client.query(
    'CREATE TEMP TABLE places (i int PRIMARY KEY, id text, ra float8, dec float8, hpx bigint)',
  );
  const rows = 20_000;
  for (let from = 0; from < objectCount; from += rows) {
    const some = Array.from({ length: Math.min(rows, objectCount - from) }, (_, i) => from + i);
    const places = some.map(placeOf);
    await client.query(
      `INSERT INTO places SELECT * FROM unnest($1::int[], $2::text[], $3::float8[], $4::float8[], $5::bigint[])`,
      [
        some,
        some.map(nameOf),
        places.map(({ ra }) => ra),
        places.map(({ dec }) => dec),
        places.map(({ ra, dec }) => angToPix(29, ra, dec)),
      ],
    );
  }
  await client.query('ANALYZE places');
  const nights = Math.ceil(alerts / alertsPerNight);
  for (let night = 0; night < nights; night++) {
    await insertNight(
      client,
      night,
      Math.min(alertsPerNight, alerts - night * alertsPerNight),
      objectCount,
    );
    if (night % 5 === 4) say(`${night + 1} of ${nights} nights …`);
  }
}

/** A night's alerts, of which every third is of the partnership. */
async function insertNight(
  client: pg.Client,
  night: number,
  count: number,
  objectCount: number,
): Promise<void> {
  const base = BigInt(firstNight + night) * 1_000_000_000_000_000n + 200_000_000_000_000n;
  await client.query('SELECT ztf_ensure_partitions(ARRAY[$1::bigint])', [base]);
  await client.query(
    `INSERT INTO ztf_alerts (object_id, candid, programid, audience_id, hpx, mjd, jd, schemavsn, publisher,
       fid, pid, diffmaglim, isdiffpos, field, rcid, ra, dec, magpsf, sigmapsf, magnr, distnr, rb, drb, drbversion,
       ranr, decnr, ndethist, ncovhist, nmtchps, rfid, jdstartref, jdendref, nframesref, rbversion, nmatches,
       ssdistnr, ssmagnr, ssnamenr, sgscore1, distpsnr1, classtar, fwhm, elong)
     SELECT p.id, c.candid, c.program, intern_program('ztf', c.program::smallint), p.hpx,
       ${epochJd} + c.candid / 1e15::float8 - 2400000.5, ${epochJd} + c.candid / 1e15::float8, '4.02',
       'ZTF (www.ztf.caltech.edu)', 1 + s.i % 2, c.candid / 10000, 20.5, 't', 500 + s.i % 300, s.i % 64, p.ra, p.dec,
       15 + 5 * random(), 0.1, 18 + random(), random(), random(), random(), 'd6_m7',
       p.ra, p.dec, 1 + s.i % 40, 300, 1, 1, 2458000.5, 2458100.5, 15, 't17_f5_c3', 100,
       -999, -999, 'null', random(), 5 * random(), random(), 2 + random(), 1
     FROM generate_series(0, $2::int - 1) AS s (i)
     CROSS JOIN LATERAL (SELECT $1::bigint + s.i::bigint * 4000000000 AS candid, 1 + (s.i % 3 = 2)::int AS program) AS c
     JOIN places p ON p.i = (s.i::bigint * 7919 + $3::bigint * 104729) % $4::bigint`,
    [base, count, night, objectCount],
  );
}

/** Catalogs whose objects lie around those of the archive. */
async function fillCatalogs(
  owner: pg.Client,
  objectCount: number,
  say: (text: string) => void,
): Promise<void> {
  const rows = Math.min(100_000, objectCount);
  for (const [at, name] of catalogNames.entries()) {
    say(`${name} …`);
    await createCatalog(owner, {
      name,
      columns: { id: 'int8', ra: 'float8', dec: 'float8', mag: 'float4', kind: 'text' },
      rows: Array.from({ length: rows }, (_, i) => {
        const place = placeOf(Math.floor((i * objectCount) / rows));
        return [BigInt(i), place.ra, place.dec + (at + 1) / 7200, 15 + (i % 50) / 10, 'star'];
      }),
    });
  }
}
