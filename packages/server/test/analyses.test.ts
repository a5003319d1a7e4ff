// Long because one server, one database and one service of analyses serve all of its tests.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { type Archive, createWorkKey, openArchive, withClient } from '@fritz/archive';
import {
  createSource,
  createTaxonomy,
  createUser,
  type TestAnalysisServer,
  type TestUser,
  testAnalysisServer,
} from '@fritz/testing';
// Sending is driven from here, round by round, so that no test waits for a clock.
import { CredentialSafe } from '../src/credentials/credential-safe.ts';
import { AnalysisSender } from '../src/jobs/analysis-sender.ts';
import { AddressGuard } from '../src/outbound/address-guard.ts';
import {
  arrangeWorld,
  call,
  fails,
  type Harness,
  send,
  startHarness,
  type World,
} from './harness.ts';

const guard = new AddressGuard(['127.0.0.1']);
let harness: Harness;
let world: World;
let service: TestAnalysisServer;
let archive: Archive;
let sender: AnalysisSender;
/** The address of the server, for services' answers. */
let host: string;

before(async () => {
  harness = await startHarness({ analysisHosts: ['127.0.0.1'] });
  world = await harness.arrange(arrangeWorld);
  service = await testAnalysisServer();
  host = new URL(await harness.server.listen({ host: '127.0.0.1', port: 0 })).host;
  archive = openArchive({ ...harness.database.app, max: 2 });
  const workKey = await withClient(harness.database.owner, createWorkKey);
  const credentials = new CredentialSafe('a secret of the tests');
  sender = new AnalysisSender({ archive, workKey, guard, credentials, log: { warn: () => {} } });
});
after(async () => {
  await archive?.close();
  await service?.close();
  await harness.close();
});

let made = 0;
async function addService(change: object = {}): Promise<number> {
  made += 1;
  const { id } = await call(harness, 'createAnalysisService', {
    as: world.admin,
    body: {
      name: `service ${made}`,
      url: service.url,
      authentication_type: 'none',
      analysis_type: 'lightcurve_fitting',
      input_data_types: ['photometry', 'classifications'],
      group_ids: [world.group.id],
      optional_analysis_parameters: '{"source": ["nugent", "salt2"], "free": []}',
      ...change,
    },
  });
  return id;
}

async function start(serviceId: number, as: TestUser = world.member, body: object = {}) {
  const params = { objId: world.objId, serviceId };
  const headers = { host };
  return (await call(harness, 'startAnalysis', { as, params, headers, body })).id;
}

const get = (id: number, query: Record<string, boolean> = {}) =>
  call(harness, 'getAnalysis', { as: world.member, params: { id }, query });

/** One round, and what the service was sent in it. */
async function sendOne() {
  const before = service.requests.length;
  assert.equal(await sender.round(), 1);
  const seen = service.requests[before];
  assert.ok(seen);
  return seen;
}

/** Lets what waits be due now. */
const hurry = () =>
  harness.arrange((client) => client.query('UPDATE fritz.analysis_jobs SET due_at = now()'));

const png = Buffer.from('89504e470d0a1a0a', 'hex');

