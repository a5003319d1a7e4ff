import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  type Archive,
  BrokerDatabase,
  checkFilter,
  compilePastFilter,
  explainPast,
  findReferenceNight,
  funnelOfNight,
  nightByName,
  nightOfJd,
  openArchive,
  type PastAlert,
  PgAlertStore,
  PgFilterLibrary,
  passesTooMuch,
  runReference,
  withClient,
} from '@fritz/archive';
import { runPipeline } from '@fritz/pipeline';
import { simulateNight, ZtfAdapter } from '@fritz/surveys';
import {
  createStream,
  createUser,
  packetList,
  type TestDatabase,
  type TestUser,
  testDatabase,
} from '@fritz/testing';

let database: TestDatabase;
let archive: Archive;
let user: TestUser;
let stranger: TestUser;
const survey = new ZtfAdapter();

before(async () => {
  database = await testDatabase();
  archive = openArchive({ ...database.app, max: 2 });
  [user, stranger] = await withClient(database.superuser, async (client) => {
    const people: [TestUser, TestUser] = [await createUser(client), await createUser(client)];
    await createStream(client, { programIds: [1], users: [people[0]] });
    await createStream(client, { programIds: [3], users: [people[1]] });
    return people;
  });
});
after(async () => {
  await archive?.close();
  await database?.drop();
});

async function ingest(night: string, alerts: number, weights = { 1: 1, 2: 0, 3: 0 }) {
  const broker = new BrokerDatabase(database.broker);
  const adapter = new ZtfAdapter();
  const store = new PgAlertStore(broker, adapter);
  const filters = new PgFilterLibrary(broker, adapter);
  const packets = [...simulateNight({ seed: 8, night, alerts, programIds: weights })];
  const source = packetList(packets.map(({ bytes }) => bytes));
  await runPipeline(source, { adapter, store, filters, consumer: 'reference' });
  await broker.close();
}

function referenceNight(now: string, as = user, programs = [1]) {
  return archive.asViewer(as.token, async (tx) => {
    const wish = { programIds: programs, now: new Date(now) };
    const { night, search } = await findReferenceNight(tx, survey, wish);
    assert.equal(search, night === null ? 'none' : 'found');
    return night?.name ?? null;
  });
}

test('a night is a UT date, by its name and by its alerts', () => {
  assert.equal(nightByName('20261120')?.window.fromJd, 2461364.5);
  assert.equal(nightByName('2026-11-20')?.name, '20261120');
  assert.equal(nightByName('20261131'), null);
  assert.equal(nightByName('00000000'), null);
  assert.equal(nightOfJd(2461364.5).name, '20261120');
  assert.equal(nightOfJd(2461365.49).name, '20261120');
});

test('without a night in the archive the reference is a simulated one, the same each time', async () => {
  assert.equal(await referenceNight('2026-12-01T12:00:00Z'), null);
  const pipeline = '[{"$match": {"candidate.magpsf": {"$lt": 18}}}]';
  const runs = [];
  for (let i = 0; i < 2; i++) {
    const filter = compilePastFilter(pipeline, [1], survey);
    const run = await archive.asViewer(user.token, (tx) =>
      runReference({ tx, survey }, filter, new Date(), {}),
    );
    assert.equal(run.night, null);
    assert.equal(run.evaluated, run.alerts);
    runs.push(run);
  }
  const [first, second] = runs.map(({ elapsedUs: _time, ...rest }) => rest);
  assert.deepEqual(first, second);
});

test('it is the last night that is over with enough alerts that the filter may see', async () => {
  await ingest('20261118', 40);
  await ingest('20261119', 30);
  await ingest('20261120', 5);
  assert.equal(await referenceNight('2026-12-01T12:00:00Z'), '20261119');
  // One that is going on stands back, and serves where there is no other.
  assert.equal(await referenceNight('2026-11-19T12:00:00Z'), '20261118');
  assert.equal(await referenceNight('2026-12-01T12:00:00Z', stranger), null);
  assert.equal(await referenceNight('2026-12-01T12:00:00Z', user, [2]), null);
});

test('where a night is not found in time it is a simulated one, and the answer says so', async () => {
  await withClient(database.superuser, async (client) => {
    // Whatever takes long: here a lock.
    await client.query('BEGIN; LOCK TABLE fritz.ztf_alerts IN ACCESS EXCLUSIVE MODE');
    const wish = { programIds: [1], now: new Date('2026-12-01T12:00:00Z'), limitMs: 100 };
    await archive.asViewer(
      user.token,
      async (tx) => {
        const timeout = () => tx.query(`SELECT current_setting('statement_timeout') AS ms`);
        const before = await timeout();
        const found = await findReferenceNight(tx, survey, { ...wish, orAny: true });
        assert.deepEqual(found, { night: null, search: 'timed_out' });
        // The transaction goes on as it was.
        assert.deepEqual(await timeout(), before);
        const filter = compilePastFilter([{ $match: { candid: 0 } }], [1], survey);
        const run = await runReference({ tx, survey }, filter, wish.now, { searchMs: 50 });
        assert.deepEqual([run.night, run.search, run.passed], [null, 'timed_out', 0]);
        assert.ok(run.evaluated > 0);
      },
      { statementTimeoutMs: 7000 },
    );
    await client.query('ROLLBACK');
  });
});

