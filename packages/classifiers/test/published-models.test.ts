import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileFeatures, InferencePool, type ModelFile } from '../src/index.ts';
import { ModelSession } from '../src/model-session.ts';
import { loadOnnxRuntime } from '../src/onnx-runtime.ts';
import {
  type AlertWithDocument,
  documentsOf,
  publishedModels,
  readShared,
  realPackets,
  withoutModels,
} from './shared-models.ts';

/** The names of the published files, as the expected scores call them. */
function publishedName({ manifest: { file } }: ModelFile): string {
  return file.replace('.onnx', '');
}

async function scoreAll(
  pool: InferencePool,
  model: ModelFile,
  alerts: readonly AlertWithDocument[],
) {
  const features = compileFeatures(model.manifest);
  return pool.score(
    alerts.map(({ alert, document }) => {
      return { model, stamps: alert.cutouts, features: features.make(document) };
    }),
  );
}

test('the published scores', { skip: withoutModels }, async (t) => {
  const models = publishedModels();
  const expected: {
    models: Record<string, { features: number[][] | null; score: number[] }>;
  } = JSON.parse(readShared('ml/expected_scores.json').toString('utf8'));
  const bytes = readShared('ml/triplets_20x63x63x3.f32');
  const triplets = new Float32Array(new Uint8Array(bytes).buffer);
  const runtime = await loadOnnxRuntime();
  for (const model of models.values()) {
    const wanted = expected.models[publishedName(model)];
    if (!wanted) continue;
    await t.test(`${model.manifest.name} to 1e-6`, async () => {
      const session = await ModelSession.load(runtime, model.manifest, model.bytes);
      const features = Float32Array.from(wanted.features?.flat() ?? []);
      const given = await session.run(
        new Map([
          ['triplets', triplets],
          ['features', features],
        ]),
        wanted.score.length,
      );
      for (const [i, score] of wanted.score.entries()) {
        assert.ok(Math.abs(score - (given[i] ?? Number.NaN)) < 1e-6, `row ${i}`);
      }
      await session.release();
    });
  }
});

test('the real packets, from their bytes on', { skip: withoutModels }, async (t) => {
  const models = publishedModels();
  const pool = new InferencePool(1);
  t.after(() => pool.close());
  const alerts = documentsOf(realPackets());
  const lines = readShared('ml/ztf_alert_scores.txt').toString('utf8').split('\n');
  const wanted = new Map(
    lines
      .map((line) => line.trim().split(/\s+/))
      .filter(([, candid]) => /^\d+$/.test(candid ?? ''))
      .map(([, candid, ...pairs]) => [
        BigInt(candid ?? ''),
        new Map(pairs.map((pair) => [pair.split('=')[0], Number(pair.split('=')[1])])),
      ]),
  );
  assert.equal(wanted.size, 36);
  for (const name of ['braai', 'acai_h', 'acai_v', 'acai_o', 'acai_n', 'acai_b', 'bts']) {
    await t.test(`${name} to 1e-4`, async () => {
      const model = models.get(name);
      assert.ok(model);
      const answers = await scoreAll(pool, model, alerts);
      for (const [i, { alert }] of alerts.entries()) {
        const score = wanted.get(alert.candid)?.get(name) ?? Number.NaN;
        const off = Math.abs(score - (answers[i]?.score ?? Number.NaN));
        assert.ok(off < 1e-4, `${alert.candid}: ${answers[i]?.score} instead of ${score}`);
      }
    });
  }

  await t.test('the survey’s own drb to 1e-3 comes out of braai d6_m7', async () => {
    const model = models.get('drb');
    assert.ok(model);
    const answers = await scoreAll(pool, model, alerts);
    const close = alerts.filter(({ alert }, i) => {
      const drb = Number(alert.packet.candidate.drb);
      return Math.abs(drb - (answers[i]?.score ?? Number.NaN)) < 1e-3;
    });
    assert.ok(close.length >= 34, `${close.length} of 36`);
  });
});
