import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  AdqlError,
  type Archive,
  compileAdql,
  listTapTables,
  openArchive,
  openPublished,
  runAdql,
  type TapTable,
  type UploadedTable,
  uploadTable,
  withClient,
} from '@fritz/archive';
import { angToPix, offsetPosition, type Position, separationArcsec } from '@fritz/sky';
import { createAlert, createCatalog, testDatabase } from '@fritz/testing';

// ADQL from text to rows: what queries mean, what they cannot mean, and that indexes find places.

let database: Awaited<ReturnType<typeof testDatabase>>;
let archive: Archive;
let tables: readonly TapTable[];

/** Places around the pole, where longitudes say little, and at the border of a face of HEALPix. */
const STARS = [
  { id: 1n, ra: 10, dec: 20, mag: 15.5, name: 'Ålpha' },
  { id: 2n, ra: 10.0005, dec: 20, mag: 16.5, name: 'beta' },
  { id: 3n, ra: 359.9999, dec: 0, mag: 17.5, name: 'gamma_1' },
  { id: 4n, ra: 0.0001, dec: 0, mag: null, name: null },
  { id: 5n, ra: 40, dec: 89.9999, mag: 12, name: 'delta' },
  { id: 6n, ra: 220, dec: 89.9999, mag: 13, name: 'epsilon' },
];

before(async () => {
  database = await testDatabase();
  archive = openArchive({ ...database.app, max: 2 });
  await withClient(database.owner, (client) =>
    createCatalog(client, {
      name: '2Stars',
      columns: {
        id: 'int8',
        ra: 'float8',
        dec: 'float8',
        mag: 'float4',
        name: 'text',
        size: 'int4',
      },
      rows: STARS.map(({ id, ra, dec, mag, name }) => [id, ra, dec, mag, name, 7]),
    }),
  );
  await withClient(database.superuser, async (client) => {
    for (const [objectId, programId, ra, dec] of [
      ['ZTF1near', 1, 10.0001, 20],
      ['ZTF1far', 1, 200, -30],
      ['ZTF1hidden', 2, 10.0002, 20],
    ] as const) {
      const columns = { ra, dec, hpx: angToPix(29, ra, dec), drb: 0.75 };
      await createAlert(client, { objectId, programId, columns });
    }
  });
  ({ tables } = await archive.asViewer(null, (tx) => listTapTables(tx)));
});
after(async () => {
  await archive.close();
  await database.drop();
});

interface Asked {
  readonly limit?: number | null;
  readonly uploads?: readonly UploadedTable[];
}

function compile(text: string, { limit = 100, uploads = [] }: Asked = {}) {
  return compileAdql(text, [...tables, ...uploads.map(uploadTable)], limit);
}

async function ask(text: string, asked: Asked = {}) {
  const compiled = compile(text, asked);
  return archive.asViewer(
    null,
    async (tx) => {
      await openPublished(tx);
      const rows: (readonly unknown[])[] = [];
      for await (const batch of runAdql(tx, compiled)) rows.push(...batch);
      return rows;
    },
    { readOnly: true },
  );
}

const S = 'catalogs."2Stars"';
const ONE = "FROM tap_schema.schemas WHERE schema_name = 'ztf'";

