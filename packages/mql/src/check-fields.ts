import { checkLookups } from './check-lookups.ts';
import { findUnknownReads } from './check-paths.ts';
import { MqlError } from './errors.ts';
import type { Pipeline } from './parse-pipeline.ts';
import type { FieldType } from './value-types/schema.ts';
import { pathSchemaOf } from './vocabulary.ts';

/**
 * What a pipeline reads that no document of these fields has: to MongoDB such a path is not an error,
 * only always missing. One 'argument' error per path, at the stage that reads it first, and one for
 * each look-up of what alerts are not matched with.
 */
export function checkFields({ stages }: Pipeline, fields: readonly FieldType[]): MqlError[] {
  const unknown = findUnknownReads(stages, pathSchemaOf(fields.map(({ path }) => path)));
  return [
    ...unknown.map(({ path, place, hint }) => {
      return new MqlError('argument', place, `alerts have no field '${path}'`, hint);
    }),
    ...checkLookups(stages, fields),
  ];
}
