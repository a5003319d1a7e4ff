import { compileExpression } from '../compile-expression.ts';
import { type Context, type Evaluate, spend } from '../context.ts';
import type { CompileExpression } from '../expressions/define.ts';
import type { ProjectionNode } from '../tree.ts';
import { isPlainObject, type PlainObject } from '../values.ts';
import { ObjectShape } from './object-shape.ts';

/** A projection node made ready to run. */
export interface Plan {
  /** true: a leaf; a plan: a child. Without prototype, so that any field name can be asked for. */
  readonly fields: Readonly<Record<string, true | Plan>>;
  /** The leaves' names where there are only few leaves and nothing else; see includeFew. */
  readonly few: readonly string[] | null;
  readonly additions: readonly Addition[];
  /** True where this level or one below computes a field. */
  readonly computes: boolean;
  readonly shape: ObjectShape;
}

/** The fields of an object in the making. */
interface Draft {
  readonly keys: string[];
  readonly values: unknown[];
}

interface Addition {
  readonly name: string;
  readonly evaluate: Evaluate | null;
  readonly child: Plan | null;
}

/** @param compile how the expressions of computed fields are compiled */
export function planProjection(
  node: ProjectionNode,
  compile: CompileExpression = compileExpression,
): Plan {
  const fields: Record<string, true | Plan> = Object.create(null);
  for (const name of node.leaves) fields[name] = true;
  const children = new Map(
    [...node.children].map(([name, child]) => [name, planProjection(child, compile)]),
  );
  for (const [name, child] of children) fields[name] = child;
  const additions: Addition[] = [];
  for (const name of node.order) {
    const child = children.get(name) ?? null;
    const expression = node.computed.get(name);
    const evaluate = expression === undefined ? null : compile(expression);
    if (evaluate !== null || child?.computes)
      additions.push({ name: internName(name), evaluate, child });
  }
  // Keys of an object are interned, which makes comparing them with keys of others cheap.
  const names = Object.keys(fields);
  const few = children.size === 0 && names.length <= FEW ? names : null;
  return { fields, few, additions, computes: additions.length > 0, shape: new ObjectShape() };
}

const FEW = 8;

/** The name as engines keep it in objects, so that comparing it with other keys is cheap. */
function internName(name: string): string {
  return Object.keys({ [name]: 0 })[0] ?? name;
}

/** Looks for few names among many keys: comparing beats a look-up per key, and it can stop early. */
function includeFew(names: readonly string[], input: PlainObject): PlainObject {
  const output: PlainObject = {};
  let left = 0;
  for (const name of names) if (input[name] !== undefined) left += 1;
  if (left === 0) return output;
  for (const key in input) {
    for (const name of names) {
      if (key !== name) continue;
      output[key] = input[key];
      left -= 1;
      break;
    }
    if (left <= 0) break;
  }
  return output;
}

/** Keeps the listed fields in the document's own order. */
function includeFields(plan: Plan, input: PlainObject, context: Context): Draft {
  const draft: Draft = { keys: [], values: [] };
  for (const key in input) {
    const rule = plan.fields[key];
    if (rule === undefined) continue;
    const value = rule === true ? input[key] : includeValue(rule, input[key], context);
    if (value === undefined) continue;
    draft.keys.push(key);
    draft.values.push(value);
  }
  return draft;
}

function includeObject(plan: Plan, input: PlainObject, context: Context): PlainObject {
  if (plan.few !== null) return includeFew(plan.few, input);
  const { keys, values } = includeFields(plan, input, context);
  return plan.shape.build(keys, values);
}

/** Computed fields after the kept ones; one level below, into what was kept there. */
function addToDraft(plan: Plan, { keys, values }: Draft, context: Context): void {
  for (const { name, evaluate, child } of plan.additions) {
    if (evaluate !== null) {
      const value = evaluate(context);
      if (value === undefined) continue;
      keys.push(name);
      values.push(value);
    } else if (child !== null) {
      const index = keys.indexOf(name);
      const value = addToValue(child, index === -1 ? undefined : values[index], context);
      if (index === -1) keys.push(name);
      values[index === -1 ? keys.length - 1 : index] = value;
    }
  }
}

/**
 * Inclusion below the top: documents are projected, arrays element by element, and a value without
 * fields becomes missing. Where fields are computed later, its place in an array is kept (as
 * undefined), since computing makes a document of it; otherwise it goes.
 */
export function includeValue(plan: Plan, value: unknown, context: Context): unknown {
  if (Array.isArray(value)) {
    spend(context, value.length);
    const result: unknown[] = [];
    for (const item of value) {
      const projected = includeValue(plan, item, context);
      if (projected !== undefined || plan.computes) result.push(projected);
    }
    return result;
  }
  return isPlainObject(value) ? includeObject(plan, value, context) : undefined;
}

/** Computes the fields of one level into `output`, which is ours to change. */
function addToObject(plan: Plan, output: PlainObject, context: Context): void {
  for (const { name, evaluate, child } of plan.additions) {
    let value: unknown;
    if (evaluate !== null) value = evaluate(context);
    else if (child !== null) {
      value = addToValue(child, Object.hasOwn(output, name) ? output[name] : undefined, context);
    }
    if (value !== undefined) output[name] = value;
    else if (Object.hasOwn(output, name)) delete output[name];
  }
}

/** A scalar or missing value is replaced by a document of the computed fields. */
export function addToValue(plan: Plan, value: unknown, context: Context): unknown {
  if (Array.isArray(value)) {
    spend(context, value.length);
    return value.map((item: unknown) => addToValue(plan, item, context));
  }
  if (!isPlainObject(value)) {
    const draft: Draft = { keys: [], values: [] };
    addToDraft(plan, draft, context);
    return plan.shape.build(draft.keys, draft.values);
  }
  const output = { ...value };
  addToObject(plan, output, context);
  return output;
}

/** Drops the listed fields; values without fields stay. */
function excludeObject(plan: Plan, input: PlainObject, context: Context): PlainObject {
  const output: PlainObject = {};
  for (const key in input) {
    const rule = plan.fields[key];
    if (rule === undefined) output[key] = input[key];
    else if (rule !== true) output[key] = excludeValue(rule, input[key], context);
  }
  return output;
}

export function excludeValue(plan: Plan, value: unknown, context: Context): unknown {
  if (Array.isArray(value)) {
    spend(context, value.length);
    return value.map((item: unknown) => excludeValue(plan, item, context));
  }
  return isPlainObject(value) ? excludeObject(plan, value, context) : value;
}

/** A stage as a function of the document, which is `context.root` as well. */
export type RunProjection = (input: PlainObject, context: Context) => PlainObject;

export function compileInclusion(node: ProjectionNode, compile?: CompileExpression): RunProjection {
  const plan = planProjection(node, compile);
  return (input, context) => {
    const draft = includeFields(plan, input, context);
    addToDraft(plan, draft, context);
    return plan.shape.build(draft.keys, draft.values);
  };
}

export function compileExclusion(node: ProjectionNode): RunProjection {
  const plan = planProjection(node);
  return (input, context) => excludeObject(plan, input, context);
}

export function compileAddition(node: ProjectionNode, compile?: CompileExpression): RunProjection {
  const plan = planProjection(node, compile);
  return (input, context) => {
    const output = { ...input };
    addToObject(plan, output, context);
    return output;
  };
}
