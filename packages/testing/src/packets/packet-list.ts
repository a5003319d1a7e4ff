import type { Packet, PacketBatch, PacketSource } from '@fritz/pipeline';

/** A source that hands out packets that are already in memory. */
export function packetList(packets: readonly Uint8Array[], batchSize = 500): PacketSource {
  const all = packets.map(
    (bytes, index): Packet => ({
      bytes,
      origin: { kind: 'file', name: `packet-${index}.avro`, partition: 0, offset: 0n },
    }),
  );
  return {
    async *batches(): AsyncGenerator<PacketBatch> {
      for (let at = 0; at < all.length; at += batchSize) {
        yield { packets: all.slice(at, at + batchSize), progress: [] };
      }
    },
    fenced: async () => {},
    close: async () => {},
  };
}
