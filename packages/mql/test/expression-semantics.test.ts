import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EXPRESSION_OPERATORS } from '../src/expressions/registry.ts';
import { compileFilter, MqlError, parsePipeline } from '../src/index.ts';
import { parseText } from '../src/parse-text.ts';
import { DOCUMENT, ERROR, ROWS } from './expression-rows.ts';

function evaluate(expression: string): unknown {
  const pipeline = parsePipeline(`[{$replaceWith: {r: ${expression}}}]`);
  return compileFilter(pipeline).run(DOCUMENT)?.r;
}

test('expressions have the values that MongoDB gives them', () => {
  for (const [expression, expected] of ROWS) {
    if (expected === ERROR) assert.throws(() => evaluate(expression), MqlError, expression);
    else if (typeof expected === 'number') {
      const actual = evaluate(expression);
      assert.ok(typeof actual === 'number', `${expression}: ${String(actual)}`);
      assert.ok(
        Math.abs(actual - expected) <= 1e-14 * Math.abs(expected),
        `${expression}: ${actual}`,
      );
    } else assert.deepEqual(evaluate(expression), expected, expression);
  }
});

test('each operator has a row', () => {
  const used = new Set(ROWS.flatMap(([expression]) => expression.match(/\$\w+/g) ?? []));
  const missing = [...EXPRESSION_OPERATORS.keys()].filter((name) => !used.has(name));
  assert.deepEqual(missing, []);
  for (const [expression] of ROWS) assert.ok(parseText(expression) !== undefined);
});
