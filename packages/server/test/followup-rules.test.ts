import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { BrokerDatabase, PgAlertStore, PgFilterLibrary } from '@fritz/archive';
import { runPipeline } from '@fritz/pipeline';
import { simulateNight, ZtfAdapter } from '@fritz/surveys';
import {
  createPhotometryPoint,
  createTaxonomy,
  createUser,
  insertRow,
  packetList,
  type TestSedm,
  type TestSmtp,
  type TestUser,
  testSedm,
  testSmtp,
} from '@fritz/testing';
import { NotificationMailer } from '../src/jobs/notification-mailer.ts';
import { MailRoom } from '../src/mail/mail-room.ts';
import { askFor, type FollowupStage, followupStage, sedmPayload } from './followup-stage.ts';
import { call, fails, type Harness, send, startHarness } from './harness.ts';

let harness: Harness;
let stage: FollowupStage;
let sedm: TestSedm;
let smtp: TestSmtp;
let mail: MailRoom;
let onSedm: number;

before(async () => {
  harness = await startHarness({ analysisHosts: ['127.0.0.1'] });
  stage = await followupStage(harness);
  sedm = await testSedm();
  smtp = await testSmtp();
  const { host, port } = smtp;
  const settings = { host, port, user: null, password: null, from: 'fritz@example.org' };
  mail = new MailRoom({ ...settings, tls: 'none' }, { warn: () => {} });
  onSedm = (await stage.allocate('SEDMAPI', { endpoint: sedm.url })).allocationId;
});
after(async () => {
  await stage?.close();
  await mail?.settle();
  await sedm?.close();
  await smtp?.close();
  await harness.close();
});

async function ingest(packets: readonly Uint8Array[]): Promise<void> {
  const database = new BrokerDatabase(harness.database.broker);
  const adapter = new ZtfAdapter();
  const store = new PgAlertStore(database, adapter);
  const filters = new PgFilterLibrary(database, adapter);
  try {
    await runPipeline(packetList(packets), { adapter, store, filters, consumer: 'rules' });
  } finally {
    await filters.close();
    await database.close();
  }
}

/** What a filter wants of an object, as the broker writes it down. */
function want(filterId: number, objId: string, output: object): Promise<unknown> {
  return harness.arrange((client) =>
    client.query(
      'INSERT INTO fritz.followup_rule_runs (filter_id, obj_id, output) VALUES ($1, $2, $3)',
      [filterId, objId, JSON.stringify(output)],
    ),
  );
}

const requestsOf = async (allocationID: number, as: TestUser = stage.world.member) =>
  (await call(harness, 'listFollowupRequests', { as, query: { allocationID } })).followup_requests;

const rulePipeline = [
  { $match: { 'candidate.magpsf': { $gt: 0 } } },
  { $project: { payload: { priority: { $add: [1, 2] }, colour: 'red' } } },
];
const rule = (allocation_id: number, more: object = {}) => ({
  autosave: true,
  auto_followup: {
    ...{ allocation_id, pipeline: rulePipeline, comment: 'Found by the rule', validity_days: 3 },
    payload: { observation_type: 'IFU', priority: 1 },
    ...more,
  },
});

async function newFilter(settings: object, as = stage.world.member): Promise<number> {
  const { group, stream } = stage.world;
  const body = { name: 'Young', group_id: group.id, stream_id: stream.id, ...settings };
  return (await call(harness, 'createFilter', { as, body })).id;
}

