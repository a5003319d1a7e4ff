import assert from 'node:assert/strict';
import { test } from 'node:test';
import { simulateNight } from '@fritz/surveys';
import { logarithmModel, meanModel } from '@fritz/testing/tiny-onnx';
import {
  compileFeatures,
  InferencePool,
  type ModelFile,
  parseManifest,
  type Question,
} from '../src/index.ts';
import { documentsOf } from './shared-models.ts';

const BASE = { version: '1', survey: 'ztf', file: 'tiny.onnx', output: 'score' };
const MAGNITUDE = { features: { features: ['candidate.magpsf'] } };
const alerts = documentsOf(
  [...simulateNight({ seed: 3, night: '20270301', alerts: 40 })].map(({ bytes }) => bytes),
);

function modelOf(id: number, fields: object, bytes: Uint8Array): ModelFile {
  const manifest = parseManifest(JSON.stringify({ ...BASE, ...fields }), 'model.json');
  return { id, manifest, bytes };
}

function ask(model: ModelFile, index: number): Question {
  const one = alerts[index];
  assert.ok(one);
  const features = compileFeatures(model.manifest).make(one.document);
  return { model, stamps: one.alert.cutouts, features };
}

const plain = modelOf(1, { name: 'plain', inputs: MAGNITUDE }, logarithmModel());
const below = { features: [{ name: 'below', value: { $subtract: [0, '$candidate.magpsf'] } }] };
const broken = modelOf(2, { name: 'broken', inputs: { features: below } }, logarithmModel());
const triplets = {
  triplets: { cutouts: ['science', 'template', 'difference'], size: 63, norm: 'image' },
};
const mean = modelOf(3, { name: 'mean', inputs: triplets }, meanModel(63));

test('models score in batches, each alert by itself', async (t) => {
  const pool = new InferencePool(2);
  t.after(() => pool.close());
  const questions = alerts.flatMap((_, index) => [ask(plain, index), ask(mean, index)]);
  const answers = await pool.score(questions);
  for (const [index, { alert }] of alerts.entries()) {
    const expected = Math.log(Number(alert.packet.candidate.magpsf));
    assert.ok(Math.abs((answers[2 * index]?.score ?? 0) - expected) < 1e-5);
    assert.equal(typeof answers[2 * index + 1]?.score, 'number');
  }
  const [alone] = await pool.score([ask(mean, 7)]);
  const off = (alone?.score ?? Number.NaN) - (answers[15]?.score ?? Number.NaN);
  assert.ok(Math.abs(off) < 1e-7);
});

test('what gives no number has a reason, and spoils nothing beside it', async (t) => {
  const pool = new InferencePool(1);
  t.after(() => pool.close());
  const one = ask(mean, 0);
  const questions = [
    ask(broken, 0),
    ask(plain, 0),
    { ...one, stamps: { ...one.stamps, template: null } },
    { ...one, stamps: { ...one.stamps, science: new Uint8Array([31, 139, 8, 0, 1]) } },
    one,
  ];
  const answers = await pool.score(questions);
  assert.deepEqual(
    answers.map(({ score, reason }) => (score === null ? reason : 'scored')),
    [
      'broken gave NaN, which is no score',
      'scored',
      'there is no template cutout',
      'the science cutout cannot be read: the gzipped image cannot be decompressed',
      'scored',
    ],
  );
});

test('a model that cannot be used is told in one line', async (t) => {
  const pool = new InferencePool(1);
  t.after(() => pool.close());
  const wrong: [ModelFile, RegExp][] = [
    [modelOf(11, { name: 'a', inputs: MAGNITUDE }, new Uint8Array(99)), /^tiny.onnx does not load/],
    [
      modelOf(12, { name: 'b', inputs: triplets }, logarithmModel()),
      /^tiny.onnx takes the inputs features, the manifest gives triplets$/,
    ],
    [
      modelOf(13, { name: 'c', inputs: triplets }, meanModel(31)),
      /wants triplets as float32 N × 31 × 31 × 3, the manifest gives float32 N × 63 × 63 × 3$/,
    ],
    [
      modelOf(14, { name: 'd', inputs: MAGNITUDE, output: 'p' }, logarithmModel()),
      /^tiny.onnx has no output p; it has score$/,
    ],
  ];
  for (const [model, message] of wrong) {
    await assert.rejects(pool.check(model), { name: 'ModelError', message });
    const [answer] = await pool.score([ask(model, 0)]);
    assert.match(answer?.reason ?? '', message);
  }
  await pool.check(plain);
});

test('a manifest’s mistakes are told with their place', () => {
  const good = { ...BASE, name: 'good', inputs: MAGNITUDE };
  const wrong: [object | string, RegExp][] = [
    ['{', /^model.json is not JSON/],
    [{ ...good, name: 'Good' }, /name must be small letters/],
    [{ ...good, inptus: 1 }, /there is no field inptus/],
    [{ ...good, when: 'later' }, /when must be one of always, asked/],
    [{ ...good, inputs: {} }, /inputs is empty/],
    [{ ...good, inputs: { x: { features: [3] } } }, /inputs.x.features.0 must be an object/],
    [{ ...good, inputs: { x: { cutouts: ['science'], size: 0 } } }, /inputs.x.size must be/],
  ];
  for (const [value, message] of wrong) {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    assert.throws(() => parseManifest(text, 'model.json'), { name: 'ModelError', message });
  }
  const features = (value: unknown) =>
    modelOf(0, { name: 'x', inputs: { f: { features: [{ name: 'one', value }] } } }, plain.bytes);
  assert.throws(() => compileFeatures(features({ $foo: 1 }).manifest), /^ModelError: one is no/);
  assert.throws(
    () => compileFeatures(features('$classifications.braai').manifest),
    /cannot be given other models' scores/,
  );
  const missing = compileFeatures(features('$candidate.nothing').manifest);
  assert.throws(() => missing.make({ candidate: {} }), { message: 'one is missing' });
});

test('what is waited for overtakes what is made ahead of its time; closed, nothing waits', async () => {
  const pool = new InferencePool(1);
  const questions = alerts.map((_, index) => ask(plain, index));
  const done: string[] = [];
  const asked = (['ahead', 'ahead', 'ahead', 'now'] as const).map(async (when) => {
    const answers = await pool.score(questions, when);
    done.push(when);
    return answers;
  });
  const answers = await Promise.all(asked);
  // The thread had two messages, which are the first answer, before the last was asked for.
  assert.deepEqual(done, ['ahead', 'now', 'ahead', 'ahead']);
  assert.deepEqual(answers[3], answers[0]);
  assert.ok(answers[3]?.every(({ score }) => score !== null));

  const waiting = Promise.all([pool.score(questions), pool.score(questions, 'ahead')]);
  await pool.close();
  for (const answer of (await waiting).flat())
    assert.equal(answer.reason, 'the models were closed');
});
