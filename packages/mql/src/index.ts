export { checkFields } from './check-fields.ts';
export { compareValues, isEqual } from './compare.ts';
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
export { decodeExtendedJson } from './extended-json.ts';
export type { FilterOptions, MqlDocument } from './filter-options.ts';
export { type Pipeline, type PipelineOptions, parsePipeline } from './parse-pipeline.ts';
export { parseText } from './parse-text.ts';
export { findPartsRead, type NamesRead, type PartsRead } from './parts-read.ts';
export {
  compileStream,
  type QueryStream,
  type StreamOptions,
} from './query-stream/compile-stream.ts';
export {
  type Doubles,
  doublesAt,
  writeExtendedJson,
} from './query-stream/write-extended-json.ts';
export { findReads } from './reads.ts';
export { FilterSet, type FilterSource } from './share/filter-set.ts';
export {
  type Expression,
  findLookups,
  type ProjectionNode,
  type Query,
  type SetStage,
  type SortKey,
  type Stage,
  type Test,
} from './tree.ts';
export { splitUpstream, type Upstream } from './upstream.ts';
export { checkTypes } from './value-types/check-types.ts';
export type { FieldType } from './value-types/schema.ts';
export type { TypeWarning } from './value-types/warning.ts';
export { MaxKey, MinKey, ObjectId, Regex } from './values.ts';
export { pathSchemaOf, VOCABULARY } from './vocabulary.ts';
