import type { CutoutsInput, FeaturesInput, Manifest } from './manifest.ts';
import { ModelError } from './model-error.ts';
import type { OnnxRuntime, OnnxSession, OnnxTensor, OnnxValue } from './onnx-runtime.ts';

/** The values of one input for some alerts, row by row. */
export type InputValues = ReadonlyMap<string, Float32Array>;

/** A model that is loaded. Its thread is its own, so ONNX Runtime is given no others. */
export class ModelSession {
  private readonly runtime: OnnxRuntime;
  private readonly session: OnnxSession;
  private readonly manifest: Manifest;

  private constructor(runtime: OnnxRuntime, session: OnnxSession, manifest: Manifest) {
    this.runtime = runtime;
    this.session = session;
    this.manifest = manifest;
  }

  /** @throws ModelError where the file is no model, or not the one that the manifest tells of */
  static async load(
    runtime: OnnxRuntime,
    manifest: Manifest,
    bytes: Uint8Array,
  ): Promise<ModelSession> {
    let session: OnnxSession;
    try {
      session = await runtime.InferenceSession.create(bytes, {
        executionProviders: ['cpu'],
        intraOpNumThreads: 1,
        interOpNumThreads: 1,
        logSeverityLevel: 4,
      });
    } catch (cause) {
      throw new ModelError(`${manifest.file} does not load: ${lineOf(cause)}`, { cause });
    }
    checkInputs(manifest, session.inputMetadata);
    checkOutput(manifest, session.outputMetadata);
    return new ModelSession(runtime, session, manifest);
  }

  /**
   * One number per row.
   *
   * @throws ModelError where the model fails or gives other than one float per row
   */
  async run(values: InputValues, rows: number): Promise<Float32Array> {
    const { inputs, output, name } = this.manifest;
    const feeds: Record<string, OnnxTensor> = {};
    for (const input of inputs) {
      const data = values.get(input.name) ?? new Float32Array(0);
      feeds[input.name] = new this.runtime.Tensor('float32', data, [rows, ...rowShape(input)]);
    }
    let given: OnnxTensor | undefined;
    try {
      given = (await this.session.run(feeds, [output]))[output];
    } catch (cause) {
      throw new ModelError(`${name} failed: ${lineOf(cause)}`, { cause });
    }
    if (!(given?.data instanceof Float32Array) || given.data.length !== rows) {
      throw new ModelError(
        `${name}: ${output} has the shape ${given?.dims.join(' × ')} for ${rows} alerts, ` +
          'where one number each is wanted',
      );
    }
    return given.data;
  }

  async release(): Promise<void> {
    await this.session.release();
  }
}

/** The shape of one row of an input. */
export function rowShape(input: CutoutsInput | FeaturesInput): readonly number[] {
  return input.kind === 'features'
    ? [input.features.length]
    : [input.sizePx, input.sizePx, input.cutouts.length];
}

function checkInputs({ inputs, file }: Manifest, found: readonly OnnxValue[]): void {
  const names = (values: readonly { readonly name: string }[]) =>
    values
      .map(({ name }) => name)
      .sort()
      .join(', ');
  if (names(inputs) !== names(found)) {
    throw new ModelError(
      `${file} takes the inputs ${names(found)}, the manifest gives ${names(inputs)}`,
    );
  }
  for (const input of inputs) {
    const value = found.find(({ name }) => name === input.name);
    const [batch, ...rest] = value?.shape ?? [];
    const wanted = rowShape(input);
    const isOpen = typeof batch === 'string' || (typeof batch === 'number' && batch < 1);
    const isSame =
      rest.length === wanted.length &&
      rest.every((size, i) => typeof size === 'string' || size < 1 || size === wanted[i]);
    if (value?.type !== 'float32' || !isOpen || !isSame) {
      throw new ModelError(
        `${file} wants ${input.name} as ${value?.type} ${value?.shape?.join(' × ')}, ` +
          `the manifest gives float32 N × ${wanted.join(' × ')}`,
      );
    }
  }
}

function checkOutput({ output, file }: Manifest, found: readonly OnnxValue[]): void {
  const value = found.find(({ name }) => name === output);
  if (value === undefined) {
    const names = found.map(({ name }) => name).join(', ');
    throw new ModelError(`${file} has no output ${output}; it has ${names}`);
  }
  if (value.type !== 'float32') {
    throw new ModelError(`${file} gives ${output} as ${value.type}, where float32 is wanted`);
  }
}

/** The first line of what ONNX Runtime says, which may be long. */
function lineOf(error: unknown): string {
  const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  return line.slice(0, 200);
}
