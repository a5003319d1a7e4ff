import type { Manifest } from './manifest.ts';
import type { RowScores, Stamps } from './score-rows.ts';

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

/** The stamps of some alerts in one piece of memory, which is handed over and not copied. */
export interface PackedStamps {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Six numbers an alert: start and end of each stamp; −1 for one that is not there. */
  readonly spans: Int32Array;
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

const KINDS = ['science', 'template', 'difference'] as const;

export function packStamps(alerts: readonly Stamps[]): PackedStamps {
  const spans = new Int32Array(alerts.length * 2 * KINDS.length).fill(-1);
  const stamps = alerts.flatMap((alert) => KINDS.map((kind) => alert[kind]));
  const size = stamps.reduce((sum, stamp) => sum + (stamp?.length ?? 0), 0);
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const [index, stamp] of stamps.entries()) {
    if (stamp === null) continue;
    bytes.set(stamp, at);
    spans[2 * index] = at;
    at += stamp.length;
    spans[2 * index + 1] = at;
  }
  return { bytes, spans };
}

export function unpackStamps({ bytes, spans }: PackedStamps): Stamps[] {
  const stampAt = (index: number) => {
    const start = spans[2 * index] ?? -1;
    return start < 0 ? null : bytes.subarray(start, spans[2 * index + 1]);
  };
  return Array.from({ length: spans.length / (2 * KINDS.length) }, (_, alert) => ({
    science: stampAt(alert * KINDS.length),
    template: stampAt(alert * KINDS.length + 1),
    difference: stampAt(alert * KINDS.length + 2),
  }));
}
