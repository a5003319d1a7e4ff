export { checkFields } from './check-fields.ts';
export { type Aggregation, compileAggregation } from './compile-aggregation.ts';
export {
  type CompiledFilter,
  compileFilter,
} from './compile-filter.ts';
export { DEFAULT_MAX_STEPS } from './context.ts';
export { MqlError } from './errors.ts';
export { explainOne } from './explain/explain-one.ts';
export { Funnel } from './explain/funnel.ts';
export type {
  ExplainedCondition,
  ExplainedError,
  ExplainedOperand,
  ExplainedStage,
  Explanation,
  FunnelCondition,
  FunnelFailure,
  FunnelResult,
  FunnelStage,
  JsonObject,
  JsonValue,
  Outcome,
  SeenValue,
} from './explain/types.ts';
export type { FilterOptions, MqlDocument } from './filter-options.ts';
export { type Pipeline, type PipelineOptions, parsePipeline } from './parse-pipeline.ts';
export { findPartsRead, type NamesRead, type PartsRead } from './parts-read.ts';
export { FilterSet, type FilterSource } from './share/filter-set.ts';
export { findLookups } from './tree.ts';
export { splitUpstream, type Upstream } from './upstream.ts';
export { checkTypes } from './value-types/check-types.ts';
export type { FieldType } from './value-types/schema.ts';
export type { TypeWarning } from './value-types/warning.ts';
export { MaxKey, MinKey, ObjectId, Regex } from './values.ts';
export { pathSchemaOf, VOCABULARY } from './vocabulary.ts';
