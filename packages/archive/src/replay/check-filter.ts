import {
  checkPaths,
  type PathSchema,
  type Pipeline,
  parsePipeline,
  pathSchemaOf,
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
