import { fail, refuse } from '../errors.ts';
import type { Expression } from '../tree.ts';
import { isNullish, isPlainObject, isTruthy } from '../values.ts';
import {
  ANY_NUMBER,
  callNode,
  compileNamed,
  type ExpressionOperator,
  parsePositional,
  readNamed,
  unary,
} from './define.ts';

const and: ExpressionOperator = {
  name: '$and',
  parse: parsePositional('$and', ANY_NUMBER),
  compile: (node, compile) => {
    const parts = node.args.map(compile);
    return (context) => {
      for (const part of parts) if (!isTruthy(part(context))) return false;
      return true;
    };
  },
};

const or: ExpressionOperator = {
  name: '$or',
  parse: parsePositional('$or', ANY_NUMBER),
  compile: (node, compile) => {
    const parts = node.args.map(compile);
    return (context) => {
      for (const part of parts) if (isTruthy(part(context))) return true;
      return false;
    };
  },
};

/** `{if, then, else}` or `[if, then, else]`. */
const cond: ExpressionOperator = {
  name: '$cond',
  parse: (argument, scope, at) => {
    if (isPlainObject(argument)) {
      const given = readNamed(argument, { required: ['if', 'then', 'else'] }, at);
      const args = ['if', 'then', 'else'].map((key) => scope.parse(given[key], `${at}.${key}`));
      return callNode('$cond', at, { args });
    }
    return parsePositional('$cond', { min: 3, max: 3 })(argument, scope, at);
  },
  compile: (node, compile) => {
    const [test, yes, no] = node.args.map(compile);
    if (!test || !yes || !no) return refuse(node.at, '$cond takes exactly 3 arguments');
    return (context) => (isTruthy(test(context)) ? yes(context) : no(context));
  },
};

/** Arguments: case, then, case, then …; the default is a named one. */
const switchOperator: ExpressionOperator = {
  name: '$switch',
  parse: (argument, scope, at) => {
    const given = readNamed(argument, { required: ['branches'], optional: ['default'] }, at);
    const { branches } = given;
    if (!Array.isArray(branches)) refuse(`${at}.branches`, "'branches' must be an array");
    if (branches.length === 0) refuse(`${at}.branches`, '$switch needs at least one branch');
    const args = branches.flatMap((branch: unknown, index) => {
      const place = `${at}.branches.${index}`;
      const parts = readNamed(branch, { required: ['case', 'then'] }, place);
      return [scope.parse(parts.case, `${place}.case`), scope.parse(parts.then, `${place}.then`)];
    });
    const named: Record<string, Expression> = {};
    if (Object.hasOwn(given, 'default')) {
      named.default = scope.parse(given.default, `${at}.default`);
    }
    return callNode('$switch', at, { args, named });
  },
  compile: (node, compile) => {
    const parts = node.args.map(compile);
    const otherwise = node.named.default ? compile(node.named.default) : null;
    const { at } = node;
    return (context) => {
      for (let index = 0; index < parts.length; index += 2) {
        if (isTruthy(parts[index]?.(context))) return parts[index + 1]?.(context);
      }
      return otherwise === null
        ? fail(at, '$switch: no branch matched and there is no default')
        : otherwise(context);
    };
  },
};

const ifNull: ExpressionOperator = {
  name: '$ifNull',
  parse: parsePositional('$ifNull', { min: 2, max: Number.POSITIVE_INFINITY }),
  compile: (node, compile) => {
    const parts = node.args.map(compile);
    return (context) => {
      let value: unknown;
      for (const part of parts) {
        value = part(context);
        if (!isNullish(value)) return value;
      }
      return value;
    };
  },
};

/** `{vars: {name: expression}, in: expression}`; the values do not see one another. */
const letOperator: ExpressionOperator = {
  name: '$let',
  parse: (argument, scope, at) => {
    const given = readNamed(argument, { required: ['vars', 'in'] }, at);
    const { vars } = given;
    if (!isPlainObject(vars)) refuse(`${at}.vars`, "'vars' must be an object");
    const args: Expression[] = [];
    const slots: number[] = [];
    let inner = scope;
    for (const [name, value] of Object.entries(vars)) {
      args.push(scope.parse(value, `${at}.vars.${name}`));
      const bound = inner.bind(name, `${at}.vars.${name}`);
      slots.push(bound.slot);
      inner = bound.scope;
    }
    return callNode('$let', at, { args, slots, named: { in: inner.parse(given.in, `${at}.in`) } });
  },
  compile: (node, compile) => {
    const values = node.args.map(compile);
    const { slots } = node;
    const body = compileNamed(node, 'in', compile);
    return (context) => {
      const evaluated = values.map((value) => value(context));
      for (let index = 0; index < slots.length; index += 1) {
        context.slots[slots[index] ?? 0] = evaluated[index];
      }
      return body(context);
    };
  },
};

export const LOGIC: readonly ExpressionOperator[] = [
  and,
  or,
  unary('$not', (value) => !isTruthy(value)),
  cond,
  switchOperator,
  ifNull,
  letOperator,
];
