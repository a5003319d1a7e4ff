import type { Alert, JointLook, NewPoints, PacketErrorCode, PhotometryPoint } from '@fritz/surveys';
import type { BatchMatches } from './cross-matches.ts';
import type { Packet, PartitionProgress } from './ports.ts';
import type { AlertScores } from './scores.ts';

/** What the archive knows of a batch's alerts and objects before it is processed. */
export interface KnownState {
  /** Those of the candids that are stored. */
  readonly candids: ReadonlySet<bigint>;
  /** The stored light-curve bundles in reach of the batch, of each object that has any. */
  readonly curves: ReadonlyMap<string, Uint8Array>;
  /** Objects whose photometry the marshal keeps: they passed a filter or were saved. */
  readonly followed: ReadonlySet<string>;
}

/** An alert that passed a filter. */
export interface Pass {
  readonly filterId: number;
  readonly versionId: number;
  /** The filter's group. */
  readonly audienceId: number;
  readonly output: Readonly<Record<string, unknown>>;
  /** Whether it also passed the pipeline of what is to be saved at once; absent where there is none. */
  readonly autosaves?: boolean;
  /** What the pipeline said of what facilities are to be asked for; absent: nothing is. */
  readonly followup?: Readonly<Record<string, unknown>>;
}

export interface ProcessedAlert<A extends Alert = Alert> {
  readonly alert: A;
  readonly points: readonly NewPoints[];
  readonly passes: readonly Pass[];
  /** Absent where there is no model. */
  readonly scores?: AlertScores;
  /** What filters saw of other surveys; absent where none came to read it. */
  readonly joint?: JointLook;
}

/** Points for the marshal: all of a newly followed object, the new or bettered ones of another. */
export interface FollowedPhotometry {
  readonly objectId: string;
  readonly isNew: boolean;
  /** What was known when the points were made: how many alerts from which candid on. */
  readonly known: { readonly since: bigint; readonly alerts: number };
  readonly points: readonly PhotometryPoint[];
}

/** What one version of a filter made of a batch; evaluated = passed + rejected + failed. */
export interface FilterCount {
  readonly versionId: number;
  readonly filterId: number;
  readonly name: string;
  evaluated: number;
  passed: number;
  rejected: number;
  /** Evaluations that threw or overran their budget. */
  failed: number;
  elapsedUs: number;
  /** Of the longest evaluation. */
  maxUs: number;
  /** Array elements and comparisons that evaluations went through. */
  steps: number;
  maxSteps: number;
  failure: string | null;
  /** Of the alert of the first failure, and its programme. */
  failureCandid: bigint | null;
  failureProgramId: number | null;
}

export interface QuarantinedPacket {
  readonly packet: Packet;
  readonly code: PacketErrorCode;
  readonly reason: string;
}

/** Milliseconds that a batch spent in each stage. */
export type StageTimes = Record<'decode' | 'look_up' | 'history' | 'filter' | 'store', number>;

/** Everything that one batch changes, stored in one transaction or not at all. */
export interface BatchWrite<A extends Alert = Alert> {
  readonly consumer: string;
  readonly packets: number;
  readonly known: number;
  readonly alerts: readonly ProcessedAlert<A>[];
  readonly photometry: readonly FollowedPhotometry[];
  /** Absent where nobody matches. */
  readonly matches?: BatchMatches;
  readonly counts: readonly FilterCount[];
  readonly quarantined: readonly QuarantinedPacket[];
  readonly progress: readonly PartitionProgress[];
  readonly stageMs: StageTimes;
}

/** A part of an object's stored light curve: the bundles of alerts `since` ≤ candid < `before`. */
export interface CurveRange {
  readonly objectId: string;
  readonly since: bigint;
  /** Null for no end. */
  readonly before: bigint | null;
}

export interface AlertStore<A extends Alert = Alert> {
  /** What is known of these alerts, and of each object the end of its light curve. */
  lookUp(candids: readonly bigint[], ends: readonly CurveRange[]): Promise<KnownState>;
  /** The bundles in these ranges, by object. */
  lookUpCurves(ranges: readonly CurveRange[]): Promise<ReadonlyMap<string, Uint8Array>>;
  /**
   * @throws FencedError when another consumer owns a partition of the batch
   * @throws StaleBatchError when an alert, or a filter version, changed under the batch
   * @throws RefusedBatchError when the archive cannot take a value of the batch
   */
  commit(write: BatchWrite<A>): Promise<void>;
  /** Whether the archive would take these alerts; stores nothing. */
  wouldTake(write: BatchWrite<A>): Promise<boolean>;
}

/** The world moved while a batch was processed: look up again and redo it. Nothing was stored. */
export class StaleBatchError extends Error {
  override readonly name = 'StaleBatchError';
}

/** The archive cannot be reached or cannot write now; whether the batch was stored is unknown. */
export class ArchiveUnavailableError extends Error {
  override readonly name = 'ArchiveUnavailableError';
}

/** The archive cannot take a value of the batch, and will not at the next try. Nothing was stored. */
export class RefusedBatchError extends Error {
  override readonly name = 'RefusedBatchError';
}