/** Queries, and the rows that they give. */
const MEANT: Readonly<Record<string, readonly (readonly unknown[])[]>> = {
  [`SELECT TOP 2 cat_id FROM ${S} ORDER BY cat_id DESC`]: [[6n], [5n]],
  [`SELECT cat_id AS i FROM ${S} ORDER BY i OFFSET 4`]: [[5n], [6n]],
  [`SELECT s."size", "2Stars".mag ${'FROM catalogs."2Stars" AS s, catalogs."2Stars" WHERE s.cat_id = 1 AND "2Stars".cat_id = 2'}`]:
    [[7, 16.5]],
  [`SELECT COUNT(*), COUNT(mag), AVG(mag), MAX(name) FROM ${S} WHERE cat_id <= 4`]: [
    [4n, 3n, 16.5, 'Ålpha'],
  ],
  [`SELECT FLOOR(mag) AS m, COUNT(*) FROM ${S} GROUP BY FLOOR(mag) HAVING COUNT(*) > 0 ORDER BY m`]:
    [
      ...[
        [12, 1n],
        [13, 1n],
        [15, 1n],
        [16, 1n],
        [17, 1n],
        [null, 1n],
      ],
    ],
  // `_` is any character, a backslash is one.
  [`SELECT name FROM ${S} WHERE name LIKE 'gamma__' OR name ILIKE 'BE%' ORDER BY 1`]: [
    ['beta'],
    ['gamma_1'],
  ],
  [`SELECT cat_id FROM ${S} WHERE name LIKE '%\\_1'`]: [],
  [`SELECT cat_id FROM ${S} WHERE mag IS NULL OR mag BETWEEN 13 AND 15.5 ORDER BY cat_id`]: [
    [1n],
    [4n],
    [6n],
  ],
  [`SELECT cat_id FROM ${S} WHERE cat_id IN (1, 3, 99) UNION SELECT cat_id FROM ${S} WHERE cat_id = 3 ORDER BY cat_id`]:
    [[1n], [3n]],
  [`SELECT cat_id FROM ${S} INTERSECT (SELECT 2 ${ONE}) EXCEPT SELECT 3 ${ONE}`]: [[2n]],
  [`WITH bright AS (SELECT cat_id, mag FROM ${S} WHERE mag < 14) SELECT MAX(mag) FROM bright`]: [
    [13],
  ],
  [`SELECT a.cat_id FROM ${S} AS a WHERE a.mag = (SELECT MIN(b.mag) FROM ${S} AS b WHERE b.cat_id <> a.cat_id AND b.mag <= a.mag) OR NOT EXISTS (SELECT 1 FROM ${S} AS c WHERE c.mag < a.mag) ORDER BY 1`]:
    [[4n], [5n]],
  [`SELECT COALESCE(CAST(mag AS INTEGER), -1), CAST(cat_id AS VARCHAR) || '!', UPPER(name) FROM ${S} WHERE cat_id IN (1, 4) ORDER BY cat_id`]:
    [
      [16, '1!', 'ÅLPHA'],
      [-1, '4!', null],
    ],
  [`SELECT CASE WHEN mag < 14 THEN 'bright' ELSE 'faint' END AS c, COUNT(*) FROM ${S} GROUP BY c ORDER BY c`]:
    [
      ['bright', 2n],
      ['faint', 4n],
    ],
  [`SELECT 7/2, 7/2., MOD(7, 4), MOD(-7.5, 2), ROUND(2.345, 2), TRUNCATE(-2.7), POWER(2, 10), LOG10(1000), SQRT(16), 0x1F, -3 + 4 * 2 ${ONE}`]:
    [[3n, 3.5, 3n, -1.5, 2.35, -2, 1024, 3, 4, 31, 5n]],
  [`SELECT 9007199254740993, -9223372036854775807, 1e3, .5, 'it''s', TRUE, NULL ${ONE}`]: [
    [9_007_199_254_740_993n, -9_223_372_036_854_775_807n, 1000, 0.5, "it's", true, null],
  ],
  [`SELECT IN_UNIT(cat_ra, 'arcmin') FROM ${S} WHERE cat_id = 1`]: [[600]],
  [`SELECT l.cat_id, r.cat_id FROM ${S} AS l LEFT JOIN ${S} AS r ON r.cat_id = l.cat_id + 5 WHERE l.cat_id < 3 ORDER BY 1`]:
    [
      [1n, 6n],
      [2n, null],
    ],
  "SELECT schema_name, table_name FROM tap_schema.schemas JOIN tap_schema.tables USING (schema_name) WHERE table_name = 'ztf.scores'":
    [['ztf', 'ztf.scores']],
  // ── the sky ──
  [`SELECT cat_id FROM ${S} WHERE 1 = CONTAINS(POINT('ICRS', cat_ra, cat_dec), CIRCLE('ICRS', 0, 0, 0.001)) ORDER BY 1`]:
    [[3n], [4n]],
  [`SELECT cat_id FROM ${S} WHERE DISTANCE(POINT(cat_ra, cat_dec), POINT(130, 90)) <= 0.00011 ORDER BY 1`]:
    [[5n], [6n]],
  [`SELECT cat_id FROM ${S} WHERE CONTAINS(POINT(cat_ra, cat_dec), BOX(0, 0, 1, 1)) = 0 AND cat_dec < 50 ORDER BY 1`]:
    [[1n], [2n]],
  [`SELECT cat_id FROM ${S} WHERE INTERSECTS(POINT(cat_ra, cat_dec), POLYGON(9, 19, 11, 19, 10.0002, 21)) = 1 ORDER BY 1`]:
    [[1n], [2n]],
  [`SELECT ROUND(DISTANCE(10, 20, 10, 21), 9), ROUND(AREA(CIRCLE(0, 0, 1)), 5), POINT(1, 2), CIRCLE(POINT(1, 2), 3) ${ONE}`]:
    [[1, 3.14151, [1, 2], [1, 2, 3]]],
  [`SELECT INTERSECTS(CIRCLE(0, 0, 1), BOX(1.5, 0, 1.2, 1)), CONTAINS(CIRCLE(0, 0, 1), CIRCLE(0.5, 0, 2)), CONTAINS(BOX(0, 0, 1, 1), CIRCLE(0, 0, 1)), CONTAINS(CIRCLE(0, 0, 1), BOX(0, 0, 1, 1)), INTERSECTS(BOX(0, 0, 1, 4), BOX(0, 0, 4, 1)), CONTAINS(BOX(359.9, 0, 1, 1), BOX(0, 0, 3, 3)), INTERSECTS(BOX(0, 0, 1, 1), BOX(180, 0, 1, 1)) ${ONE}`]:
    [[1, 1, 1, 0, 1, 1, 0]],
};

