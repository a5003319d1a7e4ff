import type { CompiledFilter, FilterSet } from '@fritz/mql';
import {
  type Alert,
  type JointPrograms,
  MissingHistoryError,
  MissingJointError,
} from '@fritz/surveys';
import { type Prepared, preparedFor } from './filter-sets.ts';
import { MissingScoreError } from './scores.ts';
import type { FilterCount, Pass } from './store.ts';

/** The active version of a group's filter, compiled. */
export interface ActiveFilter {
  readonly filterId: number;
  readonly versionId: number;
  readonly name: string;
  /** The group's audience. */
  readonly audienceId: number;
  /** The programmes that the filter's stream gives its group. */
  readonly programIds: ReadonlySet<number>;
  /** Those of other surveys that it may read; absent where it reads none of their light curves. */
  readonly joint?: JointPrograms | null;
  readonly compiled: CompiledFilter;
  /** Of what passes, what is to be saved at once; absent: there is no pipeline of its own for that. */
  readonly autosave?: CompiledFilter;
  /** Of what is saved at once, what facilities are to be asked for; absent: nothing. */
  readonly followup?: CompiledFilter;
}

/** The filters in force. */
export interface FilterLibrary {
  /** The same array as long as nothing changed. */
  active(): Promise<readonly ActiveFilter[]>;
  /** Makes the next `active` look again, for what it told is out of date. */
  forget(): void;
}

/** With other surveys' histories where these programmes of theirs are given. */
type DocumentOf = (
  programIds: ReadonlySet<number>,
  joint: JointPrograms | null,
) => Record<string, unknown>;

/** What became of an alert: the filters it passed, and those that could not be finished yet. */
export interface Evaluation {
  readonly passes: readonly Pass[];
  readonly waiting: readonly Waiting[];
}

/** A filter that reached for history or a score which is not at hand; it counts nothing so far. */
export interface Waiting {
  /** Of the filter. */
  readonly index: number;
  /** From which candid on the history is needed; null where it is not that. */
  readonly since: bigint | null;
  /** The model whose score is needed; null where it is not that. */
  readonly score: string | null;
  /** Whether it reads other surveys' light curves, which nobody has looked up yet. */
  readonly joint: boolean;
}

/**
 * Runs all active filters over the alerts of one batch and counts what came of it. What several
 * filters compute of an alert is computed once; its time counts for the one that came to it first,
 * but for the simple conditions of all of them, which `begin` tries: that is no filter's time.
 */
export class FilterRun {
  readonly counts: readonly FilterCount[];
  private readonly filters: readonly ActiveFilter[];
  private readonly prepared: Prepared;

  constructor(filters: readonly ActiveFilter[]) {
    this.filters = filters;
    this.prepared = preparedFor(filters);
    this.counts = filters.map(({ versionId, filterId, name }) => ({
      versionId,
      filterId,
      name,
      evaluated: 0,
      passed: 0,
      rejected: 0,
      failed: 0,
      elapsedUs: 0,
      maxUs: 0,
      steps: 0,
      maxSteps: 0,
      failure: null,
      failureCandid: null,
      failureProgramId: null,
    }));
  }

  /**
   * @param documentOf the alert's document for a set of programmes
   * @param chosen indices of the filters to run; all
   */
  evaluate(alert: Alert, documentOf: DocumentOf, chosen?: readonly number[]): Evaluation {
    const passed: Passed[] = [];
    const waiting: Waiting[] = [];
    const ofAudience = chosen && Map.groupBy(chosen, (index) => this.prepared.places[index]?.[0]);
    for (const [
      audience,
      { programIds, joint, set, members },
    ] of this.prepared.audiences.entries()) {
      const wanted = ofAudience ? (ofAudience.get(audience) ?? []) : members;
      if (wanted.length === 0 || !programIds.has(alert.programId)) continue;
      const document = documentOf(programIds, joint);
      set.begin(document);
      let start = performance.now();
      for (const index of wanted) {
        const output = this.run(set, index, alert, document);
        const now = performance.now();
        const elapsedUs = (now - start) * 1000;
        start = now;
        const isWaiting = isMissing(output);
        if (isWaiting) waiting.push({ index, ...lackOf(output) });
        else if (output) passed.push({ index, ...output });
        // A filter that waits begins again: its steps count then, as they would without waiting.
        this.note(index, isWaiting ? 0 : set.steps, elapsedUs);
      }
    }
    return { passes: this.passesOf(passed), waiting };
  }

