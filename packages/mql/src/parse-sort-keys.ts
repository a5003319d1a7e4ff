import { joinPath, MqlError, refuse } from './errors.ts';
import { decodeExtendedJson, isIntegralDouble } from './extended-json.ts';
import { parseFieldPath } from './field-paths.ts';
import type { SortKey } from './tree.ts';
import { isNumeric, isPlainObject } from './values.ts';

const MAX_KEYS = 32;

function parseDirection(given: unknown, at: string): 1 | -1 {
  const value = decodeExtendedJson(given);
  if (isPlainObject(value) && Object.hasOwn(value, '$meta')) {
    throw new MqlError('unsupported', at, '$meta is not supported', 'there is no text search');
  }
  if (isNumeric(value) && Number(value) === 1) return 1;
  if (isNumeric(value) && Number(value) === -1) return -1;
  return refuse(at, 'a sort order is 1 (ascending) or -1 (descending)');
}

/** `{a: 1, "b.c": -1}`: the keys of an order, the most important first. */
export function parseSortKeys(argument: unknown, at: string): readonly SortKey[] {
  if (!isPlainObject(argument)) return refuse(at, 'the sort keys must be an object');
  const names = Object.keys(argument);
  if (names.length === 0) refuse(at, 'at least one sort key is needed');
  if (names.length > MAX_KEYS) refuse(at, `at most ${MAX_KEYS} sort keys are allowed`);
  return names.map((name) => {
    const place = joinPath(at, name);
    return {
      fields: parseFieldPath(name, place),
      direction: parseDirection(argument[name], place),
    };
  });
}

/** A sort order of array elements: 1 or −1 for the elements themselves, or keys. */
export function parseElementOrder(argument: unknown, at: string): readonly SortKey[] {
  if (isPlainObject(argument) && !isIntegralDouble(argument)) return parseSortKeys(argument, at);
  return [{ fields: [], direction: parseDirection(argument, at) }];
}