test('a service is sent what its author sees, and its answer is kept', async () => {
  const serviceId = await addService({ display_name: 'Fitter' });
  const parameters = { source: 'nugent', free: 3 };
  const id = await start(serviceId, world.member, { analysis_parameters: parameters });
  assert.equal((await get(id)).status, 'queued');
  const seen = await sendOne();
  const pending = await get(id);
  assert.deepEqual(
    [pending.status, pending.status_message],
    ['pending', '{"status": "pending", "message": "running"}'],
  );
  const { body } = seen;
  assert.equal(body.resource_id, world.objId);
  assert.equal(body.analysis_resource_type, 'obj');
  assert.deepEqual(body.analysis_parameters, parameters);
  assert.deepEqual(body.inputs.analysis_parameters, parameters);
  const [header, point] = String(body.inputs.photometry).split('\n');
  assert.equal(header, 'mjd,flux,fluxerr,mag,magerr,filter,magsys,zp,instrument_name');
  assert.match(point ?? '', /^\d+\.\d+,100,5,18\.9,0\.054.*,ztfg,ab,23\.9,ZTF$/);
  assert.match(String(body.inputs.classifications), /^classification,probability/);
  assert.match(body.callback_url, new RegExp(`^http://${host}/api/webhook/obj_analysis/`));
  assert.match(body.invalid_after, /^\d{4}-\d\d-\d\dT/);

  const status = await service.answer(seen, {
    status: 'success',
    message: 'done',
    analysis: {
      results: { format: 'json', data: { chi2: 1.5, candid: 1 } },
      inference_data: { format: 'netcdf4', data: Buffer.from('samples').toString('base64') },
      plots: [{ format: 'png', data: png.toString('base64') }],
    },
  });
  assert.equal(status, 200);
  const done = await get(id, { includeAnalysisData: true });
  assert.deepEqual(
    [done.status, done.status_message, done.num_plots, done.analysis_service_name],
    ['completed', 'done', 1, 'Fitter'],
  );
  assert.ok((done.duration ?? -1) >= 0);
  assert.deepEqual(done.data, {
    results: { format: 'json', data: { chi2: 1.5, candid: 1 } },
    inference_data: { format: 'netcdf4', data: Buffer.from('samples').toString('base64') },
    plots: [{ format: 'png', data: png.toString('base64') }],
  });
  const params = { id };
  const results = await call(harness, 'getAnalysisResults', { as: world.viewer, params });
  assert.deepEqual(results, { chi2: 1.5, candid: 1 });
  const plot = await send(harness, 'getAnalysisPlot', {
    as: world.viewer,
    params: { id, number: 0 },
  });
  assert.deepEqual(plot.rawPayload, png);
  assert.equal(plot.headers['content-type'], 'image/png');
  await fails(harness, 'getAnalysisPlot', 'not_found', {
    as: world.viewer,
    params: { id, number: 1 },
  });

  // An answer is taken once, and from nobody who guesses.
  assert.equal(await service.answer(seen, { status: 'success' }), 404);
  for (const name of ['getAnalysis', 'getAnalysisResults', 'getAnalysisFirstPlot'] as const) {
    await fails(harness, name, 'not_found', { as: world.stranger, params });
  }
});

test('what the author does not see is not sent', async () => {
  // The second programme's point, which only those with its stream see.
  const { objId, outsider } = await harness.arrange(async (client) => {
    const id = 'ZTF26inputs';
    await createSource(client, { objId: id, group: world.group });
    await client.query(
      `INSERT INTO fritz.photometry (obj_id, instrument, origin, band, mjd, flux_ujy, fluxerr_ujy, audience_id)
       SELECT $1, 'ZTF', 'alert', 'ztfr', 61000, 50, 5, fritz.intern_program('ztf', 2::smallint)`,
      [id],
    );
    const someone = await createUser(client);
    await client.query('DELETE FROM fritz.group_streams WHERE group_id = $1', [world.group.id]);
    await client.query('INSERT INTO fritz.group_users (group_id, user_id) VALUES ($1, $2)', [
      world.group.id,
      someone.id,
    ]);
    return { objId: id, outsider: someone };
  });
  const serviceId = await addService();
  for (const [as, lines] of [
    [world.member, 2],
    [outsider, 1],
  ] as const) {
    const params = { objId, serviceId };
    await call(harness, 'startAnalysis', { as, params, headers: { host }, body: {} });
    const { body } = await sendOne();
    assert.equal(String(body.inputs.photometry).trim().split('\n').length, lines);
  }
});

test('what the service is not reached by is sent again, then given up', async () => {
  const id = await start(await addService());
  service.says = { status: 503, text: 'busy' };
  for (let attempt = 1; attempt <= 4; attempt++) {
    await sendOne();
    const waiting = await get(id);
    assert.deepEqual(
      [waiting.status, waiting.status_message],
      ['queued', 'the service answered 503: busy'],
    );
    assert.equal(await sender.round(), 0, 'not before its time');
    await hurry();
  }
  const last = await sendOne();
  assert.equal((await get(id)).status, 'failure');
  assert.equal(await service.answer(last, { status: 'success' }), 404);
  service.says = { status: 200, text: 'ok' };
  assert.equal(await sender.round(), 0);
});

