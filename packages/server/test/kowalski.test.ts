// Long because all that Kowalski’s clients send is asked of one server, side by side.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { withClient } from '@fritz/archive';
import { parseExact } from '@fritz/contract';
import { listenForKowalski } from '@fritz/server';
import { angToPix } from '@fritz/sky';
import {
  createAlert,
  createCatalog,
  createCutouts,
  createUser,
  issueToken,
  nextCandid,
} from '@fritz/testing';
import { arrangeWorld, type Harness, startHarness, type World } from './harness.ts';

// What Kowalski's clients send, and what they read in the answers, word for word.

let harness: Harness;
let world: World;
before(async () => {
  harness = await startHarness({ kowalskiHost: 'kowalski.example' });
  world = await harness.arrange(arrangeWorld);
  await harness.arrange((client) =>
    createAlert(client, { objectId: 'ZTF99secret', programId: 3, columns: { magpsf: 17 } }),
  );
  await withClient(harness.database.owner, (client) =>
    createCatalog(client, {
      name: 'Stars_1',
      columns: { id: 'int8', ra: 'float8', dec: 'float8', mag: 'float4' },
      rows: [
        [9_007_199_254_740_993n, 10, 20, 15],
        [9_007_199_254_740_995n, 10.001, 20, 16.5],
      ],
    }),
  );
});
after(() => harness.close());

interface Asked {
  readonly token?: string | null;
  readonly host?: string;
}

async function post(path: string, body: string, { token = world.member.token, host }: Asked = {}) {
  const response = await harness.server.inject({
    method: 'POST',
    url: host === undefined ? `/kowalski${path}` : path,
    headers: {
      'content-type': 'application/json',
      ...(token === null ? {} : { authorization: token }),
      ...(host === undefined ? {} : { host }),
    },
    payload: body,
  });
  return { status: response.statusCode, text: response.body };
}

async function ask(query: unknown, asked?: Asked): Promise<unknown> {
  const text = typeof query === 'string' ? query : JSON.stringify(query);
  const answer = await post('/api/queries', text, asked);
  assert.equal(answer.status, 200, answer.text);
  const body = parseExact(answer.text) as Record<string, unknown>;
  assert.equal(body.status, 'success');
  assert.equal(body.message, 'Successfully executed query');
  return body.data;
}

async function refused(query: unknown, message: RegExp): Promise<void> {
  const text = typeof query === 'string' ? query : JSON.stringify(query);
  const answer = await post('/api/queries', text);
  assert.equal(answer.status, 400, answer.text);
  const body = JSON.parse(answer.text);
  assert.deepEqual(Object.keys(body), ['status', 'message']);
  assert.equal(body.status, 'error');
  assert.match(body.message, message);
}

