import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseExact, stringifyExact } from '@fritz/contract';
import fc from 'fast-check';
import { partsOfObject } from '../../src/crossmatch/json-parts.ts';

test('the parts of an object are its fields, whatever is in them', () => {
  const spaced = (text: string) => ` ${text.replace(/^\{/, '{ ').replace(/\}$/, '\n}')} `;
  fc.assert(
    fc.property(fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue()), (value) => {
      for (const text of [
        JSON.stringify(value),
        spaced(JSON.stringify(value)),
        JSON.stringify(value, null, 1),
      ]) {
        const parts = partsOfObject(text);
        assert.deepEqual([...parts.keys()].sort(), Object.keys(value).sort());
        for (const [key, part] of parts) {
          assert.deepEqual(JSON.parse(part), JSON.parse(JSON.stringify(value))[key]);
        }
      }
    }),
  );
  const text = stringifyExact({ a: [{ _id: 4_000_000_000_000_000_001n, name: '],"b":[' }], b: [] });
  const parts = partsOfObject(text);
  assert.deepEqual(parseExact(parts.get('a') ?? ''), [
    { _id: 4_000_000_000_000_000_001n, name: '],"b":[' },
  ]);
  assert.deepEqual([...parts.keys()], ['a', 'b']);
  assert.equal(partsOfObject('{}').size, 0);
});