test('an answer to any attempt counts, and what the service refuses is not repeated', async () => {
  const serviceId = await addService();
  const id = await start(serviceId);
  service.says = { status: 502, text: 'who knows' };
  const first = await sendOne();
  assert.equal(await service.answer(first, { status: 'error', message: 'no convergence' }), 200);
  const told = await get(id);
  assert.deepEqual([told.status, told.status_message], ['failure', 'no convergence']);
  await hurry();
  assert.equal(await sender.round(), 0);

  const refused = await start(serviceId);
  service.says = { status: 422, text: 'bad input' };
  await sendOne();
  assert.equal((await get(refused)).status, 'failure');
  const moved = await start(serviceId);
  service.says = { status: 302, text: '', headers: { location: 'http://169.254.169.254/' } };
  await sendOne();
  assert.match((await get(moved)).status_message ?? '', /answered 302/);
  service.says = { status: 200, text: 'ok' };
});

test('what takes too long is timed out, and its answer refused', async () => {
  const id = await start(await addService({ timeout: 60 }));
  const seen = await sendOne();
  await harness.arrange((client) =>
    client.query(
      `UPDATE fritz.obj_analyses SET invalid_after = now() - interval '1 s' WHERE id = $1`,
      [id],
    ),
  );
  assert.equal(await service.answer(seen, { status: 'success' }), 404);
  assert.equal(await sender.round(), 0);
  assert.equal((await get(id)).status, 'timed_out');
});

