import { type Context, spend } from '../context.ts';
import { readField } from '../read-path.ts';
import { isPlainObject } from '../values.ts';

/** Tests one value that a query's path leads to. */
export type ValueTest = (value: unknown, context: Context) => boolean;

/** A path of a query; `expandsLeaf` false where the test wants a whole array at its end. */
export interface QueryPath {
  readonly fields: readonly string[];
  readonly expandsLeaf: boolean;
  readonly test: ValueTest;
}

function matchLeaf(path: QueryPath, value: unknown, context: Context): boolean {
  if (path.expandsLeaf && Array.isArray(value)) {
    spend(context, value.length);
    for (const item of value) if (path.test(item, context)) return true;
  }
  return path.test(value, context);
}

const INDEX = /^(0|[1-9]\d*)$/;

/**
 * An array in the middle of a path: each element that is a document is followed down the rest of
 * the path, and a numeric part is an index as well. An array without such elements yields nothing,
 * not even "missing", which is why {"a.b": null} does not match {a: []}.
 */
function matchInArray(
  path: QueryPath,
  array: readonly unknown[],
  depth: number,
  context: Context,
): boolean {
  spend(context, array.length);
  for (const item of array) {
    if (isPlainObject(item) && matchFrom(path, item, depth, context)) return true;
  }
  const name = path.fields[depth] ?? '';
  if (!INDEX.test(name)) return false;
  const index = Number(name);
  if (index >= array.length) return false;
  const item = array[index];
  if (depth + 1 === path.fields.length) return path.test(item, context);
  if (Array.isArray(item)) return matchInArray(path, item, depth + 1, context);
  return isPlainObject(item) && matchFrom(path, item, depth + 1, context);
}

/** True where any value that the path leads to passes; `undefined` stands for missing. */
export function matchFrom(
  path: QueryPath,
  start: unknown,
  from: number,
  context: Context,
): boolean {
  let value = start;
  for (let depth = from; depth < path.fields.length; depth += 1) {
    if (Array.isArray(value)) return matchInArray(path, value, depth, context);
    if (!isPlainObject(value)) return path.test(undefined, context);
    value = readField(value, path.fields[depth] ?? '');
  }
  return matchLeaf(path, value, context);
}
