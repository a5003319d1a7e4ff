import { collectExpressionReads, collectQuery } from './reads.ts';
import type { Expression, ProjectionNode, Query, Stage } from './tree.ts';

/**
 * Conditions of a later `$match`, tried before a stage that computes fields: on the input's own
 * fields and on those of the computed ones that cost little.
 */
export interface GuardStage {
  readonly kind: 'guard';
  readonly computed: ReadonlyMap<string, Expression>;
  readonly query: Query;
  readonly at: string;
}

export type OrderedStage = Stage | GuardStage;

type MatchStage = Extract<Stage, { kind: 'match' }>;
type ShapingStage = Extract<Stage, { kind: 'addFields' | 'include' }>;

/** What costs much to read: fields made on demand, and loops over arrays. */
const LOOPS = new Set(['$map', '$filter', '$reduce', '$sortArray']);

function hasLoop(node: Expression): boolean {
  switch (node.kind) {
    case 'constant':
    case 'path':
      return false;
    case 'object':
      return node.fields.some(([, value]) => hasLoop(value));
    case 'array':
      return node.items.some(hasLoop);
    case 'call':
      return (
        LOOPS.has(node.operator) ||
        node.args.some(hasLoop) ||
        Object.values(node.named).some(hasLoop)
      );
  }
}

function isCheap(expression: Expression, costly: ReadonlySet<string>): boolean {
  const paths: (readonly string[])[] = [];
  collectExpressionReads(expression, paths);
  const readsCostly = paths.some(([top]) => top === undefined || costly.has(top));
  return !readsCostly && !hasLoop(expression);
}

/** The conditions of which a query needs every one. */
function conditionsOf(query: Query): Query[] {
  if (query.kind === 'and') return query.parts.flatMap(conditionsOf);
  if (query.kind !== 'expr') return [query];
  const { expression } = query;
  if (expression.kind !== 'call' || expression.operator !== '$and') return [query];
  const parts = expression.args.map((part): Query => ({ kind: 'expr', expression: part }));
  return parts.length === 0 ? [query] : parts.flatMap(conditionsOf);
}

function allOf(conditions: readonly Query[]): Query {
  const [first] = conditions;
  if (first && conditions.length === 1) return first;
  return { kind: 'and', parts: conditions };
}

/** Whether a stage hands a top-level field of its input on as it is. */
function passesOn(stage: ShapingStage, top: string): boolean {
  const { computed, children, leaves } = stage.projection;
  if (computed.has(top) || children.has(top)) return false;
  return stage.kind === 'addFields' || leaves.has(top);
}

/**
 * The computed fields that a condition needs to be tried before `stage`: none where it reads the
 * input's own fields alone, null where it cannot be tried there, or not cheaply.
 */
function neededOf(
  condition: Query,
  stage: ShapingStage,
  costly: ReadonlySet<string>,
): Map<string, Expression> | null {
  const paths: (readonly string[])[] = [];
  collectQuery(condition, paths);
  const needed = new Map<string, Expression>();
  for (const [top] of paths) {
    if (top === undefined) return null;
    if (passesOn(stage, top)) continue;
    const expression = ownComputed(stage.projection, top);
    if (expression === null || !isCheap(expression, costly)) return null;
    needed.set(top, expression);
  }
  return needed;
}

function ownComputed({ computed, children }: ProjectionNode, top: string): Expression | null {
  return children.has(top) ? null : (computed.get(top) ?? null);
}

/** Where a condition is tried, and what has to be computed for it there. */
interface Place {
  readonly position: number;
  readonly computed: ReadonlyMap<string, Expression>;
}

/** The earliest place of a condition among stages; null for none before their end. */
function earliestPlace(
  condition: Query,
  ordered: readonly OrderedStage[],
  costly: ReadonlySet<string>,
): Place | null {
  let place: Place | null = null;
  for (let position = ordered.length - 1; position >= 0; position--) {
    const stage = ordered[position];
    if (stage?.kind === 'match' || stage?.kind === 'guard') continue;
    if (stage?.kind !== 'addFields' && stage?.kind !== 'include') break;
    const needed = neededOf(condition, stage, costly);
    if (needed === null) break;
    place = { position, computed: needed };
    // What it computes is of this stage: it stays right before it.
    if (needed.size > 0) break;
  }
  return place;
}

function placeMatch(match: MatchStage, ordered: OrderedStage[], costly: ReadonlySet<string>): void {
  const staying: Query[] = [];
  for (const condition of conditionsOf(match.query)) {
    const place = earliestPlace(condition, ordered, costly);
    if (!place) staying.push(condition);
    else {
      const { position, computed } = place;
      ordered.splice(position, 0, { kind: 'guard', computed, query: condition, at: match.at });
    }
  }
  if (staying.length > 0) ordered.push({ ...match, query: allOf(staying) });
}

/**
 * Tries each condition of each `$match` as early as it can be, before the stages that compute
 * fields, as MongoDB's optimizer does: most alerts fail an early cut, and then nothing is computed
 * for them.
 *
 * @param costly top-level fields of the input that are made when they are read
 */
export function orderStages(
  stages: readonly Stage[],
  costly: ReadonlySet<string> = new Set(),
): readonly OrderedStage[] {
  const ordered: OrderedStage[] = [];
  for (const stage of stages) {
    if (stage.kind === 'match') placeMatch(stage, ordered, costly);
    else ordered.push(stage);
  }
  return ordered;
}
