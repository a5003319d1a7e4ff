import { readFileSync } from 'node:fs';
import { decodeExtendedJson } from '../src/extended-json.ts';
import {
  compileAggregation,
  compileFilter,
  type MqlDocument,
  MqlError,
  type Pipeline,
  parsePipeline,
} from '../src/index.ts';
import { parseText } from '../src/parse-text.ts';
import { compileStraight } from '../src/straight.ts';
import { isPlainObject, typeName } from '../src/values.ts';

/** One fact of MongoDB's semantics, as golden/README.md describes it. */
export interface GoldenCase {
  readonly id: string;
  readonly op: string;
  readonly kind: 'expr' | 'query' | 'pipeline';
  readonly doc?: unknown;
  readonly docs?: readonly unknown[];
  readonly expr?: unknown;
  readonly query?: unknown;
  readonly pipeline?: readonly unknown[];
  readonly expect: unknown;
  readonly loose?: boolean;
  readonly approx?: number;
  readonly unordered?: boolean;
  readonly source: string;
}

function isGoldenCase(value: unknown): value is GoldenCase {
  return isPlainObject(value) && typeof value.id === 'string' && typeof value.kind === 'string';
}

export function readGoldenCases(): readonly GoldenCase[] {
  const url = new URL('./golden/mql-cases.json', import.meta.url);
  const values = parseText(readFileSync(url, 'utf8'));
  if (!Array.isArray(values) || !values.every(isGoldenCase)) throw new Error('not golden cases');
  return values;
}

function decodeDocument(value: unknown): MqlDocument {
  const decoded = decodeExtendedJson(value ?? {});
  if (!isPlainObject(decoded)) throw new Error('a document must be an object');
  return decoded;
}

type Compile = (pipeline: Pipeline) => { run(document: MqlDocument): MqlDocument | null };

/** The result of a case: its value, undefined for missing; throws what mql throws. */
export function runGoldenCase(golden: GoldenCase): unknown {
  return runCase(golden, compileFilter);
}

/** The same stage by stage. */
export function runStraight(golden: GoldenCase): unknown {
  return runCase(golden, compileStraight);
}

function runCase(golden: GoldenCase, compile: Compile): unknown {
  if (golden.kind === 'query') {
    const filter = compile(parsePipeline([{ $match: golden.query }]));
    return filter.run(decodeDocument(golden.doc)) !== null;
  }
  if (golden.kind === 'expr') {
    // The stage that adds nothing but the result: a field of an otherwise empty document.
    const filter = compile(parsePipeline([{ $replaceRoot: { newRoot: { r: golden.expr } } }]));
    return filter.run(decodeDocument(golden.doc))?.r;
  }
  const pipeline = parsePipeline(golden.pipeline ?? [], { purpose: 'query' });
  return compileAggregation(pipeline).run((golden.docs ?? []).map(decodeDocument));
}

export function isUnsupported(error: unknown): boolean {
  return error instanceof MqlError && (error.code === 'unsupported' || error.code === 'forbidden');
}

type Comparing = Pick<GoldenCase, 'loose' | 'approx' | 'unordered'>;

const NUMBER_KEYS: ReadonlyMap<string, string> = new Map([
  ['$numberInt', 'int'],
  ['$numberLong', 'long'],
  ['$numberDouble', 'double'],
]);

/** The BSON type that a number of the table stands for. */
function expectedNumberType(raw: unknown): string | null {
  if (typeof raw === 'bigint') return 'long';
  if (typeof raw === 'number') {
    return Number.isSafeInteger(raw) && Math.abs(raw) >= 2 ** 31 ? 'long' : typeName(raw);
  }
  if (!isPlainObject(raw)) return null;
  const [key = ''] = Object.keys(raw);
  return NUMBER_KEYS.get(key) ?? null;
}

function sameNumber(actual: number | bigint, raw: unknown, how: Comparing): boolean {
  const expected = decodeExtendedJson(raw);
  if (typeof expected !== 'number' && typeof expected !== 'bigint') return false;
  if (how.approx !== undefined) {
    return (
      Math.abs(Number(actual) - Number(expected)) <=
      how.approx * Math.max(1, Math.abs(Number(expected)))
    );
  }
  const isSame = actual >= expected && actual <= expected;
  if (!isSame && !(Number.isNaN(actual) && Number.isNaN(expected))) return false;
  const wanted = expectedNumberType(raw);
  // A JavaScript number does not tell an integral double from an integer (see values.ts).
  return (
    how.loose === true ||
    typeName(actual) === wanted ||
    (typeof actual === 'number' && wanted === 'double')
  );
}

/** True where `actual` is what the table expects, in value and, as far as kept, in type. */
export function isExpected(actual: unknown, raw: unknown, how: Comparing): boolean {
  if (typeof actual === 'number' || typeof actual === 'bigint') return sameNumber(actual, raw, how);
  if (expectedNumberType(raw) !== null) return false;
  if (Array.isArray(actual)) {
    if (!Array.isArray(raw) || raw.length !== actual.length) return false;
    if (how.unordered !== true)
      return actual.every((item, index) => isExpected(item, raw[index], how));
    const rest: unknown[] = [...raw];
    return actual.every((item) => {
      const found = rest.findIndex((candidate) => isExpected(item, candidate, how));
      if (found >= 0) rest.splice(found, 1);
      return found >= 0;
    });
  }
  const decoded = decodeExtendedJson(raw);
  if (isPlainObject(actual)) {
    if (!isPlainObject(decoded) || !isPlainObject(raw)) return false;
    const keys = Object.keys(actual);
    return (
      keys.join('\n') === Object.keys(raw).join('\n') &&
      keys.every((key) => isExpected(actual[key], raw[key], how))
    );
  }
  if (actual instanceof Date)
    return decoded instanceof Date && actual.getTime() === decoded.getTime();
  return typeof actual === 'object' && actual !== null
    ? typeName(actual) === typeName(decoded) && JSON.stringify(actual) === JSON.stringify(decoded)
    : actual === decoded;
}
