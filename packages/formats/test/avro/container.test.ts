import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import {
  AvroError,
  type AvroErrorCode,
  ContainerReader,
  openContainer,
  writeContainer,
} from '../../src/index.ts';
import { NO_DATA, realPackets } from './real-packets.ts';

const sync = Uint8Array.from({ length: 16 }, (_, i) => 200 + i);
const one = writeContainer({ schemaJson: '"int"', records: [Uint8Array.of(2)], sync });

function refused(code: AvroErrorCode, read: () => unknown): AvroError {
  let caught: unknown;
  assert.throws(read, (error) => {
    caught = error;
    return error instanceof AvroError;
  });
  assert.ok(caught instanceof AvroError);
  assert.equal(caught.code, code, caught.message);
  return caught;
}

/** A container with one block whose codec is named, made by hand. */
function withCodec(codec: string, block: Uint8Array): Uint8Array {
  const text = (value: string): number[] => [value.length * 2, ...Buffer.from(value)];
  const head = [...text('avro.schema'), ...text('"int"'), ...text('avro.codec'), ...text(codec)];
  return Uint8Array.from([
    ...[0x4f, 0x62, 0x6a, 1, 4],
    ...head,
    0,
    ...sync,
    4,
    block.length * 2,
    ...block,
    ...sync,
  ]);
}

test('what is written is read', () => {
  const records = [Uint8Array.of(2), Uint8Array.of(4)];
  const bytes = writeContainer({
    schemaJson: '"int"',
    records,
    sync,
    metadata: { origin: 'test' },
  });
  const container = openContainer(bytes);
  assert.equal(container.schemaJson, '"int"');
  assert.equal(container.codec, 'null');
  assert.deepEqual(container.header.schema, { type: 'int' });
  assert.deepEqual(container.metadata.get('origin'), Uint8Array.from(Buffer.from('test')));
  assert.deepEqual(
    [...container.blocks],
    [{ count: 2, bytes: Uint8Array.of(2, 4), end: bytes.length }],
  );
  assert.deepEqual(
    [...openContainer(writeContainer({ schemaJson: '"int"', records: [] })).blocks],
    [],
  );
});

test('a reader knows a header again', () => {
  const reader = new ContainerReader({ headers: 1 });
  const first = reader.readSingleRecord(one);
  const other = writeContainer({ schemaJson: '"int"', records: [Uint8Array.of(8)] });
  const second = reader.readSingleRecord(other);
  assert.equal(second.header, first.header);
  assert.deepEqual(second.record, Uint8Array.of(8));
  const long = writeContainer({ schemaJson: '"long"', records: [Uint8Array.of(8)] });
  assert.notEqual(reader.readSingleRecord(long).header, first.header);
  assert.notEqual(reader.readSingleRecord(one).header, first.header);
});

test('a single record is single', () => {
  const reader = new ContainerReader();
  const two = writeContainer({
    schemaJson: '"int"',
    records: [Uint8Array.of(2), Uint8Array.of(2)],
  });
  const none = writeContainer({ schemaJson: '"int"', records: [] });
  refused('trailing', () => reader.readSingleRecord(two));
  refused('bad_value', () => reader.readSingleRecord(none));
  for (const after of [[1], [2], [0, 0, ...sync]]) {
    refused('trailing', () => reader.readSingleRecord(Uint8Array.from([...one, ...after])));
  }
});

test('a damaged container is refused', () => {
  const reader = new ContainerReader();
  refused('not_avro', () => reader.open(Uint8Array.of(0, 0, 0, 3, 132)));
  refused('not_avro', () => reader.open(new Uint8Array(0)));
  for (let cut = 4; cut < one.length; cut++) {
    // A cut right after the header leaves a valid container without a record.
    const code = cut === one.length - 19 ? 'bad_value' : 'truncated';
    refused(code, () => new ContainerReader().readSingleRecord(one.subarray(0, cut)));
    refused(code, () => {
      reader.readSingleRecord(one);
      reader.readSingleRecord(one.subarray(0, cut));
    });
  }
  const damaged = one.slice();
  damaged[damaged.length - 1] = 0;
  assert.match(refused('bad_value', () => reader.readSingleRecord(damaged)).message, /sync marker/);
});

test('a cut packet names the field that is cut', () => {
  const schemaJson = JSON.stringify({
    type: 'record',
    name: 'alert',
    fields: [
      {
        name: 'candidate',
        type: {
          type: 'record',
          name: 'c',
          fields: [
            { name: 'jd', type: 'double' },
            { name: 'magpsf', type: 'float' },
          ],
        },
      },
    ],
  });
  const bytes = writeContainer({ schemaJson, records: [new Uint8Array(12)], sync });
  const cut = bytes.subarray(0, bytes.length - 18);
  const error = refused('truncated', () => new ContainerReader().readSingleRecord(cut));
  assert.equal(error.path, 'candidate.magpsf');
  assert.equal(
    error.message,
    `the packet ends at byte ${cut.length} of ${bytes.length}, in block 1 while reading candidate.magpsf`,
  );
});

test('compressed containers need an inflate of the caller', () => {
  const stored = new Uint8Array(deflateRawSync(Uint8Array.of(2, 4)));
  const bytes = withCodec('deflate', stored);
  assert.match(refused('unsupported_codec', () => openContainer(bytes)).message, /"deflate"/);
  refused('unsupported_codec', () => openContainer(withCodec('zstandard', stored)));
  refused('unsupported_codec', () => openContainer(withCodec('snappy', stored)));
  const inflate = (block: Uint8Array): Uint8Array => new Uint8Array(inflateRawSync(block));
  const [block] = openContainer(bytes, { inflate }).blocks;
  assert.deepEqual(block, { count: 2, bytes: Uint8Array.of(2, 4), end: bytes.length });
  refused('bad_value', () => [...openContainer(withCodec('deflate', sync), { inflate }).blocks]);
});

const packets = realPackets('ztf');
describe('real packets', { skip: packets.length === 0 && NO_DATA }, () => {
  test('share few headers and are written again from their parts', () => {
    const reader = new ContainerReader();
    const headers = new Set<unknown>();
    for (const { bytes } of packets) {
      const { header, record } = reader.readSingleRecord(bytes);
      headers.add(header);
      const { sync: marker, schemaJson } = openContainer(bytes);
      const again = writeContainer({ schemaJson, records: [record], sync: marker });
      assert.deepEqual(reader.readSingleRecord(again).record, record);
    }
    assert.ok(headers.size <= 3);
  });
});
