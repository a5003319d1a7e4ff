import { compileExpression } from '../compile-expression.ts';
import type { Context, Evaluate } from '../context.ts';
import type { FilterOptions } from '../filter-options.ts';
import type { Pipeline } from '../parse-pipeline.ts';
import { compileTail } from '../stages/compile-sets.ts';
import { compileStage, type RunStage } from '../stages/compile-stage.ts';
import { runSteps, type Step } from '../stages/run-steps.ts';
import {
  type DocumentStage,
  type Expression,
  isDocumentStage,
  type ProjectionNode,
  type Query,
  type Stage,
} from '../tree.ts';
import type { PlainObject } from '../values.ts';
import { computedOf, INPUT, isForm } from './forms.ts';
import { alternativesOf, isAtomic, type Literal, splitCondition } from './literals.ts';
import { pruneStages } from './prune.ts';
import type { Resolver } from './resolver.ts';
import type { Shape } from './shape.ts';
import type { SharedCompiler } from './shared-compiler.ts';
import { structureKey } from './structure-key.ts';

/** Makes the output of a document that met all conditions that could be tried beforehand. */
type Finish = (document: PlainObject, context: Context) => PlainObject | null;

interface Condition extends Literal {
  readonly at: string;
  readonly cost: number;
}

export interface CompiledCondition {
  readonly evaluate: Evaluate;
  readonly wanted: boolean;
  readonly at: string;
}

/** Conditions that cost no more are left to the index. */
const INDEXED_COST = 12;
/** Literals that a filter may have in the index, where they cost it nothing. */
const MAX_INDEXED = 200;

type Clause = readonly Literal[];

/** The literals of which one has to hold for the condition; null where the index cannot try it. */
function clauseOf(condition: Condition): Clause | null {
  const clause = alternativesOf(condition);
  return condition.cost <= INDEXED_COST && clause.every(isAtomic) ? clause : null;
}

/** The conditions that the index tries, with their literals: as many as a filter may have there. */
function chooseIndexed(conditions: readonly Condition[]): ReadonlyMap<Condition, Clause> {
  const chosen = new Map<Condition, Clause>();
  let literals = 0;
  for (const condition of conditions) {
    const clause = clauseOf(condition);
    if (clause === null || literals + clause.length > MAX_INDEXED) continue;
    literals += clause.length;
    chosen.set(condition, clause);
  }
  return chosen;
}

/** A stage of the finish: `match` only with the conditions that could not be tried before. */
type FinishStage = DocumentStage;

/** A pipeline, resolved; `count` is to be called for all of a set before any is compiled. */
export interface ProgramPlan {
  /** A text that identical filters share. */
  readonly key: string;
  /** The conditions that an index over all filters can try: of each, what is to hold of it. */
  readonly indexed: readonly Clause[];
  count(): void;
  compile(): CompiledProgram;
}

export interface CompiledProgram {
  /** What has to hold beside what the index tries, to be tried in this order. */
  readonly conditions: readonly CompiledCondition[];
  /** All that has to hold. */
  all(): readonly CompiledCondition[];
  readonly finish: Finish;
}

/** The conditions of which a query needs every one. */
function conditionsOf(query: Query): readonly Query[] {
  if (query.kind === 'and') return query.parts.flatMap(conditionsOf);
  if (query.kind !== 'expr') return [query];
  const { expression } = query;
  if (expression.kind !== 'call' || expression.operator !== '$and') return [query];
  return expression.args.flatMap((part) => conditionsOf({ kind: 'expr', expression: part }));
}

class Planner {
  readonly conditions: Condition[] = [];
  readonly stages: FinishStage[] = [];
  /** What the expressions of the finishing stages are over the input. */
  readonly resolved = new Map<Expression, Expression>();
  private readonly resolver: Resolver;
  private readonly costOf: (expression: Expression) => number;
  private shape: Shape | null;

  constructor(resolver: Resolver, costOf: (expression: Expression) => number) {
    this.resolver = resolver;
    this.costOf = costOf;
    this.shape = resolver.input;
  }

  take(stage: DocumentStage): void {
    if (stage.kind === 'match') {
      this.takeMatch(stage.query, stage.at);
      return;
    }
    this.stages.push(stage);
    const { shape } = this;
    if (shape === null) return;
    const own = stage.kind === 'replaceRoot' ? [stage.newRoot] : computedOf(stage.projection);
    for (const expression of own) {
      const resolved = this.resolver.expression(expression, shape);
      if (resolved !== null) this.resolved.set(expression, resolved);
    }
    this.shape = this.resolver.after(stage, shape);
  }

