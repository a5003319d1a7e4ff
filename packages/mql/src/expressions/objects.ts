import { fail } from '../errors.ts';
import { isNullish, isPlainObject, type PlainObject, typeName } from '../values.ts';
import { accumulator } from './accumulators.ts';
import { callNode, type ExpressionOperator, type Place } from './define.ts';

function mergeObjects(values: readonly unknown[], at: Place): unknown {
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

export const OBJECTS: readonly ExpressionOperator[] = [
  accumulator('$mergeObjects', mergeObjects),
  literal,
];
