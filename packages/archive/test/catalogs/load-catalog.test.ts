import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import {
  CatalogError,
  dataTable,
  dropCatalog,
  findCatalog,
  findLoad,
  listCatalogs,
  loadCatalog,
  withClient,
} from '@fritz/archive';
import type { Cell, TableReader } from '@fritz/formats';
import { angToPix } from '@fritz/sky';
import {
  createCatalog,
  planOf,
  type TestDatabase,
  tableInMemory,
  testDatabase,
} from '@fritz/testing';

let database: TestDatabase;
before(async () => {
  database = await testDatabase();
});
after(() => database?.drop());

const asOwner = <T>(task: Parameters<typeof withClient<T>>[1]) => withClient(database.owner, task);

const columns = { id: 'int8', ra: 'float8', dec: 'float8', mag: 'float4' } as const;

/** Rows spread over the sky, their ids beyond what a double holds. */
function someRows(count: number, shift = 0): Cell[][] {
  return Array.from({ length: count }, (_, i) => [
    2n ** 60n + BigInt(i),
    (i * 137.5) % 360,
    (i % 170) - 85 + shift,
    i % 7 === 0 ? null : 12.5 + (i % 10),
  ]);
}

/** A reader that breaks after some rows, as when the program is killed there. */
function breaking(reader: TableReader, afterRecords: number): TableReader {
  return {
    ...reader,
    async *batches() {
      let records = 0;
      for await (const batch of reader.batches()) {
        if (records >= afterRecords) throw new Error('the power went');
        records += batch.records;
        yield batch;
      }
    },
  };
}

describe('loading a catalog', () => {
  test('gives one typed table, sorted by place, with exact ids', async () => {
    const rows = someRows(2000);
    await asOwner(async (client) => {
      const report = await createCatalog(client, { name: 'stars', columns, rows });
      assert.deepEqual(report, { version: 1, rows: 2000, refused: 0, examples: [] });
      const catalog = await findCatalog(client, 'stars');
      assert.ok(catalog);
      assert.equal(catalog.rows, 2000n);
      assert.equal(catalog.state, 'ready');
      assert.deepEqual(
        catalog.columns.map(({ name, column, type }) => [name, column, type]),
        Object.entries(columns).map(([name, type]) => [name, name, type]),
      );
      const found = await client.query<Record<string, unknown>>(
        `SELECT * FROM ${dataTable(catalog)} ORDER BY ctid`,
      );
      const places = found.rows.map(({ hpx }) => hpx as bigint);
      assert.deepEqual(
        places,
        places.toSorted((a, b) => (a < b ? -1 : 1)),
      );
      const byId = new Map(found.rows.map((row) => [row.cat_id, row]));
      for (const [id, ra, dec, mag] of rows) {
        const row = byId.get(id);
        const hpx = angToPix(29, Number(ra), Number(dec));
        assert.deepEqual(row, { cat_id: id, cat_ra: ra, cat_dec: dec, hpx, id, ra, dec, mag });
      }
    });
  });

  test('every role reads it, none but the owner writes', async () => {
    for (const role of ['app', 'broker'] as const) {
      await withClient(database[role], async (client) => {
        const [catalog] = await listCatalogs(client);
        assert.ok(catalog);
        const { rows } = await client.query(`SELECT count(*)::int AS n FROM ${dataTable(catalog)}`);
        assert.deepEqual(rows, [{ n: 2000 }]);
        for (const text of [
          `DELETE FROM ${dataTable(catalog)}`,
          `UPDATE ${dataTable(catalog)} SET mag = 0`,
          `INSERT INTO ${dataTable(catalog)} (cat_id) VALUES (1)`,
          `UPDATE fritz.catalogs SET rows = 0`,
          'CREATE TABLE fritz_catalogs.mine (a int)',
          'SELECT loading FROM fritz.catalogs',
        ]) {
          await assert.rejects(client.query(text), { code: '42501' }, `${role}: ${text}`);
        }
      });
    }
  });

  test('a new version takes the place of the old one at once', async () => {
    await asOwner(async (client) => {
      const before = await findCatalog(client, 'stars');
      await createCatalog(client, { name: 'stars', columns, rows: someRows(10, 0.5) });
      const now = await findCatalog(client, 'stars');
      assert.ok(before && now);
      assert.deepEqual([before.version, now.version, now.rows], [1, 2, 10n]);
      await assert.rejects(client.query(`SELECT FROM ${dataTable(before)}`), { code: '42P01' });
    });
  });
});

