import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { takeFollowupJobs } from '@fritz/archive';
import {
  createTaxonomy,
  createUser,
  type TestEndpoint,
  type TestSedm,
  testEndpoint,
  testSedm,
} from '@fritz/testing';
import pino from 'pino';
import {
  askFor,
  type FollowupStage,
  followupStage,
  genericPayload,
  sedmPayload,
} from './followup-stage.ts';
import { call, fails, type Harness, send, startHarness } from './harness.ts';

let harness: Harness;
let stage: FollowupStage;
let sedm: TestSedm;
let endpoint: TestEndpoint;
let onSedm: number;
let onEndpoint: number;
/** Lines of the server's log. */
const logged: string[] = [];

before(async () => {
  const log = pino({ level: 'warn' }, { write: (line: string) => logged.push(line) });
  harness = await startHarness({ analysisHosts: ['127.0.0.1'], log });
  stage = await followupStage(harness);
  sedm = await testSedm();
  endpoint = await testEndpoint();
  const listener = { instrument: { listener_classname: 'SEDMListener' } };
  onSedm = (await stage.allocate('SEDMAPI', { endpoint: sedm.url }, listener)).allocationId;
  const credentials = { endpoint: endpoint.url, api_token: 'a very secret token' };
  onEndpoint = (await stage.allocate('GENERICAPI', credentials)).allocationId;
});
after(async () => {
  await stage?.close();
  await sedm?.close();
  await endpoint?.close();
  await harness.close();
});

const get = (id: number) =>
  call(harness, 'getFollowupRequest', { as: stage.world.member, params: { id } });
const stateOf = async (id: number) => (await get(id)).state;

test('SEDM is told in its words, and what it says is the state', async () => {
  const { world } = stage;
  const id = await askFor(stage, onSedm, sedmPayload);
  assert.equal((await get(id)).state, 'waiting');
  await stage.settle();
  const sent = await get(id);
  assert.deepEqual([sent.state, sent.status], ['submitted', 'submitted']);
  const told = sedm.queue.find((one) => one.requestid === id);
  assert.ok(told);
  assert.deepEqual(
    [told.Filters, told.Followup, told.status, told.priority],
    ['', 'IFU', 'new', 3],
  );
  assert.equal(told.sourcename, world.objId);
  assert.equal(told.programname, world.group.name);
  assert.equal(told.username, world.member.username);
  // The last brightness that its requester sees.
  assert.deepEqual(Object.keys(Object(told.prior_photometry)), ['g']);
  assert.deepEqual(
    sent.history?.map((one) => [one.state, one.actor]),
    [
      ['waiting', world.member.username],
      ['submitted', null],
    ],
  );
  assert.equal(sent.transactions?.length, 1);
  assert.equal(sent.hours_planned, 3900 / 3600);

  // Changed and taken back there, too.
  const params = { id };
  await call(harness, 'updateFollowupRequest', {
    as: world.member,
    params,
    body: { payload: { priority: 5 } },
  });
  await stage.settle();
  assert.equal(sedm.queue.find((one) => one.requestid === id)?.priority, 5);
  const { state } = await call(harness, 'deleteFollowupRequest', { as: world.member, params });
  assert.equal(state, 'cancelling');
  await stage.settle();
  assert.equal(await stateOf(id), 'cancelled');
  assert.equal(sedm.queue.length, 0);
});

test('what waits is taken back without a word to the facility', async () => {
  const { world } = stage;
  const before = sedm.calls.length;
  const id = await askFor(stage, onSedm, sedmPayload);
  const { state } = await call(harness, 'deleteFollowupRequest', {
    as: world.member,
    params: { id },
  });
  assert.equal(state, 'cancelled');
  await stage.settle();
  assert.equal(sedm.calls.length, before);
});

