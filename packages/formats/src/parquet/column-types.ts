/**
 * Columns of Parquet files as those of tables.
 * Source: Apache Parquet format, LogicalTypes.md and parquet.thrift.
 */
import type { SchemaElement, SchemaTree } from 'hyparquet';
import type { Cell, CellRecord, CellType } from '../table/table.ts';

/** Brings what the decoder gives to a cell; undefined where the value does not fit. */
export type ToCell = (value: unknown) => Cell | undefined;

export interface ParquetType {
  readonly type: CellType;
  readonly toCell: ToCell;
}

const INT8_BOUND = 2n ** 63n;

/** How a column is read, or why it is not. */
export function parquetType(node: SchemaTree): ParquetType | string {
  const { element, children } = node;
  if (children.length > 0 || element.repetition_type === 'REPEATED') {
    return { type: 'json', toCell: toJson };
  }
  const logical = logicalOf(element);
  if (['BSON', 'INTERVAL', 'GEOMETRY', 'GEOGRAPHY', 'VARIANT', 'FILE'].includes(logical)) {
    return `values of the kind ${logical}`;
  }
  if (logical === 'DECIMAL') return { type: 'float8', toCell: toFloat };
  if (/^(?:DATE|TIME)/.test(logical) || element.type === 'INT96')
    return { type: 'text', toCell: toText };
  switch (element.type) {
    case 'BOOLEAN':
      return { type: 'bool', toCell: (value) => (typeof value === 'boolean' ? value : null) };
    case 'INT32':
      return intType(logical);
    case 'INT64':
      return { type: 'int8', toCell: toInt64 };
    case 'FLOAT':
      return { type: 'float4', toCell: toFloat };
    case 'DOUBLE':
      return { type: 'float8', toCell: toFloat };
    case 'BYTE_ARRAY':
      return logical === 'JSON'
        ? { type: 'json', toCell: toJson }
        : { type: 'text', toCell: toText };
    default:
      if (logical === 'FLOAT16') return { type: 'float4', toCell: toFloat };
      return logical === 'UUID' ? { type: 'text', toCell: toText } : 'bytes without a meaning';
  }
}

/** `INT_8`, `UINT_64`, `DECIMAL`, `TIMESTAMP`, `STRING` …; empty where it is just its type. */
function logicalOf({ logical_type: logical, converted_type: converted }: SchemaElement): string {
  if (logical?.type === 'INTEGER') return `${logical.isSigned ? '' : 'U'}INT_${logical.bitWidth}`;
  return logical?.type ?? converted ?? '';
}

function intType(logical: string): ParquetType {
  if (['INT_8', 'INT_16', 'UINT_8'].includes(logical)) return { type: 'int2', toCell: toInteger };
  if (logical === 'UINT_32') return { type: 'int8', toCell: toInt64 };
  return { type: 'int4', toCell: toInteger };
}

function toInteger(value: unknown): Cell {
  return typeof value === 'number' || typeof value === 'bigint' ? Number(value) : null;
}

function toInt64(value: unknown): bigint | null | undefined {
  if (typeof value !== 'bigint' && typeof value !== 'number') return null;
  const exact = BigInt(value);
  return exact >= -INT8_BOUND && exact < INT8_BOUND ? exact : undefined;
}

function toFloat(value: unknown): number | null {
  const number =
    typeof value === 'number' || typeof value === 'bigint' ? Number(value) : Number.NaN;
  return Number.isFinite(number) ? number : null;
}

function toText(value: unknown): string | null {
  if (value === null || value === undefined || value === '') return null;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  return String(value);
}

function toJson(value: unknown): Cell {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value === 'bigint' || typeof value === 'string' || typeof value === 'boolean')
    return value;
  if (value instanceof Date) return toText(value);
  if (Array.isArray(value)) return value.map(toJson);
  if (ArrayBuffer.isView(value)) {
    // Of views those of bytes without a meaning are not given, but arrays of numbers.
    return Symbol.iterator in value ? Array.from(value as Iterable<unknown>, toJson) : null;
  }
  const entries: [string, Cell][] = Object.entries(value).map(([key, one]) => [key, toJson(one)]);
  return Object.fromEntries(entries) satisfies CellRecord;
}
