import { type CompiledFilter, compileFilter, type MqlDocument, parsePipeline } from '@fritz/mql';
import { MissingHistoryError } from '@fritz/surveys';
import type { DocumentOf } from './past-documents.ts';

/** A filter version as the live stream runs it. */
export interface PastFilter {
  readonly compiled: CompiledFilter;
  /** The stream's programmes, of which the pipeline itself may name fewer. */
  readonly programIds: ReadonlySet<number>;
}

/**
 * Compiles a filter as the broker does, for a stream that gives these programmes.
 *
 * @throws MqlError with the place of what cannot be accepted
 */
export function compilePastFilter(
  pipeline: string | readonly unknown[],
  streamPrograms: readonly number[],
  survey: { readonly lazyFields: readonly string[] },
): PastFilter {
  const parsed = parsePipeline(pipeline);
  const allowed = parsed.upstream?.programIds ?? null;
  return {
    compiled: compileFilter(parsed, { computedOnly: true, costly: survey.lazyFields }),
    programIds: new Set(streamPrograms.filter((id) => allowed === null || allowed.includes(id))),
  };
}

/** What a filter made of an alert. */
export type PastOutcome =
  | { readonly kind: 'passed'; readonly output: MqlDocument }
  | { readonly kind: 'rejected' }
  | { readonly kind: 'failed'; readonly message: string };

const REJECTED: PastOutcome = { kind: 'rejected' };

/** Runs a filter as the broker does: one that throws or overruns its budget fails on that alert. */
export function runPastFilter(
  { compiled, programIds }: PastFilter,
  documentOf: DocumentOf,
): PastOutcome {
  try {
    const output = compiled.run(documentOf(programIds));
    return output ? { kind: 'passed', output } : REJECTED;
  } catch (error) {
    if (error instanceof MissingHistoryError) throw error;
    return { kind: 'failed', message: error instanceof Error ? error.message : String(error) };
  }
}
