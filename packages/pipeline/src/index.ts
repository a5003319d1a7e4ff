export {
  FencedError,
  type OffsetStore,
  type Packet,
  type PacketBatch,
  type PacketOrigin,
  type PacketSource,
  type PartitionClaim,
  type PartitionProgress,
} from './ports.ts';
