import { isAlwaysDouble } from '../static-types.ts';
import type { CallNode, DocumentStage, Expression, ProjectionNode, Query, Test } from '../tree.ts';
import {
  ALL,
  ANY,
  constant,
  dataOf,
  ELEMENTS,
  FIELD,
  form,
  INPUT,
  isForm,
  NONE,
  NOT,
  PROJECT,
  type ProjectionForm,
  TEST,
  type TestForm,
  VIEW,
} from './forms.ts';
import type { Interner } from './interner.ts';
import { inputShape, into, isLeaf, type Shape, shapeOf, testAt } from './shape.ts';

/** A resolved expression with the variables that it leaves free. */
interface Resolved {
  readonly node: Expression;
  readonly free: ReadonlySet<number>;
  /** True where it depends on nothing. */
  readonly isConstant: boolean;
}

const NOTHING: ReadonlySet<number> = new Set();
const LOOPS = new Set(['$map', '$filter', '$reduce']);
const COMPOSITES = { and: ALL, or: ANY, nor: NONE } as const;

/**
 * Restates the expressions of one pipeline in terms of the input document, so that they can be
 * evaluated before the stages that stand in front of them, and shared with other pipelines. What
 * cannot be restated (a whole computed document) is null.
 */
export class Resolver {
  private readonly interner: Interner;
  private readonly constants: WeakSet<Expression>;
  /** What the pipeline's variables are moved by, to have slots of their own. */
  private readonly firstSlot: number;
  readonly input: Shape;
  private readonly resolved = new Map<Expression, Expression | null>();

  constructor(interner: Interner, constants: WeakSet<Expression>, firstSlot: number) {
    this.interner = interner;
    this.constants = constants;
    this.firstSlot = firstSlot;
    this.input = inputShape(this.interner);
  }

  private readonly intern = (node: Expression): Expression => this.interner.intern(node);

  /** @returns the expression over the input that has the same value; null for none */
  expression(node: Expression, shape: Shape): Expression | null {
    // Each expression of a pipeline stands in one stage, so its document is always the same.
    const known = this.resolved.get(node);
    if (known !== undefined) return known;
    const resolved = this.visit(node, shape)?.node ?? null;
    this.resolved.set(node, resolved);
    return resolved;
  }

  /** @returns an expression over the input that is truthy where the query matches; null for none */
  query(query: Query, shape: Shape): Expression | null {
    switch (query.kind) {
      case 'and':
      case 'or':
      case 'nor': {
        const parts = query.parts.map((part) => this.query(part, shape));
        if (parts.includes(null)) return null;
        return this.intern(form(COMPOSITES[query.kind], parts.filter(isKnown)));
      }
      case 'not': {
        const part = this.query(query.part, shape);
        return part === null ? null : this.intern(form(NOT, [part]));
      }
      case 'always':
        return constant(query.value);
      case 'field':
        return this.test(query.fields, query.test, shape);
      case 'expr':
        return this.expression(query.expression, shape);
    }
  }

  /** @returns the document after a stage; null where it cannot be told */
  after(stage: Exclude<DocumentStage, { kind: 'match' }>, shape: Shape): Shape | null {
    if (stage.kind === 'replaceRoot') return this.newRoot(stage.newRoot, shape);
    const fields = new Map<string, Expression | null>();
    const { leaves, children, computed } = stage.projection;
    for (const name of leaves) {
      fields.set(name, stage.kind === 'exclude' ? constant(undefined) : shape.field(name));
    }
    const mode = stage.kind === 'addFields' ? 'add' : stage.kind;
    for (const [name, child] of children) {
      fields.set(name, this.project({ mode, node: child }, shape.field(name), shape));
    }
    for (const [name, value] of computed) fields.set(name, this.expression(value, shape));
    return stage.kind === 'include'
      ? shapeOf(fields)
      : shapeOf(fields, (name) => shape.field(name));
  }

