import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hostilePackets, PacketError, ZtfAdapter } from '../../src/index.ts';

for (const { name, bytes, code } of hostilePackets(11)) {
  test(`refuses a packet: ${name}`, () => {
    assert.throws(
      () => new ZtfAdapter().decode(bytes),
      (error: unknown) => error instanceof PacketError && error.code === code,
    );
  });
}

test('the packets have names of their own', () => {
  const names = hostilePackets(11).map(({ name }) => name);
  assert.equal(new Set(names).size, names.length);
});
