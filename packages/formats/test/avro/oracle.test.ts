import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import {
  ContainerReader,
  compileDecoder,
  compileEncoder,
  parseSchema,
  spanSchema,
} from '../../src/index.ts';
import { avscType, plain } from './avsc-oracle.ts';
import { schemaWithValues } from './random-schema.ts';
import { NO_DATA, realPackets } from './real-packets.ts';

test('random schemas and values: the same bytes and values as avsc', () => {
  fc.assert(
    fc.property(schemaWithValues, ([json, pairs]) => {
      const type = avscType(JSON.stringify(json), true);
      const schema = parseSchema(JSON.stringify(json));
      const decoder = compileDecoder(schema);
      const encoder = compileEncoder(schema);
      for (const { ours, theirs } of pairs) {
        const bytes = new Uint8Array(type.toBuffer(theirs));
        assert.deepEqual(encoder.encode(ours), bytes);
        assert.deepEqual(decoder.decodeExact(bytes).value, ours);
      }
    }),
    { numRuns: 400 },
  );
});

test('skipping any random value ends where reading it ends', () => {
  fc.assert(
    fc.property(schemaWithValues, ([json, pairs]) => {
      const wrapped = {
        type: 'record',
        name: 'R',
        fields: [
          { name: 'skipped', type: json },
          { name: 'kept', type: 'string' },
        ],
      };
      const schema = parseSchema(wrapped);
      const decoder = compileDecoder(schema, { fields: { kept: true } });
      const noting = compileDecoder(schema, { fields: { kept: true }, spans: ['skipped'] });
      const encoder = compileEncoder(schema);
      for (const { ours } of pairs) {
        const bytes = encoder.encode({ skipped: ours, kept: 'the end' });
        assert.deepEqual(decoder.decodeExact(bytes).value, { kept: 'the end' });
        assert.deepEqual(noting.decodeExact(bytes).value, { kept: 'the end' });
      }
    }),
    { numRuns: 200 },
  );
});

for (const survey of ['ztf', 'pgir', 'lsst', 'winter']) {
  const packets = realPackets(survey);
  describe(`real packets of ${survey}`, { skip: packets.length === 0 && NO_DATA }, () => {
    const reader = new ContainerReader();
    const records = packets.map((packet) => ({
      ...packet,
      ...reader.readSingleRecord(packet.bytes),
    }));

    // avsc refuses WINTER's schema, which names a field twice.
    test('every field equals what avsc reads', { skip: survey === 'winter' }, () => {
      for (const { header, record, name } of records) {
        const theirs = avscType(header.schemaJson, false).fromBuffer(Buffer.from(record));
        const ours = compileDecoder(header.schema).decodeExact(record).value;
        assert.deepEqual(plain(ours), plain(theirs), name);
      }
    });

    test('encoding what was decoded gives the same bytes', () => {
      for (const { header, record, name } of records) {
        const value = compileDecoder(header.schema).decodeExact(record).value;
        const back = compileEncoder(header.schema).encode(value);
        assert.equal(Buffer.compare(back, record), 0, name);
      }
    });

    test('a projection equals the whole record restricted to it', () => {
      const fields = {
        candid: true,
        diaSourceId: true,
        candidate: { jd: true, candid: true, magpsf: true, isdiffpos: true },
        diaSource: { visit: true, ra: true },
        prv_candidates: { jd: true, pid: true, fid: true },
        cutoutScience: { fileName: true },
      } as const;
      for (const { header, record } of records) {
        const whole = compileDecoder(header.schema).decodeExact(record).value;
        const part = compileDecoder(header.schema, { fields }).decodeExact(record).value;
        assert.deepEqual(part, restrict(whole, fields));
      }
    });

    test('the slices of spans decode to the items', () => {
      const spans = ['prv_candidates', 'fp_hists', 'prvDiaSources', 'candidate', 'diaSource'];
      for (const { header, record } of records) {
        const decoded = compileDecoder(header.schema, { spans }).decodeExact(record);
        const bare = compileDecoder(header.schema, { fields: {}, spans }).decodeExact(record);
        assert.deepEqual(bare.spans, decoded.spans);
        const value = decoded.value as Record<string, unknown>;
        for (const [name, span] of Object.entries(decoded.spans)) {
          const schema = spanSchema(header.schema, name);
          assert.ok(schema);
          const decoder = compileDecoder(schema);
          const items: unknown[] = [];
          for (let i = 0; i < span.length; i += 2) {
            items.push(decoder.decodeExact(record.subarray(span[i], span[i + 1])).value);
          }
          const expected = value[name] ?? [];
          assert.deepEqual(items, Array.isArray(expected) ? expected : [expected]);
          if (items.length > 0) {
            const all = record.subarray(span[0], span[span.length - 1]);
            assert.deepEqual(decoder.decodeAll(all), items);
          }
        }
      }
    });
  });
}

function restrict(value: unknown, fields: unknown): unknown {
  if (fields === true || value === null || value instanceof Uint8Array) return value;
  if (Array.isArray(value)) return value.map((item) => restrict(item, fields));
  const object = value as Record<string, unknown>;
  const tree = fields as Record<string, unknown>;
  return Object.fromEntries(
    Object.keys(object)
      .filter((key) => key in tree)
      .map((key) => [key, restrict(object[key], tree[key])]),
  );
}
