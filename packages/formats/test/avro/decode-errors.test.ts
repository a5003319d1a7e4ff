import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  AvroError,
  type AvroErrorCode,
  ContainerReader,
  compileDecoder,
  compileEncoder,
  type Decoder,
  type DecoderOptions,
  parseSchema,
} from '../../src/index.ts';
import { schemaWithValues } from './random-schema.ts';
import { NO_DATA, realPackets } from './real-packets.ts';

const SMALL = parseSchema({
  type: 'record',
  name: 'small',
  fields: [
    { name: 'id', type: 'long' },
    { name: 'name', type: 'string' },
    {
      name: 'candidate',
      type: {
        type: 'record',
        name: 'c',
        fields: [
          { name: 'magpsf', type: 'float' },
          { name: 'drb', type: ['null', 'double'] },
          { name: 'flag', type: 'boolean' },
        ],
      },
    },
    { name: 'history', type: { type: 'array', items: ['null', 'c'] } },
    { name: 'tags', type: { type: 'map', values: 'int' } },
    { name: 'band', type: { type: 'enum', name: 'e', symbols: ['g', 'r'] } },
    { name: 'stamp', type: 'bytes' },
  ],
});
const SMALL_VALUE = {
  id: 1127561442515015001n,
  name: 'ZTF20aafsnpp è',
  candidate: { magpsf: 18.5, drb: 0.99, flag: true },
  history: [null, { magpsf: 17, drb: null, flag: false }],
  tags: { a: 1, __proto__x: -70000 },
  band: 'r',
  stamp: Uint8Array.of(1, 2, 3),
};

function failure(decoder: Decoder, bytes: Uint8Array): AvroError {
  try {
    decoder.decodeExact(bytes);
  } catch (error) {
    assert.ok(error instanceof AvroError, String(error));
    return error;
  }
  return assert.fail('the bytes were accepted');
}

function codeOf(schema: unknown, ...bytes: number[]): AvroErrorCode {
  return failure(compileDecoder(parseSchema(schema)), Uint8Array.from(bytes)).code;
}

test('cut at every byte, a record is truncated and the message says where', () => {
  const bytes = compileEncoder(SMALL).encode(SMALL_VALUE);
  const variants: DecoderOptions[] = [{}, { fields: { band: true } }, { spans: ['history'] }];
  for (const options of variants) {
    const decoder = compileDecoder(SMALL, options);
    for (let cut = 0; cut < bytes.length; cut++) {
      const error = failure(decoder, bytes.subarray(0, cut));
      assert.equal(error.code, 'truncated');
      assert.ok(error.path);
      assert.match(error.message, new RegExp(`byte ${cut}|the ${cut} bytes`));
    }
  }
});

test('the path of the field is in the message', () => {
  const bytes = compileEncoder(SMALL).encode(SMALL_VALUE);
  const at = 9 + 1 + 15 + 2;
  const error = failure(compileDecoder(SMALL), bytes.subarray(0, at));
  assert.equal(error.path, 'candidate.magpsf');
  assert.equal(error.message, `the packet ends at byte ${at} while reading candidate.magpsf`);
});

test('bytes that no writer makes are refused', () => {
  const elevenBytes = [...new Array<number>(10).fill(0x80), 0];
  assert.equal(codeOf('long', ...elevenBytes), 'bad_value');
  assert.equal(codeOf('int', ...elevenBytes), 'bad_value');
  assert.equal(codeOf('int', 0xff, 0xff, 0xff, 0xff, 0x1f), 'bad_value');
  assert.equal(codeOf('long', ...new Array<number>(9).fill(0xff), 2), 'bad_value');
  assert.equal(codeOf('boolean', 2), 'bad_value');
  assert.equal(codeOf(['null', 'int'], 4), 'bad_value');
  assert.equal(codeOf(['null', 'int'], 1), 'bad_value');
  assert.equal(codeOf({ type: 'enum', name: 'e', symbols: ['a'] }, 2), 'bad_value');
  assert.equal(codeOf('string', 2, 0xff), 'bad_value');
  assert.equal(codeOf('string', 8, 0x61, 0xc3, 0x28, 0x61), 'bad_value');
  assert.equal(codeOf('bytes', 1), 'bad_value');
  assert.equal(codeOf('int', 2, 2), 'trailing');
});