test('queries mean what ADQL says', async () => {
  for (const [text, rows] of Object.entries(MEANT)) {
    const found = await ask(text).catch((error: unknown) => String(error));
    assert.deepEqual(found, rows, text);
  }
});

test('who has no key sees published programmes alone, in every way of asking', async () => {
  const cone = '1 = CONTAINS(POINT(ra, dec), CIRCLE(10, 20, 0.01))';
  assert.deepEqual(await ask(`SELECT object_id FROM ztf.alerts WHERE ${cone}`), [['ZTF1near']]);
  assert.deepEqual(await ask('SELECT COUNT(*), MAX(programid) FROM ztf.alerts'), [[2n, 1]]);
  assert.deepEqual(await ask("SELECT drb FROM ztf.alerts WHERE object_id = 'ZTF1hidden'"), []);
  for (const { schema, name } of tables.filter((one) => one.schema === 'marshal')) {
    assert.deepEqual(await ask(`SELECT * FROM ${schema}.${name}`), [], name);
  }
});

test('places of two tables are matched by their index, as comparing each with each would', async () => {
  const uploads: readonly UploadedTable[] = [
    {
      name: 'mine',
      columns: [
        { name: 'ra', type: 'float8', unit: null, ucd: null, description: null },
        { name: 'dec', type: 'float8', unit: null, ucd: null, description: null },
        { name: 'note', type: 'text', unit: null, ucd: null, description: null },
      ],
      rows: [
        [10, 20, 'a "quoted", {one}'],
        [null, 20, 'no place'],
        [0, 0, null],
        [100, -90, 'far'],
      ],
    },
  ];
  const near = (radius: string) =>
    `1 = CONTAINS(POINT(s.cat_ra, s.cat_dec), CIRCLE(u.ra, u.dec, ${radius}))`;
  const list = `SELECT u.note, s.cat_id FROM tap_upload.mine AS u JOIN ${S} AS s ON ${near('2/3600.')} ORDER BY 2`;
  assert.match(compile(list, { uploads }).text, /LATERAL .* FROM fritz\.adql_cone/);
  const note = 'a "quoted", {one}';
  assert.deepEqual(await ask(list, { uploads }), [
    [note, 1n],
    [note, 2n],
    [null, 3n],
    [null, 4n],
  ]);
  const outer = `SELECT u.note, s.cat_id FROM tap_upload.mine AS u LEFT JOIN ${S} AS s ON ${near('0.5/3600.')} ORDER BY 2, 1`;
  assert.match(compile(outer, { uploads }).text, /LEFT JOIN LATERAL/);
  assert.deepEqual(await ask(outer, { uploads }), [
    ...[
      [note, 1n],
      [null, 3n],
      [null, 4n],
      ['far', null],
      ['no place', null],
    ],
  ]);
  // The circle may be around either; distances are the same thing.
  const swapped = `SELECT s.cat_id FROM ${S} AS s, tap_upload.mine AS u WHERE DISTANCE(POINT(u.ra, u.dec), POINT(s.cat_ra, s.cat_dec)) < 2/3600. ORDER BY 1`;
  assert.match(compile(swapped, { uploads }).text, /adql_cone/);
  assert.deepEqual(await ask(swapped, { uploads }), [[1n], [2n], [3n], [4n]]);
  const alerts = `SELECT a.object_id, s.cat_id FROM ztf.alerts AS a JOIN ${S} AS s ON ${'DISTANCE(a.ra, a.dec, s.cat_ra, s.cat_dec) <= 1/3600.'}`;
  assert.deepEqual(await ask(alerts), [['ZTF1near', 1n]]);
});