  private newRoot(root: Expression, shape: Shape): Shape | null {
    if (root.kind === 'object') {
      const fields = root.fields.map(
        ([name, value]) => [name, this.expression(value, shape)] as const,
      );
      return shapeOf(new Map(fields));
    }
    const resolved = this.expression(root, shape);
    if (resolved === null) return null;
    return shapeOf(new Map(), (name) => into(resolved, [name], this.interner));
  }

  private project(
    { mode, node }: ProjectionForm,
    base: Expression | null,
    shape: Shape,
  ): Expression | null {
    const resolved = base === null ? null : this.projection(node, shape);
    if (base === null || resolved === null) return null;
    const data: ProjectionForm = { mode, node: resolved };
    return this.intern(form(PROJECT, [base], data));
  }

  private projection(node: ProjectionNode, shape: Shape): ProjectionNode | null {
    const computed = new Map<string, Expression>();
    for (const [name, value] of node.computed) {
      const resolved = this.expression(value, shape);
      if (resolved === null) return null;
      computed.set(name, resolved);
    }
    const children = new Map<string, ProjectionNode>();
    for (const [name, child] of node.children) {
      const resolved = this.projection(child, shape);
      if (resolved === null) return null;
      children.set(name, resolved);
    }
    return { ...node, computed, children };
  }

  private test(fields: readonly string[], test: Test, shape: Shape): Expression | null {
    const [top, ...rest] = fields;
    const base = top === undefined || readsRoot(test) ? null : shape.field(top);
    if (base === null) return null;
    const make = (value: Expression, path: readonly string[]): Expression => {
      const isOnInput = isForm(value, INPUT) && dataOf<readonly string[]>(value).length === 1;
      const found = isOnInput ? into(value, path, this.interner) : value;
      const all = isOnInput ? [...dataOf<readonly string[]>(value), ...path] : path;
      const data: TestForm = { isOnInput, fields: all, test };
      return this.intern(form(TEST, [found], data));
    };
    return testAt(base, rest, make, this.interner);
  }

  private visit(node: Expression, shape: Shape): Resolved | null {
    switch (node.kind) {
      case 'constant':
        return { node, free: NOTHING, isConstant: true };
      case 'path':
        return this.visitPath(node.slot, node.fields, shape);
      case 'object': {
        const values = this.visitAll(
          node.fields.map(([, value]) => value),
          shape,
        );
        if (values === null) return null;
        const fields = node.fields.map(
          ([name], index) => [name, values[index]?.node ?? constant(undefined)] as const,
        );
        return this.close({ kind: 'object', fields }, values);
      }
      case 'array': {
        const values = this.visitAll(node.items, shape);
        if (values === null) return null;
        return this.close({ kind: 'array', items: values.map((value) => value.node) }, values);
      }
      case 'call':
        return this.visitCall(node, shape);
    }
  }

  private visitPath(slot: number | null, fields: readonly string[], shape: Shape): Resolved | null {
    if (slot !== null) {
      const moved = slot + this.firstSlot;
      return {
        node: { kind: 'path', slot: moved, fields },
        free: new Set([moved]),
        isConstant: false,
      };
    }
    const [top, ...rest] = fields;
    if (top === undefined) {
      if (!shape.isInput) return null;
      return { node: this.interner.input([]), free: NOTHING, isConstant: false };
    }
    const base = shape.field(top);
    if (base === null) return null;
    const value = into(base, rest, this.interner);
    // Of a field no operator can tell beforehand that it is a double.
    const node = isAlwaysDouble(value) ? this.intern(form(FIELD, [value])) : value;
    return { node, free: NOTHING, isConstant: node.kind === 'constant' };
  }

  private visitAll(nodes: readonly Expression[], shape: Shape): readonly Resolved[] | null {
    const resolved = nodes.map((node) => this.visit(node, shape));
    return resolved.includes(null) ? null : resolved.filter(isKnown);
  }