  /** What an alert passed, in the order of the filters. */
  inOrder(passes: readonly Pass[]): Pass[] {
    return passes.toSorted((a, b) => this.placeOf(a) - this.placeOf(b));
  }

  private placeOf({ versionId }: Pass): number {
    return this.counts.findIndex((count) => count.versionId === versionId);
  }

  /** A filter that throws or overruns its budget fails alone: the stream goes on. */
  private run(
    set: FilterSet,
    index: number,
    alert: Alert,
    document: Record<string, unknown>,
  ): Output | null | Missing {
    const count = this.counts[index];
    const [, place = -1] = this.prepared.places[index] ?? [];
    if (!count) return null;
    let result: Output | null = null;
    try {
      const output = set.run(place);
      if (output) {
        const saving = this.wouldSave(index, alert, document);
        // Begun again, when that is there, it passes again.
        if (isMissing(saving)) return saving;
        const asking = saving === false ? null : this.wouldAsk(index, alert, document);
        if (isMissing(asking)) return asking;
        result = {
          output,
          ...(saving === null ? {} : { autosaves: saving }),
          ...(asking === null ? {} : { followup: asking }),
        };
        count.passed += 1;
      } else count.rejected += 1;
    } catch (error) {
      if (isMissing(error)) return error;
      count.failed += 1;
      this.noteFailure(index, alert, error);
    }
    count.evaluated += 1;
    return result;
  }

  /** Whether what passed is to be saved at once. A pipeline that fails there saves nothing. */
  private wouldSave(
    index: number,
    alert: Alert,
    document: Record<string, unknown>,
  ): boolean | null | Missing {
    const pipeline = this.filters[index]?.autosave;
    if (!pipeline) return null;
    try {
      return pipeline.run(document) !== null;
    } catch (error) {
      if (isMissing(error)) return error;
      this.noteFailure(index, alert, error, 'autosave: ');
      return false;
    }
  }

  /** What facilities are to be asked for of what passed. A pipeline that fails there asks for nothing. */
  private wouldAsk(
    index: number,
    alert: Alert,
    document: Record<string, unknown>,
  ): Record<string, unknown> | null | Missing {
    const pipeline = this.filters[index]?.followup;
    if (!pipeline) return null;
    try {
      return pipeline.run(document);
    } catch (error) {
      if (isMissing(error)) return error;
      this.noteFailure(index, alert, error, 'auto_followup: ');
      return null;
    }
  }

  private noteFailure(index: number, alert: Alert, error: unknown, prefix = ''): void {
    const count = this.counts[index];
    if (!count || count.failure !== null) return;
    count.failure = `${prefix}${error instanceof Error ? error.message : String(error)}`;
    count.failureCandid = alert.candid;
    count.failureProgramId = alert.programId;
  }

  private note(index: number, steps: number, elapsedUs: number): void {
    const count = this.counts[index];
    if (!count) return;
    count.elapsedUs += elapsedUs;
    count.steps += steps;
    if (elapsedUs > count.maxUs) count.maxUs = elapsedUs;
    if (steps > count.maxSteps) count.maxSteps = steps;
  }

  /** In the order of the filters, whatever their rights. */
  private passesOf(passed: Passed[]): Pass[] {
    return passed
      .sort((a, b) => a.index - b.index)
      .flatMap(({ index, ...output }) => {
        const filter = this.filters[index];
        return filter ? [{ ...identityOf(filter), ...output }] : [];
      });
  }
}

function identityOf({ filterId, versionId, audienceId }: ActiveFilter): Omit<Pass, keyof Output> {
  return { filterId, versionId, audienceId };
}

/** What a filter made of an alert that passed it. */
interface Output {
  readonly output: Record<string, unknown>;
  readonly autosaves?: boolean;
  readonly followup?: Record<string, unknown>;
}

interface Passed extends Output {
  readonly index: number;
}

type Missing = MissingHistoryError | MissingJointError | MissingScoreError;

function isMissing(value: unknown): value is Missing {
  return (
    value instanceof MissingHistoryError ||
    value instanceof MissingJointError ||
    value instanceof MissingScoreError
  );
}

function lackOf(missing: Missing): Omit<Waiting, 'index'> {
  return {
    since: missing instanceof MissingHistoryError ? missing.since : null,
    score: missing instanceof MissingScoreError ? missing.model : null,
    joint: missing instanceof MissingJointError,
  };
}
