import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseExactJson, quoteLongIntegers } from '../src/api/exact-json.ts';

test('a candid keeps every digit', () => {
  const parsed = parseExactJson('{"candid":2475433850015010009,"n":[1,-9007199254740993]}');
  assert.deepEqual(parsed, { candid: '2475433850015010009', n: [1, '-9007199254740993'] });
});

test('short integers, long decimals and digits in strings stay what they are', () => {
  const text = '{"a":12,"b":0.12345678901234566,"c":"1234567890123456789","d":1e21}';
  assert.deepEqual(parseExactJson(text), {
    a: 12,
    b: 0.12345678901234566,
    c: '1234567890123456789',
    d: 1e21,
  });
});

test('quoting, for browsers without source access, gives what the reviver gives', () => {
  const text =
    '{"say \\"1234567890123456789\\"":1234567890123456789,"f":-0.1234567890123456689,"l":[1127561445515015011],"e":1234567890123456789e2}';
  assert.deepEqual(JSON.parse(quoteLongIntegers(text)), parseExactJson(text));
});

test('text that is not JSON throws', () => {
  assert.throws(() => parseExactJson('{"candid":24754338500150100'), SyntaxError);
});

test('what looks like a long integer within a string stays what it is', () => {
  const strings = [
    ',"a":1234567890123456789,',
    '{"a":1234567890123456789}',
    'a,":1234567890123456789',
    ': 1234567890123456789, "b',
    '\\',
    ',',
    '{',
  ];
  for (const one of strings) {
    for (const other of strings) {
      const value = { a: one, b_1: [other, { 'c d': one }], [other]: 1 };
      const text = JSON.stringify(value).replace(/\}$/, ',"candid":2475433850015010009}');
      assert.deepEqual(parseExactJson(text), { ...value, candid: '2475433850015010009' }, text);
    }
  }
});
