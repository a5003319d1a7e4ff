import assert from 'node:assert/strict';
import { test } from 'node:test';
import { naiveUtc, parseExact, stringifyExact } from '@fritz/contract';
import fc from 'fast-check';

test('64-bit integers come through with all their digits', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (id) => {
      const back = parseExact(stringifyExact({ id, list: [id] })) as { id: bigint | number };
      const isSafe = Number.isSafeInteger(Number(id));
      assert.equal(typeof back.id, isSafe ? 'number' : 'bigint');
      assert.equal(BigInt(back.id), id);
    }),
  );
});

test('what is no long integer is as JSON has it', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = JSON.stringify(value);
      fc.pre(!hasLongInteger(text));
      assert.deepEqual(parseExact(text), JSON.parse(text));
    }),
  );
  assert.equal(parseExact('1234567890123456.5'), 1234567890123456.5);
  assert.equal(parseExact('1e400'), Number.POSITIVE_INFINITY);
  assert.equal(parseExact('"12345678901234567890"'), '12345678901234567890');
});

test('numbers that JSON has not become null', () => {
  assert.equal(stringifyExact([Number.NaN, Number.POSITIVE_INFINITY, null]), '[null,null,null]');
});

test('text with integers is what a function asked for each value would give', () => {
  const raw = (text: string) =>
    (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON(text);
  const byReplacer = (value: unknown) =>
    JSON.stringify(value, (_key, inner) => (typeof inner === 'bigint' ? raw(`${inner}`) : inner));
  const odd = fc.oneof(
    ...[fc.bigInt(), fc.double(), fc.string({ unit: 'binary' }), fc.date({ noInvalidDate: false })],
    fc.constantFrom(undefined, null, true, -0, Symbol('s'), () => 1, new Map(), Object('text')),
    fc.constantFrom<unknown>(
      { toJSON: () => 'own' },
      raw('12345678901234567890'),
      [undefined],
      1e21,
    ),
  );
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof({ maxDepth: 4 }, odd, fc.array(tie('tree')), tie('object')),
    object: fc.dictionary(fc.string({ unit: 'binary' }), tie('tree'), { noNullPrototype: false }),
  }));
  fc.assert(
    fc.property(tree, (value) => {
      assert.equal(stringifyExact([1n, value]), byReplacer([1n, value]));
    }),
    { numRuns: 60 },
  );
  const cycle: unknown[] = [1n];
  cycle.push({ cycle });
  assert.throws(() => stringifyExact(cycle), TypeError);
});

test('times are UTC without a zone', () => {
  assert.equal(naiveUtc(new Date(Date.UTC(2026, 0, 2, 3, 4, 5, 6))), '2026-01-02T03:04:05.006');
});

function hasLongInteger(text: string): boolean {
  let found = false;
  JSON.parse(text, (_key, value: unknown) => {
    found ||= Number.isInteger(value) && !Number.isSafeInteger(value);
    return value;
  });
  return found;
}

/** What the standard's own reviver gives, which is told the source of each number. */
function reviveExact(text: string): unknown {
  return JSON.parse(text, (_key, value: unknown, context?: { source?: string }) => {
    const source = context?.source;
    if (typeof value !== 'number' || source === undefined || Number.isSafeInteger(value))
      return value;
    return /^-?\d+$/.test(source) ? BigInt(source) : value;
  });
}

function attempt(parse: (text: string) => unknown, text: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    return error instanceof SyntaxError ? 'not JSON' : error;
  }
}

test('long numbers in every place are read as a reviver reads them', () => {
  const digits = fc.stringMatching(/^-?[0-9]{1,24}(\.[0-9]{1,20})?(e[+-]?[0-9]{1,18})?$/);
  const words = fc.oneof(fc.string(), fc.constantFrom('\\', '"', '\\"', '__proto__', ' '));
  const wrap = fc.constantFrom<(n: string, w: string) => string>(
    (n) => n,
    (n) => `[${n}, ${n}]`,
    (n, w) => `{${JSON.stringify(w)}:${n},"x":[{"y":${n}}]}`,
    (n, w) => `[${JSON.stringify(w + n)},${n},${JSON.stringify(n)}]`,
    (n, w) => `[${w}${n}`,
    (n, w) => `{"${w}":"${n}", "__proto__": ${n}}`,
  );
  fc.assert(
    fc.property(digits, words, wrap, (number, word, make) => {
      const text = make(number, word);
      assert.deepEqual(attempt(parseExact, text), attempt(reviveExact, text));
    }),
    { numRuns: 2000 },
  );
});
