// Models in a thread of their own: unpacking stamps and inference take milliseconds an alert.
import { parentPort } from 'node:worker_threads';
import { CutoutRows, type RowMemory } from './cutout-rows.ts';
import type { FromThread, ToThread } from './inference-messages.ts';
import type { Manifest } from './manifest.ts';
import { ModelSession } from './model-session.ts';
import { loadOnnxRuntime } from './onnx-runtime.ts';
import { type RowScores, scoreRows } from './score-rows.ts';

if (parentPort === null) throw new Error('inference.worker.ts runs as a worker');
const port = parentPort;
const models = new Map<number, { session: ModelSession; manifest: Manifest }>();
const memory: RowMemory = new Map();

/** One message after another: models share the thread's processor. */
let last = Promise.resolve();
port.on('message', (message: ToThread) => {
  last = last.then(async () => port.postMessage(await answer(message)));
});

async function answer(message: ToThread): Promise<FromThread> {
  const { id } = message;
  try {
    if (message.type === 'score') return { type: 'scored', id, results: await score(message) };
    await load(message);
    return { type: 'loaded', id, error: null };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return message.type === 'load'
      ? { type: 'loaded', id, error: reason }
      : { type: 'failed', id, error: reason };
  }
}

async function load({ model }: Extract<ToThread, { type: 'load' }>): Promise<void> {
  const { id, manifest, bytes } = model;
  const session = await ModelSession.load(await loadOnnxRuntime(), manifest, bytes);
  models.set(id, { session, manifest });
}

async function score(message: Extract<ToThread, { type: 'score' }>): Promise<RowScores[]> {
  const cutouts = new CutoutRows(message.stamps, memory);
  const results: RowScores[] = [];
  for (const { modelId, rows, features } of message.tasks) {
    const model = models.get(modelId);
    if (model === undefined) throw new Error(`no model ${modelId} is loaded`);
    results.push(await scoreRows({ ...model, rows: [...rows], features }, cutouts));
  }
  return results;
}