test('a filter asks by itself for what is saved of what passes it, once, as whoever set it so', async () => {
  const { world, rules } = stage;
  const as = world.member;
  const filterId = await newFilter(rule(onSedm));
  const params = { id: filterId };
  assert.deepEqual(await call(harness, 'tryFilterFollowup', { as, params, body: {} }), []);
  const pipeline = [{ $match: { 'candidate.magpsf': { $gt: 0 } } }];
  await call(harness, 'createFilterVersion', { as, params, body: { pipeline, insist: true } });
  const kinds = { bogus: 0, asteroid: 0 };
  const night = [...simulateNight({ seed: 4, night: '20261018', alerts: 6, kinds })];
  await ingest(night.map(({ bytes }) => bytes));

  // Nothing is asked of what would be, before the server comes to it.
  const tried = await call(harness, 'tryFilterFollowup', { as, params, body: {} });
  const would = tried.filter(({ outcome }) => outcome === 'asked');
  assert.ok(would.length > 0, tried.map(({ words }) => words).join('; '));
  assert.match(would[0]?.words ?? '', /^takes 1\.08 h$/);
  assert.equal((await requestsOf(onSedm)).length, 0);

  while ((await rules.round()) > 0);
  assert.deepEqual(stage.warnings, []);
  const made = await requestsOf(onSedm);
  const log = await call(harness, 'listFilterFollowups', { as, params });
  assert.equal(made.length, log.filter(({ outcome }) => outcome === 'asked').length);
  assert.equal(made.length, would.length);
  const [first] = made;
  assert.ok(first);
  assert.equal(first.requester.username, as.username);
  // What its pipeline said changes what the payload has, and nothing else.
  assert.deepEqual(
    [first.payload.priority, first.payload.colour, first.payload.observation_type],
    [3, undefined, 'IFU'],
  );
  const days = (text: unknown) => Date.parse(String(text)) / 86_400_000;
  assert.equal(days(first.payload.end_date) - days(first.payload.start_date), 3);
  assert.equal(first.comment, 'Found by the rule');
  const { comments } = await call(harness, 'getSource', {
    as,
    params: { id: first.obj_id },
    query: { includeComments: true },
  });
  assert.ok(comments?.some(({ text }) => text === 'Found by the rule'));

  // Again, it finds its request; more urgent, it makes it so; less, it does not.
  for (const [priority, outcome] of [
    [3, 'ignored'],
    [5, 'raised'],
    [2, 'ignored'],
  ] as const) {
    await want(filterId, first.obj_id, { payload: { priority } });
    await rules.round();
    const [last] = await call(harness, 'listFilterFollowups', { as, params });
    assert.deepEqual(
      [last?.outcome, last?.request_id, last?.obj_id],
      [outcome, first.id, first.obj_id],
      String(last?.words),
    );
  }
  assert.equal((await requestsOf(onSedm)).length, made.length);
  const again = await call(harness, 'getFollowupRequest', { as, params: { id: first.id } });
  assert.equal(again.payload.priority, 5);
  await stage.settle();
  assert.equal(sedm.queue.filter(({ sourcename }) => sourcename === first.obj_id).length, 1);
});

test('a rule that may not, or where something stands in the way, says why', async () => {
  const { world, rules } = stage;
  const { allocationId } = await stage.allocate('SEDMAPI', { endpoint: sedm.url });
  const last = async (id: number, as = world.member) => {
    await rules.round();
    assert.deepEqual(stage.warnings, []);
    const [run] = await call(harness, 'listFilterFollowups', { as, params: { id } });
    return `${run?.outcome}: ${run?.words}`;
  };
  const as = world.member;
  // Of several that want the same of an object, the most urgent asks.
  const [calm, urgent] = [await newFilter(rule(allocationId)), await newFilter(rule(allocationId))];
  await want(calm, world.objId, { payload: { priority: 1 } });
  await want(urgent, world.objId, { payload: { priority: 4 } });
  assert.match(await last(urgent), /^asked/);
  assert.match(await last(calm), /^ignored: request \d+ is waiting/);

  const other = await stage.allocate('SEDMAPI', { endpoint: sedm.url });
  const strict = await newFilter(rule(other.allocationId));
  await call(harness, 'updateFilter', {
    as,
    params: { id: strict },
    body: rule(other.allocationId, { payload: { observation_type: 'IFX', priority: 1 } }),
  });
  await want(strict, world.objId, {});
  assert.match(await last(strict), /^refused: Not sent: .*observation_type is none of/);

  // Switched off meanwhile.
  await want(strict, world.objId, {});
  const off = { ...rule(other.allocationId).auto_followup, active: false };
  await call(harness, 'updateFilter', { as, params: { id: strict }, body: { auto_followup: off } });
  assert.match(await last(strict), /^refused: it is switched off/);

  // Who set it has lost the right to.
  const passing = await harness.arrange(async (client) => {
    const user = await createUser(client);
    await client.query('INSERT INTO fritz.stream_users (user_id, stream_id) VALUES ($1, $2)', [
      user.id,
      world.stream.id,
    ]);
    await client.query('INSERT INTO fritz.group_users (user_id, group_id) VALUES ($1, $2)', [
      user.id,
      world.group.id,
    ]);
    return user;
  });
  await call(harness, 'updateFilter', {
    as: passing,
    params: { id: strict },
    body: { auto_followup: rule(other.allocationId).auto_followup },
  });
  assert.equal(
    (await call(harness, 'getFilterVersions', { as, params: { id: strict } })).followup_by,
    passing.username,
  );
  await harness.arrange((client) =>
    client.query('DELETE FROM fritz.group_users WHERE user_id = $1 AND group_id = $2', [
      passing.id,
      world.group.id,
    ]),
  );
  await want(strict, world.objId, {});
  assert.match(await last(strict), /^refused: /);
  assert.equal((await requestsOf(other.allocationId)).length, 0);

  // Settings from before anybody asked by them: nobody's rights.
  await harness.arrange((client) =>
    client.query('UPDATE fritz.filters SET followup_by = NULL WHERE id = $1', [strict]),
  );
  await want(strict, world.objId, {});
  assert.match(await last(strict), /^refused: nobody has set it/);
  assert.equal(
    (await send(harness, 'listFilterFollowups', { as: world.stranger, params: { id: strict } }))
      .statusCode,
    404,
  );
});

