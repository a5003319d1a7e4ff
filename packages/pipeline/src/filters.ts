import type { CompiledFilter } from '@fritz/mql';
import { type Alert, MissingHistoryError } from '@fritz/surveys';
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
  readonly compiled: CompiledFilter;
}

/** The filters in force. */
export interface FilterLibrary {
  /** The same array as long as nothing changed. */
  active(): Promise<readonly ActiveFilter[]>;
  /** Makes the next `active` look again, for what it told is out of date. */
  forget(): void;
}

type DocumentOf = (programIds: ReadonlySet<number>) => Record<string, unknown>;

/** What became of an alert: the filters it passed, and those that could not be finished yet. */
export interface Evaluation {
  readonly passes: readonly Pass[];
  readonly waiting: readonly Waiting[];
}

/** A filter that reached for history which is not at hand; it counts nothing so far. */
export interface Waiting {
  /** Of the filter. */
  readonly index: number;
  /** From which candid on the history is needed. */
  readonly since: bigint;
}

/** Runs all active filters over the alerts of one batch and counts what came of it. */
export class FilterRun {
  readonly counts: readonly FilterCount[];
  private readonly filters: readonly ActiveFilter[];
  private readonly all: readonly number[];

  constructor(filters: readonly ActiveFilter[]) {
    this.filters = filters;
    this.all = filters.map((_filter, index) => index);
    this.counts = filters.map(({ versionId, filterId, name }) => ({
      versionId,
      filterId,
      name,
      evaluated: 0,
      passed: 0,
      rejected: 0,
      failed: 0,
      elapsedUs: 0,
      failure: null,
      failureCandid: null,
    }));
  }

  /**
   * @param documentOf the alert's document for a set of programmes
   * @param chosen indices of the filters to run; all
   */
  evaluate(alert: Alert, documentOf: DocumentOf, chosen = this.all): Evaluation {
    const documents = new Map<string, Record<string, unknown>>();
    const passes: Pass[] = [];
    const waiting: Waiting[] = [];
    for (const index of chosen) {
      const filter = this.filters[index];
      const count = this.counts[index];
      if (!filter || !count || !filter.programIds.has(alert.programId)) continue;
      const rights = [...filter.programIds].join();
      let document = documents.get(rights);
      if (!document) {
        document = documentOf(filter.programIds);
        documents.set(rights, document);
      }
      const output = runCounted(filter, document, alert.candid, count);
      if (output instanceof MissingHistoryError) waiting.push({ index, since: output.since });
      else if (output) passes.push({ ...identityOf(filter), output });
    }
    return { passes, waiting };
  }
}

function identityOf({ filterId, versionId, audienceId }: ActiveFilter): Omit<Pass, 'output'> {
  return { filterId, versionId, audienceId };
}

type Output = Record<string, unknown> | null;

/** A filter that throws or overruns its budget fails alone: the stream goes on. */
function runCounted(
  filter: ActiveFilter,
  document: Record<string, unknown>,
  candid: bigint,
  count: FilterCount,
): Output | MissingHistoryError {
  const start = performance.now();
  let output: Output = null;
  try {
    output = filter.compiled.run(document);
    if (output) count.passed += 1;
    else count.rejected += 1;
  } catch (error) {
    if (error instanceof MissingHistoryError) return error;
    count.failed += 1;
    count.failure ??= error instanceof Error ? error.message : String(error);
    count.failureCandid ??= candid;
  } finally {
    count.elapsedUs += (performance.now() - start) * 1000;
  }
  count.evaluated += 1;
  return output;
}
