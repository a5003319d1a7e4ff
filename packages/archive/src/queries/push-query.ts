import type { Query, Test } from '@fritz/mql';
import type { Bind, Collection, CollectionField } from './collection.ts';

/** What SQL knows of a condition: true for all rows that meet it, and, where exact, for no other. */
export interface Pushed {
  /** Null: nothing. */
  readonly sql: string | null;
  readonly isExact: boolean;
}

const NOTHING: Pushed = { sql: null, isExact: false };
const exactly = (sql: string): Pushed => ({ sql, isExact: true });

const INTEGERS: ReadonlySet<string> = new Set(['int2', 'int4', 'int8']);
const FLOATS: ReadonlySet<string> = new Set(['float4', 'float8']);
const LONG_MAX = 2n ** 63n - 1n;

/**
 * A query as a condition of SQL, as far as SQL says the same. A condition is "met" where it is true;
 * null counts as false, so that a negation is written `IS NOT TRUE`.
 */
export function pushQuery(query: Query, collection: Collection, bind: Bind): Pushed {
  const push = (part: Query): Pushed => pushQuery(part, collection, bind);
  switch (query.kind) {
    case 'and':
      return pushAnd(query.parts.map(push));
    case 'or':
      return pushOr(query.parts.map(push));
    case 'nor':
      return negated(pushOr(query.parts.map(push)));
    case 'not':
      return negated(push(query.part));
    case 'always':
      return exactly(query.value ? 'true' : 'false');
    case 'field': {
      const field = collection.field(query.fields.join('.'));
      return field === null ? NOTHING : withExtra(pushTest(query.test, field, bind), field);
    }
    case 'expr':
      return NOTHING;
  }
}

function pushAnd(parts: readonly Pushed[]): Pushed {
  const known = parts.flatMap(({ sql }) => (sql === null ? [] : [sql]));
  if (known.length === 0) return parts.length === 0 ? exactly('true') : NOTHING;
  return { sql: `(${known.join(' AND ')})`, isExact: parts.every(({ isExact }) => isExact) };
}

function pushOr(parts: readonly Pushed[]): Pushed {
  const known = parts.flatMap(({ sql }) => (sql === null ? [] : [sql]));
  if (known.length < parts.length || parts.length === 0) return NOTHING;
  return { sql: `(${known.join(' OR ')})`, isExact: parts.every(({ isExact }) => isExact) };
}

function negated({ sql, isExact }: Pushed): Pushed {
  return isExact && sql !== null ? exactly(`(${sql}) IS NOT TRUE`) : NOTHING;
}

/** Where the column is null the value may be among the extra fields: SQL does not look at it there. */
function withExtra({ sql, isExact }: Pushed, { sql: column, extraKey }: CollectionField): Pushed {
  if (sql === null || extraKey === null) return { sql, isExact };
  return { sql: `(${sql} OR ${column} IS NULL AND a.extra IS NOT NULL)`, isExact: false };
}

function pushTest(test: Test, field: CollectionField, bind: Bind): Pushed {
  switch (test.kind) {
    case 'compare':
      return pushComparison(test.operator, test.value, field, bind);
    case 'in':
      return pushIn(test.values, field, bind);
    case 'exists':
      return field.isNullable ? NOTHING : exactly('true');
    case 'regex':
      return pushPrefix(test.pattern, test.options, field, bind);
    // A column has no lists.
    case 'size':
    case 'elemMatchObject':
    case 'elemMatchValue':
      return exactly('false');
    default:
      return NOTHING;
  }
}

const OPERATORS = { $eq: '=', $gt: '>', $gte: '>=', $lt: '<', $lte: '<=' } as const;
type Operator = keyof typeof OPERATORS;

function pushComparison(
  operator: Operator,
  value: unknown,
  field: CollectionField,
  bind: Bind,
): Pushed {
  const { sql, type } = field;
  if (value === null || value === undefined) {
    const includesEqual = operator === '$eq' || operator === '$gte' || operator === '$lte';
    return exactly(includesEqual ? `${sql} IS NULL` : 'false');
  }
  const sign = OPERATORS[operator];
  if (typeof value === 'number' || typeof value === 'bigint') {
    return pushNumber(operator, value, field, bind);
  }
  if (typeof value === 'string') {
    if (type !== 'text') return otherType(field);
    if (operator === '$eq') return exactly(`${sql} = ${bind(value)}::text`);
    // The order of code points, whatever language the database sorts by.
    return exactly(`${sql} COLLATE "C" ${sign} ${bind(value)}::text`);
  }
  if (typeof value === 'boolean') {
    return type === 'bool' ? exactly(`${sql} ${sign} ${bind(value)}::boolean`) : otherType(field);
  }
  return NOTHING;
}

