import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  type Archive,
  compilePastFilter,
  explainPast,
  listPastAlerts,
  openArchive,
  PgAlertStore,
  PgFilterLibrary,
  PgJointReader,
  replayFilter,
} from '@fritz/archive';
import { stringifyExact } from '@fritz/contract';
import { runPipeline } from '@fritz/pipeline';
import { offsetPosition } from '@fritz/sky';
import { adapterOf, simulateLsstNight, simulateNight } from '@fritz/surveys';
import {
  createFilter,
  createGroup,
  createStream,
  createUser,
  type TestFilter,
  type TestUser,
} from '@fritz/testing';
import { ArchiveBench, kafkaPackets, ListedSource, runBroker } from './archive-bench.ts';
import { movedTo } from './changed-packets.ts';

const lsst = adapterOf('lsst');
const lsstNight = (night: string) =>
  [...simulateLsstNight({ seed: 5, night, alerts: 24, historyDays: 3 })].map(({ bytes }) => bytes);
const FIRST = lsstNight('20270301');

const places = new Map<string, { readonly ra: number; readonly dec: number }>();
/** ZTF's alerts, its objects beside LSST's: some of them at the place of the same one. */
function ztfNight(night: string): Uint8Array[] {
  const seen = FIRST.map((bytes) => lsst.decode(bytes));
  const sky = { seed: 31, night, alerts: 30, kinds: { bogus: 0 } };
  return [...simulateNight(sky)].map(({ bytes, objectId }) => {
    const near = seen[places.size % seen.length];
    assert.ok(near);
    const place = places.get(objectId) ?? offsetPosition(near, 0.3 + (places.size % 10) / 10, 45);
    places.set(objectId, place);
    return movedTo(bytes, place);
  });
}

const seenOfLsst = {
  ids: '$aliases.LSST',
  points: '$LSST.prv_candidates',
  forced: '$LSST.fp_hists.psfFlux',
  others: { $size: '$WINTER.prv_candidates' },
};
const pipelines = {
  'all that LSST has': [{ $project: seenOfLsst }],
  'bright, and then LSST': [
    { $match: { 'candidate.magpsf': { $lt: 19.5 } } },
    { $match: { 'LSST.prv_candidates.0': { $exists: true } } },
    { $project: { annotations: { faintest: { $max: '$LSST.prv_candidates.magpsf' } } } },
  ],
  'both histories': [
    {
      $project: {
        own: { $size: { $ifNull: ['$prv_candidates', []] } },
        lsst: { $size: { $filter: { input: '$LSST.prv_candidates', cond: '$$this.isdiffpos' } } },
      },
    },
    { $match: { lsst: { $gt: 0 } } },
  ],
  'everything, LSST named': [
    { $project: { document: '$$ROOT', n: { $size: '$LSST.prv_candidates' } } },
  ],
  'everything, nothing named': [{ $project: { document: '$$ROOT' } }],
} as const;
const ofZtf = [
  {
    $project: {
      ids: '$aliases.ZTF',
      points: '$ZTF.prv_candidates',
      forced: { $max: '$ZTF.fp_hists.snr' },
    },
  },
];

let bench: ArchiveBench;
let archive: Archive;
let user: TestUser;
const filters = new Map<string, TestFilter>();
let outsider: TestUser;
let unlinked: string;

