import { isEqual } from '../compare.ts';
import type { FilterOptions, MqlDocument } from '../filter-options.ts';
import type { Pipeline } from '../parse-pipeline.ts';
import { FilterSet } from '../share/filter-set.ts';
import { candidOf } from './candid.ts';
import { type FastVerdict, runFast } from './explain-one.ts';
import type { PassComparison } from './types.ts';

/** Runs two versions of a filter over the same documents, for the alerts that only one passes. */
export class PassComparer {
  private readonly before: FilterSet;
  private readonly after: FilterSet;
  private readonly counts = {
    documents: 0,
    passedBefore: 0,
    passedAfter: 0,
    failedBefore: 0,
    failedAfter: 0,
  };
  private readonly onlyBefore: bigint[] = [];
  private readonly onlyAfter: bigint[] = [];
  private readonly changed: bigint[] = [];

  constructor(before: Pipeline, after: Pipeline, options: FilterOptions = {}) {
    this.before = new FilterSet([{ pipeline: before, options }]);
    this.after = new FilterSet([{ pipeline: after, options }]);
  }

  /** @throws what the document throws when it is read */
  add(document: MqlDocument): void {
    const { counts } = this;
    const before = runFast(this.before, document);
    const after = runFast(this.after, document);
    counts.documents += 1;
    if (before.outcome === 'passed') counts.passedBefore += 1;
    if (before.outcome === 'failed') counts.failedBefore += 1;
    if (after.outcome === 'passed') counts.passedAfter += 1;
    if (after.outcome === 'failed') counts.failedAfter += 1;
    const candid = candidOf(document);
    if (candid !== null) this.listOf(before, after)?.push(candid);
  }

  private listOf(before: FastVerdict, after: FastVerdict): bigint[] | null {
    if (before.outcome !== 'passed') return after.outcome === 'passed' ? this.onlyAfter : null;
    if (after.outcome !== 'passed') return this.onlyBefore;
    return isEqual(before.output, after.output) ? null : this.changed;
  }

  result(): PassComparison {
    const { onlyBefore, onlyAfter, changed } = this;
    return {
      ...this.counts,
      onlyBefore: [...onlyBefore],
      onlyAfter: [...onlyAfter],
      changed: [...changed],
    };
  }
}

/** The alerts that one version of a filter passes and another does not. */
export function comparePasses(
  before: Pipeline,
  after: Pipeline,
  documents: Iterable<MqlDocument>,
  options: FilterOptions = {},
): PassComparison {
  const comparer = new PassComparer(before, after, options);
  for (const document of documents) comparer.add(document);
  return comparer.result();
}
