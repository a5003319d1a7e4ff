import { checkPaths, type PathSchema, type Pipeline, parsePipeline } from '@fritz/mql';
import type { DocumentSchema } from '@fritz/surveys';

type Fields = { [name: string]: true | Fields };

const schemas = new WeakMap<DocumentSchema, PathSchema>();

/** A survey's document as the language's check of paths takes it. */
export function documentPaths(schema: DocumentSchema): PathSchema {
  let paths = schemas.get(schema);
  if (!paths) {
    paths = makePaths(schema);
    schemas.set(schema, paths);
  }
  return paths;
}

function makePaths(schema: DocumentSchema): PathSchema {
  const root: Fields = {};
  for (const { path } of schema) {
    const parts = path.split('.');
    const last = parts.pop() ?? '';
    let level = root;
    for (const part of parts) {
      const next = level[part];
      const child: Fields = next === undefined || next === true ? {} : next;
      level[part] = child;
      level = child;
    }
    level[last] ??= true;
  }
  return root;
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
