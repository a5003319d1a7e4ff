import { AdqlFault, type At } from '../adql-error.ts';
import type { Expression, ExpressionOf } from '../parse/tree.ts';
import { asFloat8, castTo, commonType, unify } from './coerce.ts';
import {
  compileBetween,
  compileComparison,
  compileIn,
  compileLike,
  compileLogical,
} from './conditions.ts';
import { compileCondition, compileValue, demand, type Env } from './env.ts';
import { AGGREGATES, callAggregate, callPlain } from './functions.ts';
import { resolveColumn } from './scope.ts';
import { compileSkyCall } from './sky-calls.ts';
import { unitFactor } from './units.ts';
import { type Compiled, conditionOf, isInteger, isNumber, makeValue, type Value } from './value.ts';

/** SQL of any expression. @throws AdqlFault where it means nothing */
export function compileExpression(env: Env, expression: Expression): Compiled {
  switch (expression.kind) {
    case 'number':
      return numberOf(env, expression.text, expression.at);
    case 'text': {
      const { text } = expression;
      const isUnicode = /[^\0-\x7f]/.test(text);
      return makeValue(env.context.binds.bind(text, 'text'), 'text', { text, isUnicode });
    }
    case 'boolean':
      return makeValue(env.context.binds.bind(expression.value, 'bool'), 'bool');
    case 'null':
      return makeValue('NULL', 'null');
    case 'column':
      return resolveColumn(env.scope, expression.path);
    case 'count':
      demandAggregates(env, 'COUNT', expression.at);
      return makeValue('count(*)', 'int8');
    case 'call':
      return compileCall(env, expression);
    case 'cast':
      return compileCast(env, expression);
    case 'case':
      return compileCase(env, expression);
    case 'arithmetic':
      return compileArithmetic(env, expression);
    case 'negative':
      return compileNegative(env, expression);
    case 'subquery':
      return compileSubquery(env, expression);
    default:
      return compileTest(env, expression);
  }
}

type Test = ExpressionOf<
  'comparison' | 'between' | 'in' | 'like' | 'is-null' | 'exists' | 'not' | 'logical'
>;

function compileTest(env: Env, expression: Test): Compiled {
  switch (expression.kind) {
    case 'comparison':
      return compileComparison(env, expression);
    case 'between':
      return compileBetween(env, expression);
    case 'in':
      return compileIn(env, expression);
    case 'like':
      return compileLike(env, expression);
    case 'is-null': {
      const { sql } = compileValue(env, expression.value);
      return conditionOf(`(${sql} IS ${expression.isNot ? 'NOT ' : ''}NULL)`);
    }
    case 'exists':
      return conditionOf(`EXISTS (${env.compileQuery(expression.query, env.scope).sql})`);
    case 'not':
      return conditionOf(`(NOT ${compileCondition(env, expression.value).sql})`);
    case 'logical':
      return compileLogical(env, expression);
  }
}

const MAX_INT4 = 2_147_483_647;
const MAX_INT8 = 9_223_372_036_854_775_807n;

function numberOf({ context: { binds } }: Env, text: string, at: At): Value {
  if (/^(?:\d+|0[xX][0-9a-fA-F]+)$/.test(text)) {
    const value = text.length > 400 ? MAX_INT8 + 1n : BigInt(text);
    if (value <= MAX_INT8) {
      const constant = Number(value);
      const type = constant <= MAX_INT4 ? 'int4' : 'int8';
      return makeValue(binds.bind(value, type), type, { constant });
    }
  }
  const constant = Number(text);
  if (!Number.isFinite(constant)) throw new AdqlFault(at, 'this number is too large');
  return makeValue(binds.bind(constant, 'float8'), 'float8', { constant });
}

function compileNegative(env: Env, { value: inner, at }: ExpressionOf<'negative'>): Value {
  const value = compileValue(env, inner);
  if (!isNumber(value)) throw new AdqlFault(at, 'only a number has a negative');
  if (value.constant === null) return makeValue(`(- ${value.sql})`, value.type);
  // Beyond 2^53 a number of JavaScript's is not exact.
  if (isInteger(value) && inner.kind === 'number') {
    const type = value.type === 'int8' ? 'int8' : 'int4';
    const sql = env.context.binds.bind(-BigInt(inner.text), type);
    return makeValue(sql, type, { constant: -value.constant });
  }
  const constant = -value.constant;
  const sql = value.type === 'float8' ? env.context.binds.bind(constant, 'float8') : null;
  return makeValue(sql ?? `(- ${value.sql})`, value.type, { constant });
}

