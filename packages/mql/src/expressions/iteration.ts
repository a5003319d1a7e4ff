import { type Context, type Evaluate, spend } from '../context.ts';
import { fail, refuse } from '../errors.ts';
import { loopWeight } from '../loop-weight.ts';
import type { CallNode, Expression } from '../tree.ts';
import { isNullish, isTruthy, typeName } from '../values.ts';
import { int32 } from './arrays.ts';
import {
  type CompileExpression,
  callNode,
  compileNamed,
  type ExpressionOperator,
  type ParseScope,
  type Place,
  readNamed,
} from './define.ts';

/** The array to go through, counted; null where the input is null or missing. */
function readInput(
  value: unknown,
  operator: string,
  at: Place,
  context: Context,
): readonly unknown[] | null {
  if (isNullish(value)) return null;
  if (!Array.isArray(value)) {
    return fail(at, `input to ${operator} must be an array, not ${typeName(value)}`);
  }
  spend(context, value.length);
  return value;
}

interface LoopKeys {
  readonly operator: string;
  readonly body: string;
  readonly optional: readonly string[];
}

/** `{input, as, <body>, …}`: the body sees the element as `$$<as>`, `$$this` by default. */
function parseLoop({ operator, body, optional }: LoopKeys) {
  return (argument: unknown, scope: ParseScope, at: Place): CallNode => {
    const keys = { required: ['input', body], optional: ['as', ...optional] };
    const given = readNamed(argument, keys, at);
    const name = Object.hasOwn(given, 'as') ? given.as : 'this';
    if (typeof name !== 'string') refuse(`${at}.as`, "'as' must be a variable name");
    const { slot, scope: inner } = scope.bind(name, `${at}.as`);
    const named: Record<string, Expression> = {
      input: scope.parse(given.input, `${at}.input`),
      [body]: inner.parse(given[body], `${at}.${body}`),
    };
    for (const key of optional) {
      if (Object.hasOwn(given, key)) named[key] = scope.parse(given[key], `${at}.${key}`);
    }
    return callNode(operator, at, { named, slots: [slot] });
  };
}

const map: ExpressionOperator = {
  name: '$map',
  parse: parseLoop({ operator: '$map', body: 'in', optional: [] }),
  compile: (node, compile) => {
    const { at } = node;
    const slot = node.slots[0] ?? 0;
    const input = compileNamed(node, 'input', compile);
    const body = compileNamed(node, 'in', compile);
    const extra = loopWeight(node.named.in) - 1;
    return (context) => {
      const array = readInput(input(context), '$map', at, context);
      if (array === null) return null;
      const { slots } = context;
      const result: unknown[] = [];
      for (const item of array) {
        slots[slot] = item;
        if (extra > 0) spend(context, extra);
        const value = body(context);
        result.push(value === undefined ? null : value);
      }
      return result;
    };
  },
};

function compileLimit(node: CallNode, compile: CompileExpression): (context: Context) => number {
  const expression = node.named.limit;
  if (expression === undefined) return () => Number.POSITIVE_INFINITY;
  const limit: Evaluate = compile(expression);
  return (context) => {
    const value = limit(context);
    if (isNullish(value)) return Number.POSITIVE_INFINITY;
    const count = int32(value, "$filter's limit", node.at);
    if (count < 1) fail(node.at, "$filter's limit must be positive");
    return count;
  };
}

const filter: ExpressionOperator = {
  name: '$filter',
  parse: parseLoop({ operator: '$filter', body: 'cond', optional: ['limit'] }),
  compile: (node, compile) => {
    const { at } = node;
    const slot = node.slots[0] ?? 0;
    const input = compileNamed(node, 'input', compile);
    const cond = compileNamed(node, 'cond', compile);
    const limitOf = compileLimit(node, compile);
    const extra = loopWeight(node.named.cond) - 1;
    return (context) => {
      const limit = limitOf(context);
      const array = readInput(input(context), '$filter', at, context);
      if (array === null) return null;
      const { slots } = context;
      const result: unknown[] = [];
      for (const item of array) {
        slots[slot] = item;
        if (extra > 0) spend(context, extra);
        if (isTruthy(cond(context))) result.push(item);
        if (result.length >= limit) break;
      }
      return result;
    };
  },
};

