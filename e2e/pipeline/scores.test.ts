import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import {
  ALL_CANDIDS,
  type Archive,
  addModel,
  compilePastFilter,
  listPastAlerts,
  listScoreFields,
  openArchive,
  PgModelLibrary,
  replayFilter,
  rescore,
  type ScoringRun,
  scoreDeferred,
} from '@fritz/archive';
import { InferencePool, ModelScorer, parseManifest, readModel } from '@fritz/classifiers';
import { stringifyExact } from '@fritz/contract';
import { simulateNight, ZtfAdapter } from '@fritz/surveys';
import {
  createFilter,
  createGroup,
  createStream,
  createUser,
  realPackets,
  type TestFilter,
  type TestUser,
} from '@fritz/testing';
import { logarithmModel, meanModel } from '@fritz/testing/tiny-onnx';
import {
  ArchiveBench,
  kafkaPackets,
  ListedSource,
  runBroker,
  type TestBroker,
} from './archive-bench.ts';

const BASE = { survey: 'ztf', file: 'tiny.onnx', output: 'score' };
const feature = (name: string, value: unknown) => {
  return { inputs: { features: { features: [{ name, value }] } } };
};
const BRIGHT = { name: 'bright', version: '1', ...feature('mag', '$candidate.magpsf') };
const MODELS: readonly [object, Uint8Array][] = [
  [BRIGHT, logarithmModel()],
  // Made when it is asked for, of the history.
  [
    {
      ...{ name: 'past', version: '1', when: 'asked', programs: [1] },
      ...feature('points', { $add: [1, { $size: '$prv_candidates' }] }),
    },
    logarithmModel(),
  ],
  // It fails on about half of all alerts.
  [
    { name: 'fickle', version: '1', ...feature('x', { $subtract: ['$candidate.magpsf', 18.5] }) },
    logarithmModel(),
  ],
  [
    {
      ...{ name: 'mean', version: '1' },
      inputs: {
        triplets: { cutouts: ['science', 'template', 'difference'], size: 63, norm: 'image' },
      },
    },
    meanModel(63),
  ],
];

const PIPELINES: Record<string, readonly object[]> = {
  'a score of the history': [
    { $match: { 'candidate.magpsf': { $lt: 19 }, 'classifications.past': { $gt: 1 } } },
    { $project: { annotations: { past: '$classifications.past' } } },
  ],
  'all scores of bright alerts': [
    { $match: { 'candidate.magpsf': { $lt: 17.5 } } },
    { $project: { annotations: { scores: '$classifications' } } },
  ],
  'a score and its version': [
    { $match: { 'classifications.bright': { $gt: 2.9 }, 'classifications.fickle': { $gt: -5 } } },
    { $project: { annotations: { version: '$classifications.bright_version' } } },
  ],
};

let bench: ArchiveBench;
let archive: Archive;
let broker: TestBroker;
let user: TestUser;
const pool = new InferencePool(1);
const filters = new Map<string, TestFilter>();

before(async () => {
  bench = await ArchiveBench.open();
  broker = bench.broker();
  user = await createUser(bench.admin);
  const stream = await createStream(bench.admin, { programIds: [1, 2], users: [user] });
  const group = await createGroup(bench.admin, { members: [user], streams: [stream] });
  for (const [name, pipeline] of Object.entries(PIPELINES)) {
    const text = JSON.stringify(pipeline);
    filters.set(name, await createFilter(bench.admin, { group, stream, name, pipeline: text }));
  }
  for (const [fields, bytes] of MODELS) await add(fields, bytes);
  archive = openArchive({ ...bench.database.app, max: 2 });
  await ingest();
});
after(async () => {
  await pool.close();
  await archive?.close();
  await bench?.close();
});

async function add(fields: object, bytes: Uint8Array): Promise<void> {
  const manifestText = JSON.stringify({ ...BASE, ...fields });
  const { survey, name, version, when } = parseManifest(manifestText, 'model.json');
  const sha256 = '0'.repeat(64);
  const model = { survey, name, version, when, manifestText, sha256, bytes };
  assert.equal(await addModel(bench.admin, model), 'added');
}