test('what is refused says why, and may be sent anew', async () => {
  sedm.refuses = 'too faint';
  const id = await askFor(stage, onSedm, sedmPayload);
  await stage.settle();
  assert.deepEqual(
    [await stateOf(id), (await get(id)).status],
    ['rejected', 'rejected: Rejected: too faint'],
  );
  sedm.refuses = null;
  await call(harness, 'updateFollowupRequest', {
    as: stage.world.member,
    params: { id },
    body: { payload: { priority: 4 } },
  });
  await stage.settle();
  assert.equal(await stateOf(id), 'submitted');
});

test('of whatever goes wrong on the way, there is one request at the facility and the state is true', async () => {
  for (const fault of ['late', 'broken', 'deaf', 'error', 'garbage', 'slow'] as const) {
    let isFirst = true;
    sedm.fault = () => {
      if (!isFirst) return null;
      isFirst = false;
      return fault;
    };
    const id = await askFor(stage, onSedm, sedmPayload);
    await stage.settle();
    assert.equal(await stateOf(id), 'submitted', fault);
    assert.equal(sedm.queue.filter((one) => one.requestid === id).length, 1, fault);
  }
  sedm.fault = () => null;
});

test('where a facility remembers nothing, a person is asked, and says what became of it', async () => {
  const { world } = stage;
  endpoint.fault = () => 'late';
  const id = await askFor(stage, onEndpoint, genericPayload);
  await stage.settle();
  endpoint.fault = () => null;
  assert.equal(await stateOf(id), 'unknown');
  assert.equal(endpoint.queue.filter((one) => one.body.followup_request_id === id).length, 1);
  const params = { id };
  await fails(harness, 'deleteFollowupRequest', 'conflict', { as: world.member, params });
  await call(harness, 'updateFollowupRequest', {
    as: world.member,
    params,
    body: { status: 'submitted: they have it' },
  });
  assert.equal(await stateOf(id), 'submitted');
  // Its secrets are in no exchange.
  const text = JSON.stringify((await get(id)).transactions?.map(({ id: _, ...rest }) => rest));
  assert.doesNotMatch(text, /a very secret token/);
  assert.match(text, /\*\*\*/);
});

test('of a server that died while it was at it nobody knows whether it asked: it is not asked again', async () => {
  const { archive, workKey } = stage;
  const die = () =>
    archive.asViewer(null, (tx) => takeFollowupJobs(tx, workKey, { most: 50, leaseS: 60 }));
  const before = endpoint.calls.length;
  const id = await askFor(stage, onEndpoint, genericPayload);
  assert.equal((await die()).length, 1);
  await stage.settle();
  assert.equal(await stateOf(id), 'unknown');
  assert.equal(endpoint.calls.length, before);
  // Nor is it called failed where there is no way to ask any more.
  const { allocationId } = await stage.allocate('GENERICAPI', {
    endpoint: 'http://10.0.0.1/',
    idempotent: true,
  });
  const inside = await askFor(stage, allocationId, genericPayload);
  await die();
  await stage.settle();
  assert.equal(await stateOf(inside), 'unknown');
});

test('what a facility says of our secrets is told to nobody', async () => {
  const { world } = stage;
  endpoint.refuses = 'there is no token "a very secret token"';
  const id = await askFor(stage, onEndpoint, genericPayload);
  await stage.settle();
  endpoint.refuses = null;
  const told = await get(id);
  assert.equal(told.status, 'rejected: there is no token "***"');
  const bell = await call(harness, 'listNotifications', { as: world.member });
  const log = JSON.stringify([told, bell, stage.warnings], (_, value) =>
    typeof value === 'bigint' ? String(value) : value,
  );
  assert.doesNotMatch(log, /a very secret token/);
});