test('announced sizes are never trusted', () => {
  const huge = [0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f];
  assert.equal(codeOf('bytes', ...huge), 'bad_value');
  assert.equal(codeOf('bytes', 0xfe, 0xff, 0xff, 0xff, 0x0f), 'truncated');
  assert.equal(codeOf({ type: 'array', items: 'int' }, ...huge, 0), 'truncated');
  assert.equal(codeOf({ type: 'array', items: 'null' }, ...huge, 0), 'too_large');
  assert.equal(codeOf({ type: 'map', values: 'null' }, ...huge, 0), 'truncated');
});

test('a record within itself has a deepest level', () => {
  const schema = { type: 'record', name: 'n', fields: [{ name: 'next', type: ['null', 'n'] }] };
  const decoder = compileDecoder(parseSchema(schema));
  const bytes = (levels: number): Uint8Array =>
    new Uint8Array([...new Array<number>(levels).fill(2), 0]);
  assert.equal(decoder.decodeExact(bytes(50)).end, 51);
  assert.equal(failure(decoder, bytes(100_000)).code, 'too_large');
  assert.equal(failure(decoder, bytes(150)).code, 'too_large');
});

test('after an error the decoder still works', () => {
  const bytes = compileEncoder(SMALL).encode(SMALL_VALUE);
  const decoder = compileDecoder(SMALL);
  failure(decoder, bytes.subarray(0, 20));
  assert.deepEqual(decoder.decodeExact(bytes).value, SMALL_VALUE);
});

/** Decoding damaged bytes gives a value or an AvroError, nothing else. */
function endsWell(decoder: Decoder, bytes: Uint8Array): void {
  try {
    decoder.decode(bytes);
  } catch (error) {
    assert.ok(error instanceof AvroError, String(error));
    assert.notEqual(error.message, 'the bytes do not fit the schema');
  }
}

test('random bytes for random schemas: a value or an AvroError', () => {
  fc.assert(
    fc.property(schemaWithValues, fc.uint8Array({ maxLength: 60 }), ([json], bytes) => {
      endsWell(compileDecoder(parseSchema(JSON.stringify(json))), bytes);
    }),
    { numRuns: 300 },
  );
});

const [packet] = realPackets('ztf', 1);

test('a real packet cut anywhere is truncated', { skip: packet === undefined && NO_DATA }, () => {
  assert.ok(packet);
  const { header, record } = new ContainerReader().readSingleRecord(packet.bytes);
  const decoder = compileDecoder(header.schema);
  fc.assert(
    fc.property(fc.nat(record.length - 1), (cut) => {
      const error = failure(decoder, record.subarray(0, cut));
      assert.equal(error.code, 'truncated');
      assert.ok(error.path);
    }),
    { numRuns: 200 },
  );
  fc.assert(
    fc.property(fc.nat(packet.bytes.length - 1), (cut) => {
      const reader = new ContainerReader();
      assert.throws(
        () => reader.readSingleRecord(packet.bytes.subarray(0, cut)),
        (error) => error instanceof AvroError,
      );
    }),
    { numRuns: 100 },
  );
});

test('a real packet with flipped bytes never crashes', {
  skip: packet === undefined && NO_DATA,
}, () => {
  assert.ok(packet);
  const { header, record } = new ContainerReader().readSingleRecord(packet.bytes);
  const decoders = [
    compileDecoder(header.schema),
    compileDecoder(header.schema, { fields: { candid: true }, spans: ['prv_candidates'] }),
  ];
  const flip = fc.tuple(fc.nat(15_000), fc.nat(255));
  fc.assert(
    fc.property(fc.array(flip, { minLength: 1, maxLength: 4 }), (flips) => {
      const damaged = record.slice();
      for (const [at, byte] of flips) damaged[at] = byte;
      for (const decoder of decoders) endsWell(decoder, damaged);
    }),
    { numRuns: 300 },
  );
});
