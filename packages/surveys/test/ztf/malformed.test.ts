import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { PacketError, simulateNight, ZtfAdapter, type ZtfAlert } from '../../src/index.ts';
import { realPackets, withoutPackets } from './shared-packets.ts';

const [simulated] = simulateNight({ seed: 2, night: '20270301', alerts: 1 });
/** More than 400 by hand: `FRITZ_FUZZ_RUNS=100000 npm test -- malformed`. */
const RUNS = Number(process.env.FRITZ_FUZZ_RUNS ?? 400);
const packet = simulated?.bytes ?? new Uint8Array();

/** The alert, or what is wrong with the packet; anything else that is thrown fails the test. */
function read(adapter: ZtfAdapter, bytes: Uint8Array): ZtfAlert | PacketError {
  try {
    return adapter.decode(bytes);
  } catch (error) {
    if (error instanceof PacketError) return error;
    throw error;
  }
}

function assertTruncated(adapter: ZtfAdapter, bytes: Uint8Array, length: number): void {
  const outcome = read(adapter, bytes.subarray(0, length));
  assert.ok(outcome instanceof PacketError, `${length} of ${bytes.length} bytes were read`);
  assert.equal(outcome.code, length === 0 ? 'not_avro' : 'truncated', `${length} bytes`);
  assert.match(outcome.message, /^[^\n]{15,300}$/);
}

test('a packet that is cut anywhere is truncated', () => {
  const adapter = new ZtfAdapter();
  const lengths = fc.nat({ max: packet.length - 1 });
  fc.assert(
    fc.property(lengths, (length) => assertTruncated(adapter, packet, length)),
    {
      numRuns: 400,
      examples: [[0], [1], [3], [4], [5], [packet.length - 1], [packet.length - 16]],
    },
  );
});

test('a real packet that is cut anywhere is truncated', { skip: withoutPackets }, () => {
  const adapter = new ZtfAdapter();
  for (const bytes of realPackets().values()) {
    for (let part = 0; part < 12; part += 1) {
      assertTruncated(adapter, bytes, Math.floor((bytes.length * part) / 12));
    }
    assertTruncated(adapter, bytes, bytes.length - 1);
  }
});

test('changed bytes give an alert or a reason, and no other harm', () => {
  const adapter = new ZtfAdapter();
  const curves = adapter.needs([null]);
  const change = fc.tuple(fc.nat({ max: packet.length - 1 }), fc.integer({ min: 0, max: 255 }));
  // Half of the changes fall into header and record rather than into the stamps.
  const early = fc.tuple(fc.nat({ max: 16_000 }), fc.integer({ min: 0, max: 255 }));
  fc.assert(
    fc.property(fc.array(fc.oneof(change, early), { minLength: 1, maxLength: 6 }), (changes) => {
      const bytes = Uint8Array.from(packet);
      for (const [at, value] of changes) bytes[Math.min(at, bytes.length - 1)] = value;
      const outcome = read(adapter, bytes);
      if (outcome instanceof PacketError) return assert.match(outcome.message, /^[^\n]{10,}$/);
      // What was taken for an alert must get through the rest of the pipeline.
      const curve = adapter.curve(null, curves);
      curve.add(outcome);
      curve.document(outcome, new Set([1, 2, 3]));
      assert.ok(curve.photometry().length > 0);
      assert.equal(adapter.values(outcome).length, adapter.columns.length);
    }),
    // The first makes another name of the stamps' field in the schema.
    { numRuns: RUNS, examples: [[[[10857, 32]]]] },
  );
});
