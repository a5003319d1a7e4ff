// Long because files and jobs are made of one archive, whose many documents take long to write.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import {
  type Archive,
  createWorkKey,
  openArchive,
  openParquetFile,
  takeQueryJobs,
  withClient,
} from '@fritz/archive';
import {
  openCsv,
  openVotable,
  ParquetTable,
  parquetReader,
  type TableReader,
} from '@fritz/formats';
import { createAlert, createCatalog, createStream, createUser, issueToken } from '@fritz/testing';
import { JobDesk } from '../src/query-jobs/job-desk.ts';
import { performJob } from '../src/query-jobs/perform-job.ts';
import {
  arrangeWorld,
  call,
  fails,
  type Harness,
  type RequestOptions,
  send,
  startHarness,
  type World,
} from './harness.ts';

// Long answers and long queries: streamed, as files, and as jobs.

let harness: Harness;
let world: World;
let archive: Archive;
let workKey: string;
let port: number;
/** Of more than 300 characters each: together more than 8 MB. */
const MANY = 40_000;

before(async () => {
  harness = await startHarness();
  world = await harness.arrange(arrangeWorld);
  await harness.arrange((client) =>
    createAlert(client, { objectId: 'ZTF99secret', programId: 3, columns: { magpsf: 17 } }),
  );
  await withClient(harness.database.owner, async (client) => {
    workKey = await createWorkKey(client);
    await createCatalog(client, {
      name: 'Many',
      columns: { id: 'int8', ra: 'float8', dec: 'float8', mag: 'float4', words: 'text' },
      rows: [[9_007_199_254_740_993n, 10, 20, 15.5, 'a "first", <one>']],
    });
    const { rows } = await client.query<{ name: string }>(
      `SELECT 'fritz_catalogs.catalog_' || id || '_' || version AS name FROM fritz.catalogs`,
    );
    await client.query(
      `INSERT INTO ${rows[0]?.name} SELECT (jsonb_populate_record(c, jsonb_build_object('cat_id', i))).*
       FROM ${rows[0]?.name} c, generate_series(1, ${MANY - 1}) AS s (i)`,
    );
    await client.query(
      `UPDATE ${rows[0]?.name} SET words = repeat('x', 200) WHERE cat_id <= ${MANY}`,
    );
  });
  archive = openArchive({ ...harness.database.app, max: 4 });
  port = Number(new URL(await harness.server.listen({ host: '127.0.0.1', port: 0 })).port);
});
after(async () => {
  await archive?.close();
  await harness.close();
});

const find = (query: object, kwargs: object = {}) => ({ query_type: 'find', query, kwargs });
const many = (filter: object = {}, kwargs: object = {}) =>
  find({ catalog: 'Many', filter }, kwargs);
const alerts = find({ catalog: 'ZTF_alerts', filter: {}, projection: { _id: 0, candid: 1 } });

async function rowsOf(reader: TableReader): Promise<unknown[]> {
  const names = reader.columns.map(({ name }) => name);
  const rows: unknown[] = [];
  for await (const batch of reader.batches()) {
    for (const cells of batch.rows) {
      rows.push(Object.fromEntries(cells.map((cell, i) => [names[i], cell])));
    }
  }
  return rows;
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** A request over the wire, as its answer begins. */
function open(path: string, body: object): Promise<[ClientRequest, IncomingMessage]> {
  const headers = {
    authorization: `token ${world.member.token}`,
    'content-type': 'application/json',
  };
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path, method: 'POST', headers }, (response) =>
      resolve([sent, response]),
    );
    sent.on('error', reject);
    sent.end(JSON.stringify(body));
  });
}

/** Waits until the database says so. */
async function until(condition: string): Promise<void> {
  await harness.arrange(async (client) => {
    for (let tries = 0; ; tries++) {
      const { rows } = await client.query<{ met: boolean }>(`SELECT (${condition}) AS met`);
      if (rows[0]?.met) return;
      assert.ok(tries < 500, condition);
      await client.query('SELECT pg_sleep(0.02)');
    }
  });
}

