import { compareValues } from './compare.ts';
import { type Context, spend } from './context.ts';
import { fail } from './errors.ts';
import { readField } from './read-path.ts';
import type { SortKey } from './tree.ts';
import { isPlainObject } from './values.ts';

/** Where the walk down one key's path stands. */
interface Cursor {
  readonly value: unknown;
  /** How many parts of the path are behind. */
  readonly depth: number;
  /** The path from the last array on is done: an array here is a value, not a list of keys. */
  readonly isDone: boolean;
}

const INDEX = /^\d+$/;

/** Walks down until the path ends or an array is met. */
function advance(cursor: Cursor, fields: readonly string[]): Cursor {
  let { value, depth } = cursor;
  while (depth < fields.length) {
    const name = fields[depth] ?? '';
    if (Array.isArray(value)) {
      if (!INDEX.test(name)) break;
      value = value[Number(name)];
    } else {
      value = isPlainObject(value) ? readField(value, name) : undefined;
    }
    depth += 1;
  }
  return { value, depth, isDone: cursor.isDone };
}

/**
 * All keys of a value: arrays on the way give one key per element, all paths that lead into the
 * same array together; an empty array gives undefined, which sorts below the null of a missing one.
 */
function keysOf(
  cursors: readonly Cursor[],
  keys: readonly SortKey[],
  at: string,
  context: Context,
): unknown[][] {
  const here = cursors.map((cursor, index) => advance(cursor, keys[index]?.fields ?? []));
  const opened = here.findIndex(({ value, isDone }) => Array.isArray(value) && !isDone);
  const array = here[opened]?.value;
  if (!Array.isArray(array)) {
    return [here.map(({ value, isDone }) => (value === undefined && !isDone ? null : value))];
  }
  const prefix = pathTo(here, keys, opened);
  const inArray = here.map(
    ({ value, isDone }, index) =>
      Array.isArray(value) && !isDone && pathTo(here, keys, index) === prefix,
  );
  if (here.some(({ value, isDone }, index) => Array.isArray(value) && !isDone && !inArray[index])) {
    fail(at, 'cannot sort by two arrays at once');
  }
  spend(context, array.length + 1);
  const items: readonly unknown[] = array.length === 0 ? [undefined] : array;
  return items.flatMap((item) => {
    const inside = here.map((cursor, index) => {
      if (!inArray[index]) return cursor;
      const isEnd = cursor.depth === (keys[index]?.fields.length ?? 0);
      if (isEnd) return { ...cursor, value: item, isDone: true };
      // What is no document has no fields, and an array within an array is not gone into.
      return { ...cursor, value: Array.isArray(item) ? undefined : item };
    });
    return keysOf(inside, keys, at, context);
  });
}

function pathTo(cursors: readonly Cursor[], keys: readonly SortKey[], index: number): string {
  return (keys[index]?.fields ?? []).slice(0, cursors[index]?.depth ?? 0).join('.');
}

function compareKeys(a: readonly unknown[], b: readonly unknown[], keys: readonly SortKey[]) {
  for (let index = 0; index < keys.length; index += 1) {
    const order = compareValues(a[index], b[index]);
    if (order !== 0) return order * (keys[index]?.direction ?? 1);
  }
  return 0;
}

/** The key that a value sorts by: of several the one that comes first in this very order. */
export function sortKeyOf(
  value: unknown,
  keys: readonly SortKey[],
  at: string,
  context: Context,
): readonly unknown[] {
  const start = keys.map(() => ({ value, depth: 0, isDone: false }));
  const all = keysOf(start, keys, at, context);
  return all.reduce((best, key) => (compareKeys(key, best, keys) < 0 ? key : best));
}

/** Sorts by keys; stable, so that equal ones stay in their order. */
export function sortBy<T>(
  values: readonly T[],
  keys: readonly SortKey[],
  at: string,
  context: Context,
): T[] {
  spend(context, values.length * Math.ceil(Math.log2(values.length + 2)));
  return values
    .map((value) => ({ value, key: sortKeyOf(value, keys, at, context) }))
    .sort((a, b) => compareKeys(a.key, b.key, keys))
    .map(({ value }) => value);
}