test('a statement that somebody else ends is no search that took too long', async () => {
  await withClient(database.superuser, async (client) => {
    await client.query('BEGIN; LOCK TABLE fritz.ztf_alerts IN ACCESS EXCLUSIVE MODE');
    const search = referenceNight('2026-12-01T12:00:00Z');
    const ended = assert.rejects(search, { code: '57014' });
    for (let isEnded = false; !isEnded; ) {
      const { rowCount } = await client.query(
        `SELECT pg_cancel_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      );
      isEnded = rowCount === 1;
    }
    await ended;
    await client.query('ROLLBACK');
  });
});

test('where time runs out the counts are of the alerts that were done', async () => {
  const pipeline = '[{"$match": {"candidate.magpsf": {"$gt": 0}}}]';
  const filter = compilePastFilter(pipeline, [1], survey);
  const run = (deadlineMs: number) =>
    archive.asViewer(user.token, (tx) =>
      runReference({ tx, survey }, filter, new Date('2026-12-01T12:00:00Z'), { deadlineMs }),
    );
  const whole = await run(Number.POSITIVE_INFINITY);
  assert.deepEqual([whole.night, whole.alerts, whole.passed], ['20261119', 30, 30]);
  assert.ok(whole.isComplete && passesTooMuch(whole));
  const nothing = await run(0);
  assert.deepEqual([nothing.isComplete, nothing.evaluated, nothing.alerts], [false, 0, 30]);
  assert.ok(!passesTooMuch(nothing));
});

test('a filter that reads what alerts do not have is refused with a suggestion', () => {
  assert.throws(
    () => checkFilter([{ $match: { 'candidate.magpfs': 1 } }], survey),
    /no field 'candidate\.magpfs' \(did you mean candidate\.magpsf\)/,
  );
  assert.throws(() => checkFilter([{ $project: { a: '$fp_hists.fluxx' } }], survey), /fp_hists/);
  checkFilter([{ $match: { 'cross_matches.AllWISE.0.w1mpro': { $lt: 12 } } }], survey);
  checkFilter([{ $match: { 'classifications.acai_h': { $gt: 0.8 } } }], survey);
  checkFilter([{ $project: { a: '$fp_hists.limmag5sig', b: '$coordinates.l' } }], survey);
});

test('a viewer of fewer programmes than the filter has sees alerts and histories by his own', async () => {
  await ingest('20261122', 60, { 1: 1, 2: 0, 3: 1 });
  const [both] = await withClient(database.superuser, async (client) => {
    const person = await createUser(client);
    await createStream(client, { programIds: [1, 3], users: [person] });
    return [person];
  });
  const pipeline =
    '[{"$project": {"of": "$candidate.programid", "in": "$prv_candidates.programid"}}]';
  const filter = compilePastFilter(pipeline, [1, 2, 3], survey);
  const night = nightByName('20261122');
  assert.ok(night && both);
  const which = { night, now: new Date('2026-12-01T12:00:00Z') };
  const funnelOf = ({ token }: TestUser) =>
    archive.asViewer(token, (tx) => funnelOfNight({ tx, survey }, filter, which, {}));
  const seen = async (as: TestUser) => {
    const { passes, funnel } = await funnelOf(as);
    assert.equal(funnel.documents, passes.length);
    const programs = (field: string) =>
      [...new Set(passes.flatMap(({ output }) => output[field] ?? []))].sort();
    return { alerts: passes, of: programs('of'), in: programs('in') };
  };
  const all = await seen(both);
  assert.deepEqual(
    [all.of, all.in],
    [
      [1, 3],
      [1, 3],
    ],
  );
  const own = await seen(user);
  assert.deepEqual([own.of, own.in], [[1], [1]]);
  const theirs = await seen(stranger);
  assert.deepEqual([theirs.of, theirs.in], [[3], [3]]);
  assert.equal(own.alerts.length + theirs.alerts.length, all.alerts.length);
  const explain = (as: TestUser, { objectId, candid }: PastAlert) =>
    archive.asViewer(as.token, (tx) => explainPast({ tx, survey }, filter, { objectId, candid }));
  const [first] = own.alerts;
  assert.ok(first);
  assert.equal((await explain(user, first))?.explanation.outcome, 'passed');
  assert.equal(await explain(stranger, first), null);
});
