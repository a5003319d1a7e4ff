import { compileExpression } from '../compile-expression.ts';
import type { Context } from '../context.ts';
import { MqlError, toMqlError } from '../errors.ts';
import { compileQuery } from '../query/compile-query.ts';
import type { Expression, Query } from '../tree.ts';
import { isPlainObject, isTruthy, type PlainObject } from '../values.ts';
import { toSeen } from './to-json.ts';
import { conditionText, expressionText, negatedToJson, testText, testToJson } from './to-text.ts';
import type { ExplainedCondition, ExplainedError, ExplainedOperand, JsonValue } from './types.ts';

/** A condition of a query, compiled by itself. */
export interface Condition {
  readonly id: string;
  readonly kind: ExplainedCondition['kind'];
  readonly text: string;
  readonly path: readonly string[] | null;
  readonly expected: JsonValue;
  readonly parts: readonly Condition[];
  /** Of a test: whether it holds. The caller sets the context's root. */
  readonly holds: (document: PlainObject, context: Context) => boolean;
  /** Of a test: what it looks at. */
  readonly look: (document: PlainObject, context: Context) => readonly ExplainedOperand[];
}

const WORDS = { and: 'all', or: 'any', nor: 'none' } as const;

function composite(
  kind: 'and' | 'or' | 'nor' | 'not',
  id: string,
  parts: readonly Condition[],
): Condition {
  const text = kind === 'not' ? 'not' : `${WORDS[kind]} of ${parts.length}`;
  return { ...NO_TEST, id, kind, text, parts };
}

const NO_TEST = {
  path: null,
  expected: null,
  holds: () => false,
  look: () => [],
} satisfies Partial<Condition>;

/** The value at a path for a reader: indices into arrays are followed, other names mapped over. */
function valueAt(value: unknown, fields: readonly string[]): unknown {
  const [name, ...rest] = fields;
  if (name === undefined) return value;
  if (isPlainObject(value)) {
    return Object.hasOwn(value, name) ? valueAt(value[name], rest) : undefined;
  }
  if (!Array.isArray(value)) return undefined;
  if (/^\d+$/.test(name)) return valueAt(value[Number(name)], rest);
  return value.map((item: unknown) => valueAt(item, fields)).filter((item) => item !== undefined);
}

function fieldCondition(
  query: Extract<Query, { kind: 'field' }>,
  isNegated: boolean,
  id: string,
): Condition {
  const { fields, test } = query;
  const match = compileQuery(query);
  const expected = isNegated ? negatedToJson(test) : testToJson(test);
  const path = fields.join('.');
  return {
    id,
    kind: 'test',
    text: testText(path, expected),
    path: fields,
    expected,
    parts: [],
    holds: (document, context) => match(document, context) !== isNegated,
    look: (document) => [{ text: path, seen: toSeen(valueAt(document, fields)) }],
  };
}

const COMPOSITE_CALLS: ReadonlyMap<string, 'and' | 'or'> = new Map([
  ['$and', 'and'],
  ['$or', 'or'],
]);

/** The condition that an expression's truth is. */
export function expressionCondition(expression: Expression, id: string): Condition {
  if (expression.kind === 'call') {
    const kind = COMPOSITE_CALLS.get(expression.operator);
    const isNot = expression.operator === '$not';
    if (kind !== undefined || (isNot && isComposite(expression.args[0]))) {
      const parts = expression.args.map((part, index) =>
        expressionCondition(part, `${id}/${index}`),
      );
      return composite(kind ?? 'not', id, parts);
    }
  }
  const evaluate = compileExpression(expression);
  const operands = operandsOf(expression).map((operand) => {
    return { text: expressionText(operand), evaluate: compileExpression(operand) };
  });
  return {
    id,
    kind: 'test',
    text: conditionText(expression),
    path: null,
    expected: null,
    parts: [],
    holds: (_document, context) => isTruthy(evaluate(context)),
    look: (_document, context) =>
      operands.map(({ text, evaluate: value }) => ({ text, seen: toSeen(value(context)) })),
  };
}

function isComposite(expression: Expression | undefined): boolean {
  if (expression?.kind !== 'call') return false;
  return COMPOSITE_CALLS.has(expression.operator) || expression.operator === '$not';
}

/** What a comparison compares; constants are in its text. */
function operandsOf(expression: Expression): readonly Expression[] {
  if (expression.kind !== 'call' || expression.slots.length > 0) return [expression];
  const parts = [...expression.args, ...Object.values(expression.named)];
  return parts.filter((part) => part.kind !== 'constant');
}

/** The conditions of a query, each to be asked by itself. */
export function conditionOf(query: Query, id: string): Condition {
  switch (query.kind) {
    case 'and':
    case 'or':
    case 'nor': {
      const parts = query.parts.map((part, index) => conditionOf(part, `${id}/${index}`));
      return composite(query.kind, id, parts);
    }
    case 'not':
      if (query.part.kind === 'field') return fieldCondition(query.part, true, id);
      return composite('not', id, [conditionOf(query.part, `${id}/0`)]);
    case 'always':
      return {
        ...NO_TEST,
        id,
        kind: 'test',
        text: String(query.value),
        parts: [],
        holds: () => query.value,
      };
    case 'field':
      return fieldCondition(query, false, id);
    case 'expr':
      return expressionCondition(query.expression, id);
  }
}

/** What became of a condition. */
export interface Verdict {
  /** Null where it threw. */
  readonly held: boolean | null;
  readonly error: MqlError | null;
  readonly elapsedUs: number;
  readonly parts: readonly Verdict[];
}

/** The error of a filter that a condition met. @throws what is no error of the filter's */
export function filterError(error: unknown, at: string): MqlError {
  const known = toMqlError(error, at);
  if (known instanceof MqlError) return known;
  throw error;
}

export function explainError(error: MqlError | null): ExplainedError | null {
  return error === null ? null : { code: error.code, path: error.path, message: error.message };
}

/** The part that decides a composite: the first that threw, or whose answer settles it. */
export function decidingPart(kind: Condition['kind'], parts: readonly Verdict[]): number {
  const settles = kind !== 'and';
  return parts.findIndex(({ held }) => held === null || (kind !== 'not' && held === settles));
}

function combine(kind: Condition['kind'], parts: readonly Verdict[]): Omit<Verdict, 'parts'> {
  const elapsedUs = parts.reduce((total, part) => total + part.elapsedUs, 0);
  const deciding = parts[decidingPart(kind, parts)];
  if (deciding?.held === null) return { held: null, error: deciding.error, elapsedUs };
  const isSettled = deciding !== undefined;
  const held = {
    and: !isSettled,
    or: isSettled,
    nor: !isSettled,
    not: !parts[0]?.held,
    test: true,
  };
  return { held: held[kind], error: null, elapsedUs };
}

/** Asks a condition and all of its parts, also those that evaluation would not come to. */
export function judge(
  condition: Condition,
  document: PlainObject,
  context: Context,
  at: string,
): Verdict {
  if (condition.kind !== 'test') {
    const parts = condition.parts.map((part) => judge(part, document, context, at));
    return { ...combine(condition.kind, parts), parts };
  }
  const start = performance.now();
  context.root = document;
  let held: boolean | null = null;
  let error: MqlError | null = null;
  try {
    held = condition.holds(document, context);
  } catch (thrown) {
    error = filterError(thrown, at);
  }
  return { held, error, elapsedUs: (performance.now() - start) * 1000, parts: [] };
}