function demandAggregates(env: Env, name: string, at: At): void {
  if (env.noAggregates !== null) throw new AdqlFault(at, `${name} cannot be ${env.noAggregates}`);
}

function compileCall(env: Env, call: ExpressionOf<'call'>): Compiled {
  const { name, args, isDistinct, at } = call;
  if (AGGREGATES.has(name)) {
    demandAggregates(env, name, at);
    const [arg] = args;
    demand(arg !== undefined && args.length === 1, at, `${name} takes 1 value`);
    const inner = { ...env, noAggregates: `within ${name}` };
    return callAggregate(name, compileValue(inner, arg), isDistinct, at);
  }
  demand(!isDistinct, at, `${name} has no DISTINCT`);
  const sky = compileSkyCall(env, call);
  if (sky !== null) return sky;
  if (name === 'COALESCE') return coalesce(env, args, at);
  if (name === 'NULLIF') return nullIf(env, args, at);
  if (name === 'IN_UNIT') return inUnit(env, args, at);
  const values = args.map((arg) => compileValue(env, arg));
  const found = callPlain(name, values, at);
  if (found === null) throw new AdqlFault(at, `there is no function ${name}`);
  return found;
}

function coalesce(env: Env, args: readonly Expression[], at: At): Value {
  demand(args.length > 0, at, 'COALESCE takes 1 value or more');
  const values = args.map((arg) => ({ value: compileValue(env, arg), at: arg.at }));
  const { type, sqls, isUnicode } = unify(values);
  return makeValue(`coalesce(${sqls.join(', ')})`, type, { isUnicode });
}

function nullIf(env: Env, args: readonly Expression[], at: At): Value {
  const [a, b] = args.map((arg) => ({ value: compileValue(env, arg), at: arg.at }));
  demand(a !== undefined && b !== undefined && args.length === 2, at, 'NULLIF takes 2 values');
  const { type, sqls, isUnicode } = unify([a, b]);
  return makeValue(`nullif(${sqls.join(', ')})`, type, { isUnicode });
}

/** Of columns that say their unit. */
function inUnit(env: Env, args: readonly Expression[], at: At): Value {
  const [of, unit] = args;
  demand(of !== undefined && unit !== undefined && args.length === 2, at, 'IN_UNIT takes 2 values');
  const value = compileValue(env, of);
  const wanted = compileValue(env, unit).text;
  if (wanted === null) throw new AdqlFault(unit.at, 'a unit is written as a text');
  const has = value.column?.about.unit ?? null;
  if (has === null || !isNumber(value)) {
    throw new AdqlFault(of.at, 'IN_UNIT is of a column that has a unit');
  }
  const factor = unitFactor(has, wanted.trim());
  if (factor === null) throw new AdqlFault(unit.at, `nothing leads from ${has} to ${wanted}`);
  return makeValue(`(${asFloat8(value)} * ${env.context.binds.bind(factor, 'float8')})`, 'float8');
}

const CAST_TYPES: ReadonlyMap<string, Exclude<Value['type'], 'null'>> = new Map([
  ['SMALLINT', 'int2'],
  ['INTEGER', 'int4'],
  ['INT', 'int4'],
  ['BIGINT', 'int8'],
  ['REAL', 'float4'],
  ['FLOAT', 'float8'],
  ['DOUBLE', 'float8'],
  ['DOUBLE PRECISION', 'float8'],
  ['NUMERIC', 'float8'],
  ['DECIMAL', 'float8'],
  ['CHAR', 'text'],
  ['CHARACTER', 'text'],
  ['VARCHAR', 'text'],
  ['CHARACTER VARYING', 'text'],
  ['TIMESTAMP', 'timestamp'],
  ['BOOLEAN', 'bool'],
]);

