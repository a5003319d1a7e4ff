import { AdqlFault, type At } from '../adql-error.ts';
import type { TapType } from '../tables/tap-table.ts';
import type { Binds } from './binds.ts';
import { isInteger, isNumber, makeValue, SQL_TYPES, TYPE_NAMES, type Value } from './value.ts';

/** The type that has the values of both; null where none has. */
export function commonType(a: Value['type'], b: Value['type']): Value['type'] | null {
  if (a === b) return a;
  if (a === 'null') return b;
  if (b === 'null') return a;
  const [one, other] = [{ type: a }, { type: b }];
  if (isInteger(one) && isInteger(other)) return a === 'int8' || b === 'int8' ? 'int8' : 'int4';
  if (isNumber(one) && isNumber(other)) return 'float8';
  return null;
}

/** SQL of a value in a type that has it. */
export function castTo({ sql, type }: Pick<Value, 'sql' | 'type'>, wanted: TapType): string {
  return type === wanted ? sql : `(${sql})::${SQL_TYPES[wanted]}`;
}

export function asFloat8(value: Value): string {
  return castTo(value, 'float8');
}

/** Both sides of a comparison, so that PostgreSQL compares what was meant. @throws AdqlFault */
export function matchSides(binds: Binds, left: Value, right: Value, at: At): [string, string] {
  const [a, b] = [adapt(binds, left, right), adapt(binds, right, left)];
  if (commonType(a.type, b.type) === null) {
    throw new AdqlFault(
      at,
      `a ${TYPE_NAMES[left.type]} cannot be compared with a ${TYPE_NAMES[right.type]}`,
    );
  }
  return [typedNull(a, b), typedNull(b, a)];
}

function typedNull(value: Value, other: Value): string {
  const type = other.type === 'null' ? 'text' : other.type;
  return value.type === 'null' ? `NULL::${SQL_TYPES[type]}` : value.sql;
}

/** A value beside another: texts are times and booleans where these are meant, booleans are numbers. */
function adapt(binds: Binds, value: Value, beside: Value): Value {
  if (beside.type === 'timestamp' && value.type === 'text') {
    return makeValue(`(${value.sql})::timestamptz`, 'timestamp');
  }
  if (beside.type === 'bool' && value.type === 'text') {
    return makeValue(`(${value.sql})::boolean`, 'bool');
  }
  if (beside.type === 'bool' && isInteger(value)) {
    if (value.constant === 0 || value.constant === 1) {
      return makeValue(binds.bind(value.constant === 1, 'bool'), 'bool');
    }
    return makeValue(`(${value.sql} <> 0)`, 'bool');
  }
  return value;
}

/** Values in one type: of CASE, COALESCE and the two sides of UNION. @throws AdqlFault */
export function unify(values: readonly { readonly value: Value; readonly at: At }[]): {
  readonly type: TapType;
  readonly sqls: readonly string[];
  readonly isUnicode: boolean;
} {
  let type: Value['type'] = 'null';
  for (const { value, at } of values) {
    const common = commonType(type, value.type);
    if (common === null) {
      throw new AdqlFault(
        at,
        `this is a ${TYPE_NAMES[value.type]}, where others are ${TYPE_NAMES[type]}`,
      );
    }
    type = common;
  }
  const wanted = type === 'null' ? 'text' : type;
  return {
    type: wanted,
    sqls: values.map(({ value }) => castTo(value, wanted)),
    isUnicode: values.some(({ value }) => value.isUnicode),
  };
}
