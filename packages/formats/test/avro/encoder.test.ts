import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AvroError, compileDecoder, compileEncoder, parseSchema } from '../../src/index.ts';

const SCHEMA = parseSchema({
  type: 'record',
  name: 'alert',
  fields: [
    { name: 'candid', type: 'long' },
    {
      name: 'candidate',
      type: {
        type: 'record',
        name: 'c',
        fields: [
          { name: 'magpsf', type: 'float' },
          { name: 'drb', type: ['float', 'null'] },
        ],
      },
    },
    { name: 'prv', type: ['null', { type: 'array', items: 'c' }] },
  ],
});

function failure(value: unknown): AvroError {
  try {
    compileEncoder(SCHEMA).encode(value);
  } catch (error) {
    assert.ok(error instanceof AvroError, String(error));
    return error;
  }
  return assert.fail('the value was accepted');
}

test('a null where the schema forbids it is named by its path', () => {
  const error = failure({ candid: 1n, candidate: { magpsf: null }, prv: null });
  assert.equal(error.code, 'null_not_allowed');
  assert.equal(error.path, 'candidate.magpsf');
  assert.equal(error.message, 'candidate.magpsf must not be null');
  assert.equal(
    failure({ candid: 1n, candidate: {} }).message,
    'candidate.magpsf is missing and must not be null',
  );
  assert.equal(
    failure({ candid: 1n, candidate: { magpsf: 1 }, prv: [{ magpsf: null }] }).path,
    'prv[0].magpsf',
  );
  assert.equal(failure(null).code, 'null_not_allowed');
});

test('a value of the wrong type is refused with its path', () => {
  const good = { candid: 1n, candidate: { magpsf: 1 } };
  const cases: [unknown, string][] = [
    [{ ...good, candid: 2 ** 53 }, 'candid'],
    [{ ...good, candid: 2n ** 63n }, 'candid'],
    [{ ...good, candid: 1.5 }, 'candid'],
    [{ ...good, candidate: { magpsf: '18' } }, 'candidate.magpsf'],
    [{ ...good, candidate: { magpsf: 1e39 } }, 'candidate.magpsf'],
    [{ ...good, candidate: [] }, 'candidate'],
    [{ ...good, prv: {} }, 'prv'],
  ];
  for (const [value, path] of cases) {
    const error = failure(value);
    assert.equal(error.code, 'bad_value');
    assert.equal(error.path, path);
  }
});

test('a missing nullable field is null, a safe integer is a long', () => {
  const encoder = compileEncoder(SCHEMA);
  const decoder = compileDecoder(SCHEMA);
  for (const candid of [0, -1, 2 ** 31, -(2 ** 31), 2 ** 53 - 1, -(2 ** 53 - 1)]) {
    const bytes = encoder.encode({ candid, candidate: { magpsf: 1 } });
    assert.deepEqual(decoder.decodeExact(bytes).value, {
      candid: BigInt(candid),
      candidate: { magpsf: 1, drb: null },
      prv: null,
    });
  }
});

test('appended values follow one another, and a bad one leaves no trace', () => {
  const encoder = compileEncoder(parseSchema('string'));
  encoder.append('one');
  assert.throws(() => encoder.append(1), AvroError);
  assert.throws(() => encoder.append('\ud800'), AvroError);
  assert.deepEqual(encoder.encode('between'), Uint8Array.from([14, ...Buffer.from('between')]));
  encoder.append('é'.repeat(5000));
  const bytes = encoder.take();
  assert.deepEqual(compileDecoder(parseSchema('string')).decodeAll(bytes), [
    'one',
    'é'.repeat(5000),
  ]);
  assert.equal(encoder.take().length, 0);
});
