import type { AvroSchema } from './schema.ts';

const EMPTY = 0xc15d213aa4d7a795n;
const TABLE: readonly bigint[] = Array.from({ length: 256 }, (_, i) => {
  let fp = BigInt(i);
  for (let bit = 0; bit < 8; bit++) fp = (fp >> 1n) ^ ((fp & 1n) === 0n ? 0n : EMPTY);
  return fp;
});
const LOW = Int32Array.from(TABLE, (fp) => Number(BigInt.asIntN(32, fp)));
const HIGH = Int32Array.from(TABLE, (fp) => Number(BigInt.asIntN(32, fp >> 32n)));

const known = new WeakMap<AvroSchema, bigint>();

/**
 * CRC-64-AVRO (Rabin) fingerprint of the schema's Parsing Canonical Form, as a SIGNED 64-bit
 * integer (which suits a PostgreSQL bigint). Avro 1.11 specification, "Schema Fingerprints".
 */
export function schemaFingerprint(schema: AvroSchema): bigint {
  let fingerprint = known.get(schema);
  if (fingerprint === undefined) {
    fingerprint = crc64(new TextEncoder().encode(canonicalForm(schema)));
    known.set(schema, fingerprint);
  }
  return fingerprint;
}

/** Parsing Canonical Form: the schema's JSON with only what decides how bytes are read. */
export function canonicalForm(schema: AvroSchema): string {
  return canonical(schema, new Set());
}

function canonical(schema: AvroSchema, seen: Set<string>): string {
  switch (schema.type) {
    case 'record': {
      const name = JSON.stringify(schema.name);
      if (seen.has(schema.name)) return name;
      seen.add(schema.name);
      const fields = schema.fields.map(
        (field) => `{"name":${JSON.stringify(field.name)},"type":${canonical(field.schema, seen)}}`,
      );
      return `{"name":${name},"type":"record","fields":[${fields.join(',')}]}`;
    }
    case 'enum': {
      const name = JSON.stringify(schema.name);
      if (seen.has(schema.name)) return name;
      seen.add(schema.name);
      return `{"name":${name},"type":"enum","symbols":${JSON.stringify(schema.symbols)}}`;
    }
    case 'fixed': {
      const name = JSON.stringify(schema.name);
      if (seen.has(schema.name)) return name;
      seen.add(schema.name);
      return `{"name":${name},"type":"fixed","size":${schema.size}}`;
    }
    case 'array':
      return `{"type":"array","items":${canonical(schema.items, seen)}}`;
    case 'map':
      return `{"type":"map","values":${canonical(schema.values, seen)}}`;
    case 'union':
      return `[${schema.branches.map((branch) => canonical(branch, seen)).join(',')}]`;
    default:
      return JSON.stringify(schema.type);
  }
}

function crc64(bytes: Uint8Array): bigint {
  let low = Number(BigInt.asIntN(32, EMPTY));
  let high = Number(BigInt.asIntN(32, EMPTY >> 32n));
  for (const byte of bytes) {
    const at = (low ^ byte) & 0xff;
    low = ((low >>> 8) | (high << 24)) ^ (LOW[at] ?? 0);
    high = (high >>> 8) ^ (HIGH[at] ?? 0);
  }
  return BigInt.asIntN(64, (BigInt(high) << 32n) | BigInt(low >>> 0));
}