before(async () => {
  bench = await ArchiveBench.open();
  archive = openArchive({ ...bench.database.app, max: 2 });
  const { admin } = bench;
  user = await createUser(admin);
  outsider = await createUser(admin);
  const users = [user];
  const all = await createStream(admin, { programIds: [1, 2, 3], users });
  const open = await createStream(admin, { programIds: [1], users: [user, outsider] });
  const rubin = await createStream(admin, {
    ...{ survey: 'lsst', programIds: [1], users: [user, outsider] },
  });
  const both = await createGroup(admin, { members: users, streams: [all, rubin] });
  const ztfAlone = await createGroup(admin, { members: users, streams: [all] });
  const publicOnly = await createGroup(admin, { members: users, streams: [open, rubin] });
  const add = async (
    ...[name, pipeline, group, stream]: [string, readonly object[], { id: number }, { id: number }]
  ) => {
    const text = JSON.stringify(pipeline);
    filters.set(name, await createFilter(admin, { group, stream, name, pipeline: text }));
  };
  for (const [name, pipeline] of Object.entries(pipelines)) await add(name, pipeline, both, all);
  await add('without LSST', pipelines['all that LSST has'], ztfAlone, all);
  await add('all of ZTF', ofZtf, both, rubin);
  await add('public ZTF', ofZtf, publicOnly, rubin);
  await ingest();
});
after(async () => {
  await archive?.close();
  await bench?.close();
});

async function ingestLsst(packets: readonly Uint8Array[]): Promise<void> {
  const { database } = bench.broker();
  const library = new PgFilterLibrary(database, lsst);
  const batches = Array.from({ length: Math.ceil(packets.length / 4) }, (_, i) => {
    return { packets: kafkaPackets('lsst', packets.slice(4 * i, 4 * i + 4)), progress: [] };
  });
  await runPipeline(new ListedSource(batches), {
    ...{ adapter: lsst, store: new PgAlertStore(database, lsst), filters: library },
    ...{ joint: new PgJointReader(database, 'lsst'), consumer: 'lsst' },
  });
  await library.close();
}

async function ingestZtf(packets: readonly Uint8Array[]): Promise<void> {
  const batches = Array.from({ length: Math.ceil(packets.length / 7) }, (_, i) => {
    return { packets: kafkaPackets('ztf', packets.slice(7 * i, 7 * i + 7)), progress: [] };
  });
  await runBroker(bench.broker(), new ListedSource(batches));
}

/** Two surveys that come at once, nights that are late, and people who change their minds. */
async function ingest(): Promise<void> {
  await ingestLsst(FIRST.slice(0, 12));
  await Promise.all([ingestLsst(FIRST.slice(12)), ingestZtf(ztfNight('20270302'))]);
  await Promise.all([ingestLsst(lsstNight('20270304')), ingestZtf(ztfNight('20270304'))]);
  const { rows } = await bench.admin.query<{ other_id: string }>(
    `INSERT INTO link_decisions (object_id, survey, other_id, other_survey, is_linked)
     SELECT object_id, survey, other_id, other_survey, false FROM object_links
     WHERE other_id IN (SELECT object_id FROM ztf_alerts GROUP BY 1 HAVING count(*) > 1)
     ORDER BY 3 LIMIT 1 RETURNING other_id`,
  );
  unlinked = rows[0]?.other_id ?? '';
  await ingestZtf(ztfNight('20270306'));
  // What must not be seen: older points that came later, and other links.
  await ingestLsst(lsstNight('20270226'));
  await bench.admin.query(
    `INSERT INTO link_decisions (object_id, survey, other_id, other_survey, is_linked)
     SELECT DISTINCT object_id, survey, other_id, other_survey, false FROM object_links`,
  );
  await bench.admin.query('DELETE FROM object_links');
}

interface Passed {
  readonly candid: bigint;
  readonly obj_id: string;
  readonly output: string;
}

async function passedLive(name: string): Promise<Passed[]> {
  const { rows } = await bench.admin.query<Passed>(
    `SELECT candid, obj_id, output::text FROM candidates WHERE filter_id = $1 ORDER BY candid`,
    [filters.get(name)?.id],
  );
  return rows;
}

