import {
  findReads,
  type Pipeline,
  parsePipeline,
  type Query,
  type SortKey,
  type Stage,
} from '@fritz/mql';
import { Parameters } from '../marshal/source-conditions.ts';
import type { RegionValues } from '../sky-maps/region-sql.ts';
import type { Bind, Bounds, Collection, Reads } from './collection.ts';
import { type SkyCone, takeCone } from './geo.ts';
import { type GroupPlan, planGroup } from './plan-group.ts';
import { pushQuery } from './push-query.ts';
import { QueryError } from './query-error.ts';

/** A region of the sky, with how much of the sphere it is. */
export interface SkyRegion extends RegionValues {
  readonly fraction: number;
}

/** How a query is done: what SQL does, and what is left to do with the documents that come of it. */
export interface QueryPlan {
  readonly collection: Collection;
  /** The part of the sky, of which the documents' places are looked at one by one. */
  readonly cone: SkyCone | null;
  /** A part of the sky of any shape, which SQL decides by itself. */
  readonly region?: SkyRegion;
  /** The `_id`s that alone are looked at in files; null: no such are named. */
  readonly ids: readonly bigint[] | null;
  readonly where: readonly string[];
  readonly parameters: Parameters;
  readonly orderBy: string | null;
  readonly limit: number | null;
  readonly offset: number;
  /** Rows that are documents, how many there are, or groups of them. */
  readonly gives: 'rows' | { readonly count: string } | GroupPlan;
  readonly reads: Reads;
  /** What is done with the documents, one batch after another. */
  readonly residual: readonly Stage[];
  readonly slotCount: number;
  /** Conditions whose fields an index finds. */
  readonly indexes: readonly string[];
  /** Whether few documents are looked at: those of one or some names, or in a small part of the sky. */
  readonly isShort: boolean;
  /** What SQL does, in words; for `explain`. */
  readonly pushed: readonly string[];
}

/** Plans a pipeline whose stages mql knows; its first match may ask for a part of the sky. */
export function planPipeline(
  collection: Collection,
  given: readonly unknown[],
  around: SkyCone | null = null,
): QueryPlan {
  const [first, ...rest] = given;
  const { rest: filter, cone } = takeCone(matchOf(first));
  if (cone !== null && around !== null) {
    throw new QueryError('bad_query', 'only one part of the sky can be asked for');
  }
  const stages = cone === null ? given : [{ $match: filter }, ...rest];
  return planStages(collection, parsePipeline(stages, { purpose: 'query' }), around ?? cone);
}

function matchOf(stage: unknown): unknown {
  if (typeof stage !== 'object' || stage === null || !('$match' in stage)) return null;
  return stage.$match;
}

/** Plans parsed stages. */
export function planStages(
  collection: Collection,
  { stages, slotCount }: Pick<Pipeline, 'stages' | 'slotCount'>,
  cone: SkyCone | null,
): QueryPlan {
  const planner = new Planner(collection, cone);
  let next = 0;
  while (next < stages.length && planner.takes(stages[next])) next += 1;
  const residual = [...planner.left, ...stages.slice(next)];
  return { ...planner.plan(), reads: readsOf(residual), residual, slotCount };
}

/** A cone of so much holds thousands of rows at most, but in the densest catalogs. */
const SHORT_RADIUS_ARCSEC = 300;
/** An object has some thousand alerts at most. */
const SHORT_LIST = 20;

class Planner {
  private readonly collection: Collection;
  private readonly cone: SkyCone | null;
  private readonly parameters = new Parameters();
  private readonly where: string[];
  private readonly pushed: string[] = [];
  private readonly indexes: string[] = [];
  private isShort = false;
  private ids: readonly bigint[] | null = null;
  private orderBy: string | null = null;
  private limit: number | null = null;
  private offset = 0;
  private gives: QueryPlan['gives'] = 'rows';
  /** Matches that SQL does not say all of. */
  readonly left: Stage[] = [];

  constructor(collection: Collection, cone: SkyCone | null) {
    this.collection = collection;
    this.cone = cone;
    this.where = [...collection.always];
    if (cone !== null) {
      this.indexes.push('position');
      this.isShort = cone.radiusArcsec <= SHORT_RADIUS_ARCSEC;
    }
  }

  plan(): Omit<QueryPlan, 'reads' | 'residual' | 'slotCount'> {
    const { collection, cone, where, parameters, orderBy, limit, offset, gives } = this;
    const { indexes, isShort, pushed, ids } = this;
    const how = { indexes, isShort, pushed, ids };
    return { collection, cone, where, parameters, orderBy, limit, offset, gives, ...how };
  }

  /** Whether a stage is taken over, wholly or with what is left of it in `left`. */
  takes(stage: Stage | undefined): boolean {
    if (stage === undefined || this.gives !== 'rows') return false;
    if (stage.kind === 'match') return this.takesMatch(stage);
    // What is not decided yet, and a place that is looked at later, change which rows there are.
    if (this.left.length > 0 || this.cone !== null || this.collection.isPacked) return false;
    switch (stage.kind) {
      case 'sort':
        return this.takesSort(stage.keys);
      case 'skip':
        if (this.limit !== null) return false;
        this.offset += stage.count;
        this.pushed.push(`skip ${stage.count}`);
        return true;
      case 'limit':
        this.limit = Math.min(this.limit ?? stage.count, stage.count);
        this.pushed.push(`limit ${stage.count}`);
        return true;
      case 'count':
        this.gives = { count: stage.name };
        this.pushed.push('count');
        return true;
      case 'group': {
        const group =
          this.limit === null && this.offset === 0 && this.orderBy === null
            ? planGroup(stage, this.collection)
            : null;
        if (group === null) return false;
        this.gives = group;
        this.pushed.push(`group ${group.described}`);
        return true;
      }
      default:
        return false;
    }
  }

