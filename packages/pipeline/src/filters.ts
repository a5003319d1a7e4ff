import type { CompiledFilter } from '@fritz/mql';
import type { Alert } from '@fritz/surveys';
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

/** Runs all active filters over the alerts of one batch and counts what came of it. */
export class FilterRun {
  readonly counts: readonly FilterCount[];
  private readonly filters: readonly ActiveFilter[];

  constructor(filters: readonly ActiveFilter[]) {
    this.filters = filters;
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

  /** @param documentOf the alert's document for a set of programmes */
  evaluate(alert: Alert, documentOf: DocumentOf): Pass[] {
    const documents = new Map<string, Record<string, unknown>>();
    const passes: Pass[] = [];
    this.filters.forEach((filter, index) => {
      const count = this.counts[index];
      if (!count || !filter.programIds.has(alert.programId)) return;
      const rights = [...filter.programIds].join();
      let document = documents.get(rights);
      if (!document) {
        document = documentOf(filter.programIds);
        documents.set(rights, document);
      }
      const output = runCounted(filter, document, alert.candid, count);
      if (output) passes.push({ ...identityOf(filter), output });
    });
    return passes;
  }
}

function identityOf({ filterId, versionId, audienceId }: ActiveFilter): Omit<Pass, 'output'> {
  return { filterId, versionId, audienceId };
}

/** A filter that throws or overruns its budget fails alone: the stream goes on. */
function runCounted(
  filter: ActiveFilter,
  document: Record<string, unknown>,
  candid: bigint,
  count: FilterCount,
): Record<string, unknown> | null {
  const start = performance.now();
  count.evaluated += 1;
  try {
    const output = filter.compiled.run(document);
    if (output) count.passed += 1;
    else count.rejected += 1;
    return output;
  } catch (error) {
    count.failed += 1;
    count.failure ??= error instanceof Error ? error.message : String(error);
    count.failureCandid ??= candid;
    return null;
  } finally {
    count.elapsedUs += (performance.now() - start) * 1000;
  }
}
