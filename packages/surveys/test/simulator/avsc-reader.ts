/** avsc as a second reader of our packets: defaults dropped, long as bigint. */
import avsc from 'avsc';

const LONG = avsc.types.LongType.__with({
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

/** All records of a container, and whether avsc met its end without an error. */
export function readWithAvsc(bytes: Uint8Array): Promise<unknown[]> {
  const records: unknown[] = [];
  const source = new avsc.streams.BlockDecoder({
    parseHook: (schema) => {
      const bare = JSON.parse(JSON.stringify(schema), (key, value) =>
        key === 'default' ? undefined : value,
      );
      return avsc.Type.forSchema(bare, { registry: { long: LONG }, wrapUnions: false });
    },
  });
  return new Promise((resolve, reject) => {
    source.on('data', (record: unknown) => records.push(record));
    source.on('end', () => resolve(records));
    source.on('error', reject);
    source.end(Buffer.from(bytes));
  });
}

/** Records and Buffers as plain objects and Uint8Arrays, so that they compare deeply. */
export function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return Uint8Array.from(value);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
  }
  return value;
}