/** What is stored, of what a run gives now. */
async function replayed(
  name: string,
  pipeline: readonly object[],
  survey: 'ztf' | 'lsst',
  joint: Readonly<Record<string, readonly number[]>>,
): Promise<Passed[]> {
  const adapter = adapterOf(survey);
  const others = new Map(Object.entries(joint).map(([other, ids]) => [other, new Set(ids)]));
  const programs = survey === 'lsst' ? [1] : [1, 2, 3];
  const filter = compilePastFilter(stringifyExact(pipeline), programs, adapter, { joint: others });
  const replay = await archive.asViewer(user.token, async (tx) => {
    const alerts = await listPastAlerts(tx, adapter, { programIds: programs });
    return replayFilter({ tx, survey: adapter }, filter, alerts);
  });
  assert.ok(replay.isComplete, name);
  assert.equal(
    replay.failed,
    0,
    JSON.stringify(replay.failures, (_, v) => String(v)),
  );
  const { rows } = await bench.admin.query<{ text: string }>(
    'SELECT output::jsonb::text AS text FROM unnest($1::text[]) AS t (output)',
    [replay.passes.map(({ output }) => stringifyExact(output))],
  );
  return replay.passes.map(({ candid, objectId }, i) => {
    return { candid, obj_id: objectId, output: rows[i]?.text ?? '' };
  });
}

/** Without printing megabytes where they are not. */
function assertSame(past: readonly Passed[], live: readonly Passed[]): void {
  const different = live.findIndex((one, i) => stringifyExact(one) !== stringifyExact(past[i]));
  assert.equal(different, -1, `the alert ${live[different]?.candid} is another`);
  assert.equal(past.length, live.length);
}

for (const [name, pipeline] of Object.entries(pipelines)) {
  test(`“${name}” sees in a replay what it saw live, byte for byte`, async () => {
    const live = await passedLive(name);
    assertSame(await replayed(name, pipeline, 'ztf', { lsst: [1] }), live);
    assert.ok(live.length > (name.startsWith('bright') ? 3 : 20), `${live.length} pass`);
  });
}

test('a filter of LSST reads the history that ZTF has, of the programmes of its streams', async () => {
  const all = await passedLive('all of ZTF');
  assertSame(await replayed('all of ZTF', ofZtf, 'lsst', { ztf: [1, 2, 3] }), all);
  const open = await passedLive('public ZTF');
  assertSame(await replayed('public ZTF', ofZtf, 'lsst', { ztf: [1] }), open);
  assert.match(all.map(({ output }) => output).join(), /"programid": [23]/);
  const seen = open.map(({ output }) => output).join();
  assert.match(seen, /"programid": 1/);
  assert.doesNotMatch(seen, /"programid": [23]/);
});

test('who does not see an alert is not told what its filters saw', async () => {
  const alertsOf = (viewer: TestUser, table: string) =>
    archive.asViewer(viewer.token, async (tx) => {
      const [row] = await tx.query<{ programs: number[] | null }>(
        `SELECT array_agg(DISTINCT a.programid ORDER BY a.programid) AS programs
         FROM ${table} l JOIN ztf_program_of_alerts a USING (candid) WHERE l.survey = 'ztf'`,
        [],
      );
      return row?.programs ?? [];
    });
  // Whose alert it is, for all to see who do not see it.
  await bench.admin.query(
    `CREATE TABLE ztf_program_of_alerts AS SELECT candid, programid FROM ztf_alerts`,
  );
  await bench.admin.query('GRANT SELECT ON ztf_program_of_alerts TO fritz_app');
  for (const table of ['joint_looks', 'joint_links', 'joint_points']) {
    assert.deepEqual(await alertsOf(user, table), [1, 2, 3], table);
    assert.deepEqual(await alertsOf(outsider, table), [1], table);
  }
});

test('a filter whose group has no stream of LSST sees nothing of it', async () => {
  const live = await passedLive('without LSST');
  assert.ok(live.length > 20);
  for (const { output } of live) {
    assert.deepEqual(JSON.parse(output), { ids: [], points: [], forced: [], others: 0 });
  }
});