async function ingest(): Promise<void> {
  const sky = { seed: 12, alerts: 50, kinds: { bogus: 0 } };
  const nights = ['20270110', '20270112', '20270113'].flatMap((night) =>
    [...simulateNight({ ...sky, night })].map(({ bytes }) => bytes),
  );
  await ingestPackets(nights);
}

async function ingestPackets(packets: readonly Uint8Array[]): Promise<void> {
  const scorer = new ModelScorer(new PgModelLibrary(broker.database, 'ztf'), pool);
  const batches = Array.from({ length: Math.ceil(packets.length / 40) }, (_, i) => ({
    packets: kafkaPackets('night', packets.slice(i * 40, (i + 1) * 40)),
    progress: [],
  }));
  await runBroker(broker, new ListedSource(batches), { scorer });
}

function scoringRun(): ScoringRun {
  const { database, adapter } = broker;
  const scorer = new ModelScorer(new PgModelLibrary(database, 'ztf', 'deferred'), pool);
  return { database, adapter, scorer, range: ALL_CANDIDS };
}

async function replay(name: string, scores?: 'newest') {
  return replayPipeline(PIPELINES[name] ?? [], scores);
}

async function replayPipeline(pipeline: readonly object[], scores?: 'newest') {
  const survey = new ZtfAdapter();
  const filter = compilePastFilter(stringifyExact(pipeline), [1, 2], survey);
  return archive.asViewer(user.token, async (tx) => {
    const alerts = await listPastAlerts(tx, survey, { programIds: [...filter.programIds] });
    return replayFilter({ tx, survey }, filter, alerts, scores ? { scores } : {});
  });
}

function passesOf({ passes }: Awaited<ReturnType<typeof replay>>) {
  return passes.map(({ candid, output }) => [candid, JSON.parse(stringifyExact(output))]);
}

async function livePasses(name: string) {
  const { rows } = await bench.admin.query<{ candid: bigint; output: unknown }>(
    'SELECT candid, output FROM candidates WHERE filter_id = $1 ORDER BY candid',
    [filters.get(name)?.id],
  );
  return rows.map(({ candid, output }) => [candid, output]);
}

test('no alert is lost to a model, and a score that is not has its reason', async () => {
  const all = await bench.count('count(*) FROM ztf_alerts');
  assert.equal(all, 150);
  const { rows } = await bench.admin.query<{ reason: string | null; count: bigint }>(
    `SELECT reason, count(*) FROM ztf_classifications
     WHERE name = 'fickle' AND (score IS NULL) = (reason IS NOT NULL) GROUP BY 1 ORDER BY 1`,
  );
  assert.deepEqual(
    rows.map(({ reason }) => reason),
    ['fickle gave NaN, which is no score', null],
  );
  assert.equal(
    rows.reduce((sum, { count }) => sum + Number(count), 0),
    all,
  );
});

test('what no filter asked for is scored by a job, as it would have been then', async () => {
  const asked = await bench.count("count(*) FROM ztf_classifications WHERE name = 'past'");
  assert.ok(asked > 0 && asked < 150, `${asked}`);
  const other = [{ $match: { 'classifications.past': { $gte: 0 } } }];
  const before = await replayPipeline(other);
  assert.ok(!before.isComplete && before.failed === 0);

  const report = await scoreDeferred(scoringRun());
  assert.deepEqual(report, { scored: 150 - asked, failed: 0 });
  assert.deepEqual(await scoreDeferred(scoringRun()), { scored: 0, failed: 0 });
  const holes = await bench.count(
    `count(*) FROM ztf_alerts a CROSS JOIN models m WHERE NOT EXISTS (
       SELECT FROM ztf_classifications c WHERE c.candid = a.candid AND c.name = m.name)`,
  );
  assert.equal(holes, 0);

  const now = await replayPipeline(other);
  assert.ok(now.isComplete && now.passed === now.evaluated && now.passed > before.passed);
  for (const name of Object.keys(PIPELINES)) {
    const again = await replay(name);
    assert.ok(again.isComplete && again.passed > 0, name);
    assert.deepEqual(passesOf(again), await livePasses(name), name);
  }
});

