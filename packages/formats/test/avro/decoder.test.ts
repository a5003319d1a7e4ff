import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileDecoder, parseSchema, readConfluentHeader, spanSchema } from '../../src/index.ts';

const LIST = parseSchema({
  type: 'record',
  name: 'r',
  fields: [
    { name: 'list', type: ['null', { type: 'array', items: 'int' }] },
    { name: 'last', type: 'string' },
  ],
});
/** Items 1, 2 in a plain block; 3, 200 in a block that gives its size of three bytes. */
const TWO_BLOCKS = Uint8Array.of(2, 4, 2, 4, 3, 6, 6, 0x90, 3, 0, 4, 0x6f, 0x6b);

test('arrays of several blocks, with and without sizes', () => {
  const { value, end, spans } = compileDecoder(LIST, { spans: ['list'] }).decode(TWO_BLOCKS);
  assert.deepEqual(value, { list: [1, 2, 3, 200], last: 'ok' });
  assert.equal(end, TWO_BLOCKS.length);
  assert.deepEqual([...(spans.list ?? [])], [2, 3, 3, 4, 6, 7, 7, 9]);
  assert.deepEqual(spanSchema(LIST, 'list'), { type: 'int' });
  const partial = compileDecoder(LIST, { fields: { last: true, unknown: true } });
  assert.deepEqual(partial.decodeExact(TWO_BLOCKS).value, { last: 'ok' });
});

test('a value may begin anywhere and be followed by anything', () => {
  const bytes = Uint8Array.of(9, 9, ...TWO_BLOCKS, 9);
  const { value, end, spans } = compileDecoder(LIST, { spans: ['list'] }).decode(bytes, 2);
  assert.deepEqual(value, { list: [1, 2, 3, 200], last: 'ok' });
  assert.equal(end, bytes.length - 1);
  assert.equal(spans.list?.[0], 4);
});

test('a null has no spans', () => {
  const { value, spans } = compileDecoder(LIST, { spans: ['list'] }).decode(Uint8Array.of(0, 0));
  assert.deepEqual(value, { list: null, last: '' });
  assert.equal(spans.list?.length, 0);
});

test('of fields with one name the last counts', () => {
  const schema = parseSchema({
    type: 'record',
    name: 'r',
    fields: [
      { name: 'sgmag1', type: 'int' },
      { name: 'other', type: 'int' },
      { name: 'sgmag1', type: ['null', 'string'] },
    ],
  });
  const { value } = compileDecoder(schema).decodeExact(Uint8Array.of(2, 4, 2, 2, 0x78));
  assert.deepEqual(value, { sgmag1: 'x', other: 2 });
});

test('names are data, whatever they spell', () => {
  const names = [
    '__proto__',
    'constructor',
    'a"b',
    "x'];process.exit(1);//",
    '\u2028',
    'r',
    'b',
    'p',
  ];
  const fields = names.map((name) => ({ name, type: 'int' }));
  const schema = parseSchema({ type: 'record', name: 'r', fields });
  const { value } = compileDecoder(schema).decodeExact(Uint8Array.from(names, (_, i) => i * 2));
  assert.deepEqual(
    Object.entries(value ?? {}),
    names.map((name, i) => [name, i]),
  );
  assert.equal(Object.getPrototypeOf(value), Object.prototype);
});

test('float32 is widened exactly, bytes are views', () => {
  const schema = parseSchema({
    type: 'record',
    name: 'r',
    fields: [
      { name: 'f', type: 'float' },
      { name: 'b', type: 'bytes' },
    ],
  });
  const input = Buffer.from([0xcd, 0xcc, 0xcc, 0x3d, 4, 7, 8]);
  const value = compileDecoder(schema).decodeExact(input).value as { f: number; b: Uint8Array };
  assert.equal(value.f, Math.fround(0.1));
  assert.equal(value.b.constructor, Uint8Array);
  assert.equal(value.b.buffer, input.buffer);
});

test('a byte order mark and repeated texts survive', () => {
  const decoder = compileDecoder(parseSchema('string'));
  for (const text of [
    '\ufeffabc',
    '',
    'é',
    'ab\0',
    'x'.repeat(128),
    'x'.repeat(129),
    '\ufeffabc',
  ]) {
    const utf8 = Buffer.from(text);
    const size = utf8.length * 2;
    const head = size < 128 ? [size] : [(size & 0x7f) | 0x80, size >> 7];
    const bytes = Uint8Array.from([...head, ...utf8]);
    assert.equal(decoder.decodeExact(bytes).value, text);
    assert.equal(decoder.decodeExact(bytes).value, text);
  }
});

test('the Confluent header is recognised', () => {
  assert.deepEqual(readConfluentHeader(Uint8Array.of(0, 0, 0, 3, 132, 1)), {
    schemaId: 900,
    start: 5,
  });
  assert.equal(readConfluentHeader(Uint8Array.of(0x4f, 0x62, 0x6a, 1, 4)), null);
  assert.equal(readConfluentHeader(Uint8Array.of(0, 0, 0)), null);
});