function compileCast(env: Env, { value: inner, type, at }: ExpressionOf<'cast'>): Value {
  const wanted = CAST_TYPES.get(type);
  if (wanted === undefined) throw new AdqlFault(at, `nothing can be cast to ${type}`);
  const value = compileValue(env, inner);
  const isTime = value.type === 'timestamp' || wanted === 'timestamp';
  if (isTime && value.type !== wanted && value.type !== 'text' && wanted !== 'text') {
    throw new AdqlFault(at, `this cannot be cast to ${type}`);
  }
  if (value.type === 'timestamp' && wanted === 'text') {
    return makeValue(`to_char(${value.sql}, 'YYYY-MM-DD"T"HH24:MI:SS.MS')`, 'text');
  }
  const { constant, isUnicode } = value;
  return makeValue(castTo(value, wanted), wanted, {
    isUnicode,
    constant: wanted === 'float8' ? constant : null,
  });
}

function compileCase(env: Env, expression: ExpressionOf<'case'>): Value {
  const { subject, cases, otherwise, at } = expression;
  const whens = cases.map(({ when }) =>
    subject === null
      ? compileCondition(env, when)
      : compileComparison(env, { kind: 'comparison', op: '=', left: subject, right: when, at }),
  );
  const results = cases.map(({ result }) => ({ value: compileValue(env, result), at: result.at }));
  if (otherwise !== null) {
    results.push({ value: compileValue(env, otherwise), at: otherwise.at });
  }
  const { type, sqls, isUnicode } = unify(results);
  const branches = whens.map(({ sql }, i) => `WHEN ${sql} THEN ${sqls[i]}`);
  const last = otherwise === null ? '' : ` ELSE ${sqls.at(-1)}`;
  return makeValue(`(CASE ${branches.join(' ')}${last} END)`, type, { isUnicode });
}

function compileArithmetic(env: Env, expression: ExpressionOf<'arithmetic'>): Value {
  const { op, at } = expression;
  const left = compileValue(env, expression.left);
  const right = compileValue(env, expression.right);
  if (op === '||') {
    for (const value of [left, right]) {
      if (value.type !== 'text' && value.type !== 'null') {
        throw new AdqlFault(at, 'only texts are joined by ||: cast what is none to VARCHAR');
      }
    }
    const isUnicode = left.isUnicode || right.isUnicode;
    return makeValue(`fritz.adql_concat(${left.sql}, ${right.sql})`, 'text', { isUnicode });
  }
  const type = commonType(left.type, right.type);
  const isReckoned = (value: Value) => isNumber(value) || value.type === 'null';
  if (type === null || !isReckoned(left) || !isReckoned(right)) {
    throw new AdqlFault(at, `${op} is of two numbers`);
  }
  if (isInteger({ type })) {
    // A sum of two small integers need not be one.
    const sql = `(${castTo(left, 'int8')} ${op} ${castTo(right, 'int8')})`;
    return makeValue(sql, 'int8', { constant: foldIntegers(op, left.constant, right.constant) });
  }
  const constant = fold(op, left.constant, right.constant);
  if (constant !== null) {
    return makeValue(env.context.binds.bind(constant, 'float8'), 'float8', { constant });
  }
  const both = type === 'float4' ? 'float4' : 'float8';
  return makeValue(`(${castTo(left, both)} ${op} ${castTo(right, both)})`, both);
}

function fold(op: '+' | '-' | '*' | '/', a: number | null, b: number | null): number | null {
  if (a === null || b === null || (op === '/' && b === 0)) return null;
  const value = op === '+' ? a + b : op === '-' ? a - b : op === '*' ? a * b : a / b;
  return Number.isFinite(value) ? value : null;
}

function foldIntegers(op: '+' | '-' | '*' | '/', a: number | null, b: number | null) {
  const value = fold(op, a, b);
  return value === null || !Number.isSafeInteger(Math.trunc(value)) ? null : Math.trunc(value);
}

function compileSubquery(env: Env, { query, at }: ExpressionOf<'subquery'>): Value {
  const { sql, columns } = env.compileQuery(query, env.scope);
  const [column] = columns;
  demand(
    column?.value.kind === 'value' && columns.length === 1,
    at,
    'a subquery that is a value has one column',
  );
  const { type, isUnicode } = column.value;
  return makeValue(`(${sql})`, type, { isUnicode });
}
