import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import {
  addPublicLogin,
  changePublicPrograms,
  listPublicLogins,
  openPublicAccess,
  publicLimits,
  removePublicLogin,
  startPublicWatch,
  watchPublicSessions,
  withClient,
} from '@fritz/archive';
import { type FactoryClient, testDatabase } from '@fritz/testing';

import { arrangeWorld, canary, othersCallable, othersReaders, shown } from './public-world.ts';

/**
 * The tables that a public login may read: how the survey's packets are written, and catalogs with
 * their objects.
 */
const readable = ['avro_schemas', 'catalogs', 'fritz_catalogs.catalog_1_1'];

/** Ours that it may call: what it reads through, and two that give and change nothing. */
const callable = [
  'on_filter_change',
  'public_alerts',
  'public_alerts_in',
  'public_alerts_of',
  'public_cutouts',
  'public_light_curves',
  ...othersCallable('lsst'),
  'public_objs',
  ...othersCallable('pgir'),
  'public_photometry',
  'public_spectra',
  ...othersCallable('winter'),
  'ztf_partition_start',
];

/** Each of these called so that it would give everything there is. */
const readers = [
  'public_alerts(0, 1e6)',
  'public_alerts_of($1)',
  `public_alerts_in(${-(2n ** 63n)}, ${2n ** 63n - 1n})`,
  'public_cutouts($2)',
  'public_light_curves($1)',
  'public_photometry($1)',
  'public_objs()',
  'public_spectra($1)',
  ...othersReaders('lsst'),
];

const name = `test_${randomBytes(6).toString('hex')}`;
const password = randomBytes(12).toString('hex');
let database: Awaited<ReturnType<typeof testDatabase>>;
let adminKey: string;

before(async () => {
  database = await testDatabase();
  adminKey = await arrange((client) => arrangeWorld(client, database.owner));
  await arrange(async (client) => {
    await openPublicAccess(client, String(database.watch.password));
    await addPublicLogin(client, { name, password, validUntil: null });
  });
});
after(async () => {
  await removePublicLogin(database.superuser, name);
  await database.drop();
});

function arrange<T>(task: (client: FactoryClient) => Promise<T>): Promise<T> {
  return withClient(database.superuser, task);
}

/** A session of the public login. */
function asPublic<T>(task: (client: FactoryClient) => Promise<T>): Promise<T> {
  const { options: _, ...place } = database.app;
  return withClient({ ...place, user: `public_${name}`, password }, task);
}

/** Everything with rows, in every schema of the database but PostgreSQL's own. */
async function listRelations(): Promise<{ name: string; isPartition: boolean }[]> {
  const { rows } = await arrange((client) =>
    client.query<{ name: string; isPartition: boolean }>(
      `SELECT format('%I.%I', n.nspname, c.relname) AS name, c.relispartition AS "isPartition"
         FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
          AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_t' ORDER BY 1`,
    ),
  );
  return rows;
}

const refused = new Set(['42501']);

/** Rows as text, bytes as what they say. */
function asText(rows: readonly unknown[]): string {
  return JSON.stringify(rows, (_key, value: unknown) => {
    if (typeof value === 'bigint') return String(value);
    const isBuffer =
      typeof value === 'object' && value !== null && 'type' in value && 'data' in value;
    return isBuffer && Array.isArray(value.data) ? Buffer.from(value.data).toString() : value;
  });
}

/** The rows as text, or null where it is refused. */
async function readAll(client: FactoryClient, relation: string): Promise<string | null> {
  const columns = await client.query<{ list: string | null }>(
    `SELECT string_agg(quote_ident(attname), ', ') AS list FROM pg_attribute
      WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped
        AND has_column_privilege($1::regclass, attnum, 'SELECT')`,
    [relation],
  );
  const list = columns.rows[0]?.list ?? '*';
  const text = `SELECT ${list} FROM ${relation}`;
  try {
    return asText((await client.query(text)).rows);
  } catch (error) {
    assert.ok(
      error instanceof Error && 'code' in error && refused.has(String(error.code)),
      `${relation}: ${error}`,
    );
    return null;
  }
}

