import type { CutoutRows } from './cutout-rows.ts';
import type { Manifest } from './manifest.ts';
import { ModelError } from './model-error.ts';
import type { ModelSession } from './model-session.ts';

/**
 * How many alerts a model is given at once. What lies between the layers of these stays in a
 * processor's own memory: small models are a third faster than with 32, no model is slower.
 */
const BATCH_ROWS = 8;

/** What one model is to score of some alerts. */
export interface ModelTask {
  readonly session: ModelSession;
  readonly manifest: Manifest;
  /** Which of the alerts, by their place. */
  readonly rows: readonly number[];
  /** The features of these, row by row. */
  readonly features: Float32Array;
}

/** Either a score or why there is none. */
export interface RowScores {
  /** NaN where there is a reason. */
  readonly scores: Float32Array;
  readonly reasons: (string | null)[];
}

/** Scores alerts with one model, a batch at a time. What cannot be scored has a reason instead. */
export async function scoreRows(task: ModelTask, cutouts: CutoutRows): Promise<RowScores> {
  const { rows } = task;
  const scores = new Float32Array(rows.length).fill(Number.NaN);
  const reasons = new Array<string | null>(rows.length).fill(null);
  const usable: number[] = [];
  for (const [index, place] of rows.entries()) {
    const failure = pictureFailure(task.manifest, place, cutouts);
    if (failure === null) usable.push(index);
    else reasons[index] = failure;
  }
  for (let at = 0; at < usable.length; at += BATCH_ROWS) {
    const batch = usable.slice(at, at + BATCH_ROWS);
    try {
      const given = await task.session.run(inputsOf(task, batch, cutouts), batch.length);
      for (const [i, index] of batch.entries()) {
        const score = given[i] ?? Number.NaN;
        scores[index] = score;
        if (!Number.isFinite(score)) {
          scores[index] = Number.NaN;
          reasons[index] = `${task.manifest.name} gave ${score}, which is no score`;
        }
      }
    } catch (error) {
      if (!(error instanceof ModelError)) throw error;
      for (const index of batch) reasons[index] = error.message;
    }
  }
  return { scores, reasons };
}

function pictureFailure({ inputs }: Manifest, place: number, cutouts: CutoutRows): string | null {
  for (const input of inputs) {
    if (input.kind === 'features') continue;
    const failure = cutouts.failure(input, place);
    if (failure !== null) return failure;
  }
  return null;
}

function inputsOf(
  { manifest, rows, features }: ModelTask,
  batch: readonly number[],
  cutouts: CutoutRows,
): Map<string, Float32Array> {
  const values = new Map<string, Float32Array>();
  const perRow = features.length / Math.max(rows.length, 1);
  let offset = 0;
  for (const input of manifest.inputs) {
    if (input.kind === 'cutouts') {
      const places = batch.map((index) => rows[index] ?? -1);
      values.set(input.name, cutouts.rows(input, places));
      continue;
    }
    const width = input.features.length;
    const data = new Float32Array(batch.length * width);
    for (const [i, index] of batch.entries()) {
      const start = index * perRow + offset;
      data.set(features.subarray(start, start + width), i * width);
    }
    values.set(input.name, data);
    offset += width;
  }
  return values;
}