test('other surveys are looked at where a filter comes to it, once an alert, and it is kept', async () => {
  const { rows } = await bench.admin.query<{ survey: string; looks: number; alerts: number }>(
    `SELECT s.name AS survey, (SELECT count(*) FROM joint_looks l WHERE l.survey = s.name)::int AS looks,
       (SELECT count(*) FROM ztf_alerts WHERE s.name = 'ztf')::int
         + (SELECT count(*) FROM lsst_alerts WHERE s.name = 'lsst')::int AS alerts
     FROM surveys s WHERE s.name IN ('ztf', 'lsst') ORDER BY 1`,
  );
  for (const { survey, looks, alerts } of rows) assert.equal(looks, alerts, survey);
  const broker = bench.broker();
  await bench.admin.query('UPDATE filters SET active = id = $1', [
    filters.get('bright, and then LSST')?.id,
  ]);
  broker.filters.forget();
  await runBroker(
    broker,
    new ListedSource([{ packets: kafkaPackets('more', ztfNight('20270308')), progress: [] }]),
  );
  const later = await bench.admin.query<{ bright: boolean; looks: number; all: number }>(
    `SELECT magpsf < 19.5 AS bright, count(l)::int AS looks, count(*)::int AS all
     FROM ztf_alerts a LEFT JOIN joint_looks l ON l.candid = a.candid AND l.survey = 'ztf'
     WHERE jd > 2461472.5 GROUP BY 1 ORDER BY 1`,
  );
  const [faint, bright] = later.rows;
  assert.ok(faint && bright && faint.all > 3 && bright.all > 3, JSON.stringify(later.rows));
  assert.deepEqual([faint.looks, bright.looks], [0, bright.all]);
});

test('the first alert of an object sees what it is to be linked with', async () => {
  const live = await passedLive('all that LSST has');
  const firsts = live.filter(
    ({ obj_id: id }, i) => live.findIndex((one) => one.obj_id === id) === i,
  );
  const linked = firsts.filter(({ output }) => /"ids": \["/.test(output));
  assert.ok(linked.length > 10, `${linked.length} of ${firsts.length}`);
  for (const { output } of linked) {
    const { ids, points } = JSON.parse(output) as { ids: string[]; points: { jd: number }[] };
    assert.ok(ids.length >= 1 && points.length >= 1);
  }
});

test('what people decided holds from then on, and not for what came before', async () => {
  const live = (await passedLive('all that LSST has')).filter(({ obj_id: id }) => id === unlinked);
  const seen = live.map(({ output }) => (JSON.parse(output) as { ids: string[] }).ids.length);
  assert.ok(seen.length > 1 && seen.includes(0), `${seen}`);
  assert.ok((seen[0] ?? 0) > 0);
  assert.equal(seen.at(-1), 0);
});

test('an alert at which nobody looked is seen with what was stored by then', async () => {
  const name = 'all that LSST has';
  const faint = async () => {
    const past = await replayed(name, pipelines[name], 'ztf', { lsst: [1] });
    const looked = await bench.admin.query<{ candid: bigint }>('SELECT candid FROM joint_looks');
    const known = new Set(looked.rows.map(({ candid }) => candid));
    return past.filter(({ candid }) => !known.has(candid));
  };
  const before = await faint();
  const linked = before.filter(({ output }) => /"points": \[\{/.test(output));
  assert.ok(linked.length > 2, `${linked.length} of ${before.length}`);
  await ingestLsst(lsstNight('20270307'));
  assertSame(await faint(), before);
});

test('an explanation shows what the filter read', async () => {
  const survey = adapterOf('ztf');
  const text = stringifyExact(pipelines['both histories']);
  const filter = compilePastFilter(text, [1, 2, 3], survey, { joint: new Map() });
  const explained = await archive.asViewer(user.token, async (tx) => {
    const [alert] = await listPastAlerts(tx, survey, { programIds: [1] });
    return alert && explainPast({ tx, survey }, filter, alert);
  });
  assert.equal(explained?.explanation.outcome, 'rejected');
  assert.equal(explained.explanation.stages[0]?.output[0]?.lsst, 0);
});
