import { ModelError } from './model-error.ts';

/**
 * What Fritz uses of ONNX Runtime. It is an optional dependency: a machine for which there is no
 * build of it runs Fritz without scores.
 */
export interface OnnxRuntime {
  readonly InferenceSession: {
    create(bytes: Uint8Array, options: Readonly<Record<string, unknown>>): Promise<OnnxSession>;
  };
  readonly Tensor: new (type: 'float32', data: Float32Array, dims: readonly number[]) => OnnxTensor;
}

export interface OnnxTensor {
  readonly type: string;
  readonly data: unknown;
  readonly dims: readonly number[];
}

/** An input or output that a model names. */
export interface OnnxValue {
  readonly name: string;
  readonly isTensor: boolean;
  readonly type?: string;
  /** Numbers, or names of sizes that are left open. */
  readonly shape?: readonly (number | string)[];
}

export interface OnnxSession {
  readonly inputMetadata: readonly OnnxValue[];
  readonly outputMetadata: readonly OnnxValue[];
  run(
    feeds: Readonly<Record<string, OnnxTensor>>,
    fetches: readonly string[],
  ): Promise<Readonly<Record<string, OnnxTensor>>>;
  release(): Promise<void>;
}

/** @throws ModelError that says what to do where it is not installed */
export async function loadOnnxRuntime(): Promise<OnnxRuntime> {
  // Not a literal: the types must hold where it is not installed.
  const name = 'onnxruntime-node';
  try {
    const loaded: { readonly default: OnnxRuntime } = await import(name);
    return loaded.default;
  } catch (cause) {
    throw new ModelError(
      `ONNX Runtime does not load here, so there are no scores: run npm install, or use a ` +
        `machine that onnxruntime-node is built for (${reasonOf(cause)})`,
      { cause },
    );
  }
}

function reasonOf(error: unknown): string {
  const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  return line;
}
