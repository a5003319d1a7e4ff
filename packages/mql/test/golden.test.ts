import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isPlainObject } from '../src/values.ts';
import {
  type GoldenCase,
  isExpected,
  isUnsupported,
  readGoldenCases,
  runGoldenCase,
  runStraight,
} from './golden-cases.ts';

function show(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) =>
    typeof item === 'bigint' ? `${item}n` : Number.isNaN(item) ? 'NaN' : item,
  );
}

/**
 * What is wrong about a case; null for nothing. No operator in the table is refused on purpose, so
 * that an operator which is not supported is a fault, too, even where an error is expected.
 */
function findFault(golden: GoldenCase, run = runGoldenCase): string | null {
  const { expect } = golden;
  const wantsError = isPlainObject(expect) && expect.$error === true;
  const wantsMissing = isPlainObject(expect) && expect.$missing === true;
  const subject = show(golden.expr ?? golden.query ?? golden.pipeline);
  const what = `${golden.id}: ${subject} on ${show(golden.doc ?? golden.docs)}`;
  const wanted = wantsError ? 'an error' : show(expect);
  try {
    const actual = run(golden);
    const isRight = wantsMissing ? actual === undefined : isExpected(actual, expect, golden);
    return isRight && !wantsError ? null : `${what} gave ${show(actual)}, not ${wanted}`;
  } catch (error) {
    return wantsError && !isUnsupported(error) ? null : `${what} threw ${error}, not ${wanted}`;
  }
}

test("MongoDB's published facts hold", (context) => {
  const wrong: string[] = [];
  const all = readGoldenCases();
  let right = 0;
  for (const golden of all) {
    const why = findFault(golden);
    if (why === null) right += 1;
    else wrong.push(why);
  }
  context.diagnostic(`golden facts: ${right} of ${all.length} hold, ${wrong.length} do not`);
  assert.deepEqual(wrong, []);
  assert.equal(all.length, 1521);
  assert.equal(right, all.length);
});

test('the facts hold in the order of the author, too, with nothing shared or tried early', () => {
  for (const golden of readGoldenCases()) {
    assert.equal(findFault(golden, runStraight), null);
  }
});
