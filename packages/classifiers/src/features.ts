import { compileFilter, MqlError, parsePipeline } from '@fritz/mql';
import type { FeaturesInput, Manifest } from './manifest.ts';
import { ModelError } from './model-error.ts';

/** An alert lacks what a model must be given; `message` is what. */
export class FeatureError extends Error {
  override readonly name = 'FeatureError';
}

/** Computes the features of a model from the document that filters see. */
export interface FeatureMaker {
  /** The dotted paths that are read of documents; null for everything. */
  readonly reads: readonly string[] | null;
  /**
   * The features, input after input in the manifest's order.
   *
   * @throws FeatureError where one is no number; what reading the document throws
   */
  make(document: Record<string, unknown>): Float32Array;
}

/** The same for manifests whose features are the same: these are made by the same expressions. */
export function featuresKey({ inputs }: Manifest): string {
  const features = inputs.map((input) => (input.kind === 'features' ? input.features : []));
  return JSON.stringify(features.flat());
}

const NOTHING: FeatureMaker = { reads: [], make: () => new Float32Array(0) };

/** @throws ModelError where an expression is none of the filter language's */
export function compileFeatures(manifest: Manifest): FeatureMaker {
  const inputs = manifest.inputs.filter((input): input is FeaturesInput => {
    return input.kind === 'features';
  });
  const features = inputs.flatMap((input) => input.features);
  if (features.length === 0) return NOTHING;
  // Numbered: two inputs may have a feature of one name.
  const fields = features.map(({ value }, index) => [`f${index}`, value] as const);
  const filter = compile([{ $project: { _id: 0, ...Object.fromEntries(fields) } }], features);
  const { reads } = filter;
  if (reads?.some((path) => path.split('.')[0] === 'classifications')) {
    throw new ModelError(`${manifest.name} cannot be given other models' scores (classifications)`);
  }
  return {
    reads,
    make(document) {
      const made = runOn(filter, document);
      return Float32Array.from(features, ({ name }, index) => numberOf(made[`f${index}`], name));
    },
  };
}

function compile(
  pipeline: readonly unknown[],
  features: readonly { readonly name: string }[],
): ReturnType<typeof compileFilter> {
  try {
    return compileFilter(parsePipeline(JSON.stringify(pipeline)));
  } catch (error) {
    if (!(error instanceof MqlError)) throw error;
    const place = /\.f(\d+)/.exec(error.path)?.[1];
    const name = place === undefined ? 'a feature' : features[Number(place)]?.name;
    throw new ModelError(`${name} is no expression of the filter language: ${error.message}`, {
      cause: error,
    });
  }
}

function runOn(
  filter: ReturnType<typeof compileFilter>,
  document: Record<string, unknown>,
): Record<string, unknown> {
  try {
    return filter.run(document) ?? {};
  } catch (error) {
    if (!(error instanceof MqlError)) throw error;
    throw new FeatureError(`a feature cannot be computed: ${error.message}`, { cause: error });
  }
}

function numberOf(value: unknown, name: string): number {
  const number = typeof value === 'bigint' ? Number(value) : value;
  if (typeof number === 'number' && Number.isFinite(number)) return number;
  throw new FeatureError(
    `${name} is ${value === null || value === undefined ? 'missing' : 'no number'}`,
  );
}