/** Numbers by chance, the same at each run. */
function makeRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

test('the database’s cones hold every place within them, and do not overlap', async () => {
  const random = makeRandom(7);
  const cones = Array.from({ length: 300 }, (_, i) => {
    const isBorder = i % 4 === 0;
    const ra = isBorder ? 45 * Math.floor(random() * 8) + (random() - 0.5) * 1e-4 : random() * 360;
    const dec =
      i % 10 === 1
        ? (random() < 0.5 ? 1 : -1) * (90 - random() * 1e-3)
        : (Math.asin(2 * random() - 1) * 180) / Math.PI;
    return { ra: (ra + 360) % 360, dec, radius: 10 ** (random() * 7 - 5) };
  });
  const rows = await withClient(database.superuser, async (client) => {
    const { rows: found } = await client.query<{ i: number; low: bigint; high: bigint }>(
      `SELECT q.i::integer - 1 AS i, c.low, c.high
       FROM unnest($1::float8[], $2::float8[], $3::float8[]) WITH ORDINALITY AS q (ra, dec, radius, i)
       CROSS JOIN LATERAL fritz.adql_cone(q.ra, q.dec, q.radius) AS c ORDER BY q.i, c.low`,
      [cones.map(({ ra }) => ra), cones.map(({ dec }) => dec), cones.map(({ radius }) => radius)],
    );
    return found.map(({ i, low, high }) => ({ i, low: BigInt(low), high: BigInt(high) }));
  });
  const byCone = Map.groupBy(rows, ({ i }) => i);
  for (const [i, { ra, dec, radius }] of cones.entries()) {
    const ranges = byCone.get(i) ?? [];
    assert.ok(ranges.length > 0 && ranges.length <= 64, `${ranges.length} ranges`);
    for (const [k, { low }] of ranges.entries()) {
      if (k > 0) assert.ok((ranges[k - 1]?.high ?? 0n) < low, 'disjoint');
    }
    for (let k = 0; k < 10; k++) {
      const far = radius * 3600 * (k === 0 ? 0 : Math.sqrt(random()));
      const place: Position = offsetPosition({ ra, dec }, far, random() * 360);
      if (!(separationArcsec({ ra, dec }, place) <= radius * 3600)) continue;
      const hpx = angToPix(29, place.ra, place.dec);
      const isHeld = ranges.some(({ low, high }) => low <= hpx && hpx <= high);
      assert.ok(isHeld, JSON.stringify({ ra, dec, radius, place }));
    }
  }
});