describe('bad records', () => {
  const bad: Cell[][] = [
    [1n, 10, 10, 1],
    [2n, 361, 10, 1],
    [3n, 10, -90.5, 1],
    [null, 10, 10, 1],
    [5n, null, 10, 1],
    [1n, 20, 20, 1],
    [6n, 360, 90, 1],
  ];

  test('are counted and told with their place and reason', async () => {
    await asOwner(async (client) => {
      const report = await createCatalog(client, { name: 'bad', columns, rows: bad });
      assert.equal(report.rows, 2);
      assert.equal(report.refused, 5);
      assert.deepEqual(
        report.examples.map(({ place, reason }) => [place, reason]),
        [
          [2, 'ra is 361: out of range'],
          [3, 'dec is -90.5: out of range'],
          [4, 'id is missing'],
          [5, 'ra is missing'],
          [6, 'id 1 is there already, in record 1'],
        ],
      );
      const catalog = await findCatalog(client, 'bad');
      assert.ok(catalog);
      const { rows } = await client.query(
        `SELECT cat_id, cat_ra, cat_dec FROM ${dataTable(catalog)} ORDER BY 1`,
      );
      assert.deepEqual(rows, [
        { cat_id: 1n, cat_ra: 10, cat_dec: 10 },
        { cat_id: 6n, cat_ra: 0, cat_dec: 90 },
      ]);
    });
  });

  test('end a strict load, which leaves nothing', async () => {
    await asOwner(async (client) => {
      const isBad = (error: unknown) => error instanceof CatalogError && error.code === 'bad_rows';
      const options = { isStrict: true };
      await assert.rejects(
        createCatalog(client, { name: 'strict', columns, rows: bad, options }),
        isBad,
      );
      const twice = [bad[0] ?? [], bad[5] ?? []];
      await assert.rejects(
        createCatalog(client, { name: 'strict', columns, rows: twice, options }),
        isBad,
      );
      assert.equal((await findCatalog(client, 'strict'))?.state, 'empty');
      assert.equal(await findLoad(client, 'strict'), null);
      const { rows } = await client.query(
        `SELECT relname FROM pg_class WHERE relname ~ '^load_\\d+$' AND relkind = 'r'`,
      );
      assert.deepEqual(rows, []);
    });
  });

  test('nothing but bad records is no catalog', async () => {
    await asOwner(async (client) => {
      await assert.rejects(
        createCatalog(client, { name: 'none', columns, rows: bad.slice(1, 4) }),
        (error) => error instanceof CatalogError && error.code === 'no_rows',
      );
    });
  });
});

test('a load goes on also where batches are cut otherwise, bad records among them', async () => {
  const columns = { id: 'int4', ra: 'float8', dec: 'float8' } as const;
  const rows = Array.from({ length: 500 }, (_, i) => [i, i % 360, i % 50 === 7 ? 91 : 10]);
  const plan = planOf('cut', [tableInMemory(columns, rows)]);
  await asOwner(async (client) => {
    const broken = breaking(tableInMemory(columns, rows, 70), 300);
    const options = { chunkCells: 300 };
    await assert.rejects(
      loadCatalog(client, plan, async () => broken, options),
      /power/,
    );
    assert.equal((await findLoad(client, 'cut'))?.records, 350);
    const whole = tableInMemory(columns, rows, 111);
    const report = await loadCatalog(client, plan, async () => whole, options);
    assert.deepEqual([report.rows, report.refused], [490, 10]);
  });
});

describe('an interrupted load', () => {
  const chunkCells = 20_000;
  const rows = someRows(4500);
  const whole = tableInMemory(columns, rows);
  const plan = planOf('resumed', [whole]);

  test('goes on where it stopped, and the version before stays until the end', async () => {
    await asOwner(async (client) => {
      await createCatalog(client, { name: 'resumed', columns, rows: someRows(3) });
      await assert.rejects(
        loadCatalog(client, plan, async () => breaking(whole, 4000), { chunkCells }),
        /power/,
      );
    });
    await asOwner(async (client) => {
      const left = await findLoad(client, 'resumed');
      assert.ok(left && left.records > 0 && left.records < 4000, `${left?.records} records`);
      assert.equal((await findCatalog(client, 'resumed'))?.rows, 3n);
      const told: number[] = [];
      const onProgress = (records: number) => void told.push(records);
      const report = await loadCatalog(client, plan, async () => whole, { chunkCells, onProgress });
      assert.ok((told[0] ?? 0) > left.records, 'nothing is read into the table twice');
      assert.deepEqual([report.version, report.rows, report.refused], [2, 4500, 0]);
      const catalog = await findCatalog(client, 'resumed');
      assert.ok(catalog);
      const { rows: counted } = await client.query(
        `SELECT count(*)::int AS n, count(DISTINCT cat_id)::int AS ids FROM ${dataTable(catalog)}`,
      );
      assert.deepEqual(counted, [{ n: 4500, ids: 4500 }]);
    });
  });

  test('begins anew where the server lost the rows, or the files are others', async () => {
    await asOwner(async (client) => {
      const broken = async () => breaking(whole, 4000);
      await assert.rejects(loadCatalog(client, plan, broken, { chunkCells }), /power/);
      // What a crash of the server does to an unlogged table.
      const catalog = await findCatalog(client, 'resumed');
      await client.query(`TRUNCATE fritz_catalogs.load_${catalog?.id}`);
      const report = await loadCatalog(client, plan, async () => whole);
      assert.deepEqual([report.version, report.rows], [3, 4500]);
      await assert.rejects(loadCatalog(client, plan, broken, { chunkCells }), /power/);
      const other = planOf('resumed', [whole], { radiusArcsec: 5 });
      const again = await loadCatalog(client, other, async () => whole);
      assert.deepEqual([again.version, again.rows], [4, 4500]);
    });
  });

  test('leaves nothing behind when the catalog is dropped', async () => {
    await asOwner(async (client) => {
      const broken = async () => breaking(whole, 4000);
      await assert.rejects(loadCatalog(client, plan, broken, { chunkCells }), /power/);
      const { id, version } = await dropCatalog(client, 'resumed');
      const { rows: left } = await client.query(
        `SELECT relname FROM pg_class WHERE relnamespace = 'fritz_catalogs'::regnamespace
           AND relname ~ $1`,
        [`_${id}(_|$)`],
      );
      assert.deepEqual(left, []);
      assert.equal((await findCatalog(client, 'resumed'))?.state, 'dropped');
      const again = await loadCatalog(client, plan, async () => whole);
      assert.equal(again.version, version + 1);
    });
  });

  test('is not started a second time at once', async () => {
    await asOwner(async (client) => {
      await assert.rejects(
        loadCatalog(client, plan, async () => breaking(whole, 0)),
        /power/,
      );
      await asOwner((other) =>
        assert.rejects(
          loadCatalog(other, plan, async () => whole),
          (error) => error instanceof CatalogError && error.code === 'busy',
        ),
      );
    });
  });
});