test('skymaps are put, got, searched and deleted', async () => {
  const put = (body: unknown, token?: string) => skymap('PUT', body, token);
  const asked = { dateobs: '2023-06-23T15:42:26', skymap: { ra: 90, dec: 30, error: 10 } };
  const name = '90.00000_30.00000_10.00000';
  const data = (contours: number[]) => ({
    dateobs: '2023-06-23T15:42:26',
    localization_name: name,
    contours,
  });
  assert.deepEqual(await put({ ...asked, contours: [90] }), {
    code: 200,
    status: 'success',
    message: 'added skymap for 2023-06-23 15:42:26 with contours [90]',
    data: data([90]),
  });
  const more = await put({ ...asked, contours: [95], triggerid: 12 });
  assert.deepEqual([more.code, more.status, more.data], [200, 'success', data([90, 95])]);
  const again = await put({ ...asked, contours: 95 });
  assert.deepEqual([again.code, again.status, again.data], [409, 'already_exists', data([90, 95])]);
  const key = `dateobs=2023-06-23T15:42:26.000&localization_name=${name}`;
  const got = await skymap('GET', `${key}&contours=90`);
  assert.equal(got.status, 'success');
  const { contours } = Object(got.data);
  assert.deepEqual(Object.keys(contours), ['center', 'contour90', 'contour95']);
  assert.equal(contours.contour90.type, 'MultiPolygon');
  assert.ok(Math.abs(contours.center.coordinates[0] + 90) < 1);
  for (const [query, message] of [
    [`${key}&contours=20`, 'skymap exists but is missing contours [20]'],
    ['dateobs=2023-06-23T15:42:27', 'no skymap found'],
    ['', 'must provide dateobs, triggerid, or alias'],
  ] as const) {
    const { code, status, message: told } = await skymap('GET', query);
    assert.deepEqual([code, status, told], [200, 'error', message]);
  }

  await harness.arrange((client) =>
    createAlert(client, {
      objectId: 'ZTF26inmap',
      columns: { ra: 92, dec: 28, hpx: angToPix(29, 92, 28), magpsf: 17.5 },
    }),
  );
  const within = (more: object = {}) => ({
    skymap: { localization_name: name, dateobs: '2023-06-23T15:42:26.000', contour: 90, ...more },
    catalog: 'ZTF_alerts',
  });
  const query = { ...within(), filter: {}, projection: { _id: 0, objectId: 1 } };
  assert.deepEqual(await ask({ query_type: 'skymap', query }), [{ objectId: 'ZTF26inmap' }]);
  const faint = { ...query, filter: { 'candidate.magpsf': { $gt: 18 } } };
  assert.deepEqual(await ask({ query_type: 'skymap', query: faint }), []);
  const named = { ...query, filter: { objectId: 'ZTF26inmap' } };
  assert.deepEqual(await ask({ query_type: 'skymap', query: named }), [{ objectId: 'ZTF26inmap' }]);
  const stages = [{ $group: { _id: '$objectId', n: { $sum: 1 } } }];
  assert.deepEqual(
    await ask({ query_type: 'aggregate', query: { ...within(), pipeline: stages } }),
    [{ _id: 'ZTF26inmap', n: 1 }],
  );
  const count = {
    query_type: 'count_documents',
    query: { ...within({ contour: 95 }), filter: {} },
  };
  assert.equal(await ask(count), 1);
  const stars = { ...within(), catalog: 'Stars_1', filter: {} };
  assert.deepEqual(await ask({ query_type: 'skymap', query: stars }), []);
  const refusedMap = (more: object, message: RegExp) =>
    refused({ query_type: 'skymap', query: { ...query, ...within(more) } }, message);
  await refusedMap({ contour: 20 }, /^ValueError: Contour level 20 not found in skymap$/);
  await refusedMap({ localization_name: 'other' }, /^ValueError: Skymap not found$/);
  await refusedMap({ localization_name: '' }, /^ValueError: name must be specified$/);
  await refusedMap({ dateobs: undefined }, /^ValueError: At least one of dateobs/);
  await refusedMap({ dateobs: 'yesterday' }, /^ValueError: dateobs must be in the format/);

  const wrong = await put({ ...asked, skymap: { ra: 1, dec: 1, error: -3 } });
  assert.deepEqual([wrong.code, wrong.status], [400, 'error']);
  assert.match(String(wrong.message), /error radius of -3/);
  assert.equal((await put({ ...asked, skymap: { url: 'http://127.0.0.1/a.fits' } })).code, 400);
  assert.equal((await put({ ...asked, contours: ['x'] })).code, 400);
  assert.equal((await put(asked, world.viewer.token)).code, 403);
  const gone = { dateobs: asked.dateobs, localization_name: name };
  assert.equal((await skymap('DELETE', gone)).message, 'deleted 1 skymap');
  assert.equal((await skymap('DELETE', gone)).message, 'no skymap found');
});

async function skymap(
  method: 'PUT' | 'GET' | 'DELETE',
  given: unknown,
  token = world.member.token,
): Promise<Record<string, unknown>> {
  const response = await harness.server.inject({
    method,
    url: `/kowalski/api/skymap${method === 'GET' ? `?${given}` : ''}`,
    headers: { 'content-type': 'application/json', authorization: token },
    ...(method === 'GET' ? {} : { payload: JSON.stringify(given) }),
  });
  return { code: response.statusCode, ...JSON.parse(response.body) };
}

test('a token stands for a password', async () => {
  const { username, token } = world.member;
  const signIn = (body: object) => post('/api/auth', JSON.stringify(body), { token: null });
  const good = await signIn({ username, password: token, 'penquins.__version__': '2.4.2' });
  assert.deepEqual(JSON.parse(good.text), { status: 'success', token });
  const wrong = await signIn({ username, password: 'guess' });
  assert.deepEqual(
    [wrong.status, JSON.parse(wrong.text)],
    [401, { status: 'error', message: 'Unauthorized' }],
  );
  assert.equal((await signIn({ username: world.admin.username, password: token })).status, 401);
  const texts = [
    [{ password: token }, 'missing username'],
    [{ username }, 'missing password'],
    [
      { username, password: token, 'penquins.__version__': '1.0' },
      'unsupported version of penquins: 1.0',
    ],
  ] as const;
  for (const [body, message] of texts) {
    const answer = await signIn(body);
    assert.deepEqual([answer.status, JSON.parse(answer.text).message], [400, message]);
  }
});

