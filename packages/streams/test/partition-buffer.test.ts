import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Packet } from '@fritz/pipeline';
import fc from 'fast-check';
import { PartitionBuffer } from '../src/kafka/partition-buffer.ts';
import { topicMatcher } from '../src/kafka/topic-pattern.ts';

function packet(offset: bigint, length: number): Packet {
  const origin = { kind: 'kafka', name: 't', partition: 0, offset } as const;
  return { bytes: new Uint8Array(length), origin };
}

test('progress is contiguous and covers each packet, whatever gaps and limits', () => {
  const gaps = fc.array(fc.record({ gap: fc.nat(3), length: fc.nat(50) }), { maxLength: 40 });
  const fetches = fc.array(fc.record({ gaps, tail: fc.nat(3), take: fc.nat(15) }), {
    maxLength: 8,
  });
  fc.assert(
    fc.property(fetches, fc.integer({ min: 1, max: 120 }), (rounds, maxBytes) => {
      const claim = { topic: 't', partition: 0, epoch: 4, nextOffset: 100n };
      const buffer = new PartitionBuffer(claim, 103n, 103n);
      let reached = 100n;
      let position = 103n;
      const put: bigint[] = [];
      const got: bigint[] = [];
      const take = (packets: number) => {
        const taken = buffer.take({ packets, bytes: maxBytes, first: true });
        if (taken === null) return false;
        assert.ok(taken.packets.length <= packets);
        assert.ok(taken.packets.length <= 1 || taken.bytes <= maxBytes);
        assert.equal(taken.progress.from, reached);
        assert.equal(taken.progress.epoch, 4);
        assert.ok(taken.progress.to > reached);
        for (const { origin } of taken.packets) {
          assert.ok(origin.offset >= reached && origin.offset < taken.progress.to);
          got.push(origin.offset);
        }
        reached = taken.progress.to;
        return true;
      };
      for (const { gaps: list, tail, take: count } of rounds) {
        const packets = list.map(({ gap, length }) => {
          position += BigInt(gap) + 1n;
          put.push(position - 1n);
          return packet(position - 1n, length);
        });
        position += BigInt(tail);
        buffer.append(packets, position, position);
        take(count);
      }
      while (take(7));
      assert.deepEqual(got, put);
      assert.equal(reached, position);
      assert.equal(buffer.bytes, 0);
    }),
  );
});

test('topics match by name, glob and expression; never those of Kafka itself', () => {
  const night = topicMatcher('ztf_*_programid1');
  assert.ok(night('ztf_20260101_programid1'));
  assert.ok(!night('ztf_20260101_programid12') && !night('x_ztf_20260101_programid1'));
  assert.ok(!topicMatcher('a.b')('aXb') && topicMatcher('a.?')('a.b'));
  const several = topicMatcher([/^lsst-\w+$/g, 'exact']);
  assert.ok(several('lsst-alerts') && several('lsst-alerts') && several('exact'));
  assert.ok(!topicMatcher('*')('__consumer_offsets'));
  assert.throws(() => topicMatcher([]), /no topics were named/);
});
