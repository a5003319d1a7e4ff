import { fail, refuse } from '../errors.ts';
import { isNullish, isPlainObject, type PlainObject, typeName } from '../values.ts';
import { accumulator } from './accumulators.ts';
import { argumentAt, callNode, type ExpressionOperator, type Place, readNamed } from './define.ts';

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
    callNode('$literal', at, { args: [{ kind: 'constant', value: argument }] }),
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

export const OBJECTS: readonly ExpressionOperator[] = [
  accumulator('$mergeObjects', mergeObjects),
  literal,
  getField,
];
