import type { Expression } from '../tree.ts';
import { isPlainObject } from '../values.ts';
import {
  dataOf,
  ELEMENTS,
  form,
  INPUT,
  INTO,
  isForm,
  MISSING,
  PROJECT,
  type ProjectionForm,
  UNLESS_ARRAY,
} from './forms.ts';
import type { Interner } from './interner.ts';

/** What a stage's document is in terms of the input. */
export interface Shape {
  /** True for the input itself. */
  readonly isInput: boolean;
  /** The value of a top-level field; null where it cannot be told. */
  field(name: string): Expression | null;
}

export function inputShape(interner: Interner): Shape {
  return { isInput: true, field: (name) => interner.input([name]) };
}

/** A document of these fields; `others` tells of fields that are not listed. */
export function shapeOf(
  fields: ReadonlyMap<string, Expression | null>,
  others: (name: string) => Expression | null = () => MISSING,
): Shape {
  return {
    isInput: false,
    field: (name) => {
      const known = fields.get(name);
      return known === undefined ? others(name) : known;
    },
  };
}

/** True for constants that are no array and have no fields. */
function isPlainConstant(node: Expression): boolean {
  return node.kind === 'constant' && !Array.isArray(node.value) && !isPlainObject(node.value);
}

/**
 * The parts of a projected value: `make` builds on what a field of it is, on its own or, where the
 * value may be an array, on the whole. Null where the projection decides nothing.
 */
function pickProjected(
  base: Expression,
  rest: readonly string[],
  make: (value: Expression, fields: readonly string[]) => Expression,
): Expression | null {
  if (!isForm(base, PROJECT) || rest.length === 0) return null;
  const { node, mode } = dataOf<ProjectionForm>(base);
  const [previous] = base.args;
  const [next = '', ...further] = rest;
  if (previous === undefined) return null;
  const computed = node.computed.get(next);
  const passes = mode === 'include' ? node.leaves.has(next) : !namesOf(node).has(next);
  if (computed === undefined && !passes) return null;
  const whole = make(base, rest);
  const picked = computed === undefined ? make(previous, rest) : make(computed, further);
  return isPlainConstant(previous) ? picked : form(UNLESS_ARRAY, [previous, picked, whole]);
}

function namesOf({ leaves, children, computed }: ProjectionForm['node']): ReadonlySet<string> {
  return new Set([...leaves, ...children.keys(), ...computed.keys()]);
}

/** The value at a path of an expression, arrays on the way mapped over as in `$a.b`. */
export function into(base: Expression, rest: readonly string[], interner: Interner): Expression {
  if (rest.length === 0 || isMissing(base)) return base;
  if (isForm(base, INPUT) && dataOf<readonly string[]>(base).length === 1) {
    return interner.input([...dataOf<readonly string[]>(base), ...rest]);
  }
  if (isForm(base, ELEMENTS) && isLeaf(base, rest[0])) {
    return into(base.args[0] ?? MISSING, rest, interner);
  }
  const unprojected = withoutProjections(base, rest[0], interner);
  if (unprojected !== null) return interner.intern(form(INTO, [unprojected], rest));
  const plain = (value: Expression, fields: readonly string[]): Expression =>
    value === base ? interner.intern(form(INTO, [base], fields)) : into(value, fields, interner);
  if (isForm(base, PROJECT) && isLeaf(base, rest[0])) {
    // Inclusion only drops what such a path skips.
    return plain(base.args[0] ?? MISSING, rest);
  }
  const picked = pickProjected(base, rest, plain);
  return picked === null ? plain(base, rest) : interner.intern(picked);
}

/** Lists put together, of whose elements only a kept field is read: they need not be copied. */
function withoutProjections(
  base: Expression,
  name: string | undefined,
  interner: Interner,
): Expression | null {
  if (base.kind !== 'call' || base.operator !== '$concatArrays') return null;
  const isCopied = (list: Expression) => isForm(list, ELEMENTS) && isLeaf(list, name);
  if (!base.args.some(isCopied)) return null;
  const args = base.args.map((list) => {
    return (list.kind === 'call' && isCopied(list) ? list.args[0] : undefined) ?? list;
  });
  return interner.intern({ ...base, args });
}

function isMissing(node: Expression): boolean {
  return node.kind === 'constant' && node.value === undefined;
}

/** True where a projection keeps a field of its elements as it is, and nothing is computed. */
export function isLeaf(node: Expression, name: string | undefined): boolean {
  if (node.kind !== 'call' || name === undefined) return false;
  const { mode, node: projection } = dataOf<ProjectionForm>(node);
  return mode === 'include' && projection.leaves.has(name) && projection.order.length === 0;
}

/** A condition on the value at a path, on the projected fields alone where that is the same. */
export function testAt(
  base: Expression,
  rest: readonly string[],
  make: (value: Expression, fields: readonly string[]) => Expression,
  interner: Interner,
): Expression {
  const plain = (value: Expression, fields: readonly string[]): Expression =>
    value === base ? make(base, fields) : testAt(value, fields, make, interner);
  const picked = pickProjected(base, rest, plain);
  return picked === null ? make(base, rest) : interner.intern(picked);
}
