import { stringifyExact } from '@fritz/contract';
import {
  type CompiledFilter,
  compileFilter,
  type MqlDocument,
  MqlError,
  parsePipeline,
} from '@fritz/mql';
import { MissingScoreError } from '@fritz/pipeline';
import {
  costlyFields,
  type JointPrograms,
  MissingHistoryError,
  MissingJointError,
  readsJoint,
  type SurveyAdapter,
} from '@fritz/surveys';
import type { DocumentOf } from './past-documents.ts';

/** A filter version as the live stream runs it. */
export interface PastFilter {
  readonly compiled: CompiledFilter;
  /** The stream's programmes, of which the pipeline itself may name fewer. */
  readonly programIds: ReadonlySet<number>;
  /** Those of other surveys that it may read; null where it reads none of their light curves. */
  readonly joint: JointPrograms | null;
}

export interface PastFilterOptions {
  /** The output as the pipeline gives it; else, as the broker keeps it, what it computed. */
  readonly wholeOutput?: boolean;
  /** Programmes of other surveys that the group's streams give; by default whatever the viewer sees. */
  readonly joint?: JointPrograms;
}

/**
 * Compiles a filter as the broker does, for a stream that gives these programmes.
 *
 * @throws MqlError with the place of what cannot be accepted
 */
export function compilePastFilter(
  pipeline: string | readonly unknown[],
  streamPrograms: readonly number[],
  survey: Pick<SurveyAdapter, 'name' | 'lazyFields'>,
  { wholeOutput = false, joint = 'all' }: PastFilterOptions = {},
): PastFilter {
  const parsed = parsePipeline(pipeline);
  const allowed = parsed.upstream?.programIds ?? null;
  const compiled = compileFilter(parsed, {
    computedOnly: !wholeOutput,
    costly: costlyFields(survey),
  });
  warmUp(compiled);
  const text = typeof pipeline === 'string' ? pipeline : stringifyExact(pipeline);
  return {
    compiled,
    joint: readsJoint(survey.name, compiled.reads, text) ? joint : null,
    programIds: new Set(streamPrograms.filter((id) => allowed === null || allowed.includes(id))),
  };
}

/** A filter is compiled when it first runs: not at the expense of the first alert. */
function warmUp(compiled: CompiledFilter): void {
  try {
    compiled.run({});
  } catch (error) {
    if (!(error instanceof MqlError)) throw error;
  }
}

/** What a filter made of an alert. */
export type PastOutcome =
  /** The stream does not give it to the filter: it is of another programme. */
  | { readonly kind: 'unseen' }
  | { readonly kind: 'passed'; readonly output: MqlDocument }
  | { readonly kind: 'rejected' }
  | { readonly kind: 'failed'; readonly message: string };

const UNSEEN: PastOutcome = { kind: 'unseen' };
const REJECTED: PastOutcome = { kind: 'rejected' };

/** Runs a filter as the broker does: one that throws or overruns its budget fails on that alert. */
export function runPastFilter(
  { compiled, programIds, joint }: PastFilter,
  alert: { readonly programId: number },
  documentOf: DocumentOf,
): PastOutcome {
  if (!programIds.has(alert.programId)) return UNSEEN;
  try {
    const output = compiled.run(documentOf(programIds, joint));
    if (output === null) return REJECTED;
    // It may be the document itself, of which nobody has read the history yet.
    for (const name of Object.keys(output)) void output[name];
    return { kind: 'passed', output };
  } catch (error) {
    if (error instanceof MissingHistoryError || error instanceof MissingScoreError) throw error;
    if (error instanceof MissingJointError) throw error;
    return { kind: 'failed', message: error instanceof Error ? error.message : String(error) };
  }
}
