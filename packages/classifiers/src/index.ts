export { CutoutError, fillCutouts } from './cutout-tensor.ts';
export { compileFeatures, FeatureError, type FeatureMaker } from './features.ts';
export type { ModelFile } from './inference-messages.ts';
export { type Answer, InferencePool, type Question } from './inference-pool.ts';
export {
  type CutoutsInput,
  type Feature,
  type FeaturesInput,
  type Manifest,
  type Normalisation,
  parseManifest,
  type WhenScored,
} from './manifest.ts';
export { ModelError } from './model-error.ts';
export { type FoundModel, listPresets, readModel } from './model-folder.ts';
export { type ModelLibrary, ModelScorer, type StoredModel } from './model-scorer.ts';
export { loadOnnxRuntime } from './onnx-runtime.ts';
export { OptionalScorer } from './optional-scorer.ts';