  private takeMatch(query: Query, at: string): void {
    const left: Query[] = [];
    for (const condition of conditionsOf(query)) {
      const expression = this.shape === null ? null : this.resolver.query(condition, this.shape);
      if (expression === null) left.push(condition);
      else {
        for (const literal of splitCondition({ expression, wanted: true })) {
          const cost = this.costOf(literal.expression);
          this.conditions.push({ ...literal, at, cost });
        }
      }
    }
    if (left.length > 0)
      this.stages.push({ kind: 'match', query: { kind: 'and', parts: left }, at });
  }
}

/** Resolves a pipeline as far as its stages see one document each. */
export function planProgram(
  { stages, slotCount }: Pipeline,
  { costly, computedOnly = false }: FilterOptions,
  compiler: SharedCompiler,
): ProgramPlan {
  const planner = new Planner(compiler.resolver(slotCount), compiler.costs(costly ?? []));
  const firstSet = stages.findIndex((stage) => !isDocumentStage(stage));
  const own = firstSet === -1 ? stages : stages.slice(0, firstSet);
  const others = firstSet === -1 ? [] : stages.slice(firstSet);
  for (const stage of own) if (isDocumentStage(stage)) planner.take(stage);
  // The cheapest first; of equal ones the author's order.
  const conditions = planner.conditions.toSorted((a, b) => a.cost - b.cost);
  const indexed = chooseIndexed(conditions);
  return {
    key: [
      ...conditions.map(({ expression, wanted, at }) => {
        return `${at} ${wanted} ${compiler.keyOf(expression)}`;
      }),
      ...planner.stages.map((stage) => keyOfStage(stage, planner.resolved, compiler)),
      structureKey(others),
    ].join('\n'),
    indexed: [...indexed.values()],
    count() {
      for (const { expression } of conditions) compiler.count(expression, false);
      for (const expression of planner.resolved.values()) compiler.count(expression, true);
    },
    compile() {
      const compileCondition = ({ expression, wanted, at }: Condition): CompiledCondition => {
        return { evaluate: compiler.compile(expression), wanted, at };
      };
      let all: readonly CompiledCondition[] | null = null;
      let steps: readonly Step[] | null = null;
      return {
        conditions: conditions.filter((condition) => !indexed.has(condition)).map(compileCondition),
        all() {
          all ??= conditions.map(compileCondition);
          return all;
        },
        finish(document, context) {
          steps ??= compileSteps(planner, others, compiler);
          return runSteps(steps, document, context, computedOnly);
        },
      };
    },
  };
}

function keyOfStage(
  stage: DocumentStage,
  resolved: ReadonlyMap<Expression, Expression>,
  compiler: SharedCompiler,
): string {
  const keyOf = (expression: Expression): string => {
    const known = resolved.get(expression);
    return known === undefined ? structureKey(expression) : compiler.keyOf(known);
  };
  const keyOfLevel = ({ leaves, children, computed, order }: ProjectionNode): string => {
    const below = [...children].map(([name, child]) => `${name}:${keyOfLevel(child)}`);
    const own = [...computed].map(([name, value]) => `${name}:${keyOf(value)}`);
    return JSON.stringify([[...leaves].sort(), order, below, own]);
  };
  const { kind, at } = stage;
  if (kind === 'match') return `${kind} ${at} ${structureKey(stage.query)}`;
  if (kind === 'replaceRoot') return `${kind} ${at} ${keyOf(stage.newRoot)}`;
  return `${kind} ${at} ${keyOfLevel(stage.projection)}`;
}

/** The stages as far as they make the output; few documents come to them. */
function compileSteps(
  { stages, resolved }: Planner,
  others: readonly Stage[],
  compiler: SharedCompiler,
): readonly Step[] {
  const compile = (expression: Expression): Evaluate => {
    const known = resolved.get(expression);
    return known === undefined ? compileExpression(expression) : compiler.compile(known);
  };
  const isResolved = (expression: Expression) => resolved.has(expression);
  // The tail reads the whole document that comes to it.
  const steps = pruneStages(stages, isResolved).map(({ stage, effects }) => {
    const run = compileStage(stage, compile);
    const evaluated = effects.filter((one) => !cannotThrow(resolved.get(one))).map(compile);
    return { run: evaluated.length === 0 ? run : after(evaluated, run), at: stage.at };
  });
  const [next] = others;
  return next ? [...steps, { run: compileTail(others), at: next.at }] : steps;
}

/** True for a field of the input and for a constant. */
function cannotThrow(expression: Expression | undefined): boolean {
  return expression?.kind === 'constant' || (expression !== undefined && isForm(expression, INPUT));
}

function after(effects: readonly Evaluate[], run: RunStage): RunStage {
  return (input, context) => {
    for (const evaluate of effects) evaluate(context);
    return run(input, context);
  };
}
