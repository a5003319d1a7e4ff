import { isEqual } from '../compare.ts';
import type { PlainObject } from '../values.ts';
import type { ExplainedStage } from './types.ts';

/** Which top-level fields a stage added, changed and took out of a document. */
export function compareFields(
  before: PlainObject | undefined,
  after: PlainObject | undefined,
): ExplainedStage['fields'] {
  if (before === undefined || after === undefined) return { added: [], changed: [], removed: [] };
  const has = (document: PlainObject, name: string) => document[name] !== undefined;
  const names = Object.keys(after).filter((name) => has(after, name));
  return {
    added: names.filter((name) => !has(before, name)),
    changed: names.filter((name) => has(before, name) && !isSame(before[name], after[name])),
    removed: Object.keys(before).filter((name) => has(before, name) && !has(after, name)),
  };
}

/** Lists and documents are mostly passed on as they are; made anew, they count as changed. */
function isSame(before: unknown, after: unknown): boolean {
  if (before === after) return true;
  const isScalar = typeof before !== 'object' || typeof after !== 'object';
  return isScalar && isEqual(before, after);
}
