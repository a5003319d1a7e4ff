import { joinPath, MqlError, refuse } from '../errors.ts';
import { FORBIDDEN_OPERATORS } from '../expressions/registry.ts';
import { decodeExtendedJson } from '../extended-json.ts';
import { type Frame, parseExpression } from '../parse-expression.ts';
import { suggestName } from '../suggest.ts';
import type { Query } from '../tree.ts';
import { isPlainObject, Regex } from '../values.ts';
import {
  type FieldOperator,
  fieldQuery,
  not,
  type Place,
  parseRegexOperators,
  parseValue,
  regexQuery,
  SIMPLE_OPERATORS,
} from './parse-tests.ts';

function isOperatorObject(value: unknown): value is Record<string, unknown> {
  if (!isPlainObject(value)) return false;
  const [first] = Object.keys(value);
  return first?.startsWith('$') ?? false;
}

function holdsExpression(query: Query): boolean {
  if (query.kind === 'expr') return true;
  if (query.kind === 'not') return holdsExpression(query.part);
  return 'parts' in query && query.parts.some(holdsExpression);
}

const LOGICAL = new Set(['$and', '$or', '$nor', '$expr', '$where', '$comment']);

const parseElemMatch: FieldOperator = (argument, fields, { frame, at }) => {
  if (!isPlainObject(argument)) return refuse(at, '$elemMatch needs an object');
  const [first] = Object.keys(argument);
  const isValueForm = isOperatorObject(argument) && first !== undefined && !LOGICAL.has(first);
  if (isValueForm) {
    const query = parseOperators(argument, [], { frame, at });
    return fieldQuery(fields, { kind: 'elemMatchValue', query }, at);
  }
  const query = parseQuery(argument, frame, at);
  if (holdsExpression(query)) {
    refuse(at, '$expr sees whole documents: it has no place in $elemMatch', 'use $filter in $expr');
  }
  return fieldQuery(fields, { kind: 'elemMatchObject', query }, at);
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
    return parseValue(value, fields, { frame, at: place });
  });
  return { kind: 'and', parts };
};

const parseNot: FieldOperator = (argument, fields, place) => {
  if (argument instanceof Regex) return not(regexQuery(fields, argument, place));
  if (!isPlainObject(argument)) return refuse(place.at, '$not needs an object with operators');
  if (Object.keys(argument).length === 0) refuse(place.at, '$not must not be empty');
  return not(parseOperators(argument, fields, place));
};

const GEO_HINT = 'use cross_matches, or compare coordinates and distances with expressions';

/** The allow-list of operators on a field, but for $regex and its $options. */
export const FIELD_OPERATORS: ReadonlyMap<string, FieldOperator> = new Map([
  ...SIMPLE_OPERATORS,
  ['$elemMatch', parseElemMatch],
  ['$all', parseAll],
  ['$not', parseNot],
] satisfies (readonly [string, FieldOperator])[]);

/** Operators on a field that are not supported, and what to do instead. */
export const UNSUPPORTED_FIELD_OPERATORS: ReadonlyMap<string, string> = new Map([
  ['$geoIntersects', GEO_HINT],
  ['$geoWithin', GEO_HINT],
  ['$near', GEO_HINT],
  ['$nearSphere', GEO_HINT],
]);

function unknownFieldOperator(name: string, at: string): MqlError {
  const instead = UNSUPPORTED_FIELD_OPERATORS.get(name);
  if (instead !== undefined) {
    return new MqlError('unsupported', at, `${name} is not supported in filters`, instead);
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
  const names = Object.keys(operators).filter((name) => name !== '$regex' && name !== '$options');
  const parts = names.map((name) => {
    const argument = operators[name];
    const place = joinPath(at, name);
    const operator = FIELD_OPERATORS.get(name);
    if (operator === undefined) throw unknownFieldOperator(name, place);
    return operator(argument, fields, { frame, at: place });
  });
  if (Object.hasOwn(operators, '$regex') || Object.hasOwn(operators, '$options')) {
    parts.push(parseRegexOperators(operators, fields, { frame, at }));
  }
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
  return parseValue(value, fields, place);
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

/** Operators of whole queries that are not supported, and what to do instead. */
export const UNSUPPORTED_QUERY_OPERATORS: ReadonlyMap<string, string> = new Map([
  ['$text', 'there is no text search; use $regex on a field'],
  ['$jsonSchema', 'use $type and $exists'],
]);

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
  const other = UNSUPPORTED_QUERY_OPERATORS.get(name);
  if (other !== undefined) {
    return new MqlError('unsupported', at, `${name} is not supported`, other);
  }
  if (FIELD_OPERATORS.has(name)) {
    return new MqlError('argument', at, `${name} stands inside a field: {field: {${name}: …}}`);
  }
  const hint = suggestName(name, TOP_LEVEL_NAMES);
  return new MqlError('unknown_operator', at, `unknown top level operator '${name}'`, hint);
}

/** Parses a query document, the argument of `$match`. */
export function parseQuery(given: unknown, frame: Frame, at: string): Query {
  const value = decodeExtendedJson(given);
  if (!isPlainObject(value)) return refuse(at, 'a query must be an object');
  const parts = Object.entries(value).map(([key, argument]) => {
    const place = { frame, at: joinPath(at, key) };
    return key.startsWith('$')
      ? parseTopLevel(key, argument, place)
      : parseField(key, argument, place);
  });
  return parts.length === 1 && parts[0] ? parts[0] : { kind: 'and', parts };
}
