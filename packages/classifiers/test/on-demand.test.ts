import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileFilter, parsePipeline } from '@fritz/mql';
import {
  type ActiveFilter,
  BatchScores,
  BatchWork,
  type BatchWrite,
  decodeBatch,
  EarlyScores,
  type KnownState,
  type Scorer,
  type ScoreTime,
} from '@fritz/pipeline';
import { simulateNight, ZtfAdapter, type ZtfAlert } from '@fritz/surveys';
import { logarithmModel, meanModel } from '@fritz/testing/tiny-onnx';
import { InferencePool, ModelScorer, type StoredModel, type WhenScored } from '../src/index.ts';

const adapter = new ZtfAdapter();
const night = [...simulateNight({ seed: 5, night: '20270301', alerts: 40, nights: 3 })];
const BASE = { version: '2', survey: 'ztf', file: 'tiny.onnx', output: 'score' };
/** Of the points before this one; without any it is ln 0, which is no score. */
const PAST = { name: 'past', value: { $size: '$prv_candidates' } };
const CUTOUTS = ['science', 'template', 'difference'];

function stored(id: number, fields: { name: string; when: WhenScored }, more: object): StoredModel {
  const manifest = { ...BASE, ...fields, ...more };
  const bytes = 'triplets' in manifest ? new Uint8Array() : logarithmModel();
  const { name, when } = fields;
  return { id, name, version: '2', manifestText: JSON.stringify(manifest), when, bytes };
}

/** `bright` of every alert, `past` of its history, and `mean` of its pictures. */
function models(when: WhenScored): StoredModel[] {
  const inputs = { triplets: { cutouts: CUTOUTS, size: 63, norm: 'image' } };
  const bright = { inputs: { features: { features: ['candidate.magpsf'] } } };
  return [
    stored(1, { name: 'bright', when: 'always' }, bright),
    stored(
      2,
      { name: 'past', when },
      { inputs: { features: { features: [PAST] } }, programs: [1] },
    ),
    { ...stored(3, { name: 'mean', when: 'always' }, { inputs }), bytes: meanModel(63) },
  ];
}

function filterOf(id: number, ...stages: object[]): ActiveFilter {
  const pipeline = parsePipeline(JSON.stringify(stages));
  const costly = [...adapter.lazyFields, 'classifications.past'];
  const compiled = compileFilter(pipeline, { computedOnly: true, costly });
  const ids = { filterId: id, versionId: 10 * id, audienceId: id, name: `filter ${id}` };
  return { ...ids, programIds: new Set([1, 2, 3]), compiled };
}

const FILTERS = [
  filterOf(1, { $match: { 'candidate.magpsf': { $lt: 19 }, 'classifications.past': { $gt: 1 } } }),
  filterOf(2, { $match: { 'candidate.drb': { $gt: 2 }, 'classifications.past': { $gt: 0 } } }),
  filterOf(
    3,
    { $match: { 'candidate.magpsf': { $lt: 17 } } },
    { $project: { all: '$classifications' } },
  ),
  filterOf(
    4,
    { $match: { 'classifications.bright': { $gt: 2.9 }, 'classifications.mean_version': '2' } },
    { $project: { n: { $size: '$prv_candidates' } } },
  ),
];

/** Runs a batch as the broker does and tells which scores were asked for. */
async function run(
  pool: InferencePool,
  when: WhenScored,
  filters: readonly ActiveFilter[],
  isEarly = false,
) {
  const active = models(when);
  const first = new ModelScorer({ active: async () => active, forget: () => {} }, pool);
  const times: [ScoreTime, string][] = [];
  const noting: Scorer = {
    models: () => first.models(),
    forget: () => first.forget(),
    score(requests, time = 'now') {
      for (const { model } of requests) times.push([time, model.name]);
      return first.score(requests, time);
    },
  };
  const packets = night.map(({ bytes }, i) => {
    return { bytes, origin: { kind: 'file', name: `${i}`, partition: 0, offset: 0n } } as const;
  });
  const decoded = await decodeBatch({ packets, progress: [] }, adapter);
  const early = isEarly ? EarlyScores.begin(decoded.alerts, { adapter, scorer: noting }) : null;
  const scorer = early ?? noting;
  const scores = await BatchScores.begin<ZtfAlert>(scorer, early);
  assert.ok(scores);
  const options = { adapter, filters, consumer: 'test', lookUpMs: 0, scores };
  const state: KnownState = { candids: new Set(), curves: new Map(), followed: new Set() };
  const work = new BatchWork(decoded, state, options);
  await work.begin();
  const asked: [bigint | undefined, string][] = [];
  for (;;) {
    const requests = work.requests();
    if (work.missing().length > 0) await work.supply(new Map(), 0);
    else if (requests.length > 0) {
      for (const { model, alert } of requests) asked.push([(alert as ZtfAlert).candid, model.name]);
      await work.score(await scorer.score(requests));
    } else return { write: work.write(), asked, times };
  }
}

