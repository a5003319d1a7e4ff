import type { CallNode, Expression, ProjectionNode, Test } from '../tree.ts';

/**
 * Expressions that no author writes: what resolving makes of paths, projections and conditions, in
 * terms of the input document. Their names start with '#'.
 */
export const INPUT = '#input';
export const INTO = '#into';
/** What an author's field stands for, where operators must not see through the field's name. */
export const FIELD = '#field';
export const PROJECT = '#project';
export const VIEW = '#view';
export const ELEMENTS = '#elements';
export const UNLESS_ARRAY = '#unlessArray';
export const TEST = '#test';
export const ALL = '#all';
export const ANY = '#any';
export const NONE = '#none';
export const NOT = '#not';

/** A level of a projection below the top, its computed fields resolved. */
export interface ProjectionForm {
  readonly mode: 'include' | 'add' | 'exclude';
  readonly node: ProjectionNode;
}

/**
 * A query's test of the value at `fields` of its argument; `isOnInput`: at `fields` of the input,
 * where the argument is the value of that path as expressions read it.
 */
export interface TestForm {
  readonly isOnInput: boolean;
  readonly fields: readonly string[];
  readonly test: Test;
}

export function constant(value: unknown): Expression {
  return { kind: 'constant', value };
}

export const MISSING: Expression = constant(undefined);

export function form(
  operator: string,
  args: readonly Expression[],
  data: unknown = null,
): CallNode {
  return { kind: 'call', operator, args, named: { data: constant(data) }, slots: [], at: '' };
}

/** The data of a form; the caller knows which it is by its operator. */
export function dataOf<Data>(node: CallNode): Data {
  const { data } = node.named;
  return (data?.kind === 'constant' ? data.value : null) as Data;
}

export function isForm(node: Expression, operator: string): node is CallNode {
  return node.kind === 'call' && node.operator === operator;
}

/** Every computed expression of a projection, level by level. */
export function computedOf(node: ProjectionNode): Expression[] {
  const own = [...node.computed.values()];
  return [...own, ...[...node.children.values()].flatMap(computedOf)];
}
