/**
 * Values in Thrift's compact protocol, of which the headers and the footer of Parquet files are made.
 * Source: Apache Thrift, thrift-compact-protocol.md.
 */
import { GrowingBytes } from './growing-bytes.ts';

/** A value of a field; null is a field that is left out. */
export type ThriftValue =
  | { readonly kind: 'i16' | 'i32' | 'i64'; readonly value: number }
  | { readonly kind: 'binary'; readonly value: Uint8Array }
  | { readonly kind: 'list'; readonly of: ThriftKind; readonly value: readonly ThriftValue[] }
  | { readonly kind: 'struct'; readonly value: ThriftFields };

/** By the numbers of the fields, which grow. */
export type ThriftFields = readonly (readonly [id: number, value: ThriftValue | null])[];

type ThriftKind = ThriftValue['kind'];

const TYPES: Readonly<Record<ThriftKind, number>> = {
  ...{ i16: 4, i32: 5, i64: 6, binary: 8, list: 9, struct: 12 },
};

const encoder = new TextEncoder();

export const i16 = (value: number): ThriftValue => ({ kind: 'i16', value });
export const i32 = (value: number): ThriftValue => ({ kind: 'i32', value });
export const i64 = (value: number): ThriftValue => ({ kind: 'i64', value });
export const binary = (value: Uint8Array): ThriftValue => ({ kind: 'binary', value });
export const text = (value: string): ThriftValue => binary(encoder.encode(value));
export const struct = (value: ThriftFields): ThriftValue => ({ kind: 'struct', value });
export const list = (of: ThriftKind, value: readonly ThriftValue[]): ThriftValue => ({
  ...{ kind: 'list', of, value },
});

export function encodeThrift(fields: ThriftFields): Uint8Array {
  const bytes = new GrowingBytes(256);
  writeStruct(bytes, fields);
  return bytes.taken();
}

function writeStruct(bytes: GrowingBytes, fields: ThriftFields): void {
  let last = 0;
  for (const [id, value] of fields) {
    if (value === null) continue;
    bytes.byte(((id - last) << 4) | TYPES[value.kind]);
    writeValue(bytes, value);
    last = id;
  }
  bytes.byte(0);
}

function writeValue(bytes: GrowingBytes, value: ThriftValue): void {
  if (value.kind === 'binary') {
    bytes.varint(value.value.length);
    bytes.append(value.value);
  } else if (value.kind === 'struct') writeStruct(bytes, value.value);
  else if (value.kind === 'list') writeList(bytes, value.of, value.value);
  // Zigzag: below 2^53 as it was.
  else bytes.varint(value.value >= 0 ? value.value * 2 : -value.value * 2 - 1);
}

function writeList(bytes: GrowingBytes, of: ThriftKind, values: readonly ThriftValue[]): void {
  if (values.length < 15) bytes.byte((values.length << 4) | TYPES[of]);
  else {
    bytes.byte(0xf0 | TYPES[of]);
    bytes.varint(values.length);
  }
  for (const one of values) writeValue(bytes, one);
}
