import {
  checkPaths,
  checkTypes,
  MqlError,
  type PathSchema,
  type Pipeline,
  parsePipeline,
  pathSchemaOf,
  type TypeWarning,
} from '@fritz/mql';
import type { DocumentSchema } from '@fritz/surveys';

const schemas = new WeakMap<DocumentSchema, PathSchema>();

/** A survey's document as the language's check of paths takes it. */
export function documentPaths(schema: DocumentSchema): PathSchema {
  let paths = schemas.get(schema);
  if (!paths) {
    paths = pathSchemaOf(schema.map(({ path }) => path));
    schemas.set(schema, paths);
  }
  return paths;
}

/**
 * Parses a filter and checks that the survey's documents have what it reads.
 *
 * @throws MqlError for the first thing that cannot be accepted, with its place and a hint
 */
export function checkFilter(
  pipeline: string | readonly unknown[],
  { documentSchema }: { readonly documentSchema: DocumentSchema },
): Pipeline {
  const parsed = parsePipeline(pipeline);
  const [unknown] = checkPaths(parsed, documentPaths(documentSchema));
  if (unknown) throw unknown;
  return parsed;
}

/** What is allowed in a saved filter and cannot be meant; of one that is not read any more nothing. */
export function warnOfTypes(
  pipeline: string,
  { documentSchema }: { readonly documentSchema: DocumentSchema },
): readonly TypeWarning[] {
  try {
    return checkTypes(parsePipeline(pipeline), documentSchema);
  } catch (error) {
    if (error instanceof MqlError) return [];
    throw error;
  }
}
