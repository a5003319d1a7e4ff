import { fail, MqlError, refuse } from '../errors.ts';
import { parseTypes } from '../query/type-names.ts';
import type { Expression } from '../tree.ts';
import { isNullish, isPlainObject } from '../values.ts';
import { toDate } from './date-text.ts';
import {
  callNode,
  compileNamed,
  type ExpressionOperator,
  type Place,
  readNamed,
} from './define.ts';
import { toBool, toDouble, toInt, toLong, toObjectId, toText } from './types.ts';

const CONVERSIONS: ReadonlyMap<string, (value: unknown, at: Place) => unknown> = new Map<
  string,
  (value: unknown, at: Place) => unknown
>([
  ['double', toDouble],
  ['string', toText],
  ['objectId', toObjectId],
  ['bool', toBool],
  ['date', toDate],
  ['int', toInt],
  ['long', toLong],
]);

/** The name of the type to convert to. */
function readTarget(value: unknown, at: Place): string {
  const type = isPlainObject(value) ? value.type : value;
  const [name = ''] = Array.isArray(type) ? [] : parseTypes(type, at);
  if (CONVERSIONS.has(name)) return name;
  if (name !== 'decimal') return refuse(at, `$convert cannot convert to ${name || 'that'}`);
  throw new MqlError('unsupported', at, 'decimal128 is not supported', 'convert to double');
}

function convert(input: unknown, target: string, at: Place): unknown {
  return CONVERSIONS.get(target)?.(input, at) ?? fail(at, `cannot convert to ${target}`);
}

function isConstant(
  node: Expression | undefined,
): node is Extract<Expression, { kind: 'constant' }> {
  return node?.kind === 'constant';
}

/** `{input, to, onError, onNull}`. */
const convertOperator: ExpressionOperator = {
  name: '$convert',
  parse: (argument, scope, at) => {
    const keys = { required: ['input', 'to'], optional: ['onError', 'onNull', 'format'] };
    const given = readNamed(argument, keys, at);
    const named: Record<string, Expression> = {};
    for (const [key, value] of Object.entries(given)) {
      named[key] = scope.parse(value, `${at}.${key}`);
    }
    // A target that cannot be is refused when the filter is saved.
    const { to } = named;
    if (isConstant(to) && !isNullish(to.value)) readTarget(to.value, `${at}.to`);
    return callNode('$convert', at, { named });
  },
  compile: (node, compile) => {
    const { at, named } = node;
    const input = compileNamed(node, 'input', compile);
    const to = compileNamed(node, 'to', compile);
    const onNull = named.onNull ? compile(named.onNull) : () => null;
    const onError = named.onError ? compile(named.onError) : null;
    return (context) => {
      const value = input(context);
      const target = to(context);
      if (isNullish(value)) return onNull(context);
      if (isNullish(target)) return null;
      const name = readTarget(target, at);
      try {
        return convert(value, name, at);
      } catch (error) {
        if (onError === null || !(error instanceof MqlError)) throw error;
        return onError(context);
      }
    };
  },
};

export const CONVERT: readonly ExpressionOperator[] = [convertOperator];