function scoresOf({ alerts }: BatchWrite<ZtfAlert>) {
  // What an alert shares a batch with may tell in the last digit.
  return alerts.map(({ alert, scores }) => {
    return [alert.candid, scores?.scores.map((one) => one?.score?.toFixed(6) ?? one?.reason)];
  });
}

function candidsOf(asked: readonly [bigint | undefined, string][], model: string) {
  return asked.filter(([, name]) => name === model).map(([candid]) => candid);
}

function resultOf({ alerts, counts }: BatchWrite<ZtfAlert>) {
  return {
    passes: alerts.map(({ alert, passes }) => [alert.candid, passes]),
    counts: counts.map(({ elapsedUs: _elapsed, maxUs: _max, ...count }) => count),
  };
}

test('scores on demand give what scores made before give, and no more are made', async (t) => {
  const pool = new InferencePool(1);
  t.after(() => pool.close());
  const onDemand = await run(pool, 'asked', FILTERS);
  const before = await run(pool, 'always', FILTERS);
  assert.deepEqual(resultOf(onDemand.write), resultOf(before.write));
  const passed = onDemand.write.counts.map((count) => count.passed);
  assert.ok(passed[0] && passed[2] && passed[3] && !passed[1], passed.join());

  const reaches = new Set(
    onDemand.write.alerts
      .filter(({ alert }) => Number(alert.packet.candidate.magpsf) < 19)
      .map(({ alert }) => alert.candid),
  );
  assert.ok(reaches.size > 0 && reaches.size < night.length);
  assert.deepEqual(new Set(candidsOf(onDemand.asked, 'past')), reaches);
  assert.equal(candidsOf(onDemand.asked, 'past').length, reaches.size, 'each once');
  for (const model of ['bright', 'mean']) {
    assert.equal(candidsOf(onDemand.asked, model).length, night.length, 'every alert, once');
  }
  assert.equal(candidsOf(before.asked, 'past').length, night.length, 'every alert, by its history');
});

test('what nobody asked for is left open, and a score that cannot be has its reason', async (t) => {
  const pool = new InferencePool(1);
  t.after(() => pool.close());
  const { write, asked } = await run(pool, 'asked', FILTERS.slice(3));
  assert.deepEqual(candidsOf(asked, 'past'), []);
  for (const { scores } of write.alerts) {
    assert.deepEqual(
      scores?.models.map(({ name }) => name),
      ['bright', 'mean', 'past'],
    );
    assert.deepEqual(
      scores?.scores.map((one) => one && typeof one.score),
      ['number', 'number', null],
    );
  }
  const { write: all } = await run(pool, 'always', []);
  const alone = all.alerts.find(({ alert }) => alert.packet.candidate.ndethist === 1);
  const past = all.alerts.map(({ scores }) => scores?.scores[2]);
  assert.ok(alone && past.every((one) => one && (one.score !== null || one.reason)));
});

test('what needs nothing but the packet is scored ahead, each alert once, with the same result', async (t) => {
  const pool = new InferencePool(1);
  t.after(() => pool.close());
  const late = await run(pool, 'always', FILTERS);
  const early = await run(pool, 'always', FILTERS, true);
  assert.deepEqual(scoresOf(early.write), scoresOf(late.write));
  assert.deepEqual(resultOf(early.write), resultOf(late.write));
  const counted = Object.groupBy(early.times, ([time, name]) => `${name} ${time}`);
  assert.deepEqual(
    Object.fromEntries(Object.entries(counted).map(([key, all]) => [key, all?.length])),
    // Of the history one is made when that is known.
    { 'bright ahead': night.length, 'mean ahead': night.length, 'past now': night.length },
  );
});