/** What is wrong with a query, and where. */
const WRONG: Readonly<Record<string, RegExp>> = {
  '': /^line 1, column 1: SELECT is expected/,
  SELECT: /^line 1, column 7: a value or a column is expected here, but the query ends/,
  'SELECT ra\nFROM nowhere': /^line 2, column 6: there is no table nowhere/,
  'SELECT ra FROM alerts': /alerts is one of ztf\.alerts, lsst\.alerts.*: say which/,
  'SELECT rra FROM ztf.alerts': /^line 1, column 8: there is no column rra/,
  'SELECT magpsf_ FROM ztf.alerts': /is it magpsf\?/,
  'SELECT a.ra FROM ztf.alerts': /there is no table a in FROM/,
  'SELECT ra FROM ztf.alerts, lsst.alerts': /ra is a column of alerts and alerts: say of which/,
  "SELECT ra FROM ztf.alerts WHERE ra = 'x'":
    /^line 1, column 36: a DOUBLE PRECISION cannot be compared/,
  'SELECT ra FROM ztf.alerts WHERE ra': /is no condition/,
  'SELECT ra FROM ztf.alerts WHERE COUNT(*) > 1': /COUNT cannot be in WHERE/,
  'SELECT MAX(MIN(ra)) FROM ztf.alerts': /MIN cannot be within MAX/,
  "SELECT ra FROM ztf.alerts WHERE 1=CONTAINS(POINT('GALACTIC', ra, dec), CIRCLE(1,2,3))":
    /places are in ICRS here/,
  'SELECT ra FROM ztf.alerts WHERE 1=CONTAINS(POINT(ra,dec), CIRCLE(10, 95, 1))':
    /latitude is between/,
  'SELECT ra FROM ztf.alerts WHERE 1=CONTAINS(POINT(ra,dec), CIRCLE(10, 5, -1))':
    /a radius is between/,
  "SELECT REGION('x') FROM ztf.alerts": /REGION is not read/,
  'SELECT pg_sleep(10) FROM ztf.alerts': /there is no function PG_SLEEP/,
  'SELECT ra FROM ztf.alerts ORDER BY 7': /there are 1 columns/,
  'SELECT ra FROM ztf.alerts UNION SELECT ra, dec FROM ztf.alerts': /have 1 and 2 columns/,
  'SELECT select FROM ztf.alerts':
    /select is a reserved word: as a value or a column it needs double quotes/,
  "SELECT 'open FROM ztf.alerts": /the quote ' is not closed/,
  'SELECT ra FROM ztf.alerts WHERE ra = 1 ra': /the end of the query is expected/,
  'SELECT ra § FROM ztf.alerts': /no query has the character/,
  [`SELECT ${'('.repeat(200)}1${')'.repeat(200)} FROM ztf.alerts`]: /at most 60 brackets deep/,
  [`SELECT ${'- '.repeat(5000)}1 FROM ztf.alerts`]: /at most 60 brackets deep/,
  [`SELECT 1${'+1'.repeat(5000)} FROM ztf.alerts`]: /at most 500 terms/,
};

test('a query that means nothing is told what is wrong, and where', () => {
  for (const [text, message] of Object.entries(WRONG)) {
    assert.throws(
      () => compile(text),
      (error) => error instanceof AdqlError && message.test(error.message),
      text.slice(0, 100),
    );
  }
});