/** `{input, initialValue, in}` with `$$this` and `$$value`. */
const reduce: ExpressionOperator = {
  name: '$reduce',
  parse: (argument, scope, at) => {
    const given = readNamed(argument, { required: ['input', 'initialValue', 'in'] }, at);
    const element = scope.bind('this', at);
    const value = element.scope.bind('value', at);
    const named = {
      input: scope.parse(given.input, `${at}.input`),
      initialValue: scope.parse(given.initialValue, `${at}.initialValue`),
      in: value.scope.parse(given.in, `${at}.in`),
    };
    return callNode('$reduce', at, { named, slots: [element.slot, value.slot] });
  },
  compile: (node, compile) => {
    const { at } = node;
    const [elementSlot = 0, valueSlot = 0] = node.slots;
    const input = compileNamed(node, 'input', compile);
    const initial = compileNamed(node, 'initialValue', compile);
    const body = compileNamed(node, 'in', compile);
    const extra = loopWeight(node.named.in) - 1;
    return (context) => {
      const array = readInput(input(context), '$reduce', at, context);
      if (array === null) return null;
      let value = initial(context);
      for (const item of array) {
        context.slots[elementSlot] = item;
        context.slots[valueSlot] = value;
        if (extra > 0) spend(context, extra);
        value = body(context);
      }
      return value;
    };
  },
};

function constant(value: unknown): Expression {
  return { kind: 'constant', value };
}

function constantOf(expression: Expression | undefined): unknown {
  return expression?.kind === 'constant' ? expression.value : undefined;
}

function readLists(values: readonly unknown[], at: Place): readonly (readonly unknown[])[] | null {
  if (values.some(isNullish)) return null;
  return values.map((value) =>
    Array.isArray(value) ? value : fail(at, `$zip found a non-array input: ${typeName(value)}`),
  );
}

/** Arguments: the inputs, then as many defaults or none; two constants go by name. */
const zip: ExpressionOperator = {
  name: '$zip',
  parse: (argument, scope, at) => {
    const optional = ['useLongestLength', 'defaults'];
    const given = readNamed(argument, { required: ['inputs'], optional }, at);
    const { inputs, useLongestLength = false, defaults } = given;
    if (!Array.isArray(inputs) || inputs.length === 0) {
      refuse(`${at}.inputs`, "'inputs' must be a non-empty array");
    }
    if (typeof useLongestLength !== 'boolean') {
      refuse(`${at}.useLongestLength`, "'useLongestLength' must be true or false");
    }
    const args = inputs.map((input: unknown, index) => scope.parse(input, `${at}.inputs.${index}`));
    if (Object.hasOwn(given, 'defaults')) {
      if (!Array.isArray(defaults)) refuse(`${at}.defaults`, "'defaults' must be an array");
      if (!useLongestLength) refuse(at, "'defaults' needs useLongestLength: true");
      if (defaults.length !== inputs.length) {
        refuse(at, "'defaults' and 'inputs' must have the same length");
      }
      for (const [index, value] of defaults.entries()) {
        args.push(scope.parse(value, `${at}.defaults.${index}`));
      }
    }
    const named = { width: constant(inputs.length), longest: constant(useLongestLength) };
    return callNode('$zip', at, { args, named });
  },
  compile: (node, compile) => {
    const { at } = node;
    const width = Number(constantOf(node.named.width));
    const isLongest = constantOf(node.named.longest) === true;
    const args = node.args.map(compile);
    return (context) => {
      const values = args.map((argument) => argument(context));
      const lists = readLists(values.slice(0, width), at);
      if (lists === null) return null;
      const lengths = lists.map((list) => list.length);
      const length = isLongest ? Math.max(...lengths) : Math.min(...lengths);
      spend(context, length * width);
      return Array.from({ length }, (_, row) =>
        lists.map((list, column) => {
          const value = row < list.length ? list[row] : values[width + column];
          return value === undefined ? null : value;
        }),
      );
    };
  },
};

export const ITERATION: readonly ExpressionOperator[] = [map, filter, reduce, zip];