test('a newer version scores past alerts, and replays see what filters saw', async () => {
  const name = 'a score and its version';
  const brighter = feature('mag', { $subtract: ['$candidate.magpsf', 1] });
  await add({ ...BRIGHT, ...brighter, version: '2' }, logarithmModel());
  const { rows } = await bench.admin.query<{ id: number }>(
    "SELECT id FROM models WHERE name = 'bright' AND active",
  );
  const report = await rescore(scoringRun(), rows[0]?.id ?? -1);
  assert.deepEqual(report, { scored: 150, failed: 0 });
  assert.deepEqual(passesOf(await replay(name)), await livePasses(name));
  const newest = await replay(name, 'newest');
  assert.ok(newest.passed > 0 && newest.passed < (await livePasses(name)).length);
  for (const { output } of newest.passes) {
    assert.deepEqual(output, { annotations: { version: '2' } });
  }
});

test('editors are told the scores that filters may read', async () => {
  const fields = await archive.asViewer(user.token, (tx) => listScoreFields(tx, 'ztf'));
  assert.deepEqual(
    fields.map(({ path }) => path).filter((path) => path.startsWith('classifications.b')),
    ['classifications.bright', 'classifications.bright_version'],
  );
  assert.equal(fields.length, 2 * MODELS.length);
});

test('scores are for those who see the alert', async () => {
  const stranger = await createUser(bench.admin);
  const count = (token: string) =>
    archive.asViewer(token, async (tx) => {
      const [row] = await tx.query<{ programs: number[] | null }>(
        `SELECT array_agg(DISTINCT a.programid) AS programs
         FROM ztf_scores s LEFT JOIN ztf_alerts a USING (candid)`,
      );
      return row?.programs;
    });
  assert.deepEqual(await count(user.token), [1, 2]);
  assert.equal(await count(stranger.token), null);
});

const SHARED = process.env.FRITZ_SHARED ?? join(import.meta.dirname, '../../../shared');
const WEIGHTS = join(SHARED, 'models');
const withoutWeights = existsSync(WEIGHTS) ? false : `no published weights at ${WEIGHTS}`;

test('the published models score the real packets', { skip: withoutWeights }, async () => {
  for (const file of readdirSync(WEIGHTS)) {
    const { manifest, ...found } = readModel(join(WEIGHTS, file));
    const { survey, name, version, when } = manifest;
    assert.equal(await addModel(bench.admin, { survey, name, version, when, ...found }), 'added');
  }
  await ingestPackets(realPackets());
  const { scored } = await scoreDeferred(scoringRun());
  assert.ok(scored >= 36, 'BTSbot, which no filter asks for');
  const { rows } = await bench.admin.query<{ candid: bigint; scores: Record<string, number> }>(
    `SELECT candid, json_object_agg(name, score) AS scores FROM ztf_classifications
     WHERE NOT is_rescore AND candid < 3000000000000000000 GROUP BY 1`,
  );
  const stored = new Map(rows.map(({ candid, scores }) => [String(candid), scores]));
  assert.equal(stored.size, 36);
  const lines = readFileSync(join(SHARED, 'data/ml/ztf_alert_scores.txt'), 'utf8').split('\n');
  let compared = 0;
  for (const [candid = '', ...pairs] of lines.map((line) => line.trim().split(/\s+/).slice(1))) {
    const scores = stored.get(candid);
    if (!scores) continue;
    for (const [name = '', score] of pairs.map((pair) => pair.split('='))) {
      const off = Math.abs(Number(score) - (scores[name] ?? Number.NaN));
      assert.ok(off < 1e-4, `${candid} ${name}: ${scores[name]} instead of ${score}`);
      compared += 1;
    }
  }
  assert.equal(compared, 36 * 7);
});
