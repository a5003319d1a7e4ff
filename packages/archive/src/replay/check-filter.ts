import {
  checkFields,
  checkTypes,
  MqlError,
  type Pipeline,
  parsePipeline,
  type TypeWarning,
} from '@fritz/mql';
import type { DocumentSchema } from '@fritz/surveys';

/** What the documents have: of a survey's adapter, or of an archive, see `loadFilterSchema`. */
export interface CheckedAgainst {
  readonly documentSchema: DocumentSchema;
}

/**
 * Parses a filter and checks that the documents have what it reads.
 *
 * @throws MqlError for the first thing that cannot be accepted, with its place and a hint
 */
export function checkFilter(
  pipeline: string | readonly unknown[],
  { documentSchema }: CheckedAgainst,
): Pipeline {
  const parsed = parsePipeline(pipeline);
  const [unknown] = checkFields(parsed, documentSchema);
  if (unknown) throw unknown;
  return parsed;
}

/** What is allowed in a saved filter and cannot be meant; of one that is not read any more nothing. */
export function warnOfTypes(
  pipeline: string,
  { documentSchema }: CheckedAgainst,
): readonly TypeWarning[] {
  try {
    return checkTypes(parsePipeline(pipeline), documentSchema);
  } catch (error) {
    if (error instanceof MqlError) return [];
    throw error;
  }
}
