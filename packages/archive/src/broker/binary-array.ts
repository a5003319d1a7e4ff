/** Element types of arrays that are sent as parameters. */
export type ElementType = 'text' | 'float4' | 'float8' | 'int4' | 'int8';

/** PostgreSQL's object ids of the types (pg_type.dat). */
const OIDS: Readonly<Record<ElementType, number>> = {
  int8: 20,
  int4: 23,
  text: 25,
  float4: 700,
  float8: 701,
};
const FIXED_BYTES: Readonly<Record<Exclude<ElementType, 'text'>, number>> = {
  float4: 4,
  float8: 8,
  int4: 4,
  int8: 8,
};
const HEAD_BYTES = 20;
const LENGTH_BYTES = 4;

/**
 * A one-dimensional array in PostgreSQL's binary form (array_recv), for a parameter: the driver
 * sends bytes as they are. As text, a thousand numbers are written out and parsed again.
 *
 * @param values of the type, bigint for int8; null and undefined are NULL
 */
export function binaryArray(type: ElementType, values: readonly unknown[]): Buffer {
  let [present, contentBytes] = [0, 0];
  for (const value of values) {
    if (value === null || value === undefined) continue;
    present += 1;
    contentBytes += type === 'text' ? Buffer.byteLength(String(value), 'utf8') : FIXED_BYTES[type];
  }
  const bytes = Buffer.allocUnsafe(HEAD_BYTES + values.length * LENGTH_BYTES + contentBytes);
  bytes.writeInt32BE(values.length === 0 ? 0 : 1, 0);
  bytes.writeInt32BE(present < values.length ? 1 : 0, 4);
  bytes.writeInt32BE(OIDS[type], 8);
  bytes.writeInt32BE(values.length, 12);
  bytes.writeInt32BE(1, 16);
  let at = HEAD_BYTES;
  for (const value of values) {
    if (value === null || value === undefined) at = bytes.writeInt32BE(-1, at);
    else if (type === 'text') at = writeText(bytes, at, String(value));
    else at = writeNumber(bytes, at, type, value);
  }
  // An array of nothing has no dimensions.
  return values.length === 0 ? bytes.subarray(0, 12) : bytes;
}

function writeText(bytes: Buffer, start: number, text: string): number {
  const written = bytes.write(text, start + LENGTH_BYTES, 'utf8');
  bytes.writeInt32BE(written, start);
  return start + LENGTH_BYTES + written;
}

function writeNumber(
  bytes: Buffer,
  start: number,
  type: Exclude<ElementType, 'text'>,
  value: unknown,
): number {
  const at = bytes.writeInt32BE(FIXED_BYTES[type], start);
  switch (type) {
    case 'float4':
      return bytes.writeFloatBE(Number(value), at);
    case 'float8':
      return bytes.writeDoubleBE(Number(value), at);
    case 'int4':
      return bytes.writeInt32BE(Number(value), at);
    case 'int8':
      return bytes.writeBigInt64BE(BigInt(value as bigint), at);
  }
}
