import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isPlainObject } from '../src/values.ts';
import {
  type GoldenCase,
  isExpected,
  isUnsupported,
  readGoldenCases,
  runGoldenCase,
} from './golden-cases.ts';

const INTEGRAL_DOUBLE = `A JavaScript number does not tell 1.0 from 1, and packets do not either (src/values.ts);
the value is right, only the type's name differs.`;

/** Cases that our representation of numbers cannot tell apart, and why. None is held to be wrong. */
const BEYOND_REPRESENTATION: ReadonlyMap<string, string> = new Map([
  ['type-double', INTEGRAL_DOUBLE],
  ['mod-long-big-double', INTEGRAL_DOUBLE],
]);

type Outcome =
  | { readonly kind: 'right' | 'outOfScope' }
  | { readonly kind: 'wrong'; readonly why: string };

function show(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) =>
    typeof item === 'bigint' ? `${item}n` : Number.isNaN(item) ? 'NaN' : item,
  );
}

function judge(golden: GoldenCase): Outcome {
  const { expect } = golden;
  const wantsError = isPlainObject(expect) && expect.$error === true;
  const wantsMissing = isPlainObject(expect) && expect.$missing === true;
  const subject = show(golden.expr ?? golden.query ?? golden.pipeline);
  try {
    const actual = runGoldenCase(golden);
    const isRight = wantsMissing ? actual === undefined : isExpected(actual, expect, golden);
    if (isRight && !wantsError) return { kind: 'right' };
    const wanted = wantsError ? 'an error' : show(expect);
    return {
      kind: 'wrong',
      why: `${golden.id}: ${subject} on ${show(golden.doc ?? golden.docs)} gave ${show(actual)}, not ${wanted}`,
    };
  } catch (error) {
    if (isUnsupported(error)) return { kind: 'outOfScope' };
    if (wantsError) return { kind: 'right' };
    return {
      kind: 'wrong',
      why: `${golden.id}: ${subject} on ${show(golden.doc ?? golden.docs)} threw ${String(error)}, not ${show(expect)}`,
    };
  }
}

test("MongoDB's published facts hold for every operator that is supported", (context) => {
  const wrong: string[] = [];
  let ran = 0;
  let outOfScope = 0;
  for (const golden of readGoldenCases()) {
    if (BEYOND_REPRESENTATION.has(golden.id)) continue;
    const outcome = judge(golden);
    if (outcome.kind === 'outOfScope') outOfScope += 1;
    else ran += 1;
    if (outcome.kind === 'wrong') wrong.push(outcome.why);
  }
  context.diagnostic(
    `golden cases: ${ran} ran, ${outOfScope} out of scope, ${BEYOND_REPRESENTATION.size} beyond our number types`,
  );
  assert.deepEqual(wrong, []);
  assert.ok(ran > 900, `only ${ran} cases ran`);
});