test('a token that is revoked ends at once', async () => {
  const token = await harness.arrange((client) => issueToken(client, { userId: world.member.id }));
  const query = { catalog: 'ZTF_alerts', filter: { objectId: world.objId } };
  const asked = { query_type: 'find', query };
  // Often enough for its statement to be kept.
  for (let i = 0; i < 5; i++) assert.equal(Object(await ask(asked, { token })).length, 1);
  await harness.arrange((client) =>
    client.query('UPDATE fritz.access_keys SET revoked_at = now() WHERE key_hash = sha256($1)', [
      Buffer.from(token),
    ]),
  );
  const answer = await post('/api/queries', JSON.stringify(asked), { token });
  assert.deepEqual([answer.status, JSON.parse(answer.text).message], [400, 'token is invalid']);
});

test('who asks must say so', async () => {
  const query = '{"query_type": "info", "query": {"command": "catalog_names"}}';
  const nobody = await post('/api/queries', query, { token: null });
  assert.deepEqual([nobody.status, JSON.parse(nobody.text).message], [401, 'Unauthorized']);
  const stranger = await post('/api/queries', query, { token: 'eyJhbGciOi.eyJ1c2VyX2lk.x' });
  assert.deepEqual([stranger.status, JSON.parse(stranger.text).message], [400, 'token is invalid']);
  const bearer = await post('/api/queries', query, { token: `Bearer ${world.member.token}` });
  assert.equal(bearer.status, 200);
  const greeting = await harness.server.inject({
    url: '/',
    headers: { host: 'kowalski.example:4000', authorization: world.member.token },
  });
  assert.deepEqual(JSON.parse(greeting.body), {
    status: 'success',
    message: 'greetings from Kowalski!',
  });
  const absent = await harness.server.inject({ url: '/kowalski/api/nothing' });
  assert.deepEqual(
    [absent.statusCode, JSON.parse(absent.body)],
    [404, { status: 'error', message: 'Not Found' }],
  );
});

test('long integers and doubles keep their digits both ways', async () => {
  const { candid } = world;
  const text = `{"query_type": "find", "query": {"catalog": "ZTF_alerts", "filter": {"candid": ${candid}},
    "projection": {"_id": 0, "candid": 1, "candidate.ra": 1}}, "kwargs": {"limit": 1}}`;
  const answer = await post('/api/queries', text);
  assert.equal(
    answer.text,
    `{"status": "success", "message": "Successfully executed query", "data": [{"candid": ${candid}, "candidate": {"ra": 10.0}}]}`,
  );
  const filter = `{'candid': ${candid}}`;
  const query = { catalog: 'ZTF_alerts', filter, projection: "{'_id': 0, 'objectId': 1}" };
  assert.deepEqual(await ask({ query_type: 'find', query }), [{ objectId: world.objId }]);
  const one = await ask({ query_type: 'find_one', query });
  assert.equal(Object(one).candid, candid);
  const none = await post(
    '/api/queries',
    JSON.stringify({ query_type: 'find_one', query: { ...query, filter: { candid: 5 } } }),
  );
  assert.equal(none.text, '{"status": "success", "message": "Successfully executed query"}');
});

test('nobody reads what his programmes do not have', async () => {
  const filter = { objectId: 'ZTF99secret' };
  const query = { catalog: 'ZTF_alerts', filter };
  assert.deepEqual(await ask({ query_type: 'find', query }), []);
  assert.equal(await ask({ query_type: 'count_documents', query }), 0);
  const pipeline = [
    { $match: filter },
    { $group: { _id: null, m: { $max: '$candidate.magpsf' } } },
  ];
  const aggregate = { query_type: 'aggregate', query: { catalog: 'ZTF_alerts', pipeline } };
  assert.deepEqual(await ask(aggregate), []);
  const token = { token: world.stranger.token };
  assert.equal(await ask({ query_type: 'count_documents', query }, token), 1);
  assert.deepEqual(await ask(aggregate, token), [{ _id: null, m: 17 }]);
  const estimate = { query_type: 'estimated_document_count', query: { catalog: 'ZTF_alerts' } };
  const all = { query_type: 'count_documents', query: { catalog: 'ZTF_alerts', filter: {} } };
  assert.equal(await ask(estimate), await ask(all));
  assert.equal(await ask(estimate, token), await ask(all, token));
});

