import { joinPath, MqlError, refuse } from '../errors.ts';
import { FORBIDDEN_OPERATORS } from '../expressions/registry.ts';
import { isInteger } from '../numbers.ts';
import { type Frame, parseExpression } from '../parse-expression.ts';
import { suggestName } from '../suggest.ts';
import type { Query, Test } from '../tree.ts';
import { isNumeric, isPlainObject, Regex } from '../values.ts';
import { parseTypes } from './type-names.ts';

interface Place {
  readonly frame: Frame;
  readonly at: string;
}

type FieldOperator = (argument: unknown, fields: readonly string[], place: Place) => Query;

function fieldQuery(fields: readonly string[], test: Test): Query {
  return { kind: 'field', fields, test };
}

function not(part: Query): Query {
  return { kind: 'not', part };
}

function comparison(operator: '$eq' | '$gt' | '$gte' | '$lt' | '$lte'): FieldOperator {
  return (argument, fields, { at }) => {
    if (argument instanceof Regex) throw regexUnsupported(at);
    return fieldQuery(fields, { kind: 'compare', operator, value: argument });
  };
}

function regexUnsupported(at: string): MqlError {
  return new MqlError('unsupported', at, 'regular expressions are not supported yet');
}

const parseIn: FieldOperator = (argument, fields, { at }) => {
  if (!Array.isArray(argument)) return refuse(at, '$in and $nin need an array');
  for (const [index, value] of argument.entries()) {
    if (value instanceof Regex) throw regexUnsupported(joinPath(at, index));
    if (isPlainObject(value) && Object.keys(value)[0]?.startsWith('$')) {
      refuse(joinPath(at, index), 'cannot nest an operator within $in');
    }
  }
  return fieldQuery(fields, { kind: 'in', values: argument });
};

const parseExists: FieldOperator = (argument, fields) => {
  const exists = fieldQuery(fields, { kind: 'exists' });
  const isWanted = argument !== false && argument !== 0 && argument !== 0n && argument !== null;
  return isWanted ? exists : not(exists);
};

const parseSize: FieldOperator = (argument, fields, { at }) => {
  if (!isNumeric(argument) || !isInteger(argument) || argument < 0) {
    return refuse(at, '$size needs a non-negative integer');
  }
  return fieldQuery(fields, { kind: 'size', size: Number(argument) });
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
  return fieldQuery(fields, { kind: 'mod', divisor, remainder: truncated(argument[1], at) });
};

function isOperatorObject(value: unknown): value is Record<string, unknown> {
  if (!isPlainObject(value)) return false;
  const [first] = Object.keys(value);
  return first?.startsWith('$') ?? false;
}

const LOGICAL = new Set(['$and', '$or', '$nor', '$expr', '$where', '$comment']);

const parseElemMatch: FieldOperator = (argument, fields, { frame, at }) => {
  if (!isPlainObject(argument)) return refuse(at, '$elemMatch needs an object');
  const [first] = Object.keys(argument);
  const isValueForm = isOperatorObject(argument) && first !== undefined && !LOGICAL.has(first);
  if (isValueForm) {
    const query = parseOperators(argument, [], { frame, at });
    return fieldQuery(fields, { kind: 'elemMatchValue', query });
  }
  const query = parseQuery(argument, frame, at);
  return fieldQuery(fields, { kind: 'elemMatchObject', query });
};

const parseAll: FieldOperator = (argument, fields, { frame, at }) => {
  if (!Array.isArray(argument)) return refuse(at, '$all needs an array');
  if (argument.length === 0) return { kind: 'always', value: false };
  const isElemMatch = isPlainObject(argument[0]) && Object.hasOwn(argument[0], '$elemMatch');
  const parts = argument.map((value: unknown, index): Query => {
    const place = joinPath(at, index);
    if (isElemMatch) {
      if (!isPlainObject(value) || Object.keys(value).join() !== '$elemMatch') {
        return refuse(place, '$all takes $elemMatch in all of its elements or in none');
      }
      return parseElemMatch(value.$elemMatch, fields, {
        frame,
        at: joinPath(place, '$elemMatch'),
      });
    }
    if (isOperatorObject(value)) return refuse(place, 'no operators are allowed in $all');
    if (value instanceof Regex) throw regexUnsupported(place);
    return fieldQuery(fields, { kind: 'compare', operator: '$eq', value });
  });
  return { kind: 'and', parts };
};

const parseNot: FieldOperator = (argument, fields, place) => {
  if (argument instanceof Regex) throw regexUnsupported(place.at);
  if (!isPlainObject(argument)) return refuse(place.at, '$not needs an object with operators');
  if (Object.keys(argument).length === 0) refuse(place.at, '$not must not be empty');
  return not(parseOperators(argument, fields, place));
};