const READING = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'FETCH%'`;

describe('answers that are files', () => {
  const file = (format: string, body: object, options: RequestOptions = {}) =>
    send(harness, 'runQuery', { as: world.member, query: { format }, body, ...options });

  test('come as lines, CSV, VOTable and Parquet with the same values', async () => {
    const body = many({ _id: { $in: [9_007_199_254_740_993n, 7] } }, { sort: { _id: -1 } });
    const lines = await file('jsonl', body);
    assert.equal(lines.headers['content-type'], 'application/x-ndjson');
    const [first = '', second = ''] = lines.body.split('\n');
    assert.match(first, /^\{"_id": 9007199254740993, "id": 9007199254740993, "ra": 10\.0, /);
    assert.match(first, /"words": "a \\"first\\", <one>"/);
    assert.match(second, /^\{"_id": 7, /);
    const expected = { _id: 9_007_199_254_740_993n, mag: 15.5, words: 'a "first", <one>' };
    const readers = {
      csv: (bytes: Uint8Array) => openCsv(() => once(bytes)),
      votable: (bytes: Uint8Array) => openVotable(once(bytes)),
    };
    const folder = mkdtempSync(join(tmpdir(), 'fritz-queries-'));
    writeFileSync(join(folder, 'answer.parquet'), (await file('parquet', body)).rawPayload);
    const { table, close } = await openParquetFile(join(folder, 'answer.parquet'));
    assert.ok(table instanceof ParquetTable);
    assert.partialDeepStrictEqual((await rowsOf(parquetReader(table)))[0], expected);
    await close();
    rmSync(folder, { recursive: true });
    for (const [format, read] of Object.entries(readers)) {
      const answer = await file(format, body);
      const rows = await rowsOf(await read(answer.rawPayload));
      assert.equal(rows.length, 2, format);
      assert.partialDeepStrictEqual(rows[0], expected, format);
    }
  });

  test('are sent whole where they are longer than what is held back', async () => {
    const [, response] = await open('/api/archive/queries', many());
    let [bytes, lines] = [0, 0];
    for await (const chunk of response) {
      bytes += chunk.length;
      for (const byte of chunk) if (byte === 10) lines += 1;
    }
    assert.equal(lines, MANY);
    assert.ok(bytes > 10e6);
    const kowalski = await open('/kowalski/api/queries', many());
    let text = '';
    for await (const chunk of kowalski[1].setEncoding('utf8')) text += chunk;
    assert.ok(text.length > 10e6);
    assert.ok(text.endsWith('}]}'));
  });

  test('wait for who reads them, and end where he hangs up', async () => {
    for (const path of ['/api/archive/queries', '/kowalski/api/queries']) {
      const [sent, response] = await open(path, many());
      // Some of it is read, then nothing: the cursor stands still, with most of it before it.
      await new Promise((resolve) => response.once('data', resolve));
      response.pause();
      await until(`EXISTS (${READING} AND state = 'idle in transaction')`);
      sent.destroy();
      await until(`NOT EXISTS (${READING} AND state <> 'idle')`);
    }
  });

  test('take little memory, however long they are', async () => {
    const [, response] = await open('/api/archive/queries?format=csv', many());
    let most = 0;
    const before = process.memoryUsage().rss;
    for await (const _chunk of response) most = Math.max(most, process.memoryUsage().rss);
    assert.ok(most - before < 100e6, `${(most - before) / 1e6} MB for an answer of 12 MB`);
  });

  test('tell what is wrong, and where', async () => {
    const wrong = async (body: object, path: string, message: RegExp) => {
      const told = await fails(harness, 'runQuery', 'bad_query', { as: world.member, body });
      assert.equal(told.data.path, path);
      assert.match(told.message, message);
    };
    await wrong(many({ mag: { $gtt: 3 } }), 'query.filter.mag.$gtt', /\$gtt/);
    await wrong(find({ catalog: 'nowhere', filter: {} }), 'query.catalog', /no collection nowhere/);
    await wrong(many({}, { limit: 'x' }), 'kwargs.limit', /must be an integer/);
    await wrong(many({}, { sort: { mag: 3 } }), 'kwargs.sort.mag', /./);
    const pipeline = [{ $match: {} }, { $group: { n: { $sum: 1 } } }];
    const query = { catalog: 'Many', pipeline };
    await wrong({ query_type: 'aggregate', query }, 'query.pipeline.1.$group', /_id/);
    const around = (query: object) => ({
      query_type: 'near',
      query: { radec: [[1, 2]], ...query },
    });
    await wrong(around({}), 'query', /catalogs/);
    const twice = { Many: {}, ZTF_alerts: { filter: { candid: { $gtt: 3 } } } };
    await wrong(around({ catalogs: twice }), 'query.catalogs.ZTF_alerts.filter.candid.$gtt', /./);
    await wrong(around({ catalogs: { nowhere: {} } }), 'query.catalogs.nowhere', /no collection/);
    const nameless = { catalog: 'Many', filter: {}, skymap: {} };
    await wrong({ query_type: 'skymap', query: nameless }, 'query', /name must be specified/);
    const place = find({ catalog: 'Many', filter: '{"mag": }' });
    await wrong(place, 'query.filter', /line 1/);
  });

  test('a query is explained, and what it may name is listed', async () => {
    const body = many({ _id: 7 });
    const told = await call(harness, 'explainQuery', { as: world.member, body });
    assert.deepEqual(told.indexes, ['_id']);
    assert.equal(told.estimated_documents, 1);
    const near = { max_distance: 5, distance_units: 'arcsec', radec: { a: [1, 2], b: [3, 4] } };
    const catalogs = { Many: { filter: { mag: { $lt: 9 } } }, ZTF_alerts: {} };
    const around = { query_type: 'near', query: { ...near, catalogs } };
    const cones = await call(harness, 'explainQuery', { as: world.member, body: around });
    assert.equal(cones.collection, 'Many, ZTF_alerts');
    assert.deepEqual(
      [cones.indexes, cones.pushed],
      [['position'], ['match position', 'match mag']],
    );
    assert.ok(cones.estimated_documents >= 4);
    const names = await call(harness, 'listQueryCollections', { as: world.member });
    assert.ok(names.includes('Many') && names.includes('ZTF_alerts_classifications'));
  });
});

/** Does what waits, in this process. */
async function work(change: Partial<Parameters<typeof performJob>[0]> = {}): Promise<number> {
  const jobs = await archive.asViewer(null, (tx) =>
    takeQueryJobs(tx, workKey, { most: 5, leaseS: 90 }),
  );
  await Promise.all(jobs.map((job) => performJob({ archive, workKey, ...change }, job)));
  return jobs.length;
}

const as = () => ({ as: world.member });

async function order(query: object, options: RequestOptions = as()) {
  return call(harness, 'createQueryJob', { ...options, body: { name: 'a job', query } });
}

const job = (id: bigint, options: RequestOptions = as()) =>
  call(harness, 'getQueryJob', { ...options, params: { id } });

function result(id: bigint, format: string, options: RequestOptions = as()) {
  const about = { params: { id }, query: { format } };
  return send(harness, 'getQueryResult', { ...options, ...about });
}

describe('long queries as jobs', () => {
  test('are done, and their results kept, read again and dropped', async () => {
    const { id, state } = await order(many({}, { sort: { _id: 1 } }));
    assert.equal(state, 'waiting');
    await fails(harness, 'getQueryResult', 'result_not_there', { ...as(), params: { id } });
    await work();
    const done = await job(id);
    assert.equal(done.state, 'done', String(done.message));
    assert.deepEqual([done.rows, done.looked_at, done.has_result], [MANY, MANY, true]);
    assert.deepEqual(
      done.columns?.map(({ name, type }) => `${name} ${type}`).filter((one) => !/coord/.test(one)),
      ['_id int8', 'id int8', 'ra int8', 'dec int8', 'mag float8', 'words text'],
    );
    const zipped = await send(harness, 'getQueryResult', {
      ...as(),
      params: { id },
      headers: { 'accept-encoding': 'gzip' },
    });
    const lines = gunzipSync(zipped.rawPayload).toString().trimEnd().split('\n');
    assert.equal(lines.length, MANY);
    const { rawPayload } = await result(id, 'csv');
    const csv = await rowsOf(await openCsv(() => once(rawPayload)));
    assert.equal(csv.length, MANY);
    assert.partialDeepStrictEqual(csv.at(-1), { _id: 9_007_199_254_740_993n });
    const again = find({ catalog: `results_${id}`, filter: { _id: { $lt: 4 } } }, { limit: 2 });
    const found = await send(harness, 'runQuery', { ...as(), body: again });
    assert.deepEqual(found.body.match(/"_id": \d+/g), ['"_id": 1', '"_id": 2'], found.body);
    // Kowalski's clients drop what is theirs, and nothing else.
    const drop = (catalog: string, token: string) =>
      harness.server.inject({
        ...{ method: 'POST', url: '/kowalski/api/queries', headers: { authorization: token } },
        payload: JSON.stringify({ query_type: 'drop', query: { catalog } }),
      });
    const others = await drop(`results_${id}`, world.stranger.token);
    assert.match(others.body, /PermissionError/);
    assert.match((await drop('Many', world.admin.token)).body, /PermissionError/);
    const dropped = await drop(`results_${id}`, world.member.token);
    assert.equal(
      dropped.body,
      '{"status": "success", "message": "Successfully dropped collection"}',
    );
    await fails(harness, 'getQueryJob', 'not_found', { ...as(), params: { id } });
  });

  test('look around thousands of places, in several collections, into one table', async () => {
    const radec = Object.fromEntries(
      Array.from({ length: 2500 }, (_, i) => [
        `p${i}`,
        [i === 2400 ? 10 : i / 10, i < 2400 ? -60 : 20],
      ]),
    );
    const catalogs = {
      Many: { filter: { _id: { $lte: 3 } }, projection: { mag: 1 } },
      ZTF_alerts: { projection: { _id: 0, objectId: 1 } },
    };
    const asked = {
      query_type: 'cone_search',
      query: {
        ...{ object_coordinates: { cone_search_radius: 2, cone_search_unit: 'arcsec', radec } },
        catalogs,
      },
    };
    const { id } = await order(asked);
    await work();
    const done = await job(id);
    assert.equal(done.state, 'done', String(done.message));
    const { body } = await result(id, 'jsonl');
    const rows = body
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    const ofMany = rows.filter(({ _catalog }) => _catalog === 'Many');
    assert.deepEqual(
      ofMany.map(({ _place, _id, mag }) => [_place, _id, mag]).sort((a, b) => a[1] - b[1]),
      [1, 2, 3].map((one) => ['p2400', one, 15.5]),
    );
    // A wide cone is a stream of its own.
    const wide = { cone_search_radius: 1, cone_search_unit: 'deg', radec: { near: [10, 20.5] } };
    const query = { object_coordinates: wide, catalogs: { Many: { projection: { _id: 1 } } } };
    const sent = await send(harness, 'runQuery', {
      ...as(),
      body: { query_type: 'cone_search', query },
    });
    assert.equal(sent.body.trimEnd().split('\n').length, MANY);
    assert.match(sent.body, /^\{"_catalog": "Many", "_place": "near", "_id": \d+\}\n/);
  });

  test('are of whoever asked, with his rights and for as long as he has them', async () => {
    const [reader, streamId] = await harness.arrange(async (client) => {
      const user = await createUser(client);
      const { id } = await createStream(client, { programIds: [1, 2], users: [user] });
      return [user, id] as const;
    });
    const asReader = { as: reader };
    const { id } = await order(alerts, asReader);
    await work();
    assert.equal((await job(id, asReader)).rows, 1, 'not what is of programme 3');
    await fails(harness, 'getQueryJob', 'not_found', { ...as(), params: { id } });
    assert.equal((await result(id, 'jsonl', asReader)).statusCode, 200);
    await harness.arrange((client) =>
      client.query('DELETE FROM fritz.stream_users WHERE user_id = $1 AND stream_id = $2', [
        ...[reader.id, streamId],
      ]),
    );
    assert.equal((await job(id, asReader)).has_result, false);
    const told = await fails(harness, 'getQueryResult', 'result_out_of_sight', {
      ...asReader,
      params: { id },
    });
    assert.match(told.message, /do not see any more/);
    const again = find({ catalog: `results_${id}`, filter: {} });
    await fails(harness, 'runQuery', 'bad_query', { ...asReader, body: again });
    // A key that carries less than its owner may is not to get more by a job.
    const narrow = await harness.arrange((client) =>
      issueToken(client, { userId: world.admin.id, acls: ['Upload data'] }),
    );
    await fails(harness, 'createQueryJob', 'token_too_narrow', {
      as: { token: narrow },
      body: { query: alerts },
    });
  });

  test('are cancelled, and fail in words', async () => {
    const waiting = await order(alerts);
    const cancelled = await call(harness, 'cancelQueryJob', {
      ...as(),
      params: { id: waiting.id },
    });
    assert.equal(cancelled.state, 'cancelled');
    assert.equal(await work(), 0);

    const going = await order(many());
    const lock = holdTable();
    const { table, free } = await lock;
    const working = work({ noteMs: 20 });
    await until(
      `EXISTS (SELECT FROM pg_locks WHERE NOT granted AND relation = '${table}'::regclass)`,
    );
    await call(harness, 'cancelQueryJob', { ...as(), params: { id: going.id } });
    // What takes too long is told what it was to look at, be it waited for or not.
    const slow = many({}, { max_time_ms: 100 });
    const told = await fails(harness, 'runQuery', 'query_too_long', { ...as(), body: slow });
    // Whoever does it hears of it, and gives up: nothing is kept.
    await working;
    await free();
    // As many as the catalog had when it was loaded.
    assert.match(told.message, /stopped after 100 ms: about 1 documents were to be looked at/);
    assert.equal(told.data.estimated_documents, 1);
    const over = await job(going.id);
    assert.deepEqual([over.state, over.rows], ['cancelled', 0]);
    const late = await order(slow);
    const held = await holdTable();
    await work();
    await held.free();
    const ended = await job(late.id);
    assert.equal(ended.state, 'failed');
    assert.match(String(ended.message), /0 of about 1 documents were looked at/);

    const grouped = {
      catalog: 'Many',
      pipeline: [{ $project: { x: { $divide: ['$words', 2] } } }],
    };
    const bad = await order({ query_type: 'aggregate', query: grouped });
    await work();
    const failed = await job(bad.id);
    assert.equal(failed.state, 'failed');
    assert.match(failed.message ?? '', /\$divide.*\(at query\.pipeline\.0/s);

    const large = await order(many());
    await work({ maxBytes: 1000 });
    assert.match((await job(large.id)).message ?? '', /result is larger than/);
    await fails(harness, 'createQueryJob', 'bad_query', {
      ...as(),
      body: { query: many({ mag: { $x: 1 } }) },
    });
    for (const { id } of [waiting, going, bad, large]) {
      await call(harness, 'deleteQueryJob', { ...as(), params: { id } });
    }
  });

  test('leave nothing where they are given up', async () => {
    const { id } = await order(many());
    const change = (text: string) => harness.arrange((client) => client.query(text, [id]));
    await change(
      `UPDATE fritz.query_jobs SET state = 'running', attempts = 3, due_at = now(), rows = 1, bytes = 9
        WHERE id = $1`,
    );
    await change(
      `INSERT INTO fritz.query_job_parts (job_id, number, rows, packed) VALUES ($1, 1, 1, '123456789')`,
    );
    await work();
    assert.equal((await job(id)).state, 'failed');
    assert.equal((await job(id)).rows, 0);
    const { rows } = await change('SELECT number FROM fritz.query_job_parts WHERE job_id = $1');
    assert.deepEqual(rows, []);
    await call(harness, 'deleteQueryJob', { ...as(), params: { id } });
  });

  test('go on in a thread of the server’s, and ten at most wait', async () => {
    const ids: bigint[] = [];
    for (let i = 0; i < 10; i++) ids.push((await order(many({ _id: i }))).id);
    await fails(harness, 'createQueryJob', 'query_jobs_full', { ...as(), body: { query: many() } });
    let call = (): void => {};
    const desk = new JobDesk({
      ...{ archive, workKey, config: harness.database.app },
      log: { error: (told: unknown) => assert.fail(JSON.stringify(told)) },
      onFree: () => call(),
    });
    try {
      await new Promise<void>((resolve, reject) => {
        call = () => {
          desk.round().then((begun) => {
            if (begun === 0) resolve();
          }, reject);
        };
        call();
      });
      await until(
        `NOT EXISTS (SELECT FROM fritz.query_jobs WHERE state IN ('waiting', 'running'))`,
      );
    } finally {
      await desk.close();
    }
    const jobs = await Promise.all(ids.map((id) => job(id)));
    assert.deepEqual(new Set(jobs.map(({ state }) => state)), new Set(['done']));
  });
});

/** Keeps everybody from a catalog. */
async function holdTable(): Promise<{ table: string; free: () => Promise<void> }> {
  const { promise: held, resolve: free } = Promise.withResolvers<void>();
  const { promise: locked, resolve: isLocked } = Promise.withResolvers<string>();
  const done = harness.arrange(async (client) => {
    const { rows } = await client.query<{ name: string }>(
      `SELECT 'fritz_catalogs.catalog_' || id || '_' || version AS name FROM fritz.catalogs`,
    );
    const table = rows[0]?.name ?? '';
    await client.query('BEGIN');
    await client.query(`LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`);
    isLocked(table);
    await held;
    await client.query('ROLLBACK');
  });
  const table = await locked;
  return {
    table,
    free: async () => {
      free();
      await done;
    },
  };
}

test('queries are kept, shared with a group, and changed by their owners alone', async () => {
  const body = { name: 'Bright ones', query: many({ mag: { $lt: 16 } }), group_id: world.group.id };
  const saved = await call(harness, 'saveQuery', { ...as(), body });
  const params = { id: saved.id };
  assert.deepEqual(saved.query, body.query);
  const [shared] = await call(harness, 'listSavedQueries', { as: world.viewer });
  assert.deepEqual([shared?.name, shared?.is_own], ['Bright ones', false]);
  assert.deepEqual(await call(harness, 'listSavedQueries', { as: world.stranger }), []);
  await fails(harness, 'getSavedQuery', 'not_found', { as: world.stranger, params });
  const change = { name: 'Mine', query: alerts };
  await fails(harness, 'updateSavedQuery', 'not_author', {
    as: world.viewer,
    params,
    body: change,
  });
  await fails(harness, 'deleteSavedQuery', 'not_author', { as: world.viewer, params });
  const changed = await call(harness, 'updateSavedQuery', { ...as(), params, body: change });
  assert.deepEqual([changed.name, changed.group_id], ['Mine', null]);
  const foreign = { ...change, group_id: world.otherGroup.id };
  await fails(harness, 'saveQuery', 'permission_denied', { ...as(), body: foreign });
  await call(harness, 'deleteSavedQuery', { ...as(), params });
  assert.deepEqual(await call(harness, 'listSavedQueries', as()), []);
});
