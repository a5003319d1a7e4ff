/**
 * How many cones a second are matched with a catalog in the database, a batch of places a query.
 *
 *   npm run bench:crossmatch -- [--rows 10000000] [--cones 60000] [--batch 2000] [--radius 2]
 *     [--rounds 3] [--json]
 *
 * The catalog is generated, uniform on the sphere, and lies in a table as `fritz catalog add` makes
 * it. A third of the places lie close to one of its objects, the others anywhere. Batches follow each
 * other on one connection, as a broker asks them. `--motion` gives the objects proper motions.
 */
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import {
  type CatalogColumn,
  copyRows,
  type MatchRule,
  matchCatalog,
  openCatalog,
  type PlaceInTime,
  pgTypes,
  withClient,
} from '@fritz/archive';
import { angToPix, offsetPosition } from '@fritz/sky';
import { testDatabase } from '@fritz/testing';
import pg from 'pg';

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '10000000' },
    cones: { type: 'string', default: '60000' },
    batch: { type: 'string', default: '2000' },
    radius: { type: 'string', default: '2' },
    rounds: { type: 'string', default: '3' },
    motion: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});

function numberOf(name: 'rows' | 'cones' | 'batch' | 'radius' | 'rounds'): number {
  const number = Number(values[name]);
  if (!(number > 0)) throw new RangeError(`--${name} must be a positive number`);
  return number;
}
const [rows, cones, batch] = [numberOf('rows'), numberOf('cones'), numberOf('batch')];
const [radiusArcsec, rounds] = [numberOf('radius'), numberOf('rounds')];

const NOW_MJD = 61_374;
const EPOCH_MJD = 57_388.5;
/** One of a thousand moves faster than what is looked for apart. */
const FAST_EVERY = 1000;

/** A generator of numbers from 0 to 1 (Vigna 2014, splitmix; 32 bits). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
  };
}

function anywhere(next: () => number) {
  return { ra: 360 * next(), dec: (Math.asin(2 * next() - 1) * 180) / Math.PI };
}

const column = (name: string): CatalogColumn => {
  return { name, column: name, type: 'float4', unit: null, ucd: null, description: null };
};
const columns = ['gmag', 'rmag', 'parallax', 'pmra', 'pmdec'].map(column);
const rule: MatchRule = {
  ...{ columns, radiusArcsec, epochMjd: EPOCH_MJD },
  settings: {
    projection: ['gmag', 'rmag', 'parallax'],
    ...(values.motion ? { properMotion: { raColumn: 'pmra', decColumn: 'pmdec' } } : {}),
  },
};
const TABLE = 'fritz_catalogs.catalog_1_1';

function* objects(): Generator<readonly unknown[]> {
  const next = numbers(1);
  for (let i = 0; i < rows; i++) {
    const { ra, dec } = anywhere(next);
    const speed = i % FAST_EVERY === 0 ? 800 : 5;
    const motion = [speed * next(), speed * next()];
    yield [BigInt(i), ra, dec, angToPix(29, ra, dec), 20 * next(), 20 * next(), next(), ...motion];
  }
}

async function fill(owner: pg.ClientConfig): Promise<void> {
  const sql = columns.map((one) => `${one.column} real`).join(', ');
  await withClient(owner, async (client) => {
    await client.query(`CREATE UNLOGGED TABLE bench_load
      (cat_id bigint, cat_ra float8, cat_dec float8, hpx bigint, ${sql})`);
    await copyRows(
      client,
      'bench_load',
      [
        { name: 'cat_id', type: 'int8' },
        { name: 'cat_ra', type: 'float8' },
        { name: 'cat_dec', type: 'float8' },
        { name: 'hpx', type: 'int8' },
        ...columns.map(({ name }) => ({ name, type: 'float4' }) as const),
      ],
      objects(),
    );
    await client.query(`SET work_mem = '256MB'; SET maintenance_work_mem = '256MB'`);
    await client.query(`CREATE TABLE ${TABLE} AS SELECT * FROM bench_load ORDER BY hpx`);
    await client.query('DROP TABLE bench_load');
    await client.query(`CREATE INDEX ON ${TABLE} (hpx)`);
    if (values.motion) {
      await client.query(`CREATE INDEX ON ${TABLE} (hpx)
        WHERE ("pmra" * "pmra" + "pmdec" * "pmdec" > 40000)`);
    }
    await client.query(`VACUUM (ANALYZE) ${TABLE}`);
  });
}

function makePlaces(): PlaceInTime[] {
  const objectsAt = numbers(1);
  const next = numbers(2);
  return Array.from({ length: cones }, (_, i) => {
    const near = anywhere(objectsAt);
    for (let skipped = 0; skipped < 5; skipped++) objectsAt();
    const place =
      i % 3 === 0 ? offsetPosition(near, radiusArcsec * next(), 360 * next()) : anywhere(next);
    return { ...place, mjd: NOW_MJD };
  });
}

interface Round {
  readonly conesPerS: number;
  readonly matches: number;
}

async function measure(client: pg.Client, places: readonly PlaceInTime[]): Promise<Round> {
  const query = async <Row>(text: string, parameters: readonly unknown[]) =>
    (await client.query(text, [...parameters])).rows as Row[];
  const catalog = openCatalog(query, {
    ...{ id: 1, version: 1, kind: 'loaded', location: null },
    ...{ idColumn: 'id', idType: 'int8', raColumn: 'ra', decColumn: 'dec' },
  });
  const start = performance.now();
  let matches = 0;
  for (let at = 0; at < places.length; at += batch) {
    const found = await matchCatalog(catalog, rule, places.slice(at, at + batch));
    matches += found.reduce((sum, { length }) => sum + length, 0);
  }
  return { conesPerS: (places.length / (performance.now() - start)) * 1000, matches };
}

const database = await testDatabase();
try {
  const filling = performance.now();
  await fill(database.owner);
  const fillS = (performance.now() - filling) / 1000;
  const places = makePlaces();
  const options = '-c search_path=fritz -c max_parallel_workers_per_gather=0 -c enable_seqscan=off';
  const client = new pg.Client({ ...database.superuser, types: pgTypes, options });
  await client.connect();
  const measured: Round[] = [];
  for (let round = 0; round < rounds; round++) measured.push(await measure(client, places));
  await client.end();
  const best = measured.toSorted((a, b) => a.conesPerS - b.conesPerS)[measured.length >> 1];
  const result = {
    benchmark: 'crossmatch',
    ...{ rows, cones, batch, radius_arcsec: radiusArcsec, motion: values.motion },
    cones_per_s: Math.round(best?.conesPerS ?? 0),
    cones_per_s_of_rounds: measured.map(({ conesPerS }) => Math.round(conesPerS)),
    matches: best?.matches,
    fill_s: Number(fillS.toFixed(1)),
    machine: {
      cpu: cpus()[0]?.model,
      cores: cpus().length,
      node: process.version,
      load: loadavg()[0],
    },
  };
  if (values.json) console.log(JSON.stringify(result));
  else console.log(result);
} finally {
  await database.drop();
}