  private takesMatch(stage: Extract<Stage, { kind: 'match' }>): boolean {
    // A match behind a limit is of what the limit left.
    if (this.limit !== null || this.offset > 0) return false;
    const { bind } = this.parameters;
    const undecided: Query[] = [];
    for (const part of conjunctsOf(stage.query)) {
      const tried = new TriedParameters();
      const { sql, isExact } = pushQuery(part, this.collection, tried.bind);
      if (sql !== null) {
        this.where.push(tried.settle(sql, bind));
        this.pushed.push(`match ${placeOf(part)}`);
      }
      if (!isExact) undecided.push(part);
      this.noteIndex(part);
    }
    this.narrow(stage.query, bind);
    if (undecided.length > 0) {
      this.left.push({ ...stage, query: { kind: 'and', parts: undecided } });
    }
    return true;
  }

  private noteIndex(part: Query): void {
    if (part.kind !== 'field') return;
    const path = part.fields.join('.');
    if (!this.collection.indexed.includes(path)) return;
    const { test } = part;
    const values =
      test.kind === 'in'
        ? test.values
        : test.kind === 'compare' && test.operator === '$eq'
          ? [test.value]
          : null;
    if (values === null) return;
    this.indexes.push(path);
    if (values.length <= SHORT_LIST) this.isShort = true;
    if (this.collection.files) this.ids ??= values.flatMap(asNumber);
  }

  private narrow(query: Query, bind: Bind): void {
    for (const [path, bounds] of boundsOf(query)) {
      const conditions = this.collection.narrow(path, bounds, bind);
      if (conditions.length === 0) continue;
      this.where.push(...conditions);
      this.indexes.push(path);
    }
  }

  private takesSort(keys: readonly SortKey[]): boolean {
    if (this.limit !== null || this.offset > 0) return false;
    const parts = keys.map(({ fields, direction }) => {
      const field = this.collection.field(fields.join('.'));
      if (field === null || field.extraKey !== null) return null;
      const { sql, type, isNullable } = field;
      if (type === 'jsonb' || type === 'bytea') return null;
      const way = direction === 1 ? 'ASC' : 'DESC';
      const nulls = isNullable ? (direction === 1 ? ' NULLS FIRST' : ' NULLS LAST') : '';
      if (type === 'text') return `${sql} COLLATE "C" ${way}${nulls}`;
      if (type !== 'float4' && type !== 'float8') return `${sql} ${way}${nulls}`;
      // NaN is below the numbers and above null.
      return isNullable
        ? `(${sql} <> 'NaN') ${way}${nulls}, ${sql} ${way}${nulls}`
        : `${sql} ${way}`;
    });
    if (parts.some((part) => part === null)) return false;
    this.orderBy = parts.join(', ');
    this.pushed.push(`sort ${keys.map(({ fields }) => fields.join('.')).join(', ')}`);
    return true;
  }
}

/**
 * Parameters of conditions that may come to nothing: a statement must not have one that it does not use.
 * No name of a column has a control character.
 */
class TriedParameters {
  private readonly values: unknown[] = [];

  readonly bind: Bind = (value) => `\u0001${this.values.push(value) - 1}\u0002`;

  /** The SQL with those of them that it uses bound. */
  settle(sql: string, bind: Bind): string {
    const [head = '', ...parts] = sql.split('\u0001');
    return parts.reduce((text, part) => {
      const [index, rest = ''] = part.split('\u0002');
      return text + bind(this.values[Number(index)]) + rest;
    }, head);
  }
}

/** A number that a document may have as its `_id`; other values are nobody's. */
function asNumber(value: unknown): bigint[] {
  if (typeof value === 'bigint') return [value];
  return typeof value === 'number' && Number.isInteger(value) && Math.abs(value) < 2 ** 63
    ? [BigInt(value)]
    : [];
}

function conjunctsOf(query: Query): readonly Query[] {
  return query.kind === 'and' ? query.parts.flatMap(conjunctsOf) : [query];
}

function placeOf(query: Query): string {
  if (query.kind === 'field') return query.fields.join('.');
  return `$${query.kind}`;
}

/** What numbers of fields lie between, by what must hold anyway. */
function boundsOf(query: Query): Map<string, Bounds> {
  const found = new Map<string, Bounds>();
  for (const part of conjunctsOf(query)) {
    if (part.kind !== 'field' || part.test.kind !== 'compare') continue;
    const { operator, value } = part.test;
    if (typeof value !== 'number' || !Number.isFinite(value)) continue;
    const path = part.fields.join('.');
    const { low, high } = found.get(path) ?? { low: null, high: null };
    const isLow = operator !== '$lt' && operator !== '$lte';
    const isHigh = operator !== '$gt' && operator !== '$gte';
    found.set(path, {
      low: isLow ? Math.max(low ?? value, value) : low,
      high: isHigh ? Math.min(high ?? value, value) : high,
    });
  }
  return found;
}

/** What the stages left look at, and what they throw away of documents that pass whole. */
function readsOf(stages: readonly Stage[]): Reads {
  const paths = findReads(stages);
  if (paths !== null) return { paths, dropped: new Set() };
  const dropped = new Set<string>();
  for (const [index, stage] of stages.entries()) {
    if (stage.kind !== 'exclude') continue;
    // What a stage before looks at must be there all the same.
    const before = findReads(stages.slice(0, index), { passesInput: false });
    for (const name of stage.projection.leaves) {
      if (before?.every((path) => path.split('.')[0] !== name)) dropped.add(name);
    }
    break;
  }
  return { paths: null, dropped };
}
