import type { Manifest } from './manifest.ts';
import type { PackedStamps } from './packed-stamps.ts';
import type { RowScores } from './score-rows.ts';

/** A model as threads are given it. */
export interface ModelFile {
  /** Different for each version of each model. */
  readonly id: number;
  readonly manifest: Manifest;
  /** The ONNX file. */
  readonly bytes: Uint8Array;
}

/** Which of the alerts of a request one model is to score, with their features row by row. */
export interface TaskMessage {
  readonly modelId: number;
  readonly rows: Int32Array;
  readonly features: Float32Array;
}

export type ToThread =
  | { readonly type: 'load'; readonly id: number; readonly model: ModelFile }
  | {
      readonly type: 'score';
      readonly id: number;
      readonly stamps: PackedStamps;
      readonly tasks: readonly TaskMessage[];
    };

export type FromThread =
  /** `error` is null where the model is ready. */
  | { readonly type: 'loaded'; readonly id: number; readonly error: string | null }
  | { readonly type: 'scored'; readonly id: number; readonly results: readonly RowScores[] }
  | { readonly type: 'failed'; readonly id: number; readonly error: string };