/** What somebody might try who wants more than tables that are shown. */
const HOSTILE: readonly string[] = [
  'SELECT * FROM fritz.users',
  'SELECT * FROM users',
  'SELECT * FROM fritz.ztf_alerts',
  'SELECT * FROM "fritz.ztf_alerts"',
  'SELECT * FROM pg_catalog.pg_authid',
  'SELECT * FROM information_schema.tables',
  'SELECT * FROM fritz_catalogs.catalog_1_1',
  'SELECT audience_id FROM ztf.alerts',
  'SELECT extra FROM ztf.alerts',
  'SELECT ctid FROM ztf.alerts',
  'SELECT xmin FROM ztf.alerts',
  'SELECT "c0" FROM ztf.alerts',
  'SELECT t0."audience_id" FROM ztf.alerts',
  'SELECT current_user FROM ztf.alerts',
  "SELECT set_config('fritz.viewer_key', 'x', true) FROM ztf.alerts",
  "SELECT current_setting('fritz.viewer_key') FROM ztf.alerts",
  'SELECT fritz.act_as(1, 2, 3) FROM ztf.alerts',
  "SELECT pg_read_file('/etc/passwd') FROM ztf.alerts",
  "SELECT query_to_xml('SELECT 1', true, true, '') FROM ztf.alerts",
  'DELETE FROM ztf.alerts',
  'UPDATE ztf.alerts SET ra = 1',
  'INSERT INTO ztf.alerts VALUES (1)',
  'DROP TABLE ztf.alerts',
  'SELECT ra INTO x FROM ztf.alerts',
  'SELECT ra FROM ztf.alerts; DROP TABLE fritz.users',
  'SELECT ra FROM ztf.alerts; SELECT 1',
  'WITH a AS (DELETE FROM ztf.alerts RETURNING ra) SELECT ra FROM a',
  'SELECT ra FROM ztf.alerts FOR UPDATE',
  'SELECT ra::text FROM ztf.alerts',
  'SELECT $1 FROM ztf.alerts',
  'SELECT CAST(ra AS regclass) FROM ztf.alerts',
  "SELECT CAST('fritz.users' AS OID) FROM ztf.alerts",
  'SELECT ra FROM LATERAL (SELECT 1) AS x',
  'SELECT ra FROM unnest(1) AS x',
  'SELECT (SELECT * FROM ztf.alerts) FROM ztf.alerts',
  "COPY ztf.alerts TO PROGRAM 'id'",
  'SET ROLE fritz_owner',
  'SELECT /* x */ ra FROM ztf.alerts',
  "SELECT E'\\x41' FROM ztf.alerts",
  'SELECT U&"d" FROM ztf.alerts',
];

test('no query reaches beyond the tables that are shown', async () => {
  for (const text of HOSTILE) {
    assert.throws(() => compile(text), AdqlError, text);
  }
  // Texts and names of its own choice stay what they are.
  const quote = "'; DROP TABLE fritz.users; --";
  const own = `SELECT '${quote.replaceAll("'", "''")}' AS "x"" FROM fritz.users; --" ${ONE}`;
  assert.deepEqual(await ask(own), [[quote]]);
  const { text } = compile(own);
  assert.ok(!text.includes('DROP') && !text.includes('users'), text);
  // A text that doubles with every subquery ends before the memory does.
  let doubled = `(SELECT '${'x'.repeat(1000)}' AS a ${ONE}) AS t`;
  for (let i = 0; i < 11; i++)
    doubled = `(SELECT t.a || t.a || t.a || t.a AS a FROM ${doubled}) AS t`;
  await assert.rejects(ask(`SELECT t.a FROM ${doubled}`), /a text becomes too long/);
});

test('what the database refuses is told in words of queries', async () => {
  for (const [text, message] of Object.entries({
    [`SELECT 1/0 ${ONE}`]: /divided by zero/,
    [`SELECT LOG(-1) ${ONE}`]: /no logarithm/,
    [`SELECT CAST('x' AS INTEGER) ${ONE}`]: /not of the type/,
    'SELECT schema_name, COUNT(*) FROM tap_schema.tables': /outside of GROUP BY/,
    [`SELECT (SELECT table_name FROM tap_schema.tables) ${ONE}`]: /more than one row/,
    'SELECT DISTINCT schema_name FROM tap_schema.tables ORDER BY table_index': /among its columns/,
  })) {
    await assert.rejects(
      ask(text),
      (error) => error instanceof AdqlError && message.test(error.message),
      text,
    );
  }
});