test('a key keeps a repeat from being a second request', async () => {
  const credentials = { endpoint: endpoint.url, idempotent: true };
  const { allocationId } = await stage.allocate('GENERICAPI', credentials);
  endpoint.knowsKeys = true;
  let faults = 2;
  endpoint.fault = () => (faults-- > 0 ? 'broken' : null);
  const id = await askFor(stage, allocationId, genericPayload);
  await stage.settle();
  endpoint.fault = () => null;
  endpoint.knowsKeys = false;
  assert.equal(await stateOf(id), 'submitted');
  assert.equal(endpoint.queue.filter((one) => one.body.followup_request_id === id).length, 1);
});

test('what cannot be reached was not sent, and says so', async () => {
  const closed = await testEndpoint();
  await closed.close();
  const { allocationId } = await stage.allocate('GENERICAPI', { endpoint: closed.url });
  const id = await askFor(stage, allocationId, genericPayload);
  await stage.settle();
  assert.equal(await stateOf(id), 'failed');
  assert.match((await get(id)).status, /^not sent: it cannot be reached/);
});

test('what is wrong is refused before it leaves, with all reasons', async () => {
  const { world } = stage;
  const refused = async (allocationId: number, payload: object) => {
    const body = { obj_id: world.objId, allocation_id: allocationId, payload };
    const { message } = await fails(harness, 'createFollowupRequest', 'followup_refused', {
      as: world.member,
      body,
    });
    const tried = await call(harness, 'tryFollowupRequest', { as: world.member, body });
    assert.ok(tried.problems.length > 0);
    return message;
  };
  const before = sedm.calls.length;
  assert.match(
    await refused(onSedm, { ...sedmPayload, observation_type: 'IFX', priority: 9 }),
    /observation_type is none of .*priority is above 5/,
  );
  assert.match(
    await refused(onSedm, { ...sedmPayload, observation_type: "Mix 'n Match" }),
    /observation_choices is missing/,
  );
  assert.match(
    await refused(onSedm, { ...sedmPayload, start_date: '2020-01-01', end_date: '2020-01-02' }),
    /end_date is over already/,
  );
  const few = await stage.allocate(
    'SEDMAPI',
    { endpoint: sedm.url },
    { allocation: { hours_allocated: 1 } },
  );
  assert.match(await refused(few.allocationId, sedmPayload), /takes 1\.08 h, .* has 1\.00 h left/);
  const later = await stage.allocate(
    'SEDMAPI',
    { endpoint: sedm.url },
    { allocation: { start_date: '2050-01-01', end_date: '2051-01-01' } },
  );
  assert.match(await refused(later.allocationId, sedmPayload), /is for 2050-01-01 to 2051-01-01/);
  const south = await stage.allocate(
    'SEDMAPI',
    { endpoint: sedm.url },
    { telescope: { lat: -89 } },
  );
  assert.match(await refused(south.allocationId, sedmPayload), /never (rises|observed)/);
  const narrow = await stage.allocate(
    'SEDMAPI',
    { endpoint: sedm.url },
    { instrument: { configuration_data: '{"declination_min": 89.5}' } },
  );
  assert.match(await refused(narrow.allocationId, sedmPayload), /sees none below 89.5°/);
  await stage.settle();
  assert.equal(sedm.calls.length, before);
});

