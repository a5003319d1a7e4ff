import type { At } from '../adql-error.ts';
import type { TapColumn, TapType } from '../tables/tap-table.ts';
import type { Source } from './source.ts';

/** A value that SQL works out. */
export interface Value {
  readonly kind: 'value';
  readonly sql: string;
  /** `null`: of the word NULL, which is of any type. */
  readonly type: TapType | 'null';
  readonly isUnicode: boolean;
  /** The number that it is, where the query's text alone says it. */
  readonly constant: number | null;
  /** The text, likewise. */
  readonly text: string | null;
  /** The column that it is, and nothing else. */
  readonly column: { readonly source: Source; readonly about: TapColumn } | null;
}

/** Something that holds or not. */
export interface Condition {
  readonly kind: 'condition';
  readonly sql: string;
  /** Where it says that places of two tables are near each other. */
  readonly near: readonly NearJoin[];
}

/** A table whose rows are found by the places that others give. */
export interface NearJoin {
  readonly found: Source;
  /** SQL of the place around which it is looked, and of the radius in degrees. */
  readonly ra: string;
  readonly dec: string;
  readonly radius: string;
}

export interface Point {
  readonly kind: 'point';
  readonly lon: Value;
  readonly lat: Value;
}

export interface Circle {
  readonly kind: 'circle';
  readonly lon: Value;
  readonly lat: Value;
  /** Degrees. */
  readonly radius: Value;
}

export interface Polygon {
  readonly kind: 'polygon';
  /** SQL of a list of numbers: lon, lat of one corner after another. */
  readonly sql: string;
  /** The corners, where the text says them. */
  readonly corners: readonly Corner[] | null;
}

export interface Corner {
  readonly ra: number;
  readonly dec: number;
}

export type Geometry = Point | Circle | Polygon;
export type Compiled = Value | Condition | Geometry;

export function makeValue(
  sql: string,
  type: Value['type'],
  more: Partial<Pick<Value, 'isUnicode' | 'constant' | 'text' | 'column'>> = {},
): Value {
  return {
    ...{ kind: 'value', sql, type },
    isUnicode: more.isUnicode ?? false,
    constant: more.constant ?? null,
    text: more.text ?? null,
    column: more.column ?? null,
  };
}

export function conditionOf(sql: string, near: readonly NearJoin[] = []): Condition {
  return { kind: 'condition', sql, near };
}

const INTEGERS: ReadonlySet<string> = new Set(['int2', 'int4', 'int8']);
const NUMBERS: ReadonlySet<string> = new Set([...INTEGERS, 'float4', 'float8']);

export const isInteger = (value: Pick<Value, 'type'>): boolean => INTEGERS.has(value.type);
export const isNumber = (value: Pick<Value, 'type'>): boolean => NUMBERS.has(value.type);

/** Types as PostgreSQL names them. */
export const SQL_TYPES: Readonly<Record<TapType, string>> = {
  bool: 'boolean',
  int2: 'smallint',
  int4: 'integer',
  int8: 'bigint',
  float4: 'real',
  float8: 'double precision',
  text: 'text',
  timestamp: 'timestamptz',
};

/** Types as queries and messages name them. */
export const TYPE_NAMES: Readonly<Record<Value['type'], string>> = {
  bool: 'BOOLEAN',
  int2: 'SMALLINT',
  int4: 'INTEGER',
  int8: 'BIGINT',
  float4: 'REAL',
  float8: 'DOUBLE PRECISION',
  text: 'VARCHAR',
  timestamp: 'TIMESTAMP',
  null: 'NULL',
};

export interface Placed<T> {
  readonly compiled: T;
  readonly at: At;
}