/** Names of all objects and alerts that there are. */
async function nameEverything(): Promise<{ ids: string[]; candids: bigint[] }> {
  const { rows } = await arrange((client) =>
    client.query<{ ids: string[]; candids: bigint[] }>(
      `SELECT ARRAY(SELECT id FROM fritz.objs UNION SELECT object_id FROM fritz.ztf_alerts
                UNION SELECT object_id FROM fritz.lsst_alerts UNION SELECT object_id FROM fritz.winter_alerts
                UNION SELECT object_id FROM fritz.pgir_alerts) AS ids,
              ARRAY(SELECT candid FROM fritz.ztf_alerts) AS candids`,
    ),
  );
  return rows[0] ?? { ids: [], candids: [] };
}

async function callReader(client: FactoryClient, reader: string): Promise<string> {
  const { ids, candids } = await nameEverything();
  const { rows } = await client.query(
    `WITH given (ids, candids) AS (VALUES ($1::text[], $2::bigint[])) SELECT r.* FROM given, ${reader} r`,
    [ids, candids],
  );
  return asText(rows);
}

describe('what a public login reads', () => {
  test('of all tables, partitions, views and sequences none with anybody’s data', async () => {
    const relations = await listRelations();
    assert.ok(relations.some(({ isPartition }) => isPartition));
    await asPublic(async (client) => {
      const read: string[] = [];
      for (const relation of relations) {
        const rows = await readAll(client, relation.name);
        if (rows !== null) read.push(relation.name.replace(/^fritz\./, ''));
        assert.equal(rows?.includes(canary) ?? false, false, relation.name);
      }
      assert.deepEqual(read, readable);
    });
  });

  test('by functions what is public or shared with everyone, and nothing else', async () => {
    await asPublic(async (client) => {
      for (const reader of readers) {
        const rows = await callReader(client, reader);
        assert.equal(rows.includes(canary), false, `${reader}: ${rows.slice(0, 400)}`);
        assert.equal(rows.includes(shown), true, `${reader} shows what is public`);
      }
    });
  });

  test('nobody’s key, and no setting, changes that', async () => {
    await asPublic(async (client) => {
      await client.query(
        `SELECT set_config('fritz.viewer_key', $1, false), set_config('fritz.public_read', 'on', false)`,
        [adminKey],
      );
      for (const reader of readers) {
        assert.equal((await callReader(client, reader)).includes(canary), false, reader);
      }
      await assert.rejects(client.query('SELECT FROM ztf_alerts'), { code: '42501' });
    });
  });

  test('of a survey that publishes nothing no row, until some programme is public', async () => {
    const others = ['winter', 'pgir'].flatMap((survey) => [
      ...othersReaders(survey),
      `public_${survey}_cutouts($2)`,
    ]);
    await asPublic(async (client) => {
      for (const reader of others) assert.equal(await callReader(client, reader), '[]', reader);
      const stamps = await callReader(client, 'public_lsst_cutouts($2)');
      assert.equal((JSON.parse(stamps) as unknown[]).length, 1, 'of the public alert alone');
    });
    await arrange((client) => changePublicPrograms(client, 'winter', [1]));
    await asPublic(async (client) => {
      const rows = await callReader(client, 'public_winter_alerts(0, 1e6)');
      assert.equal((JSON.parse(rows) as unknown[]).length, 1);
      assert.match(rows, /"programid":1,/);
      assert.equal(await callReader(client, 'public_pgir_alerts(0, 1e6)'), '[]');
    });
    await arrange((client) => changePublicPrograms(client, 'winter', []));
    await asPublic(async (client) => {
      assert.equal(await callReader(client, 'public_winter_alerts(0, 1e6)'), '[]');
    });
  });

  test('alerts of a span of time and of a range of pixels, these alone', async () => {
    await asPublic(async (client) => {
      const { rows } = await client.query(
        `SELECT (SELECT count(*)::int FROM public_lsst_alerts(60999, 61000)) AS before,
           (SELECT count(*)::int FROM public_lsst_alerts(61000, 61000.001)) AS at_once,
           (SELECT count(*)::int FROM public_lsst_alerts('-infinity', 'infinity')) AS all,
           (SELECT count(*)::int FROM public_lsst_alerts_in(0, 0)) AS there,
           (SELECT count(*)::int FROM public_lsst_alerts_in(1, 2)) AS beside`,
      );
      assert.deepEqual(rows, [{ before: 0, at_once: 1, all: 1, there: 1, beside: 0 }]);
    });
  });

  test('neither owners of points nor who saved what', async () => {
    await asPublic(async (client) => {
      const points = await callReader(client, 'public_photometry($1)');
      const objects = await callReader(client, 'public_objs()');
      const spectra = await callReader(client, 'public_spectra($1)');
      assert.match(spectra, /"instrument":"SEDM".*"wavelengths":\[4000,5000,6000\]/);
      assert.doesNotMatch(points + objects + spectra, /owner|saved_by|external|altdata/);
    });
  });

  test('not how many rows were hidden: neither from EXPLAIN nor from statistics', async () => {
    await asPublic(async (client) => {
      const explain = async (objectId: string) => {
        const { rows } = await client.query(
          `EXPLAIN (ANALYZE, TIMING off, BUFFERS off, SUMMARY off)
           SELECT FROM public_alerts_of(ARRAY['${objectId}']) WHERE drb > 0`,
        );
        return JSON.stringify(rows);
      };
      // A hidden object and one that never was.
      assert.equal(await explain(`ZTF${canary}2`), await explain('ZTFthereisnone'));
      assert.doesNotMatch(await explain(`ZTF${canary}2`), /Removed by Filter: [1-9]|ztf_alerts_/);
      const peeks = [
        `EXPLAIN SELECT FROM ztf_alerts WHERE object_id = 'ZTF${canary}2'`,
        'SELECT idx_tup_fetch, seq_tup_read FROM pg_stat_xact_all_tables',
        'SELECT n_live_tup FROM pg_stat_all_tables',
        'SELECT idx_tup_read FROM pg_stat_all_indexes',
      ];
      for (const peek of peeks) await assert.rejects(client.query(peek), { code: '42501' }, peek);
    });
  });

  test('not what the database remembers of the values of others’ rows', async () => {
    await arrange((client) => client.query('ANALYZE'));
    await asPublic(async (client) => {
      const { rows } = await client.query<{ text: string }>(
        'SELECT s::text AS text FROM pg_stats s',
      );
      assert.equal(
        rows.some(({ text }) => text.includes(canary)),
        false,
      );
      await assert.rejects(client.query('SELECT FROM pg_statistic'), { code: '42501' });
    });
  });
});

