import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gunzipSync, gzipSync } from 'node:zlib';
import { readFitsStamp, writeFitsImage } from '@fritz/formats';
import { type SimulatedKind, simulateNight } from '@fritz/surveys';
import { compileFeatures, InferencePool, type ModelFile } from '../src/index.ts';
import type { Stamps } from '../src/packed-stamps.ts';
import { documentsOf, publishedModels, withoutModels } from './shared-models.ts';

const SPOILT: readonly SimulatedKind[] = ['bogus'];
const VARIABLE: readonly SimulatedKind[] = ['rr_lyrae', 'eclipsing', 'cepheid'];

/** What a score is expected to do: medians of those that claim to be something, and of others. */
const EXPECTED = [
  { model: 'braai', kinds: SPOILT, claims: [0, 0.2], others: [0.9, 1] },
  { model: 'acai_b', kinds: SPOILT, claims: [0.5, 1], others: [0, 0.1] },
  { model: 'acai_v', kinds: VARIABLE, claims: [0.8, 1], others: [0, 0.2] },
  { model: 'acai_o', kinds: ['asteroid'], claims: [0.8, 1], others: [0, 0.2] },
] as const;

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

function isWithin(value: number, [low, high]: readonly [number, number]): boolean {
  return value >= low && value <= high;
}

/** The same stamp with other pixels. */
function repaint(stamp: Uint8Array | null, paint: (index: number) => number): Uint8Array | null {
  if (stamp === null) return null;
  const { width, height } = readFitsStamp(stamp, (bytes) => gunzipSync(bytes));
  const pixels = Float32Array.from({ length: width * height }, (_, index) => paint(index));
  return gzipSync(writeFitsImage({ width, height, pixels }));
}

test('simulated packets score like what they claim to be', { skip: withoutModels }, async (t) => {
  const models = publishedModels();
  const pool = new InferencePool(1);
  t.after(() => pool.close());
  const night = [...simulateNight({ seed: 7, night: '20270301', alerts: 110 })];
  const alerts = documentsOf(night.map(({ bytes }) => bytes));

  const scoreAll = async (model: ModelFile, change: (stamps: Stamps) => Stamps) => {
    const features = compileFeatures(model.manifest);
    const answers = await pool.score(
      alerts.map(({ alert, document }) => {
        return { model, stamps: change(alert.cutouts), features: features.make(document) };
      }),
    );
    return answers.map(({ score }) => score ?? Number.NaN);
  };
  /** Of the expectations, those that the scores meet. */
  const meets = async (change: (stamps: Stamps) => Stamps) => {
    const met: string[] = [];
    for (const { model: name, kinds, claims, others } of EXPECTED) {
      const model = models.get(name);
      assert.ok(model);
      const scores = await scoreAll(model, change);
      const isClaimed = (index: number) => kinds.some((kind) => kind === night[index]?.kind);
      const ours = median(scores.filter((_, index) => isClaimed(index)));
      const theirs = median(scores.filter((_, index) => !isClaimed(index)));
      if (isWithin(ours, claims) && isWithin(theirs, others)) met.push(name);
    }
    return met;
  };

  await t.test('as they are', async () => {
    assert.deepEqual(
      await meets((stamps) => stamps),
      EXPECTED.map(({ model }) => model),
    );
  });
  await t.test('blank cutouts do not pass', async () => {
    const blank = (stamp: Uint8Array | null) => repaint(stamp, () => 0);
    const met = await meets(({ science, template, difference }) => {
      return { science: blank(science), template: blank(template), difference: blank(difference) };
    });
    assert.deepEqual(met, []);
  });
  await t.test('nor do flat ones', async () => {
    const flat = (stamp: Uint8Array | null) => repaint(stamp, () => 100);
    const met = await meets(({ science, template, difference }) => {
      return { science: flat(science), template: flat(template), difference: flat(difference) };
    });
    assert.ok(!met.includes('braai') && !met.includes('acai_b'), met.join());
  });
});