test('a rule that a class sets off is tried out, looks back so far, and tells what it did', async () => {
  const { world } = stage;
  const as = world.member;
  const { allocationId } = await stage.allocate('SEDMAPI', { endpoint: sedm.url });
  const taxonomy = await harness.arrange((client) =>
    createTaxonomy(client, {
      group: world.group,
      createdBy: world.member,
      hierarchy: { class: 'All', subclasses: [{ class: 'Nova' }] },
    }),
  );
  const asked = { allocation_id: allocationId, payload: sedmPayload };
  const tryOut = (more: object) =>
    call(harness, 'tryDefaultFollowup', { as, body: { ...asked, obj_id: world.objId, ...more } });
  assert.equal((await tryOut({ not_if_duplicates: false })).outcome, 'asked');
  const { id } = await call(harness, 'createDefaultFollowup', {
    as,
    body: {
      ...asked,
      source_filter: { classifications: [{ name: 'Nova' }] },
      default_followup_name: 'Novae',
      ...{ not_if_classified: 24, not_if_duplicates: false, validity_days: 2, comment: 'A nova' },
    },
  });
  const say = () =>
    call(harness, 'createClassification', {
      as,
      body: { obj_id: world.objId, taxonomy_id: taxonomy.id, classification: 'Nova' },
    });
  await say();
  // The class that sets it off is one of the last day.
  const runs = () => call(harness, 'listDefaultFollowupRuns', { as, params: { id } });
  assert.deepEqual(
    (await runs()).map(({ outcome, words }) => [outcome, words]),
    [['ignored', 'it is classified already']],
  );
  const shown = await call(harness, 'getDefaultFollowup', { as, params: { id } });
  assert.deepEqual(
    [shown.constraints, shown.validity_days, shown.comment],
    [{ not_if_classified: 24, not_if_duplicates: false }, 2, 'A nova'],
  );
  await harness.arrange((client) =>
    client.query(`UPDATE fritz.classifications SET created_at = now() - interval '2 days'`),
  );
  assert.equal(
    (await tryOut({ not_if_classified: 24, not_if_duplicates: false })).outcome,
    'asked',
  );
  assert.equal(
    (await tryOut({ not_if_classified: true, not_if_duplicates: false })).outcome,
    'ignored',
  );
});

const told = async (as: TestUser) =>
  (await call(harness, 'listNotifications', { as })).map(({ text, viewed }) => [text, viewed]);