test('a facility calls back with a key of its own, and of its own requests alone', async () => {
  const { world } = stage;
  const id = await askFor(stage, onSedm, sedmPayload);
  await stage.settle();
  const listener = await harness.arrange(async (client) => {
    const user = await createUser(client, { acls: ['Post from SEDMListener'] });
    const both = [user.id, world.stream.id];
    await client.query('INSERT INTO fritz.stream_users (user_id, stream_id) VALUES ($1, $2)', both);
    await client.query('INSERT INTO fritz.group_users (user_id, group_id) VALUES ($1, $2)', [
      user.id,
      world.group.id,
    ]);
    return user;
  });
  const tell = (new_status: string, requestId = id) => ({
    as: listener,
    body: { followup_request_id: requestId, new_status },
  });
  await call(harness, 'facilityCallback', tell('Accepted'));
  await call(harness, 'facilityCallback', tell('Accepted'));
  assert.equal(await stateOf(id), 'accepted');
  await call(harness, 'facilityCallback', tell('Observed'));
  // Out of order: it does not lead back.
  await call(harness, 'facilityCallback', tell('Accepted'));
  assert.equal(await stateOf(id), 'observed');
  const body = { followup_request_id: id, new_status: 'x' };
  assert.equal(
    (await send(harness, 'facilityCallback', { as: world.member, body })).statusCode,
    403,
  );
  const wrong = { as: { token: '0b5a4d1e-0000-4000-8000-000000000000' }, body };
  assert.equal((await send(harness, 'facilityCallback', wrong)).statusCode, 401);
  const other = await askFor(stage, onEndpoint, genericPayload);
  assert.equal((await send(harness, 'facilityCallback', tell('Observed', other))).statusCode, 404);
  const stranger = await harness.arrange((client) =>
    createUser(client, { acls: ['Post from SEDMListener'] }),
  );
  assert.equal((await send(harness, 'facilityCallback', { as: stranger, body })).statusCode, 404);
  // Each of them was written down.
  const refusals = logged
    .filter((line) => line.includes('a call of a facility was refused'))
    .map((line) => JSON.parse(line));
  assert.deepEqual(
    refusals.map((line) => [line.status, line.followupRequestId]),
    [
      [403, id],
      [401, id],
      [404, other],
      [404, id],
    ],
  );
  assert.doesNotMatch(logged.join(''), /0b5a4d1e/);
  assert.equal(await stateOf(other), 'waiting');

  // The spectrum comes by the request: it is done, and its hours are booked.
  const { allocation } = await get(id);
  await call(harness, 'createSpectrum', {
    as: world.member,
    body: {
      obj_id: world.objId,
      instrument_id: allocation.instrument.id,
      observed_at: '2026-11-22T03:14:15',
      wavelengths: [4000, 5000],
      fluxes: [1, 2],
      followup_request_id: id,
    },
  });
  const done = await get(id);
  assert.deepEqual([done.state, done.hours_booked], ['completed', done.hours_planned]);
  await fails(harness, 'deleteFollowupRequest', 'conflict', { as: world.member, params: { id } });
});

test('requests are listed, watched, said something of, and given priorities', async () => {
  const { world } = stage;
  const id = await askFor(stage, onSedm, sedmPayload, { comment: 'young' });
  const params = { id };
  await call(harness, 'watchFollowupRequest', { as: world.member, params });
  await call(harness, 'commentFollowupRequest', {
    as: world.member,
    params,
    body: { comment: 'very young' },
  });
  const shown = await get(id);
  assert.deepEqual(shown.watchers, [{ user_id: world.member.id, username: world.member.username }]);
  assert.equal(shown.comment, 'very young');
  await call(harness, 'unwatchFollowupRequest', { as: world.member, params });
  const list = async (query: Record<string, string | number>, as = world.member) =>
    call(harness, 'listFollowupRequests', { as, query });
  const all = await list({ numPerPage: 2, pageNumber: 1 });
  assert.equal(all.followup_requests[0]?.id, id);
  assert.ok(all.totalMatches > 2);
  assert.deepEqual(
    (await list({ state: 'waiting', sourceID: world.objId.slice(2, 8) })).followup_requests.map(
      (one) => one.state,
    ),
    ['waiting', 'waiting'],
  );
  const byObj = await list({ sortBy: 'obj', numPerPage: 5000 });
  assert.deepEqual([byObj.totalMatches, byObj.numPerPage], [all.totalMatches, 1000]);
  assert.equal((await list({ requesters: '999999' })).totalMatches, 0);
  assert.equal((await list({}, world.stranger)).totalMatches, 0);
  const asked = async (query: Record<string, string | boolean>, as = world.member) => {
    const found = { as, query: { sourceID: world.objId, savedStatus: 'all', ...query } };
    return (await call(harness, 'listSources', found)).totalMatches;
  };
  assert.equal(await asked({ hasFollowupRequest: true }), 1);
  assert.equal(await asked({ hasFollowupRequest: true, followupRequestStatus: 'no such' }), 0);
  assert.equal(await asked({ followupRequestStatus: shown.status.slice(1).toUpperCase() }), 1);
  const { changed } = await call(harness, 'prioritizeFollowupRequests', {
    as: world.member,
    body: { requestIds: [id] },
  });
  assert.deepEqual([changed, (await get(id)).payload.priority], [1, 5]);
  const source = await call(harness, 'getSource', {
    as: world.member,
    params: { id: world.objId },
  });
  assert.ok((source.followup_requests ?? []).length > 3);
});

