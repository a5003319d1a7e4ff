import type { Expression, SetStage } from '@fritz/mql';
import type { Collection, CollectionField } from './collection.ts';

type GroupStage = Extract<SetStage, { kind: 'group' }>;

/** A `$group` in SQL. */
export interface GroupPlan {
  /** What stands in GROUP BY; empty for one group of all. */
  readonly by: readonly string[];
  /** What stands in SELECT, and what becomes of each of its columns. */
  readonly select: readonly string[];
  /** Makes a group's document of its row, whose columns are `g0`, `g1` … */
  readonly document: (row: Readonly<Record<string, unknown>>) => Record<string, unknown>;
  readonly described: string;
}

interface Part {
  readonly select: string;
  readonly read: (value: unknown) => unknown;
}

/** A group by fields that are columns, of counts, sums, extremes and averages of such; else null. */
export function planGroup(stage: GroupStage, collection: Collection): GroupPlan | null {
  const id = planId(stage.id, collection);
  if (id === null) return null;
  const outputs = stage.outputs.map(({ fields, call }) => {
    const part = planOutput(call, collection);
    return part === null ? null : { name: fields[0] ?? '', ...part };
  });
  const known = outputs.filter((output) => output !== null);
  if (known.length < outputs.length) return null;
  const { by } = id;
  return {
    by,
    select: [...by, ...known.map(({ select }) => select)].map((sql, i) => `${sql} AS g${i}`),
    document: (row) => {
      const document: Record<string, unknown> = { _id: id.read(row) };
      for (const [i, { name, read }] of known.entries()) {
        document[name] = read(row[`g${by.length + i}`]);
      }
      return document;
    },
    described: by.length === 0 ? 'of all' : `by ${id.described}`,
  };
}

interface IdPlan {
  readonly by: readonly string[];
  readonly read: (row: Readonly<Record<string, unknown>>) => unknown;
  readonly described: string;
}

function planId(id: Expression, collection: Collection): IdPlan | null {
  if (id.kind === 'constant') {
    const { value } = id;
    return { by: [], read: () => value ?? null, described: 'a constant' };
  }
  const field = columnOf(id, collection);
  if (field !== null) {
    return { by: [keyOf(field)], read: ({ g0 }) => plain(g0 ?? null), described: pathOf(id) };
  }
  if (id.kind !== 'object') return null;
  const parts = id.fields.map(([name, value]) => ({ name, field: columnOf(value, collection) }));
  // In an object a missing field is not a null one, and the column does not tell which it is.
  if (parts.some(({ field: column }) => column === null || column.isNullable)) return null;
  return {
    by: parts.flatMap(({ field: column }) => (column ? [keyOf(column)] : [])),
    read: (row) => Object.fromEntries(parts.map(({ name }, i) => [name, plain(row[`g${i}`])])),
    described: parts.map(({ name }) => name).join(', '),
  };
}

function pathOf(expression: Expression): string {
  return expression.kind === 'path' ? expression.fields.join('.') : '';
}

/** The column of a field, where it has all of the field's values and they are simple. */
function columnOf(
  expression: Expression | undefined,
  collection: Collection,
): CollectionField | null {
  if (expression?.kind !== 'path' || expression.slot !== null) return null;
  const field = collection.field(expression.fields.join('.'));
  if (field === null || field.extraKey !== null) return null;
  return field.type === 'jsonb' || field.type === 'bytea' ? null : field;
}

/** Zero and minus zero are one group. */
function keyOf({ sql, type }: CollectionField): string {
  return type === 'float4' || type === 'float8' ? `${sql} + 0` : sql;
}

/** A 64-bit integer that a number holds, as documents have it; −0 is 0. */
function plain(value: unknown): unknown {
  if (Object.is(value, -0)) return 0;
  return value;
}

function planOutput(
  call: GroupStage['outputs'][number]['call'],
  collection: Collection,
): Part | null {
  const [argument] = call.args;
  if (call.operator === '$count' || isOne(call.operator, argument)) {
    return { select: 'count(*)', read: Number };
  }
  const field = columnOf(argument, collection);
  if (field === null) return null;
  const isInteger = ['int2', 'int4', 'int8'].includes(field.type);
  const isFloat = ['float4', 'float8'].includes(field.type);
  switch (call.operator) {
    case '$min':
    case '$max':
      return planExtreme(call.operator, field);
    case '$sum':
      if (isInteger) return { select: `sum(${field.sql}::numeric)`, read: readSum };
      if (isFloat) return { select: `sum(${field.sql}::float8)`, read: (sum) => sum ?? 0 };
      return null;
    case '$avg':
      if (isInteger || isFloat) {
        return { select: `avg(${field.sql}::float8)`, read: (average) => average ?? null };
      }
      return null;
    default:
      return null;
  }
}

function isOne(operator: string, argument: Expression | undefined): boolean {
  return operator === '$sum' && argument?.kind === 'constant' && argument.value === 1;
}

function planExtreme(operator: '$min' | '$max', { sql, type }: CollectionField): Part | null {
  const name = operator === '$min' ? 'min' : 'max';
  if (type === 'bool') return null;
  if (type === 'text')
    return { select: `${name}(${sql} COLLATE "C")`, read: (value) => value ?? null };
  if (type === 'float4' || type === 'float8') {
    // NaN is the lowest of numbers to MongoDB, and the highest to PostgreSQL.
    if (name === 'max') {
      const select = `coalesce(max(nullif(${sql}, 'NaN')), max(${sql}))`;
      return { select, read: (value) => value ?? null };
    }
    const select = `CASE WHEN bool_or(${sql} = 'NaN') THEN 'NaN' ELSE min(${sql}) END`;
    return { select, read: (value) => value ?? null };
  }
  return { select: `${name}(${sql})`, read: (value) => value ?? null };
}

/** The sum of integers: exact, a double beyond 64 bits. */
function readSum(text: unknown): unknown {
  if (typeof text !== 'string') return 0;
  const sum = BigInt(text);
  if (sum >= -(2n ** 53n) && sum <= 2n ** 53n) return Number(sum);
  return BigInt.asIntN(64, sum) === sum ? sum : Number(sum);
}
