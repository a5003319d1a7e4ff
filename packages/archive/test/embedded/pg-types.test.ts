import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseJson, pgTypes } from '../../src/pg-types.ts';

function parse(oid: number, text: string): unknown {
  return pgTypes.getTypeParser(oid, 'text')(text);
}

test('64-bit integers stay exact, alone, in arrays and in JSON', () => {
  assert.equal(parse(20, '9007199254740993'), 9007199254740993n);
  assert.deepEqual(parse(1016, '{1,NULL,-9223372036854775808}'), [1n, null, -9223372036854775808n]);
  assert.deepEqual(parse(1016, '[2:3]={1,2}'), [1n, 2n]);
  assert.deepEqual(parse(1021, '{{1,2},{3,NaN}}'), [
    [1, 2],
    [3, Number.NaN],
  ]);
  assert.deepEqual(parse(1016, '{}'), []);
  assert.deepEqual(parseJson('{"candid":3050515920015015004,"n":5,"x":1.2345678901234567}'), {
    candid: 3050515920015015004n,
    n: 5,
    x: 1.2345678901234567,
  });
  assert.deepEqual(parse(3802, '{"text":"3050515920015015004"}'), { text: '3050515920015015004' });
});

test('float4 comes back as the float32 the survey sent', () => {
  assert.equal(parse(700, '19.739464'), 19.739463806152344);
  assert.equal(parse(700, 'NaN'), Number.NaN);
});

test('numeric and zoneless times stay text, instants become dates', () => {
  assert.equal(parse(1700, '0.10'), '0.10');
  assert.equal(parse(1082, '2026-11-22'), '2026-11-22');
  assert.equal(parse(1114, '2026-11-22 10:00:00'), '2026-11-22 10:00:00');
  assert.deepEqual(parse(1184, '2026-11-22 10:00:00+00'), new Date('2026-11-22T10:00:00Z'));
});
