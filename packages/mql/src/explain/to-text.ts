import type { CallNode, Expression, Query, Test } from '../tree.ts';
import { toJson } from './to-json.ts';
import type { JsonValue } from './types.ts';

const SHOWN_CHARACTERS = 300;

function shorten(text: string): string {
  return text.length <= SHOWN_CHARACTERS ? text : `${text.slice(0, SHOWN_CHARACTERS)}…`;
}

function jsonText(value: JsonValue): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'bigint' ? Number(part) : part,
  );
}

function constantText(value: unknown): string {
  if (value === undefined) return '$$REMOVE';
  if (typeof value === 'bigint') return String(value);
  return jsonText(toJson(value));
}

/** Variables have lost their names: an element is `$$this`, in loops within loops `$$this2`. */
type Names = ReadonlyMap<number, string>;

function nameSlots(node: CallNode, names: Names): Names {
  if (node.slots.length === 0) return names;
  const named = new Map(names);
  const level = names.size === 0 ? '' : String(names.size + 1);
  node.slots.forEach((slot, index) => {
    named.set(slot, index === 0 ? `$$this${level}` : `$$value${level}`);
  });
  return named;
}

function write(node: Expression, names: Names): string {
  switch (node.kind) {
    case 'constant':
      return constantText(node.value);
    case 'path': {
      const variable = node.slot === null ? null : (names.get(node.slot) ?? '$$this');
      if (variable === null)
        return node.fields.length === 0 ? '$$ROOT' : `$${node.fields.join('.')}`;
      return [variable, ...node.fields].join('.');
    }
    case 'object':
      return `{${node.fields.map(([name, value]) => `${name}: ${write(value, names)}`).join(', ')}}`;
    case 'array':
      return `[${node.items.map((item) => write(item, names)).join(', ')}]`;
    case 'call':
      return `{${node.operator}: ${writeArguments(node, names)}}`;
  }
}

function writeArguments(node: CallNode, outer: Names): string {
  const names = nameSlots(node, outer);
  const args = node.args.map((argument) => write(argument, names));
  const named = Object.entries(node.named).map(
    ([name, value]) => `${name}: ${write(value, names)}`,
  );
  if (named.length > 0) return `{${[...args, ...named].join(', ')}}`;
  return args.length === 1 ? (args[0] ?? '') : `[${args.join(', ')}]`;
}

/** An expression as an author would write it, but for the names of variables. */
export function expressionText(node: Expression): string {
  return shorten(write(node, new Map()));
}

/** A condition of `$expr`: its operator first. */
export function conditionText(node: Expression): string {
  if (node.kind !== 'call') return expressionText(node);
  return shorten(`${node.operator} ${writeArguments(node, new Map())}`);
}

/** What a test asks for, as it is written: `{$gt: 0.5}`. */
export function testToJson(test: Test): JsonValue {
  switch (test.kind) {
    case 'compare':
      return { [test.operator]: toJson(test.value) };
    case 'in':
      return { $in: toJson(test.values) };
    case 'regex':
      return { $regex: test.pattern, $options: test.options };
    case 'exists':
      return { $exists: true };
    case 'type':
      return { $type: [...test.types] };
    case 'size':
      return { $size: test.size };
    case 'mod':
      return { $mod: [test.divisor, test.remainder] };
    case 'elemMatchObject':
    case 'elemMatchValue':
      return { $elemMatch: queryText(test.query) };
    default:
      return toJson(test);
  }
}

const NEGATED: Readonly<Record<string, string>> = { $eq: '$ne', $in: '$nin' };

/** What the negation of a test asks for: `{$ne: 5}`, `{$exists: false}`, `{$not: {$gt: 5}}`. */
export function negatedToJson(test: Test): JsonValue {
  if (test.kind === 'exists') return { $exists: false };
  if (test.kind === 'compare' && test.operator === '$eq') return { $ne: toJson(test.value) };
  if (test.kind === 'in') return { [NEGATED.$in ?? '$nin']: toJson(test.values) };
  return { $not: testToJson(test) };
}

/** `candidate.drb $gt 0.5` for a path and what is asked of it. */
export function testText(path: string, expected: JsonValue): string {
  const pairs =
    typeof expected === 'object' && expected !== null && !Array.isArray(expected)
      ? Object.entries(expected)
      : [];
  const asked = pairs.map(([operator, value]) => `${operator} ${jsonText(value)}`).join(', ');
  return shorten(path === '' ? asked : `${path} ${asked}`);
}

/** A query in one line. */
export function queryText(query: Query): string {
  switch (query.kind) {
    case 'and':
    case 'or':
    case 'nor':
      return `(${query.parts.map(queryText).join(` ${query.kind} `)})`;
    case 'not':
      return `not ${queryText(query.part)}`;
    case 'always':
      return String(query.value);
    case 'field':
      return testText(query.fields.join('.'), testToJson(query.test));
    case 'expr':
      return conditionText(query.expression);
  }
}
