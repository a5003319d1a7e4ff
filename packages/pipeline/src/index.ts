export { BatchScores } from './batch-scores.ts';
export { BatchWork } from './batch-work.ts';
export type { BatchMatches, CrossMatcher, MatchRequest, NewMatches } from './cross-matches.ts';
export { type DecodedBatch, decodeBatch } from './decode.ts';
export { EarlyScores } from './early-scores.ts';
export { prepareInTurns } from './filter-sets.ts';
export { type ActiveFilter, type FilterLibrary, FilterRun } from './filters.ts';
export type { JointReader } from './joint.ts';
export {
  FencedError,
  type OffsetStore,
  type Packet,
  type PacketBatch,
  type PacketOrigin,
  type PacketSource,
  type PartitionClaim,
  type PartitionProgress,
} from './ports.ts';
export { type PipelineOptions, runPipeline } from './run.ts';
export {
  type AlertScores,
  classificationsOf,
  MissingScoreError,
  type NamedScore,
  type Score,
  type ScoreRequest,
  type Scorer,
  type ScoreTime,
  type ScoringModel,
} from './scores.ts';
export { splitSource } from './split-source.ts';
export {
  type AlertStore,
  ArchiveUnavailableError,
  type BatchWrite,
  type CurveRange,
  type FilterCount,
  type FollowedPhotometry,
  type KnownState,
  type Pass,
  type ProcessedAlert,
  type QuarantinedPacket,
  RefusedBatchError,
  type StageTimes,
  StaleBatchError,
} from './store.ts';
export { Turns } from './turns.ts';
