import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import {
  BrokerDatabase,
  PgModelLibrary,
  pgTypes,
  type ScoringReport,
  withClient,
} from '@fritz/archive';
import { InferencePool, ModelScorer } from '@fritz/classifiers';
import type { Scorer } from '@fritz/pipeline';
import { ZtfAdapter } from '@fritz/surveys';
import { logarithmModel } from '@fritz/testing/tiny-onnx';
import { loadConfig } from '../src/config.ts';
import { openLog } from '../src/log.ts';
import { BrokerModels } from '../src/models/broker-models.ts';
import { DeferredScoring } from '../src/models/deferred-scoring.ts';
import { inferenceThreads } from '../src/models/inference-threads.ts';
import { type CliDatabase, cliDatabase } from './cli-database.ts';
import { runInside } from './run-inside.ts';

const IDLE_MS = 120;

let place: CliDatabase;
let broker: BrokerDatabase;
const adapter = new ZtfAdapter();
const pool = new InferencePool(1);
before(async () => {
  place = await cliDatabase();
  broker = new BrokerDatabase(place.database.broker);
  for (const name of ['dear', 'dearer']) await addModel(name);
  const packets = join(place.env.FRITZ_DATA ?? '', 'packets');
  await run(['simulate', '--out', packets, '--night', '20261012', '--alerts', '25', '--seed', '3']);
  await run(['ingest', packets]);
});
after(async () => {
  await pool.close();
  await broker?.close();
  await place?.drop();
});

async function run(args: readonly string[]): Promise<void> {
  const { code, stdout, stderr } = await runInside(args, place.env);
  assert.equal(code, 0, stdout + stderr);
}

async function addModel(name: string): Promise<void> {
  const folder = join(place.env.FRITZ_DATA ?? '', name);
  mkdirSync(folder, { recursive: true });
  const manifest = {
    ...{ name, version: '1', survey: 'ztf', file: 'tiny.onnx', output: 'score' },
    inputs: { features: { features: [{ name: 'x', value: '$candidate.magpsf' }] } },
  };
  writeFileSync(join(folder, 'model.json'), JSON.stringify(manifest));
  writeFileSync(join(folder, 'tiny.onnx'), logarithmModel());
  await run(['model', 'add', folder, '--when', 'asked']);
}

async function query<Row>(text: string): Promise<Row[]> {
  return withClient({ ...place.database.superuser, types: pgTypes }, async (client) => {
    return (await client.query<Row & Record<string, unknown>>(text)).rows;
  });
}

const scores = async () =>
  (await query<{ n: number }>('SELECT count(score)::int AS n FROM fritz.ztf_classifications'))[0]
    ?.n;

test('scores that nobody asked for are made while the stream pauses, every one of them', async () => {
  const candids = (
    await query<{ candid: bigint }>('SELECT candid FROM fritz.ztf_alerts ORDER BY 1')
  ).map(({ candid }) => candid);
  assert.deepEqual([candids.length, await scores()], [25, 0]);
  const inner = new ModelScorer(new PgModelLibrary(broker, 'ztf', 'deferred'), pool);
  const askedAt: number[] = [];
  let notedAt = 0;
  let isFirst = true;
  const scorer: Scorer = {
    models: () => inner.models(),
    forget: () => inner.forget(),
    async score(requests) {
      askedAt.push(performance.now());
      const made = await inner.score(requests);
      // The stream goes on while the first part is scored.
      if (isFirst) noteAll();
      isFirst = false;
      return made;
    },
  };
  const { promise: done, resolve } = Promise.withResolvers<ScoringReport>();
  const rounds: ScoringReport[] = [];
  const later = new DeferredScoring({
    ...{ database: broker, adapter, scorer, idleMs: IDLE_MS },
    log: openLog(place.env.FRITZ_DATA ?? '', 'broker', 'error'),
    onRound(report) {
      rounds.push(report);
      if (report.scored > 0) resolve(report);
    },
  });
  function noteAll(): void {
    for (const candid of candids) later.note(candid);
    notedAt = performance.now();
  }
  noteAll();
  const startedAt = notedAt;
  try {
    const { scored, failed } = await done;
    assert.deepEqual({ scored, failed }, { scored: 50, failed: 0 });
    const [first = 0, second = 0] = askedAt;
    assert.ok(first - startedAt >= IDLE_MS - 5, 'not before the stream had paused');
    assert.ok(second - notedAt >= IDLE_MS - 5, 'and it waits when the stream goes on');
    assert.equal(await scores(), 50);
  } finally {
    await later.close();
  }
  const left = await query(
    `SELECT FROM fritz.ztf_alerts a WHERE 2 <> (
       SELECT count(DISTINCT name) FROM fritz.ztf_classifications c
       WHERE c.candid = a.candid AND c.score IS NOT NULL)`,
  );
  assert.equal(left.length, 0);
});

test('a broker scores on as many threads as FRITZ_INFERENCE_THREADS says', async (t) => {
  let started = 0;
  const count = () => {
    started += 1;
  };
  process.on('worker', count);
  t.after(() => process.off('worker', count));
  for (const threads of [1, 3]) {
    started = 0;
    const config = loadConfig({ env: { ...place.env, FRITZ_INFERENCE_THREADS: `${threads}` } });
    const models = new BrokerModels(broker, adapter, {
      log: openLog(place.env.FRITZ_DATA ?? '', 'broker', 'error'),
      threads: config.inferenceThreads,
    });
    const [model] = await models.scorer.models();
    assert.ok(model);
    // More than these threads are given at once.
    const requests = Array.from({ length: 200 }, () => {
      const cutouts = { science: null, template: null, difference: null };
      return { model, alert: { cutouts }, features: Float32Array.of(Math.E) };
    });
    const made = await models.scorer.score(requests);
    await models.close();
    assert.ok(made.every(({ score }) => Math.abs((score ?? 0) - 1) < 1e-6));
    assert.equal(started, threads);
  }
  const { inferenceThreads: chosen } = loadConfig({ env: place.env });
  assert.equal(chosen, null);
  assert.ok(inferenceThreads(chosen) >= 1 && inferenceThreads(chosen) <= 4);
  for (const wrong of ['0', '65', '1.5', 'many']) {
    assert.throws(
      () => loadConfig({ env: { FRITZ_INFERENCE_THREADS: wrong } }),
      /FRITZ_INFERENCE_THREADS/,
    );
  }
});
