import { fail, refuse } from '../errors.ts';
import { decodeExtendedJson } from '../extended-json.ts';
import { refuseReserved } from '../field-paths.ts';
import { withField } from '../stages/set-field.ts';
import type { Expression } from '../tree.ts';
import { isNullish, isPlainObject, type PlainObject, typeName } from '../values.ts';
import { accumulator } from './accumulators.ts';
import {
  argumentAt,
  callNode,
  type ExpressionOperator,
  type Place,
  readNamed,
  unary,
} from './define.ts';

export function mergeObjects(values: readonly unknown[], at: Place): unknown {
  const result: PlainObject = {};
  for (const value of values) {
    if (isNullish(value)) continue;
    if (!isPlainObject(value)) fail(at, `$mergeObjects needs objects, not ${typeName(value)}`);
    for (const key of Object.keys(value)) result[key] = value[key];
  }
  return result;
}

/** The argument as it stands, not parsed. */
const literal: ExpressionOperator = {
  name: '$literal',
  parse: (argument, _scope, at) =>
    callNode('$literal', at, {
      args: [{ kind: 'constant', value: decodeExtendedJson(argument) }],
    }),
  compile: (node) => {
    const [argument] = node.args;
    const value = argument?.kind === 'constant' ? argument.value : undefined;
    return () => value;
  },
};

/** `{field, input}` or a field's name; unlike a path it takes dots and dollars as they are. */
const getField: ExpressionOperator = {
  name: '$getField',
  parse: (argument, scope, at) => {
    const isLong = isPlainObject(argument) && Object.hasOwn(argument, 'field');
    const given = isLong
      ? readNamed(argument, { required: ['field', 'input'] }, at)
      : { field: argument, input: '$$CURRENT' };
    const field = scope.parse(given.field, at);
    if (field.kind === 'path') refuse(at, "$getField's field must be a constant string");
    return callNode('$getField', at, { args: [field, scope.parse(given.input, `${at}.input`)] });
  },
  compile: (node, compile) => {
    const { at } = node;
    const field = compile(argumentAt(node, 0));
    const input = compile(argumentAt(node, 1));
    return (context) => {
      const name = field(context);
      if (typeof name !== 'string') return fail(at, "$getField's field must be a string");
      const value = input(context);
      if (isPlainObject(value)) return Object.hasOwn(value, name) ? value[name] : undefined;
      return value === null ? null : undefined;
    };
  },
};

/** A field's name, given as a constant: `$literal` where it starts with a '$'. */
function constantName(expression: Expression, name: string, at: Place): Expression {
  const [argument] = expression.kind === 'call' ? expression.args : [expression];
  const isConstant = expression.kind === 'constant' || isLiteral(expression);
  if (isConstant && argument?.kind === 'constant' && typeof argument.value === 'string') {
    refuseReserved(argument.value, at);
    return argument;
  }
  return refuse(at, `${name}'s field must be a constant string`, "$literal for one with a '$'");
}

function isLiteral(expression: Expression): boolean {
  return expression.kind === 'call' && expression.operator === '$literal';
}

/** `{field, input, value}`; a missing value takes the field away. */
function fieldSetter(name: string, keys: readonly string[]): ExpressionOperator {
  return {
    name,
    parse: (argument, scope, at) => {
      const given = readNamed(argument, { required: keys }, at);
      const field = constantName(scope.parse(given.field, `${at}.field`), name, `${at}.field`);
      const input = scope.parse(given.input, `${at}.input`);
      const value = scope.parse(keys.includes('value') ? given.value : '$$REMOVE', `${at}.value`);
      return callNode(name, at, { args: [field, input, value] });
    },
    compile: (node, compile) => {
      const { at } = node;
      const field = compile(argumentAt(node, 0));
      const input = compile(argumentAt(node, 1));
      const newValue = compile(argumentAt(node, 2));
      return (context) => {
        const object = input(context);
        const value = newValue(context);
        if (isNullish(object)) return null;
        if (!isPlainObject(object)) {
          return fail(at, `${name}'s input must be an object, not ${typeName(object)}`);
        }
        return withField(object, [String(field(context))], value);
      };
    },
  };
}

function objectToArray(value: unknown, at: Place): unknown {
  if (isNullish(value)) return null;
  if (!isPlainObject(value)) {
    return fail(at, `$objectToArray needs an object, not ${typeName(value)}`);
  }
  return Object.entries(value).map(([k, v]) => ({ k, v }));
}

/** The key and value of `[key, value]` or `{k, v}`. */
function readEntry(entry: unknown, isPair: boolean, at: Place): readonly [unknown, unknown] {
  if (isPair && Array.isArray(entry) && entry.length === 2) return [entry[0], entry[1]];
  if (!isPair && isPlainObject(entry)) {
    const { k, v, ...others } = entry;
    if (k !== undefined && v !== undefined && Object.keys(others).length === 0) return [k, v];
  }
  return fail(at, '$arrayToObject needs pairs [key, value] or objects {k, v}, all of one kind');
}

function arrayToObject(value: unknown, at: Place): unknown {
  if (isNullish(value)) return null;
  if (!Array.isArray(value))
    return fail(at, `$arrayToObject needs an array, not ${typeName(value)}`);
  const result = new Map<string, unknown>();
  for (const entry of value) {
    const [key, item] = readEntry(entry, Array.isArray(value[0]), at);
    if (typeof key !== 'string') return fail(at, '$arrayToObject needs strings as keys');
    if (key.includes('\0') || key === '__proto__') fail(at, `'${key}' cannot be a key`);
    result.set(key, item);
  }
  return Object.fromEntries(result);
}

export const OBJECTS: readonly ExpressionOperator[] = [
  fieldSetter('$setField', ['field', 'input', 'value']),
  fieldSetter('$unsetField', ['field', 'input']),
  unary('$objectToArray', objectToArray),
  unary('$arrayToObject', arrayToObject),
  accumulator('$mergeObjects', mergeObjects),
  literal,
  getField,
];
