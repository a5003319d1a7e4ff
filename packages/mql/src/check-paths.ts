import { MqlError } from './errors.ts';
import type { Pipeline } from './parse-pipeline.ts';
import { findReadPlaces } from './reads.ts';
import { suggestName } from './suggest.ts';

/**
 * The fields that documents may have: true for a value or anything, an object for a document with
 * these fields or an array of such documents.
 */
export interface PathSchema {
  readonly [name: string]: true | PathSchema;
}

/** The first part of the path that the schema does not know, with a suggestion; null where all is. */
function findUnknown(path: string, schema: PathSchema): { hint: string | null } | null {
  const fields = path.split('.');
  let level: PathSchema = schema;
  for (const [depth, field] of fields.entries()) {
    const next = Object.hasOwn(level, field) ? level[field] : undefined;
    if (next === true) return null;
    if (next === undefined) {
      const before = fields
        .slice(0, depth)
        .map((part) => `${part}.`)
        .join('');
      const close = suggestName(field, Object.keys(level));
      return { hint: close?.replace(/^did you mean /, `did you mean ${before}`) ?? null };
    }
    level = next;
  }
  return null;
}

/**
 * What a pipeline reads that no document has, by the schema: such a path is not an error to
 * MongoDB, only always missing. One 'argument' error per path, at the stage that reads it first.
 */
export function checkPaths(pipeline: Pipeline, schema: PathSchema): MqlError[] {
  return findReadPlaces(pipeline.stages).flatMap(([path, at]) => {
    const unknown = findUnknown(path, schema);
    if (unknown === null) return [];
    return [new MqlError('argument', at, `alerts have no field '${path}'`, unknown.hint)];
  });
}
