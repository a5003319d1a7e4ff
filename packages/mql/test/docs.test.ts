import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { ACCUMULATORS } from '../src/accumulators/registry.ts';
import {
  EXPRESSION_OPERATORS,
  FORBIDDEN_OPERATORS,
  UNSUPPORTED_OPERATORS,
} from '../src/expressions/registry.ts';
import { FORBIDDEN_VARIABLES } from '../src/parse-expression.ts';
import {
  FIELD_OPERATORS,
  UNSUPPORTED_FIELD_OPERATORS,
  UNSUPPORTED_QUERY_OPERATORS,
} from '../src/query/parse-query.ts';
import { FORBIDDEN_STAGES, STAGES, UNSUPPORTED_STAGES } from '../src/stages/parse-stages.ts';
import { TEXT_CALLS } from '../src/text-calls.ts';
import { WINDOW_FUNCTIONS } from '../src/windows/functions.ts';

const url = new URL('../../../docs/reference/filter-language.md', import.meta.url);
const text = readFileSync(url, 'utf8');

/** The text below a heading, up to the next of its level. */
function section(heading: string): string {
  const found = text.split(/^## /m).find((part) => part.startsWith(`${heading}\n`));
  return found ?? assert.fail(`the page has no section '${heading}'`);
}

function namesIn(part: string): Set<string> {
  return new Set([...part.matchAll(/`(\$?\$?[\w.]+)`/g)].map(([, name = '']) => name));
}

const QUERY_OPERATORS = [
  ...FIELD_OPERATORS.keys(),
  '$regex',
  '$options',
  '$and',
  '$or',
  '$nor',
  '$expr',
  '$comment',
];

const SECTIONS: readonly (readonly [string, Iterable<string>])[] = [
  ['Stages', STAGES.keys()],
  ['Queries', QUERY_OPERATORS],
  ['Expressions', EXPRESSION_OPERATORS.keys()],
  ['Accumulators', ACCUMULATORS.keys()],
  ['Window functions', WINDOW_FUNCTIONS.keys()],
  ['What can be pasted', TEXT_CALLS.keys()],
  ['What is refused', FORBIDDEN_STAGES.keys()],
  ['What is refused', UNSUPPORTED_STAGES.keys()],
  ['What is refused', FORBIDDEN_OPERATORS.keys()],
  ['What is refused', UNSUPPORTED_OPERATORS.keys()],
  ['What is refused', UNSUPPORTED_FIELD_OPERATORS.keys()],
  ['What is refused', UNSUPPORTED_QUERY_OPERATORS.keys()],
  ['What is refused', [...FORBIDDEN_VARIABLES.keys()].map((name) => `$$${name}`)],
];

test('the reference of the filter language has every name that there is', () => {
  for (const [heading, names] of SECTIONS) {
    const written = namesIn(section(heading));
    const missing = [...names].filter((name) => !written.has(name));
    assert.deepEqual(missing, [], heading);
  }
});

test('it promises no operator that there is not', () => {
  const known: ReadonlyMap<string, ReadonlySet<string>> = new Map([
    ['Stages', new Set(STAGES.keys())],
    ['Queries', new Set([...QUERY_OPERATORS, '$match'])],
    ['Expressions', new Set([...EXPRESSION_OPERATORS.keys(), '$$ROOT', '$$CURRENT', '$$REMOVE'])],
    ['Accumulators', new Set([...ACCUMULATORS.keys(), ...STAGES.keys()])],
    ['Window functions', new Set([...WINDOW_FUNCTIONS.keys(), '$setWindowFields'])],
  ]);
  for (const [heading, names] of known) {
    const written = [...namesIn(section(heading))].filter((name) => name.startsWith('$'));
    assert.deepEqual(
      written.filter((name) => !names.has(name)),
      [],
      heading,
    );
  }
});