test('who asked and who watches is told of each change, in the app and by mail, while he may know', async () => {
  const { world, archive, workKey } = stage;
  const { allocationId } = await stage.allocate('SEDMAPI', { endpoint: sedm.url });
  await stage.settle();
  for (const as of [world.member, world.viewer]) {
    await call(harness, 'deleteAllNotifications', { as });
  }
  await call(harness, 'updateProfile', {
    as: world.member,
    body: {
      contact_email: 'member@example.org',
      preferences: { notifications: { facility_transactions: { email: { active: true } } } },
    },
  });
  const id = await askFor(stage, allocationId, sedmPayload);
  await call(harness, 'watchFollowupRequest', { as: world.viewer, params: { id } });
  // His own doing is told to nobody but who watches.
  assert.deepEqual(await told(world.member), []);
  await stage.settle();
  const { instrument } = (
    await call(harness, 'getFollowupRequest', { as: world.member, params: { id } })
  ).allocation;
  const text = `${world.objId} with ${instrument.name}: submitted`;
  assert.deepEqual(await told(world.member), [[text, false]]);
  assert.deepEqual(await told(world.viewer), [[text, false]]);
  assert.deepEqual(await told(world.stranger), []);

  const mailer = new NotificationMailer({
    ...{ archive, workKey, mail, log: { warn: () => {} } },
    publicUrl: 'https://fritz.example.org',
  });
  // Nobody whose account has ended is written to.
  const end = (when: string | null) =>
    harness.arrange((client) =>
      client.query('UPDATE fritz.users SET expires_at = $2 WHERE id = $1', [world.member.id, when]),
    );
  const hold = `CREATE TABLE held AS SELECT * FROM fritz.notification_mails`;
  await harness.arrange((client) => client.query(hold));
  await end('2020-01-01');
  assert.equal(await mailer.round(), 0);
  await end(null);
  assert.equal(await mailer.round(), 0);
  await harness.arrange((client) =>
    client.query('INSERT INTO fritz.notification_mails SELECT * FROM held'),
  );
  assert.equal(await mailer.round(), 1);
  assert.equal(await mailer.round(), 0);
  const letter = await smtp.nextMail();
  assert.deepEqual(letter.to, ['member@example.org']);
  assert.equal(letter.headers.get('subject'), text);
  assert.match(
    letter.text.replaceAll('=\r\n', ''),
    new RegExp(`https://fritz.example.org/source/${world.objId}#follow-up`),
  );

  // One who wants no more is told no more; one who may not know, neither.
  await call(harness, 'updateProfile', {
    as: world.member,
    body: { preferences: { notifications: { facility_transactions: { active: false } } } },
  });
  await harness.arrange((client) =>
    client.query('DELETE FROM fritz.group_users WHERE user_id = $1 AND group_id = $2', [
      world.viewer.id,
      world.group.id,
    ]),
  );
  const admin = { as: world.admin, params: { id } };
  await call(harness, 'updateFollowupRequest', { ...admin, body: { status: 'observed' } });
  assert.equal((await told(world.member)).length, 1);
  assert.equal((await told(world.viewer)).length, 1);
  await harness.arrange((client) =>
    client.query('INSERT INTO fritz.group_users (user_id, group_id) VALUES ($1, $2)', [
      world.viewer.id,
      world.group.id,
    ]),
  );
  await call(harness, 'updateProfile', {
    as: world.member,
    body: { preferences: { notifications: { facility_transactions: { active: null } } } },
  });
});

test('what one was told is one’s own: seen, forgotten, tried out, and who names one is told', async () => {
  const { world } = stage;
  const [one] = await call(harness, 'listNotifications', { as: world.member });
  assert.ok(one);
  const params = { id: one.id };
  const body = { viewed: true };
  await fails(harness, 'updateNotification', 'not_found', { as: world.viewer, params, body });
  await call(harness, 'updateNotification', { as: world.member, params, body });
  assert.equal((await call(harness, 'getNotification', { as: world.member, params })).viewed, true);
  await call(harness, 'deleteNotification', { as: world.member, params });
  await fails(harness, 'getNotification', 'not_found', { as: world.member, params });
  await call(harness, 'testNotification', {
    as: world.member,
    body: { notification_type: 'mention' },
  });
  const comment = (words: string) =>
    call(harness, 'createComment', {
      as: world.admin,
      params: { resource_type: 'sources', resource_id: world.objId },
      body: { text: words, group_ids: [world.group.id] },
    });
  await comment(`@${world.member.username} @${world.stranger.username} look`);
  const texts = (await told(world.member)).map(([text]) => text);
  assert.deepEqual(texts, [
    `${world.admin.username} named you in a comment on ${world.objId}`,
    'This is how you are told of things',
  ]);
  assert.deepEqual(await told(world.stranger), []);
  const { changed } = await call(harness, 'updateAllNotifications', { as: world.member, body });
  assert.equal(changed, 2);
});