  private visitCall(node: CallNode, shape: Shape): Resolved | null {
    const names = Object.keys(node.named);
    const args = this.visitAll(node.args, shape);
    const values = this.visitAll(Object.values(node.named), shape);
    if (args === null || values === null) return null;
    const named = Object.fromEntries(
      names.map((name, index) => [name, values[index]?.node ?? constant(undefined)]),
    );
    const slots = node.slots.map((slot) => slot + this.firstSlot);
    const call = { ...node, args: args.map((argument) => argument.node), named, slots };
    const parts = [...args, ...values];
    const elements = LOOPS.has(node.operator) ? keptElements(node, call) : null;
    if (elements === null) return this.close(call, parts);
    const viewed = this.close(this.viewed(call, elements), parts);
    if (node.operator !== '$filter') return viewed;
    // The elements that it gives are the projected ones, to whoever looks at all of them.
    if (viewed.free.size > 0) return this.close(call, parts);
    return { ...viewed, node: this.intern(form(ELEMENTS, [viewed.node], elements)) };
  }

  /** The loop over the elements as they are, which is the same for fields that are kept. */
  private viewed(call: CallNode, data: ProjectionForm): CallNode {
    const { input } = call.named;
    const [base] = input?.kind === 'call' ? input.args : [];
    if (input === undefined || base === undefined) return call;
    const view = isForm(input, ELEMENTS) ? base : this.intern(form(VIEW, [base], data));
    return { ...call, named: { ...call.named, input: view } };
  }

  /** Interns what leaves no variable free. */
  private close(node: Expression, parts: readonly Resolved[]): Resolved {
    const own = node.kind === 'call' ? node.slots : [];
    if (own.length === 0 && parts.every((part) => part.isConstant)) {
      this.constants.add(node);
      return { node, free: NOTHING, isConstant: true };
    }
    const free = new Set(parts.flatMap((part) => [...part.free]));
    for (const slot of own) free.delete(slot);
    return { node: free.size === 0 ? this.intern(node) : node, free, isConstant: false };
  }
}

function isKnown<Value>(value: Value | null): value is Value {
  return value !== null;
}

/**
 * The projection of the elements that a loop goes through, where the loop reads of them only what
 * it keeps: they need not be copied then.
 */
function keptElements(node: CallNode, call: CallNode): ProjectionForm | null {
  const { input } = call.named;
  const [element] = node.slots;
  if (input?.kind !== 'call' || element === undefined) return null;
  if (input.operator !== PROJECT && input.operator !== ELEMENTS) return null;
  const data = dataOf<ProjectionForm>(input);
  if (data.mode !== 'include' || data.node.order.length > 0) return null;
  const reads = Object.entries(node.named).flatMap(([name, value]) =>
    name === 'input' ? [] : elementReads(value, element),
  );
  return reads.every((fields) => isLeaf(input, fields[0])) ? data : null;
}

/** The paths that an expression reads of a variable. */
function elementReads(node: Expression, slot: number): (readonly string[])[] {
  switch (node.kind) {
    case 'constant':
      return [];
    case 'path':
      return node.slot === slot ? [node.fields] : [];
    case 'object':
      return node.fields.flatMap(([, value]) => elementReads(value, slot));
    case 'array':
      return node.items.flatMap((item) => elementReads(item, slot));
    case 'call':
      return [...node.args, ...Object.values(node.named)].flatMap((part) =>
        elementReads(part, slot),
      );
  }
}

/** True for a test with an `$expr` inside: it reads the stage's document beside the value. */
function readsRoot(test: Test): boolean {
  return 'query' in test && hasExpression(test.query);
}

function hasExpression(query: Query): boolean {
  switch (query.kind) {
    case 'expr':
      return true;
    case 'and':
    case 'or':
    case 'nor':
      return query.parts.some(hasExpression);
    case 'not':
      return hasExpression(query.part);
    case 'always':
      return false;
    case 'field':
      return readsRoot(query.test);
  }
}
