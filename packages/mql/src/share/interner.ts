import type { CallNode, Expression, Query, Test } from '../tree.ts';
import {
  computedOf,
  dataOf,
  form,
  INPUT,
  PROJECT,
  type ProjectionForm,
  TEST,
  type TestForm,
} from './forms.ts';
import { structureKey } from './structure-key.ts';

/** An expression of the input document alone, the only one of its kind in a set of filters. */
export interface SharedInfo {
  readonly id: number;
  /** How often it stands in other expressions and in the filters' conditions and outputs. */
  uses: number;
  /** True where it stands in a loop or is evaluated once per element. */
  isRepeated: boolean;
}

/** Gives equal expressions, of whichever filter, one identity. */
export class Interner {
  private readonly byKey = new Map<string, Expression>();
  private readonly inputs = new Map<string, Expression>();
  private readonly infos = new Map<Expression, SharedInfo>();

  infoOf(expression: Expression): SharedInfo | undefined {
    return this.infos.get(expression);
  }

  /** A text that two resolved expressions share where they are the same. */
  keyFor(expression: Expression): string {
    return this.keyOf(expression, new Map());
  }

  /** The value at a path of the input. */
  input(fields: readonly string[]): Expression {
    const key = fields.join('\0');
    let path = this.inputs.get(key);
    if (path === undefined) {
      path = this.intern(form(INPUT, [], fields));
      this.inputs.set(key, path);
    }
    return path;
  }

  /** @param expression without free variables; its closed parts are interned already */
  intern(expression: Expression): Expression {
    const key = this.keyOf(expression, new Map());
    const known = this.byKey.get(key);
    if (known !== undefined) return known;
    this.byKey.set(key, expression);
    this.infos.set(expression, { id: this.infos.size, uses: 0, isRepeated: false });
    return expression;
  }

  /** Counts a use of an expression by a filter, and at its first use those of its parts. */
  count(expression: Expression, isRepeated: boolean): void {
    const info = this.infos.get(expression);
    if (info === undefined) {
      this.countParts(expression, isRepeated);
      return;
    }
    info.uses += 1;
    info.isRepeated ||= isRepeated;
    if (info.uses === 1) this.countParts(expression, false);
  }

  private countParts(expression: Expression, isRepeated: boolean): void {
    switch (expression.kind) {
      case 'constant':
      case 'path':
        return;
      case 'object':
        for (const [, value] of expression.fields) this.count(value, isRepeated);
        return;
      case 'array':
        for (const item of expression.items) this.count(item, isRepeated);
        return;
      case 'call': {
        const isLoop = expression.slots.length > 0 || expression.operator === PROJECT;
        for (const part of partsOf(expression)) this.count(part, isRepeated || isLoop);
      }
    }
  }

  /** Variables are named by the order in which they are bound, so that filters may share loops. */
  private keyOf(expression: Expression, binders: Map<number, number>): string {
    const known = this.infos.get(expression);
    if (known !== undefined) return `#${known.id}`;
    switch (expression.kind) {
      case 'constant':
        return `=${structureKey(expression.value)}`;
      case 'path':
        return `$${binders.get(expression.slot ?? -1)}${structureKey(expression.fields)}`;
      case 'object': {
        const fields = expression.fields.map(
          ([name, value]) => `${JSON.stringify(name)}:${this.keyOf(value, binders)}`,
        );
        return `{${fields.join()}}`;
      }
      case 'array':
        return `[${expression.items.map((item) => this.keyOf(item, binders)).join()}]`;
      case 'call':
        return this.keyOfCall(expression, binders);
    }
  }

  private keyOfCall(node: CallNode, binders: Map<number, number>): string {
    for (const slot of node.slots) binders.set(slot, binders.size);
    const args = node.args.map((argument) => this.keyOf(argument, binders));
    if (node.operator === TEST) return `${TEST}(${args.join()};${keyOfTest(node)})`;
    if (node.operator === PROJECT) return `${PROJECT}(${args.join()};${this.keyOfPlan(node)})`;
    const named = Object.entries(node.named).map(
      ([name, value]) => `${name}:${this.keyOf(value, binders)}`,
    );
    return `${node.operator}(${args.join()};${named.join()})`;
  }

  private keyOfPlan(node: CallNode): string {
    const { mode, node: projection } = dataOf<ProjectionForm>(node);
    const computed = computedOf(projection).map((one) => this.keyOf(one, new Map()));
    return `${mode}${structureKey(shapeOf(projection))}${computed.join()}`;
  }
}

/** Where a test stands is no part of it: an error is placed by evaluation in the written order. */
function keyOfTest(node: CallNode): string {
  const { test, ...place } = dataOf<TestForm>(node);
  return structureKey({ ...place, test: placeless(test) });
}

function placeless(test: Test): Test {
  if ('query' in test) return { ...test, query: placelessQuery(test.query) };
  return 'at' in test ? { ...test, at: '' } : test;
}

function placelessQuery(query: Query): Query {
  if (query.kind === 'field') return { ...query, test: placeless(query.test), at: '' };
  if (query.kind === 'not') return { ...query, part: placelessQuery(query.part) };
  return 'parts' in query ? { ...query, parts: query.parts.map(placelessQuery) } : query;
}

/** A projection without its expressions. */
function shapeOf(node: ProjectionForm['node']): unknown {
  const children = [...node.children].map(([name, child]) => [name, shapeOf(child)]);
  return [[...node.leaves].sort(), children, [...node.computed.keys()], node.order];
}

function partsOf(node: CallNode): readonly Expression[] {
  const computed = node.operator === PROJECT ? computedOf(dataOf<ProjectionForm>(node).node) : [];
  return [...node.args, ...Object.values(node.named), ...computed];
}