test('an allocation says what is booked and planned, of what one does not see, too', async () => {
  const { world } = stage;
  const { allocationId } = await stage.allocate('SEDMAPI', { endpoint: sedm.url });
  await askFor(stage, allocationId, sedmPayload);
  // An object that no member of the group sees.
  const outsider = await harness.arrange(async (client) => {
    const user = await createUser(client);
    await client.query('INSERT INTO fritz.stream_users (user_id, stream_id) VALUES ($1, $2)', [
      user.id,
      world.stream.id,
    ]);
    await client.query('INSERT INTO fritz.group_users (user_id, group_id) VALUES ($1, $2)', [
      user.id,
      world.group.id,
    ]);
    await client.query(
      `INSERT INTO fritz.objs (id, survey, ra, dec, hpx)
        SELECT 'Hidden', survey, ra, dec, hpx FROM fritz.objs WHERE id = $1`,
      [world.objId],
    );
    await insertRow(
      client,
      'followup_requests',
      {
        ...{ obj_id: 'Hidden', edition: 0, allocation_id: allocationId, payload: '{}' },
        ...{ requester_id: world.member.id, hours_planned: 2, state: 'submitted' },
      },
      'id',
    );
    return user;
  });
  for (const as of [world.member, outsider]) {
    const found = await call(harness, 'getAllocation', { as, params: { id: allocationId } });
    assert.ok(Math.abs(found.hours_planned - (2 + 3900 / 3600)) < 1e-9);
    assert.ok(Math.abs(found.hours_left - (98 - 3900 / 3600)) < 1e-9);
    assert.equal(found.hours_booked, 0);
  }
  assert.equal((await requestsOf(allocationId, outsider)).length, 1);
});

test('many objects are asked for at once; photometry of a request is its target groups’, and ends it', async () => {
  const { world } = stage;
  const as = world.member;
  const { allocationId, instrumentId } = await stage.allocate('SEDMAPI', { endpoint: sedm.url });
  const twin = `${world.objId}b`;
  await harness.arrange(async (client) => {
    await client.query(
      `INSERT INTO fritz.objs (id, survey, ra, dec, hpx)
        SELECT $2, survey, ra, dec, hpx FROM fritz.objs WHERE id = $1`,
      [world.objId, twin],
    );
    await client.query(
      `INSERT INTO fritz.obj_audiences (obj_id, audience_id)
        SELECT $2, audience_id FROM fritz.obj_audiences WHERE obj_id = $1`,
      [world.objId, twin],
    );
    await createPhotometryPoint(client, { objId: twin, group: world.group });
  });
  const { ids } = await call(harness, 'createFollowupRequest', {
    as,
    body: { obj_ids: [world.objId, twin], allocation_id: allocationId, payload: sedmPayload },
  });
  assert.equal(ids?.length, 2);
  const [first = 0] = ids ?? [];
  await stage.settle();
  const points = (objId: string, followup_request_id: number) => ({
    as,
    body: {
      ...{ obj_id: objId, instrument_id: instrumentId, filter: 'ztfg', magsys: 'ab' },
      ...{ mjd: 61_001, mag: 18, magerr: 0.1, followup_request_id },
    },
  });
  await fails(harness, 'postPhotometry', 'invalid_rows', points(twin, first));
  await fails(harness, 'postPhotometry', 'not_found', points(twin, 2_000_000));
  const made = await call(harness, 'postPhotometry', points(world.objId, first));
  const done = await call(harness, 'getFollowupRequest', { as, params: { id: first } });
  assert.deepEqual([done.state, done.status], ['completed', 'completed: photometry arrived']);
  assert.equal(done.hours_booked, done.hours_planned);
  // Its target group got it, though nobody said so.
  const point = await call(harness, 'getPhotometryPoint', {
    as: world.viewer,
    params: { id: made.ids[0] ?? 0n },
  });
  assert.equal(point.followup_request_id, first);
});