test('results around places go by the names that Python gives them', async () => {
  const catalogs = { Stars_1: { filter: {}, projection: { mag: 1 } } };
  const around = (radec: string) =>
    `{"query_type": "cone_search", "query": {"object_coordinates": {"cone_search_radius": 1,
      "cone_search_unit": "arcsec", "radec": ${radec}}, "catalogs": ${JSON.stringify(catalogs)}}}`;
  const star = [{ _id: 9_007_199_254_740_993n, mag: 15 }];
  const names = [
    ['[[10.0, 20], [1e-05, -2.5]]', '[10_0, 20]', '[1e-05, -2_5]'],
    ['{"a.b": [10, 20]}', 'a_b', null],
    ['"[(10.0, 20.0)]"', '(10_0, 20_0)', null],
    ['"10.0 20.0"', '(10_0, 20_0)', null],
    ['[["00:40:00", "20:00:00"]]', "['00:40:00', '20:00:00']", null],
    ['{"x": ["00h40m00s", "20d00m00s"]}', 'x', null],
  ] as const;
  for (const [radec, name, empty] of names) {
    const found = await ask(around(radec));
    const rest = empty === null ? {} : { [empty]: [] };
    assert.deepEqual(found, { Stars_1: { [name]: star, ...rest } }, radec);
  }
  const near = await ask({
    query_type: 'near',
    query: { radec: { x: [10.0009, 20] }, max_distance: 5, distance_units: 'arcsec', catalogs },
    kwargs: { limit: 2 },
  });
  const order = Object(near).Stars_1.x.map(({ mag }: { mag: number }) => mag);
  assert.deepEqual(order, [16.5, 15]);
});

