import { CutoutError, fillCutouts } from './cutout-tensor.ts';
import type { CutoutsInput, Manifest } from './manifest.ts';
import { ModelError } from './model-error.ts';
import { type ModelSession, rowShape } from './model-session.ts';

/**
 * How many alerts a model is given at once. What lies between the layers of these stays in a
 * processor's own memory: small models are a third faster than with 32, no model is slower.
 */
const BATCH_ROWS = 8;

/** The gzipped stamps of an alert by kind. */
export interface Stamps {
  readonly science: Uint8Array | null;
  readonly template: Uint8Array | null;
  readonly difference: Uint8Array | null;
}

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

/** Pictures that several models want alike are made once. */
export class CutoutRows {
  private readonly alerts: readonly Stamps[];
  private readonly made = new Map<string, (Float32Array | CutoutError)[]>();
  private readonly keys = new Map<CutoutsInput, string>();

  constructor(alerts: readonly Stamps[]) {
    this.alerts = alerts;
  }

  row(input: CutoutsInput, place: number): Float32Array | CutoutError {
    const key = this.keyOf(input);
    const rows = this.made.get(key) ?? [];
    this.made.set(key, rows);
    const made = rows[place] ?? this.make(input, place);
    rows[place] = made;
    return made;
  }

  private keyOf(input: CutoutsInput): string {
    let key = this.keys.get(input);
    if (key === undefined) {
      const { cutouts, sizePx, norm, padding } = input;
      key = JSON.stringify([cutouts, sizePx, norm, padding]);
      this.keys.set(input, key);
    }
    return key;
  }

  private make(input: CutoutsInput, place: number): Float32Array | CutoutError {
    const stamps = this.alerts[place];
    const row = new Float32Array(rowShape(input).reduce((product, size) => product * size, 1));
    try {
      fillCutouts(
        input,
        input.cutouts.map((kind) => stamps?.[kind] ?? null),
        row,
      );
      return row;
    } catch (error) {
      if (error instanceof CutoutError) return error;
      throw error;
    }
  }
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
    const row = cutouts.row(input, place);
    if (row instanceof CutoutError) return row.message;
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
    const width = rowShape(input).reduce((product, size) => product * size, 1);
    const data = new Float32Array(batch.length * width);
    for (const [i, index] of batch.entries()) {
      const start = index * perRow + offset;
      const row =
        input.kind === 'features'
          ? features.subarray(start, start + width)
          : cutouts.row(input, rows[index] ?? -1);
      // Those without a picture were sorted out before.
      if (row instanceof CutoutError) throw row;
      data.set(row, i * width);
    }
    values.set(input.name, data);
    if (input.kind === 'features') offset += width;
  }
  return values;
}