describe('what a public login does', () => {
  test('it calls no function of ours that is not for everybody', async () => {
    const { rows } = await arrange((client) =>
      client.query<{ name: string }>(
        `SELECT DISTINCT p.proname AS name FROM pg_proc p
           JOIN pg_namespace n ON n.oid = p.pronamespace
          WHERE n.nspname NOT IN ('pg_catalog', 'information_schema')
            AND has_function_privilege($1, p.oid, 'EXECUTE') ORDER BY 1`,
        [`public_${name}`],
      ),
    );
    assert.deepEqual(
      rows.map((row) => row.name),
      callable,
    );
  });

  test('it writes nothing, anywhere, by any trick', async () => {
    const tables = (await listRelations()).map((relation) => relation.name);
    const tricks = [
      ...tables.flatMap((table) => [
        `DELETE FROM ${table}`,
        `TRUNCATE ${table}`,
        `ALTER TABLE ${table} NO FORCE ROW LEVEL SECURITY`,
      ]),
      'INSERT INTO audit_log (role_name) VALUES (NULL)',
      'UPDATE photometry SET audience_id = 1',
      'CREATE TABLE mine (a int)',
      'CREATE TABLE public.mine (a int)',
      'CREATE TEMP TABLE mine (a int)',
      'CREATE FUNCTION pg_temp.mine() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$',
      'CREATE SCHEMA mine',
      'CREATE ROLE mine',
      'CREATE EXTENSION dblink',
      'SELECT lo_create(0)',
      `SELECT lo_from_bytea(0, 'x')`,
      `SELECT pg_logical_emit_message(false, 'x', 'y')`,
      'SELECT pg_advisory_lock(1)',
      'SELECT pg_try_advisory_xact_lock(1)',
      `SELECT pg_notify('fritz_news', '')`,
      'SELECT pg_sleep(0)',
      'SELECT pg_current_xact_id()',
      `SELECT pg_read_file('PG_VERSION')`,
      `SELECT pg_ls_dir('.')`,
      `COPY (SELECT 1) TO PROGRAM 'true'`,
      `COPY (SELECT 1) TO '/tmp/fritz-public'`,
      'SET ROLE fritz_app',
      'SET ROLE fritz_owner',
      'SET SESSION AUTHORIZATION fritz_owner',
      'SET row_security = off; SELECT FROM ztf_alerts',
      'SELECT ztf_ensure_partitions(ARRAY[1::bigint])',
      'SELECT intern_audience(ARRAY[1])',
      'SELECT * FROM viewer()',
      "DO $$ BEGIN EXECUTE 'CREATE TABLE mine (a int)'; END $$",
      'BEGIN; LOCK TABLE ztf_alerts IN EXCLUSIVE MODE',
      'CHECKPOINT',
      'SET temp_file_limit = -1',
      'SET log_statement = none',
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'postgres'",
      `ALTER ROLE public_${name} CONNECTION LIMIT -1`,
      `ALTER ROLE public_${name} SET temp_file_limit = -1`,
      `GRANT fritz_app TO public_${name}`,
    ];
    await asPublic(async (client) => {
      await client.query('SET default_transaction_read_only = off');
      for (const trick of tricks) {
        await assert.rejects(
          client.query(trick),
          (error: Error & { code?: string }) => {
            // 42809, 55000: what is no table is not changed as one; 42704: there is no such thing.
            assert.match(
              error.code ?? '',
              /^(42501|42809|42704|55000)$/,
              `${trick}: ${error.message}`,
            );
            return true;
          },
          trick,
        );
        await client.query('ROLLBACK');
        await client.query('RESET ALL');
        await client.query('SET default_transaction_read_only = off');
      }
    });
  });

  test('Fritz’s own roles do all that they did before', async () => {
    const locks = 'SELECT pg_advisory_xact_lock(1)';
    for (const role of ['app', 'broker', 'owner'] as const) {
      await withClient(database[role], async (client) => {
        await client.query(locks);
        await client.query(`SELECT pg_notify('fritz_test', '')`);
        await client.query('CREATE TEMP TABLE mine (a int)');
      });
    }
  });
});

