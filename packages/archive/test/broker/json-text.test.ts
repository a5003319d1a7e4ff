import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { jsonbText } from '../../src/broker/json-text.ts';

test('what jsonb cannot keep is left out or replaced, everything else stays', () => {
  assert.equal(jsonbText({ a: 'x\0y' }), '{"a":"xy"}');
  assert.equal(jsonbText({ a: '\ud800' }), '{"a":"\ufffd"}');
  assert.equal(jsonbText({ a: '\\u0000' }), '{"a":"\\\\u0000"}');
  assert.equal(jsonbText({ a: '🔭', n: 845141035015010004n }), '{"a":"🔭","n":845141035015010004}');
});

test('the text is JSON of the same value, whatever strings an author writes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 20 }), (text) => {
      const clean = text.replaceAll('\0', '').toWellFormed();
      assert.equal(JSON.parse(jsonbText([text]))[0], clean);
    }),
  );
});