/** A query compares within a type: a column of another one has no such value. */
function otherType({ type }: CollectionField): Pushed {
  return type === 'jsonb' || type === 'bytea' ? NOTHING : exactly('false');
}

function pushNumber(
  operator: Operator,
  value: number | bigint,
  field: CollectionField,
  bind: Bind,
): Pushed {
  const { sql, type } = field;
  const sign = OPERATORS[operator];
  if (typeof value === 'number' && Number.isNaN(value)) return NOTHING;
  if (INTEGERS.has(type)) {
    const isLong =
      typeof value === 'bigint'
        ? value >= -LONG_MAX && value <= LONG_MAX
        : Number.isSafeInteger(value);
    if (isLong) return exactly(`${sql} ${sign} ${bind(String(value))}::bigint`);
    return exactly(`${sql}::numeric ${sign} ${bind(String(value))}::numeric`);
  }
  if (!FLOATS.has(type)) return otherType(field);
  if (typeof value === 'bigint' && !Number.isSafeInteger(Number(value))) return NOTHING;
  const compared = `${sql} ${sign} ${bind(Number(value))}::float8`;
  // To PostgreSQL NaN is above all numbers; to a query it is beside them.
  const isUpward = operator === '$gt' || operator === '$gte';
  return exactly(isUpward ? `(${compared} AND ${sql} <> 'NaN')` : compared);
}

function pushIn(values: readonly unknown[], field: CollectionField, bind: Bind): Pushed {
  const { sql, type } = field;
  const plain = values.filter((value) => value !== null && value !== undefined);
  const parts: string[] = plain.length < values.length ? [`${sql} IS NULL`] : [];
  const kinds = new Set(plain.map((value) => typeof value));
  if ([...kinds].some((kind) => kind === 'object' || kind === 'function')) return NOTHING;
  if (type === 'text') {
    const texts = plain.filter((value) => typeof value === 'string');
    if (texts.length > 0) parts.push(`${sql} = ANY (${bind(texts)}::text[])`);
  } else if (INTEGERS.has(type)) {
    const longs = plain.filter(isLong).map(String);
    if (longs.length > 0) parts.push(`${sql} = ANY (${bind(longs)}::bigint[])`);
  } else if (FLOATS.has(type)) {
    const numbers = plain.filter((value) => typeof value === 'number' || typeof value === 'bigint');
    if (numbers.some((value) => !Number.isFinite(Number(value)))) return NOTHING;
    if (
      numbers.some((value) => typeof value === 'bigint' && !Number.isSafeInteger(Number(value)))
    ) {
      return NOTHING;
    }
    if (numbers.length > 0) parts.push(`${sql} = ANY (${bind(numbers.map(Number))}::float8[])`);
  } else return NOTHING;
  return exactly(parts.length === 0 ? 'false' : `(${parts.join(' OR ')})`);
}

function isLong(value: unknown): boolean {
  if (typeof value === 'number') return Number.isSafeInteger(value);
  return typeof value === 'bigint' && value >= -LONG_MAX && value <= LONG_MAX;
}

/** Text that begins so, and perhaps more that the pattern asks: not exact. */
function pushPrefix(pattern: string, options: string, field: CollectionField, bind: Bind): Pushed {
  if (field.type !== 'text') return otherType(field);
  const prefix = /^\^([A-Za-z0-9_ -]+)(.?)/.exec(pattern);
  if (prefix === null || options !== '' || pattern.includes('|')) return NOTHING;
  const [, whole = '', next = ''] = prefix;
  // A repeat is of the last character.
  const text = /[*?{+]/.test(next) ? whole.slice(0, -1) : whole;
  if (text === '') return NOTHING;
  return { sql: `starts_with(${field.sql}, ${bind(text)})`, isExact: false };
}
