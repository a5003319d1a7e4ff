import { findReadPlaces } from './reads.ts';
import { suggestName } from './suggest.ts';
import type { Stage } from './tree.ts';

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
      const known = Object.keys(level);
      const close = suggestName(field, known);
      const hint = close?.replace(/^did you mean /, `did you mean ${before}`);
      return { hint: hint ?? (depth === 1 ? describeKnown(fields[0], known) : null) };
    }
    level = next;
  }
  return null;
}

/** What there is instead, where that is what somebody added to this broker. */
function describeKnown(part: string | undefined, known: readonly string[]): string | null {
  if (part === 'cross_matches') return `alerts are matched with ${known.join(', ')}`;
  if (part !== 'classifications') return null;
  const isVersion = (name: string) => known.some((other) => name === `${other}_version`);
  return `alerts have the scores ${known.filter((name) => !isVersion(name)).join(', ')}`;
}

/** A path that no document has, the stage that reads it first, and what was meant. */
interface UnknownRead {
  readonly path: string;
  readonly place: string;
  readonly hint: string | null;
}

/** What stages read that no document has, by the schema. */
export function findUnknownReads(
  stages: readonly Stage[],
  schema: PathSchema,
): readonly UnknownRead[] {
  return findReadPlaces(stages).flatMap(([path, place]) => {
    const unknown = findUnknown(path, schema);
    return unknown === null ? [] : [{ path, place, ...unknown }];
  });
}