test('what is wrong is told with its place', async () => {
  const catalog = 'ZTF_alerts';
  const find = (filter: unknown) => ({ query_type: 'find', query: { catalog, filter } });
  await refused('{', /^JSONDecodeError/);
  await refused({}, /^KeyError: query_type undefined not in \('cone_search', /);
  await refused({ query_type: 'info', query: { command: 'x' } }, /^KeyError: command x not in/);
  await refused(find(3), /^ValueError: Unsupported filter specification$/);
  await refused(find({ candid: { $gtt: 3 } }), /\$gtt.*0\.\$match\.candid\.\$gtt/);
  for (const name of ['users', 'filters', 'queries']) {
    const query = { catalog: name, filter: {} };
    await refused({ query_type: 'find', query }, /^ValueError: Protected collection$/);
  }
  const absent = { query_type: 'find', query: { catalog: 'pg_class', filter: {} } };
  await refused(absent, /^KeyError: there is no collection pg_class$/);
  for (const name of ['$out', '$merge', '$unionWith']) {
    const query = { catalog, pipeline: [{ [name]: 'x' }] };
    await refused({ query_type: 'aggregate', query }, /forbidden stages: \{'\$/);
  }
  const empty = { query_type: 'aggregate', query: { catalog, pipeline: [] } };
  await refused(empty, /^ValueError: Pipeline must contain at least one stage$/);
  const soon = { ...find({}), kwargs: { max_time_ms: 0 } };
  await refused(soon, /max_time_ms must be int >= 1/);
  await refused({ query_type: 'drop', query: { catalog: 'Stars_1' } }, /^PermissionError/);
  const radec = { query_type: 'near', query: { radec: [[1, 100]], catalogs: {} } };
  await refused(radec, /ValueError: radec: \[1, 100\] is no place/);
});

async function send(
  method: 'GET' | 'PUT' | 'PATCH' | 'DELETE' | 'POST',
  path: string,
  given: {
    readonly as?: { token: string };
    readonly body?: object;
  } = {},
) {
  const { as = world.member, body } = given;
  const response = await harness.server.inject({
    method,
    url: `/kowalski/api/${path}`,
    headers: {
      authorization: as.token,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
  });
  return response;
}

test('filters get versions, and are switched by their groups’ people', async () => {
  const { id } = world.filter;
  const pipeline = [{ $match: { 'candidate.drb': { $gt: 0.9999 } } }];
  const named = { filter_id: id, group_id: world.group.id, catalog: 'ZTF_alerts' };
  const body = { ...named, permissions: [1, 2], pipeline };
  const made = JSON.parse((await send('POST', 'filters', { body })).body);
  assert.equal(made.status, 'success', JSON.stringify(made));
  assert.equal(made.message, `saved new filter version: ${made.data.fid}`);
  const got = JSON.parse((await send('GET', `filters/${id}`)).body);
  assert.equal(got.message, `Retrieved filter id ${id}`);
  assert.equal(got.data.active_fid, made.data.fid);
  const change = { filter_id: id, active: false };
  const changed = JSON.parse((await send('PATCH', 'filters', { body: change })).body);
  assert.deepEqual([changed.message, changed.data.active], [`Updated filter id ${id}`, false]);
  const bad = { ...body, pipeline: [{ $lookup: { from: 'x' } }] };
  const refusal = await send('POST', 'filters', { body: bad });
  assert.equal(refusal.statusCode, 400);
  assert.match(JSON.parse(refusal.body).message, /\$lookup/);
  const hidden = await send('GET', `filters/${id}`, { as: world.stranger });
  assert.deepEqual(
    [hidden.statusCode, JSON.parse(hidden.body)],
    [400, { status: 'error', message: `Filter id ${id} not found` }],
  );
});

test('stamps come as they were sent, to those who may see the alert', async () => {
  const bytes = Buffer.from('a stamp of theirs');
  const candid = nextCandid();
  await harness.arrange((client) =>
    createCutouts(client, { candid, science: bytes, programId: 3 }),
  );
  const path = `cutouts/ztf/${candid}/science/fits`;
  const sent = await send('GET', path, { as: world.stranger });
  assert.deepEqual([sent.statusCode, sent.rawPayload], [200, bytes]);
  const hidden = await send('GET', path);
  const message = `ztf alert ${candid} not found`;
  assert.deepEqual(
    [hidden.statusCode, JSON.parse(hidden.body)],
    [400, { status: 'error', message }],
  );
  const find = `{"query_type": "find_one", "query": {"catalog": "ZTF_alerts", "filter": {"objectId": "ZTF99stamp"}}}`;
  await harness.arrange((client) =>
    createAlert(client, { objectId: 'ZTF99stamp', candid, programId: 3 }),
  );
  const alert = Object(await ask(find, { token: world.stranger.token }));
  assert.deepEqual(alert.cutoutScience, {
    fileName: 'candid_sci.fits.gz',
    stampData: { $binary: { base64: bytes.toString('base64'), subType: '00' } },
  });
});

test('what is said of alerts is kept apart by who says it, and asked like any collection', async () => {
  const { candid, objId } = world;
  const body = {
    [String(candid)]: { human_labels: 'bogus,rock', ml_scores: { braai: '0.25', x: 1 } },
  };
  const said = await send('PUT', 'classifications/ztf', { body });
  assert.deepEqual(
    [said.statusCode, JSON.parse(said.body)],
    [200, { status: 'success', message: 'added classifications for ztf alerts' }],
  );
  // Another one says otherwise: his is the last word, until he takes it back.
  const other = { [String(candid)]: { ml_scores: { braai: 0.75 } } };
  assert.equal(
    (await send('PUT', 'classifications/ztf', { as: world.admin, body: other })).statusCode,
    200,
  );
  const find = {
    query_type: 'find',
    query: { catalog: 'ZTF_alerts_classifications', filter: { _id: 5 } },
  };
  const text = JSON.stringify(find).replace('"_id":5', `"_id":${candid}`);
  const labels = { human_labels: { bogus: 1, rock: 1 }, ml_scores: { braai: 0.75, x: 1 } };
  assert.deepEqual(await ask(text), [{ _id: candid, objectId: objId, ...labels }]);
  const back = { [String(candid)]: { ml_scores: ['braai'] } };
  await send('DELETE', 'classifications/ztf', { as: world.admin, body: back });
  const got = parseExact((await send('GET', `classifications/ztf/${candid}`)).body);
  assert.deepEqual(got, {
    status: 'success',
    data: { candid, objectId: objId, ...labels, ml_scores: { braai: 0.25, x: 1 } },
  });

  const told = async (
    message: string,
    as: { token: string },
    given: object | null,
    name = 'ztf',
  ) => {
    const answer =
      given === null
        ? await send('GET', `classifications/${name}/${candid}`, { as })
        : await send('PUT', `classifications/${name}`, { as, body: given });
    assert.deepEqual([answer.statusCode, JSON.parse(answer.body).message], [400, message]);
  };
  // Nobody hears of an alert that he does not see.
  await told(`classifications for ztf alert ${candid} not found`, world.stranger, null);
  await told('not all alerts found in ztf collection', world.stranger, body);
  await told('no candid provided', world.member, {});
  await told(
    'no classifications provided, must provide at least one of human_labels or ml_scores',
    world.member,
    { 5: {} },
  );
  await told('survey x must be one of [ztf, wntr, pgir, lsst]', world.member, body, 'x');
  await told('ValueError: could not convert to float: "a"', world.member, {
    5: { ml_scores: { a: 'b' } },
  });
  const viewer = await send('PUT', 'classifications/ztf', { as: world.viewer, body });
  assert.deepEqual([viewer.statusCode, JSON.parse(viewer.body).message], [403, 'Forbidden']);
});

test('accounts are kept by those who manage users', async () => {
  const body = { username: 'kowalska', password: 'no matter' };
  assert.equal((await send('POST', 'users', { body })).statusCode, 403);
  const as = world.admin;
  const made = await send('POST', 'users', { as, body });
  assert.deepEqual(JSON.parse(made.body), { status: 'success', message: 'added user kowalska' });
  const edit = { as, body: { username: 'kowalski' } };
  assert.equal(
    JSON.parse((await send('PUT', 'users/kowalska', edit)).body).message,
    'edited user kowalska',
  );
  assert.equal(
    JSON.parse((await send('DELETE', 'users/kowalski', { as })).body).message,
    'removed user kowalski',
  );
  const gone = await send('DELETE', 'users/kowalski', { as });
  assert.deepEqual(
    [gone.statusCode, JSON.parse(gone.body).message],
    [400, 'user kowalski not found'],
  );
});

test('a query that takes too long is stopped, and told what it was to look at', async () => {
  const slow = [{ $match: { $expr: { $gt: ['$candidate.magpsf', 1] } } }, { $count: 'n' }];
  const query = { catalog: 'ZTF_alerts', pipeline: slow };
  const release = await lockAlerts();
  try {
    const asked = { query_type: 'aggregate', query, kwargs: { max_time_ms: 50 } };
    await refused(asked, /^ExecutionTimeout: operation exceeded time limit of 50 ms/);
  } finally {
    await release();
  }
});

/** Keeps everybody from reading alerts. */
async function lockAlerts(): Promise<() => Promise<void>> {
  let free = (): void => {};
  const held = new Promise<void>((resolve) => {
    free = resolve;
  });
  let isLocked = (): void => {};
  const locked = new Promise<void>((resolve) => {
    isLocked = resolve;
  });
  const done = harness.arrange(async (client) => {
    await client.query('BEGIN');
    await client.query('LOCK TABLE fritz.ztf_alerts IN ACCESS EXCLUSIVE MODE');
    isLocked();
    await held;
    await client.query('ROLLBACK');
  });
  await locked;
  return async () => {
    free();
    await done;
  };
}

const python = process.env.PENQUINS_PYTHON ?? 'python3';
const hasPenquins = spawnSync(python, ['-c', 'import penquins']).status === 0;

test('penquins works as it is', { skip: hasPenquins ? false : 'no penquins' }, async () => {
  const listening = await listenForKowalski(harness.server, { host: '127.0.0.1', port: 0 });
  const user = await harness.arrange((client) => createUser(client, { username: 'penguin' }));
  const script = fileURLToPath(new URL('penquins/queries.py', import.meta.url));
  const child = spawn(python, [script, String(listening.port), 'penguin', user.token], {
    stdio: 'pipe',
  });
  let output = '';
  for (const pipe of [child.stdout, child.stderr]) {
    pipe.on('data', (text) => {
      output += String(text);
    });
  }
  const code = await new Promise((resolve) => child.on('close', resolve));
  await listening.close();
  assert.equal(code, 0, output);
});
