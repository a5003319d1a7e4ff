import avsc from 'avsc';

/** An avsc type for the JSON text of a schema: defaults dropped, long as bigint. */
export function avscType(schemaJson: string, wrapUnions: boolean): avsc.Type {
  const bare: unknown = JSON.parse(schemaJson, (key, value) =>
    key === 'default' ? undefined : value,
  );
  const long = avsc.types.LongType.__with({
    fromBuffer: (buffer: Buffer) => buffer.readBigInt64LE(),
    toBuffer: (value: bigint) => {
      const buffer = Buffer.alloc(8);
      buffer.writeBigInt64LE(value);
      return buffer;
    },
    fromJSON: BigInt,
    toJSON: Number,
    isValid: (value: unknown) => typeof value === 'bigint',
    compare: (a: bigint, b: bigint) => Number(a > b) - Number(a < b),
  });
  return avsc.Type.forSchema(bare as avsc.Schema, { registry: { long }, wrapUnions });
}

/** avsc's records and Buffers as plain objects and Uint8Arrays, so that they compare deeply. */
export function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return Uint8Array.from(value);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
  }
  return value;
}
