export {
  type FileEstimate,
  type FileProgress,
  type FileSource,
  type FileSourceOptions,
  fileSource,
} from './files/file-source.ts';
export { SourceError, type SourceErrorCode } from './files/source-error.ts';
export {
  type KafkaConnection,
  KafkaError,
  type KafkaErrorCode,
} from './kafka/kafka-connection.ts';
export {
  type KafkaPublisher,
  type KafkaPublisherOptions,
  type KafkaRecord,
  kafkaPublisher,
} from './kafka/kafka-publisher.ts';
export {
  type KafkaSource,
  type KafkaSourceOptions,
  kafkaSource,
} from './kafka/kafka-source.ts';
export type { PartitionLag } from './kafka/partition-set.ts';
export type { StreamLogger } from './logger.ts';
export { type ResolveOptions, resolveSchemas } from './registry/resolve-schemas.ts';
export {
  RegistryError,
  type RegistryErrorCode,
  SchemaRegistry,
} from './registry/schema-registry.ts';
