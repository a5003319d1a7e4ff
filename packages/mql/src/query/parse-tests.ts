import { joinPath, refuse } from '../errors.ts';
import { isInteger } from '../numbers.ts';
import type { Frame } from '../parse-expression.ts';
import type { BitTest, Query, Test } from '../tree.ts';
import { isNumeric, isPlainObject, Regex } from '../values.ts';
import { parseTypes } from './type-names.ts';

export interface Place {
  readonly frame: Frame;
  readonly at: string;
}

export type FieldOperator = (argument: unknown, fields: readonly string[], place: Place) => Query;

export function fieldQuery(fields: readonly string[], test: Test, at: string): Query {
  return { kind: 'field', fields, test, at };
}

export function not(part: Query): Query {
  return { kind: 'not', part };
}

function comparison(operator: '$eq' | '$gt' | '$gte' | '$lt' | '$lte'): FieldOperator {
  return (argument, fields, { at }) => {
    if (argument instanceof Regex && operator !== '$eq') {
      refuse(at, `${operator} cannot take a regex`);
    }
    return fieldQuery(fields, { kind: 'compare', operator, value: argument }, at);
  };
}

/** A value that is equal, or matches where it is a regex. */
export function parseValue(value: unknown, fields: readonly string[], place: Place): Query {
  if (!(value instanceof Regex))
    return fieldQuery(fields, { kind: 'compare', operator: '$eq', value }, place.at);
  return regexQuery(fields, value, place);
}

/** Checked here already, so that a bad one is refused when the filter is saved. */
export function regexQuery(
  fields: readonly string[],
  { pattern, options }: Regex,
  { frame, at }: Place,
): Query {
  frame.regexes.check(pattern, options, at);
  return fieldQuery(fields, { kind: 'regex', pattern, options, at }, at);
}

/** `{$regex, $options}`, which belong together. */
export function parseRegexOperators(
  { $regex, $options }: Readonly<Record<string, unknown>>,
  fields: readonly string[],
  { frame, at }: Place,
): Query {
  const place = { frame, at: joinPath(at, '$regex') };
  if ($options !== undefined && typeof $options !== 'string') {
    refuse(joinPath(at, '$options'), '$options must be a string');
  }
  if ($regex === undefined) refuse(joinPath(at, '$options'), '$options needs a $regex');
  if (typeof $regex === 'string') {
    return regexQuery(fields, new Regex($regex, $options ?? ''), place);
  }
  if (!($regex instanceof Regex)) return refuse(place.at, '$regex needs a string or a regex');
  if ($options !== undefined && $regex.options !== '') {
    refuse(place.at, 'the options stand in the regex and in $options');
  }
  return regexQuery(fields, new Regex($regex.pattern, $options ?? $regex.options), place);
}

const parseIn: FieldOperator = (argument, fields, { frame, at }) => {
  if (!Array.isArray(argument)) return refuse(at, '$in and $nin need an array');
  for (const [index, value] of argument.entries()) {
    if (value instanceof Regex) {
      frame.regexes.check(value.pattern, value.options, joinPath(at, index));
    }
    if (isPlainObject(value) && Object.keys(value)[0]?.startsWith('$')) {
      refuse(joinPath(at, index), 'cannot nest an operator within $in');
    }
  }
  return fieldQuery(fields, { kind: 'in', values: argument, at }, at);
};

const parseExists: FieldOperator = (argument, fields, { at }) => {
  const exists = fieldQuery(fields, { kind: 'exists' }, at);
  const isWanted = argument !== false && argument !== 0 && argument !== 0n && argument !== null;
  return isWanted ? exists : not(exists);
};

const parseSize: FieldOperator = (argument, fields, { at }) => {
  if (!isNumeric(argument) || !isInteger(argument) || argument < 0) {
    return refuse(at, '$size needs a non-negative integer');
  }
  return fieldQuery(fields, { kind: 'size', size: Number(argument) }, at);
};

function truncated(value: unknown, at: string): bigint {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return BigInt(Math.trunc(value));
  return refuse(at, '$mod needs two finite numbers');
}

const parseMod: FieldOperator = (argument, fields, { at }) => {
  if (!Array.isArray(argument) || argument.length !== 2) {
    return refuse(at, '$mod needs [divisor, remainder]');
  }
  const divisor = truncated(argument[0], at);
  if (divisor === 0n) refuse(at, 'the divisor of $mod must not be 0');
  return fieldQuery(fields, { kind: 'mod', divisor, remainder: truncated(argument[1], at) }, at);
};

/** A mask, or a list of the places of its bits. */
function readMask(argument: unknown, name: string, at: string): bigint {
  const isPlace = (place: unknown): place is number =>
    typeof place === 'number' && isInteger(place) && place >= 0 && place < 1024;
  if (Array.isArray(argument) && argument.every(isPlace)) {
    return argument.reduce((mask, place) => mask | (1n << BigInt(place)), 0n);
  }
  if (isNumeric(argument) && isInteger(argument) && argument >= 0) return BigInt(argument);
  return refuse(at, `${name} needs a non-negative mask or a list of bit places`);
}

function bits(name: string, wanted: BitTest): [string, FieldOperator] {
  return [
    name,
    (argument, fields, { at }) =>
      fieldQuery(fields, { kind: 'bits', mask: readMask(argument, name, at), wanted }, at),
  ];
}

/** The operators on a field that hold no queries themselves. */
export const SIMPLE_OPERATORS: readonly (readonly [string, FieldOperator])[] = [
  ['$eq', comparison('$eq')],
  ['$gt', comparison('$gt')],
  ['$gte', comparison('$gte')],
  ['$lt', comparison('$lt')],
  ['$lte', comparison('$lte')],
  [
    '$ne',
    (argument, fields, place) => {
      if (argument instanceof Regex) refuse(place.at, '$ne cannot take a regex', 'use $not');
      return not(comparison('$eq')(argument, fields, place));
    },
  ],
  ['$in', parseIn],
  ['$nin', (argument, fields, place) => not(parseIn(argument, fields, place))],
  ['$exists', parseExists],
  [
    '$type',
    (argument, fields, { at }) =>
      fieldQuery(fields, { kind: 'type', types: parseTypes(argument, at) }, at),
  ],
  ['$size', parseSize],
  ['$mod', parseMod],
  bits('$bitsAllSet', 'allSet'),
  bits('$bitsAllClear', 'allClear'),
  bits('$bitsAnySet', 'anySet'),
  bits('$bitsAnyClear', 'anyClear'),
] satisfies [string, FieldOperator][];
