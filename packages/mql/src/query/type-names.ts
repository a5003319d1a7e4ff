import { refuse } from '../errors.ts';
import { suggestName } from '../suggest.ts';

/** Aliases by BSON type number; null for types that no document here can hold. */
const TYPE_NUMBERS: ReadonlyMap<number, string> = new Map([
  [1, 'double'],
  [2, 'string'],
  [3, 'object'],
  [4, 'array'],
  [5, 'binData'],
  [6, 'undefined'],
  [7, 'objectId'],
  [8, 'bool'],
  [9, 'date'],
  [10, 'null'],
  [11, 'regex'],
  [12, 'dbPointer'],
  [13, 'javascript'],
  [14, 'symbol'],
  [15, 'javascriptWithScope'],
  [16, 'int'],
  [17, 'timestamp'],
  [18, 'long'],
  [19, 'decimal'],
  [-1, 'minKey'],
  [127, 'maxKey'],
]);

const ALIASES = new Set([...TYPE_NUMBERS.values(), 'number']);

function parseType(value: unknown, at: string): string {
  if (typeof value === 'string') {
    if (ALIASES.has(value)) return value;
    return refuse(at, `unknown type name '${value}'`, suggestName(value, ALIASES));
  }
  if (typeof value === 'number' || typeof value === 'bigint') {
    const name = TYPE_NUMBERS.get(Number(value));
    if (name !== undefined) return name;
  }
  return refuse(at, `${String(value)} is not a BSON type`);
}

/** The aliases that the argument of a query's `$type` names. */
export function parseTypes(argument: unknown, at: string): readonly string[] {
  const given: readonly unknown[] = Array.isArray(argument) ? argument : [argument];
  if (given.length === 0) refuse(at, '$type must match at least one type');
  return given.map((value) => parseType(value, at));
}