/** The allow-list of operators on a field. */
const FIELD_OPERATORS: ReadonlyMap<string, FieldOperator> = new Map([
  ['$eq', comparison('$eq')],
  ['$gt', comparison('$gt')],
  ['$gte', comparison('$gte')],
  ['$lt', comparison('$lt')],
  ['$lte', comparison('$lte')],
  ['$ne', (argument, fields, place) => not(comparison('$eq')(argument, fields, place))],
  ['$in', parseIn],
  ['$nin', (argument, fields, place) => not(parseIn(argument, fields, place))],
  ['$exists', parseExists],
  [
    '$type',
    (argument, fields, { at }) =>
      fieldQuery(fields, { kind: 'type', types: parseTypes(argument, at) }),
  ],
  ['$size', parseSize],
  ['$mod', parseMod],
  ['$elemMatch', parseElemMatch],
  ['$all', parseAll],
  ['$not', parseNot],
] satisfies [string, FieldOperator][]);

const LATER_FIELD_OPERATORS = new Set(
  '$regex $options $bitsAllClear $bitsAllSet $bitsAnyClear $bitsAnySet $geoIntersects $geoWithin $near $nearSphere'.split(
    ' ',
  ),
);

function unknownFieldOperator(name: string, at: string): MqlError {
  if (LATER_FIELD_OPERATORS.has(name)) {
    return new MqlError('unsupported', at, `${name} is not supported yet`);
  }
  const hint = suggestName(name, FIELD_OPERATORS.keys());
  return new MqlError('unknown_operator', at, `unknown operator '${name}'`, hint);
}

/** `{$gt: 1, $lt: 5}` on one field. */
function parseOperators(
  operators: Readonly<Record<string, unknown>>,
  fields: readonly string[],
  { frame, at }: Place,
): Query {
  const parts = Object.entries(operators).map(([name, argument]) => {
    const place = joinPath(at, name);
    const operator = FIELD_OPERATORS.get(name);
    if (operator === undefined) throw unknownFieldOperator(name, place);
    return operator(argument, fields, { frame, at: place });
  });
  return parts.length === 1 && parts[0] ? parts[0] : { kind: 'and', parts };
}

function parseQueryPath(key: string, at: string): readonly string[] {
  const fields = key.split('.');
  if (fields.includes('__proto__')) refuse(at, "'__proto__' cannot be used as a field name");
  return fields;
}

function parseField(key: string, value: unknown, place: Place): Query {
  const fields = parseQueryPath(key, place.at);
  if (isOperatorObject(value)) return parseOperators(value, fields, place);
  return comparison('$eq')(value, fields, place);
}

function parseList(kind: 'and' | 'or' | 'nor', argument: unknown, { frame, at }: Place): Query {
  if (!Array.isArray(argument) || argument.length === 0) {
    return refuse(at, `$${kind} needs a non-empty array`);
  }
  const parts = argument.map((part: unknown, index) =>
    parseQuery(part, frame, joinPath(at, index)),
  );
  return { kind, parts };
}

const TOP_LEVEL_NAMES = ['$and', '$or', '$nor', '$expr', '$comment'];

function parseTopLevel(name: string, argument: unknown, place: Place): Query {
  switch (name) {
    case '$and':
      return parseList('and', argument, place);
    case '$or':
      return parseList('or', argument, place);
    case '$nor':
      return parseList('nor', argument, place);
    case '$expr':
      return { kind: 'expr', expression: parseExpression(argument, place.frame, place.at) };
    case '$comment':
      return { kind: 'always', value: true };
    default:
      throw unknownTopLevel(name, place.at);
  }
}

function unknownTopLevel(name: string, at: string): MqlError {
  const instead = FORBIDDEN_OPERATORS.get(name);
  if (instead !== undefined) {
    return new MqlError('forbidden', at, `${name} is not allowed in filters`, instead);
  }
  if (name === '$text' || name === '$jsonSchema' || name === '$sampleRate') {
    return new MqlError('unsupported', at, `${name} is not supported`);
  }
  if (FIELD_OPERATORS.has(name)) {
    return new MqlError('argument', at, `${name} stands inside a field: {field: {${name}: …}}`);
  }
  const hint = suggestName(name, TOP_LEVEL_NAMES);
  return new MqlError('unknown_operator', at, `unknown top level operator '${name}'`, hint);
}

/** Parses a query document, the argument of `$match`. */
export function parseQuery(value: unknown, frame: Frame, at: string): Query {
  if (!isPlainObject(value)) return refuse(at, 'a query must be an object');
  const parts = Object.entries(value).map(([key, argument]) => {
    const place = { frame, at: joinPath(at, key) };
    return key.startsWith('$')
      ? parseTopLevel(key, argument, place)
      : parseField(key, argument, place);
  });
  return parts.length === 1 && parts[0] ? parts[0] : { kind: 'and', parts };
}
