import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AvroError, canonicalForm, parseSchema, schemaFingerprint } from '../../src/index.ts';

function refused(schema: unknown): AvroError {
  try {
    parseSchema(schema);
  } catch (error) {
    assert.ok(error instanceof AvroError);
    return error;
  }
  return assert.fail('the schema was accepted');
}

test('names resolve through namespaces', () => {
  const schema = parseSchema({
    type: 'record',
    name: 'alert',
    namespace: 'ztf',
    fields: [
      {
        name: 'a',
        type: {
          type: 'record',
          name: 'cutout',
          namespace: 'ztf.alert',
          fields: [
            { name: 'id', type: { type: 'fixed', name: 'id', size: 3 } },
            { name: 'again', type: 'id' },
          ],
        },
      },
      { name: 'b', type: ['ztf.alert.cutout', 'null'], default: null },
      { name: 'c', type: ['null', 'alert'] },
    ],
  });
  assert.ok(schema.type === 'record');
  const [a, b, c] = schema.fields;
  assert.ok(a && b?.schema.type === 'union' && c?.schema.type === 'union');
  assert.equal(b.schema.branches[0], a.schema);
  assert.equal(c.schema.branches[1], schema);
  assert.ok(a.schema.type === 'record');
  assert.equal(a.schema.name, 'ztf.alert.cutout');
  assert.equal(a.schema.fields[1]?.schema, a.schema.fields[0]?.schema);
});

test('the fingerprint of "int" is the published one', () => {
  const fingerprint = schemaFingerprint(parseSchema('"int"'));
  assert.equal(BigInt.asUintN(64, fingerprint), 0x7275d51a3f395c8fn);
});

test('the fingerprint is signed and ignores docs, defaults and spelling', () => {
  const one = parseSchema(
    '{"type":"record","name":"a.R","doc":"x","fields":[{"name":"f","type":{"type":"long"},"default":1}]}',
  );
  const two = parseSchema(
    '{"name":"R","namespace":"a","type":"record","fields":[{"type":"long","name":"f"}]}',
  );
  assert.equal(
    canonicalForm(one),
    '{"name":"a.R","type":"record","fields":[{"name":"f","type":"long"}]}',
  );
  assert.equal(schemaFingerprint(one), schemaFingerprint(two));
  assert.equal(BigInt.asIntN(64, schemaFingerprint(one)), schemaFingerprint(one));
  // Published values of the Avro project's test file share/test/data/schema-tests.txt.
  assert.equal(schemaFingerprint(parseSchema('"null"')), 7195948357588979594n);
  assert.equal(schemaFingerprint(parseSchema('"boolean"')), -6970731678124411036n);
  assert.equal(schemaFingerprint(parseSchema('"string"')), -8142146995180207161n);
});

test('what is not a schema is refused with a reason', () => {
  assert.equal(refused('{').code, 'wrong_schema');
  assert.match(
    refused({ type: 'record', name: 'r', fields: [{ name: 'f', type: 'flot' }] }).message,
    /f names an unknown type "flot"/,
  );
  assert.equal(refused([]).code, 'wrong_schema');
  assert.equal(refused(7).code, 'wrong_schema');
  assert.equal(refused({ type: 'record', name: 'r' }).code, 'wrong_schema');
  assert.equal(
    refused({ type: 'record', name: 'r', fields: [{ name: 'f', type: 'r' }] }).code,
    'wrong_schema',
  );
  assert.equal(refused({ type: 'fixed', name: 'f', size: -1 }).code, 'wrong_schema');
});

test('hostile schemas are refused quickly', () => {
  let deep: unknown = 'int';
  for (let i = 0; i < 200; i++) deep = { type: 'array', items: deep };
  assert.equal(refused(deep).code, 'too_large');

  const doubling: unknown[] = [{ name: 'f0', type: { type: 'record', name: 'R0', fields: [] } }];
  for (let i = 1; i < 60; i++) {
    const type = `R${i - 1}`;
    const fields = [
      { name: 'a', type },
      { name: 'b', type },
    ];
    doubling.push({ name: `f${i}`, type: { type: 'record', name: `R${i}`, fields } });
  }
  assert.equal(refused({ type: 'record', name: 'all', fields: doubling }).code, 'too_large');
  assert.equal(refused(Array.from({ length: 60_000 }, () => 'int')).code, 'too_large');
});
