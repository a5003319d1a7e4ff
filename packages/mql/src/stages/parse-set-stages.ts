import { refuse } from '../errors.ts';
import { readNamed } from '../expressions/define.ts';
import { decodeExtendedJson } from '../extended-json.ts';
import { parseFieldPath } from '../field-paths.ts';
import { isInteger } from '../numbers.ts';
import type { Frame } from '../parse-expression.ts';
import { parseSortKeys } from '../parse-sort-keys.ts';
import type { SetStage } from '../tree.ts';
import { isNumeric, isPlainObject } from '../values.ts';

export function parseSort(argument: unknown, _frame: Frame, at: string): SetStage {
  return { kind: 'sort', keys: parseSortKeys(argument, at), at };
}

/** A whole number of documents, at least `least`. */
function parseCount(given: unknown, least: number, at: string): number {
  const value = decodeExtendedJson(given);
  if (isNumeric(value) && isInteger(value) && value >= least) return Number(value);
  return refuse(at, `must be an integer of at least ${least}`);
}

export function parseLimit(argument: unknown, _frame: Frame, at: string): SetStage {
  return { kind: 'limit', count: parseCount(argument, 1, at), at };
}

export function parseSkip(argument: unknown, _frame: Frame, at: string): SetStage {
  return { kind: 'skip', count: parseCount(argument, 0, at), at };
}

export function parseSample(argument: unknown, _frame: Frame, at: string): SetStage {
  const { size } = readNamed(argument, { required: ['size'] }, at);
  return { kind: 'sample', count: parseCount(size, 1, `${at}.size`), at };
}

export function parseCountStage(argument: unknown, _frame: Frame, at: string): SetStage {
  if (typeof argument !== 'string' || argument === '' || argument === '_id') {
    return refuse(at, '$count takes the name of its output field, which must not be empty or _id');
  }
  const [name = '', ...rest] = parseFieldPath(argument, at);
  if (rest.length > 0) refuse(at, "$count's field must not hold a '.'");
  return { kind: 'count', name, at };
}

/** `"$path"` or `{path, includeArrayIndex, preserveNullAndEmptyArrays}`. */
export function parseUnwind(argument: unknown, _frame: Frame, at: string): SetStage {
  const keys = {
    required: ['path'],
    optional: ['includeArrayIndex', 'preserveNullAndEmptyArrays'],
  };
  const given = isPlainObject(argument) ? readNamed(argument, keys, at) : { path: argument };
  const { path, includeArrayIndex, preserveNullAndEmptyArrays = false } = given;
  if (typeof path !== 'string' || !path.startsWith('$') || path.startsWith('$$')) {
    return refuse(at, "$unwind's path must be a field path that starts with '$'");
  }
  if (typeof preserveNullAndEmptyArrays !== 'boolean') {
    return refuse(at, "'preserveNullAndEmptyArrays' must be true or false");
  }
  if (includeArrayIndex !== undefined && typeof includeArrayIndex !== 'string') {
    return refuse(at, "'includeArrayIndex' must be a field name");
  }
  return {
    kind: 'unwind',
    fields: parseFieldPath(path.slice(1), at),
    index: includeArrayIndex === undefined ? null : parseFieldPath(includeArrayIndex, at),
    keepsEmpty: preserveNullAndEmptyArrays,
    at,
  };
}