test('a constraint that holds asks for nothing, and says so', async () => {
  const { world } = stage;
  const body = { obj_id: world.objId, allocation_id: onSedm, payload: sedmPayload };
  const asked = await call(harness, 'createFollowupRequest', {
    as: world.member,
    body: { ...body, not_if_duplicates: true },
  });
  assert.equal(asked.ignored, true);
  assert.match(asked.message ?? '', /asked for already/);
  const spectra = await call(harness, 'createFollowupRequest', {
    as: world.member,
    body: { ...body, not_if_spectra_exist: true },
  });
  assert.match(spectra.message ?? '', /spectrum already/);
  const group = await call(harness, 'createFollowupRequest', {
    as: world.member,
    body: { ...body, source_group_ids: [999_999] },
  });
  assert.match(group.message ?? '', /no source of those groups/);
});

test('forms are those of the instruments, with dates of today', async () => {
  const forms = await call(harness, 'listInstrumentForms', { as: stage.world.member });
  const apis = await call(harness, 'listFollowupApis', { as: stage.world.member });
  assert.ok(apis.SEDMAPI);
  const mine = Object.values(forms).find((form) => form.aliasLookup.observation_type === 'Mode');
  assert.match(JSON.stringify(mine), new RegExp(new Date().toISOString().slice(0, 10)));
  assert.deepEqual(mine?.methodsImplemented.update, true);
});

test('what is asked for by itself is asked for when the class is said, from then on, and once', async () => {
  const { world } = stage;
  const { allocationId } = await stage.allocate('SEDMAPI', { endpoint: sedm.url });
  const taxonomy = await harness.arrange((client) =>
    createTaxonomy(client, {
      group: world.group,
      createdBy: world.member,
      hierarchy: { class: 'All', subclasses: [{ class: 'Kilonova' }, { class: 'SN Ia' }] },
    }),
  );
  const { id } = await call(harness, 'createDefaultFollowup', {
    as: world.member,
    body: {
      allocation_id: allocationId,
      payload: { ...sedmPayload, start_date: '2020-01-01', end_date: '2020-01-03' },
      source_filter: { classifications: [{ name: 'Kilonova', probability: 0.9 }] },
      default_followup_name: 'Kilonovae',
    },
  });
  const say = (classification: string, probability: number) =>
    call(harness, 'createClassification', {
      as: world.member,
      body: { obj_id: world.objId, taxonomy_id: taxonomy.id, classification, probability },
    });
  await say('SN Ia', 1);
  await say('Kilonova', 0.5);
  const asked = async () =>
    (
      await call(harness, 'listFollowupRequests', {
        as: world.member,
        query: { allocationID: allocationId },
      })
    ).followup_requests;
  assert.equal((await asked()).length, 0);
  await say('Kilonova', 0.95);
  await say('Kilonova', 0.99);
  const [request, ...others] = await asked();
  assert.equal(others.length, 0);
  assert.equal(request?.payload.start_date, sedmPayload.start_date);
  assert.equal(request?.comment, 'By itself: Kilonovae');
  await call(harness, 'deleteDefaultFollowup', { as: world.member, params: { id } });
});
