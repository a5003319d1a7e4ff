const HEADER_BYTES = 5;

/**
 * Recognises the Confluent wire format: a zero byte, then the schema's id as a big-endian 32-bit
 * integer, then one bare Avro value.
 *
 * @returns the id and the offset of the value, or null when the bytes do not begin like that
 */
export function readConfluentHeader(bytes: Uint8Array): { schemaId: number; start: number } | null {
  if (bytes.length < HEADER_BYTES || bytes[0] !== 0) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, HEADER_BYTES);
  return { schemaId: view.getUint32(1), start: HEADER_BYTES };
}