describe('how long and how much', () => {
  /** Runs for minutes on any machine. */
  const endless = 'SELECT count(*) FROM generate_series(1, 1000000000) a';
  const lenient = { statementS: 3600, idleInTransactionS: 3600, transactionS: 3600 };
  const watch = (limits: Partial<typeof lenient>) =>
    withClient(database.watch, (client) => watchPublicSessions(client, { ...lenient, ...limits }));
  const isRunning = async (text: string) => {
    const { rows } = await arrange((client) =>
      client.query(
        'SELECT FROM pg_stat_activity WHERE usename = $1 AND query = $2 AND state <> $3',
        [`public_${name}`, text, 'idle'],
      ),
    );
    return rows.length > 0;
  };
  const until = async (condition: () => Promise<boolean>) => {
    while (!(await condition())) await new Promise((resolve) => setImmediate(resolve));
  };
  /** How it ended: its SQLSTATE, or nothing where the connection was gone. */
  const codeOf = (work: Promise<unknown>) =>
    work.then(
      () => assert.fail('it went on'),
      (error: Error & { code?: string }) => error.code ?? null,
    );

  test('a statement that overruns is ended, whatever timeouts the login sets', async () => {
    await asPublic(async (client) => {
      await client.query('SET statement_timeout = 0');
      const outcome = codeOf(client.query(endless));
      await until(() => isRunning(endless));
      assert.deepEqual(await watch({}), { cancelled: 0, terminated: 0 });
      assert.equal(await isRunning(endless), true);
      await until(async () => {
        await watch({ statementS: 0 });
        return !(await isRunning(endless));
      });
      assert.equal(await outcome, '57014');
    });
  });

  test('a transaction that is left open is ended', async () => {
    await asPublic(async (client) => {
      await client.query('SET idle_in_transaction_session_timeout = 0');
      await client.query('BEGIN');
      await client.query('SELECT 1 AS left_open');
      assert.equal(await isRunning('SELECT 1 AS left_open'), true);
      await until(async () => {
        await watch({ idleInTransactionS: 0 });
        return !(await isRunning('SELECT 1 AS left_open'));
      });
      assert.match(String(await codeOf(client.query('SELECT 1'))), /57P01|null/);
    });
  });

  test('sessions of a login whose time is over are ended', async () => {
    const late = `${name}_late`;
    const validUntil = new Date(Date.now() + 3_600_000);
    await arrange((client) => addPublicLogin(client, { name: late, password, validUntil }));
    const { options: _, ...place } = database.app;
    await withClient({ ...place, user: `public_${late}`, password }, async (client) => {
      await client.query('SELECT 1');
      await arrange((admin) => admin.query(`ALTER ROLE public_${late} VALID UNTIL '2020-01-01'`));
      await until(async () => {
        await watch({});
        const logins = await arrange(listPublicLogins);
        return logins.find(({ role }) => role === `public_${late}`)?.sessions === 0;
      });
      assert.match(String(await codeOf(client.query('SELECT 1'))), /57P01|null/);
    });
    assert.equal(await removePublicLogin(database.superuser, late), true);
    assert.equal(await removePublicLogin(database.superuser, late), false);
  });

  test('the watch looks by itself', async () => {
    await asPublic(async (client) => {
      await client.query('SET statement_timeout = 0');
      const outcome = codeOf(client.query(endless));
      await until(() => isRunning(endless));
      const ended = Promise.withResolvers<void>();
      const limits = { ...lenient, statementS: 0 };
      const working = startPublicWatch(database.watch, { onEnded: () => ended.resolve() }, limits);
      await ended.promise;
      await working.close();
      assert.equal(await outcome, '57014');
    });
  });

  test('connections and temporary files are bounded', async () => {
    const open = (left: number): Promise<unknown> =>
      asPublic((client) => (left === 0 ? client.query('SHOW temp_file_limit') : open(left - 1)));
    const isGone = async () =>
      (await arrange(listPublicLogins)).find(({ role }) => role === `public_${name}`)?.sessions ===
      0;
    await until(isGone);
    await open(publicLimits.connections - 1);
    await until(isGone);
    await assert.rejects(open(publicLimits.connections), { code: '53300' });
    await asPublic(async (client) => {
      const { rows } = await client.query('SHOW temp_file_limit');
      assert.deepEqual(rows, [{ temp_file_limit: publicLimits.tempFileLimit }]);
    });
  });

  test('the list knows it', async () => {
    const logins = await arrange(listPublicLogins);
    const own = logins.find(({ role }) => role === `public_${name}`);
    assert.equal(own?.validUntil, null);
  });
});