test('secrets go to the service, lie sealed in the database, and are told to nobody', async () => {
  const secret = 'sesame-open-the-door';
  const cases: [string, object, (seen: Awaited<ReturnType<typeof sendOne>>) => unknown][] = [
    [
      'header_token',
      { header_token: { Authorization: `Bearer ${secret}` } },
      (seen) => assert.equal(seen.headers.authorization, `Bearer ${secret}`),
    ],
    [
      'api_key',
      { api_key: secret, api_key_name: 'key' },
      (seen) => assert.equal(seen.body.key, secret),
    ],
    [
      'HTTPBasicAuth',
      { HTTPBasicAuth: { username: 'fritz', password: secret } },
      (seen) =>
        assert.equal(
          seen.headers.authorization,
          `Basic ${Buffer.from(`fritz:${secret}`).toString('base64')}`,
        ),
    ],
  ];
  for (const [authentication_type, info, check] of cases) {
    const _authinfo = JSON.stringify(info);
    const serviceId = await addService({ authentication_type, _authinfo });
    await start(serviceId);
    check(await sendOne());
    const shown = await send(harness, 'getAnalysisService', {
      as: world.admin,
      params: { id: serviceId },
    });
    assert.doesNotMatch(shown.body, /sesame|authinfo/);
    // Elsewhere they are given anew, by who knows them.
    const params = { id: serviceId };
    const body = { url: 'https://elsewhere.example/fit' };
    await fails(harness, 'updateAnalysisService', 'invalid_request', {
      as: world.admin,
      params,
      body,
    });
    await call(harness, 'updateAnalysisService', {
      as: world.admin,
      params,
      body: { description: 'd' },
    });
    await start(serviceId);
    check(await sendOne());
  }
  const { rows } = await harness.arrange((client) =>
    client.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM fritz.analysis_services
        WHERE position(convert_to($1, 'UTF8') IN authinfo) > 0`,
      [secret],
    ),
  );
  assert.equal(rows[0]?.n, 0);
  const wrong = {
    authentication_type: 'header_token',
    _authinfo: '{"header_token": {"Host": "x"}}',
  };
  const options = { as: world.admin, body: { ...draft(), ...wrong } };
  await fails(harness, 'createAnalysisService', 'invalid_request', options);
});

function draft() {
  made += 1;
  return {
    name: `service ${made}`,
    url: service.url,
    authentication_type: 'none',
    analysis_type: 'meta_analysis',
    input_data_types: [],
    group_ids: [world.group.id],
  };
}

test('addresses inside of the server’s own network are refused', async () => {
  for (const url of [
    'http://10.0.0.5/x',
    'http://localhost:5432/',
    'http://169.254.169.254/latest/meta-data',
    'http://[::1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://0x7f000001/',
    'http://user:word@example.org/',
  ]) {
    const body = { ...draft(), url };
    // The loopback address itself is allowed in this test.
    if (new URL(url).hostname === '127.0.0.1') continue;
    await fails(harness, 'createAnalysisService', 'address_refused', { as: world.admin, body });
  }
  // A name that leads inside is found out when it is connected to.
  const serviceId = await addService({ url: 'https://example.org/' });
  await harness.arrange((client) =>
    client.query(`UPDATE fritz.analysis_services SET url = 'http://localhost:9/' WHERE id = $1`, [
      serviceId,
    ]),
  );
  const id = await start(serviceId);
  assert.equal(await sender.round(), 1);
  const told = await get(id);
  assert.equal(told.status, 'failure');
  assert.match(told.status_message ?? '', /own network/);
});

test('a service is asked for what it knows, by those who may use it', async () => {
  const serviceId = await addService();
  const params = { objId: world.objId, serviceId };
  const refused = (analysis_parameters: object, code: 'invalid_request') =>
    fails(harness, 'startAnalysis', code, {
      as: world.member,
      params,
      body: { analysis_parameters },
    });
  await refused({ unknown: 1 }, 'invalid_request');
  await refused({ source: 'other' }, 'invalid_request');
  const options = { params, body: {} };
  await fails(harness, 'startAnalysis', 'not_found', { as: world.stranger, ...options });
  await fails(harness, 'startAnalysis', 'permission_denied', { as: world.viewer, ...options });
  const as = world.admin;
  await call(harness, 'updateAnalysisService', {
    as,
    params: { id: serviceId },
    body: { enabled: false },
  });
  await fails(harness, 'startAnalysis', 'conflict', { as: world.member, ...options });
  await fails(harness, 'createAnalysisService', 'already_exists', {
    as,
    body: { ...draft(), name: 'service 1' },
  });
});

test('what was analysed elsewhere is uploaded', async () => {
  const serviceId = await addService({ upload_only: true });
  const params = { objId: world.objId, serviceId };
  await fails(harness, 'startAnalysis', 'conflict', { as: world.member, params, body: {} });
  const analysis = { results: { data: { z: 0.1 } }, plots: [{ data: png.toString('base64') }] };
  const body = { analysis, message: 'by hand' };
  const { id } = await call(harness, 'uploadAnalysis', { as: world.member, params, body });
  const shown = await get(id);
  assert.deepEqual(
    [shown.status, shown.status_message, shown.num_plots],
    ['completed', 'by hand', 1],
  );
  const bad = { analysis: { plots: [{ data: 'not base64!' }] } };
  const error = await fails(harness, 'uploadAnalysis', 'invalid_request', {
    as: world.member,
    params,
    body: bad,
  });
  assert.match(error.message, /analysis\.plots\[0\]\.data/);
  const list = await call(harness, 'listAnalyses', {
    as: world.viewer,
    query: { objID: world.objId },
  });
  assert.equal(list[0]?.id, id);
  await fails(harness, 'deleteAnalysis', 'permission_denied', { as: world.viewer, params: { id } });
  await call(harness, 'deleteAnalysis', { as: world.member, params: { id } });
  await fails(harness, 'getAnalysis', 'not_found', { as: world.member, params: { id } });
});

test('samples are drawn as a corner plot, for who may see the analysis', async () => {
  const serviceId = await addService({ upload_only: true });
  const params = { objId: world.objId, serviceId };
  const upload = async (inference_data: object) =>
    (
      await call(harness, 'uploadAnalysis', {
        as: world.member,
        params,
        body: { analysis: { inference_data } },
      })
    ).id;
  const netcdf = gunzipSync(readFileSync(join(import.meta.dirname, 'files/posterior.nc.gz')));
  const id = await upload({ format: 'netcdf4', data: netcdf.toString('base64') });
  const drawn = await send(harness, 'getAnalysisCorner', { as: world.viewer, params: { id } });
  assert.equal(drawn.statusCode, 200, drawn.body);
  assert.match(String(drawn.headers['content-type']), /^image\/svg\+xml/);
  assert.match(String(drawn.headers['content-security-policy']), /default-src 'none'/);
  assert.match(drawn.body, /^<svg .*t0 = .*<\/svg>\s*$/s);
  assert.doesNotMatch(drawn.body, /NaN|<script/);
  await fails(harness, 'getAnalysisCorner', 'not_found', { as: world.stranger, params: { id } });
  const none = await upload({ format: 'netcdf4', data: png.toString('base64') });
  await fails(harness, 'getAnalysisCorner', 'conflict', { as: world.member, params: { id: none } });
});

test('a service that sums up writes the summary of the object', async () => {
  await start(await addService({ is_summary: true, analysis_type: 'meta_analysis' }));
  const seen = await sendOne();
  const results = { format: 'json', data: { summary: 'A young supernova.' } };
  await service.answer(seen, { status: 'success', analysis: { results } });
  const { rows } = await harness.arrange((client) =>
    client.query<{ summary: string; is_bot: boolean; set_by: number }>(
      'SELECT summary, is_bot, set_by FROM fritz.obj_summaries WHERE obj_id = $1',
      [world.objId],
    ),
  );
  assert.deepEqual(rows, [
    { summary: 'A young supernova.', is_bot: true, set_by: world.member.id },
  ]);
  await fails(harness, 'querySummaries', 'not_configured', { as: world.member, body: { q: 'x' } });
});

test('a service is asked by itself where a class is said, so often on a day', async () => {
  const serviceId = await addService();
  const params = { serviceId };
  const { id } = await call(harness, 'createDefaultAnalysis', {
    as: world.member,
    params,
    body: {
      source_filter: { classifications: [{ name: 'SN Ia', probability: 0.5 }] },
      default_analysis_parameters: { source: 'salt2' },
      daily_limit: 1,
      group_ids: [world.group.id],
    },
  });
  const { member, group } = world;
  const taxonomy = await harness.arrange((client) =>
    createTaxonomy(client, { group, createdBy: member }),
  );
  const say = (probability: number) =>
    call(harness, 'createClassification', {
      as: member,
      headers: { host },
      body: {
        obj_id: world.objId,
        taxonomy_id: taxonomy.id,
        classification: 'SN Ia',
        probability,
        group_ids: [group.id],
      },
    });
  await say(0.4);
  assert.equal(await sender.round(), 0);
  await say(0.6);
  const { body } = await sendOne();
  assert.deepEqual(body.analysis_parameters, { source: 'salt2' });
  await say(0.9);
  assert.equal(await sender.round(), 0, 'one a day');
  const one = { serviceId, id };
  const shown = await call(harness, 'getDefaultAnalysis', { as: world.viewer, params: one });
  assert.deepEqual(shown.stats, { daily_limit: 1, daily_count: 1 });
  await call(harness, 'updateDefaultAnalysis', {
    as: member,
    params: one,
    body: { daily_limit: 9 },
  });
  await fails(harness, 'getDefaultAnalysis', 'not_found', { as: world.stranger, params: one });
  await call(harness, 'deleteDefaultAnalysis', { as: member, params: one });
  assert.deepEqual(await call(harness, 'listDefaultAnalyses', { as: member, params }), []);
});

test('an analysis of one object is not shown to those who call another by its name', async () => {
  const objId = 'SharedName3';
  const shown = await harness.arrange(async (client) => {
    await createSource(client, { objId, group: world.group });
    await client.query(
      'INSERT INTO fritz.obj_editions (id, edition, ra, dec, hpx) VALUES ($1, 79, 5, 5, 0)',
      [objId],
    );
    await client.query(
      `INSERT INTO fritz.obj_audiences (obj_id, audience_id, edition)
       VALUES ($1, fritz.intern_audience(ARRAY[$2::int]), 79)`,
      [objId, world.otherGroup.id],
    );
    const { rows } = await client.query<{ id: number }>(
      `INSERT INTO fritz.obj_analyses (obj_id, edition, analysis_service_id, author_id, audience_id, status)
       SELECT $1, 0, s.id, $2, fritz.intern_audience(ARRAY[$3::int, $4]), 'completed'
         FROM fritz.analysis_services s LIMIT 1 RETURNING id`,
      [objId, world.member.id, world.group.id, world.otherGroup.id],
    );
    return rows;
  });
  const see = (as: TestUser) =>
    archive.asViewer(as.token, (tx) =>
      tx.query('SELECT id FROM obj_analyses WHERE obj_id = $1', [objId]),
    );
  assert.deepEqual(await see(world.stranger), []);
  assert.deepEqual(await see(world.member), shown);
});
