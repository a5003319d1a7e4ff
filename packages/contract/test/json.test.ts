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
