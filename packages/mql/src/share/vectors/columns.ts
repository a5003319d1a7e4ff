import { isTruthy } from '../../values.ts';
import type { Sharing } from '../cells.ts';
import type { Operand } from './masks.ts';
import { Column, type Frame, Mask, MISSING, NULL, NUMBER, Scalar } from './vectors.ts';

/** On two numbers; null for what only a loop can do: an error, or a long. */
type Apply = (left: number, right: number) => number | null;

/** Integers that outgrow doubles become longs. */
function unlessLong(result: number, left: number, right: number): number | null {
  if (Math.abs(result) <= Number.MAX_SAFE_INTEGER) return result;
  return Number.isSafeInteger(left) && Number.isSafeInteger(right) ? null : result;
}

export const ARITHMETIC: ReadonlyMap<string, Apply> = new Map<string, Apply>([
  ['$subtract', (left, right) => unlessLong(left - right, left, right)],
  // A sum begins with 0, which makes −0 to 0.
  ['$add', (left, right) => unlessLong(0 + left + right, left, right)],
  ['$multiply', (left, right) => unlessLong(left * right, left, right)],
  ['$divide', (left, right) => (right === 0 ? null : left / right)],
]);

/** The kind of value of an operand at a place, and its number. */
function tagAt(operand: Column | Scalar, index: number): number {
  if (operand instanceof Column) return operand.tags[index] ?? MISSING;
  const { value } = operand;
  return typeof value === 'number'
    ? NUMBER
    : value === null
      ? NULL
      : value === undefined
        ? MISSING
        : -1;
}

function numberAt(operand: Column | Scalar, index: number): number {
  return operand instanceof Column ? (operand.numbers[index] ?? 0) : Number(operand.value);
}

function isReady(operand: Operand): boolean {
  return operand instanceof Scalar || operand.ready();
}

/** Arithmetic of numbers; null where one is null or missing. */
export class Arithmetic extends Column {
  private readonly left: Column | Scalar;
  private readonly right: Column | Scalar;
  private readonly apply: Apply;

  constructor(
    frame: Frame,
    sharing: Sharing,
    [left, right]: readonly [Column | Scalar, Column | Scalar],
    apply: Apply,
  ) {
    super(frame, sharing);
    this.left = left;
    this.right = right;
    this.apply = apply;
  }

  protected compute(): boolean {
    const { left, right, apply } = this;
    if (!isReady(left) || !isReady(right)) return false;
    this.room();
    this.isNumeric = true;
    const { tags, numbers } = this;
    const { length } = this.frame;
    for (let index = 0; index < length; index += 1) {
      const leftTag = tagAt(left, index);
      const rightTag = tagAt(right, index);
      if (leftTag === NUMBER && rightTag === NUMBER) {
        const result = apply(numberAt(left, index), numberAt(right, index));
        if (result === null) return false;
        tags[index] = NUMBER;
        numbers[index] = result;
      } else {
        if (!isPlain(leftTag) || !isPlain(rightTag)) return false;
        tags[index] = NULL;
        this.isNumeric = false;
      }
    }
    return true;
  }
}

function isPlain(tag: number): boolean {
  return tag === NUMBER || tag === MISSING || tag === NULL;
}

export class Absolute extends Column {
  private readonly operand: Column;

  constructor(sharing: Sharing, operand: Column) {
    super(operand.frame, sharing);
    this.operand = operand;
  }

  protected compute(): boolean {
    const { operand } = this;
    if (!operand.ready()) return false;
    this.room();
    this.isNumeric = operand.isNumeric;
    const { length } = this.frame;
    for (let index = 0; index < length; index += 1) {
      const tag = operand.tags[index] ?? MISSING;
      if (!isPlain(tag)) return false;
      this.tags[index] = tag === NUMBER ? NUMBER : NULL;
      if (tag === NUMBER) this.numbers[index] = Math.abs(operand.numbers[index] ?? 0);
    }
    return true;
  }
}

function valueAt(operand: Operand, index: number): unknown {
  if (operand instanceof Mask) return operand.bits[index] === 1;
  return operand instanceof Column ? operand.at(index) : operand.value;
}

/** `$cond`: one of two values per element. */
export class Choice extends Column {
  private readonly test: Operand;
  private readonly yes: Operand;
  private readonly no: Operand;

  constructor(
    frame: Frame,
    sharing: Sharing,
    [test, yes, no]: readonly [Operand, Operand, Operand],
  ) {
    super(frame, sharing);
    this.test = test;
    this.yes = yes;
    this.no = no;
  }

  protected compute(): boolean {
    const { test, yes, no } = this;
    if (!isReady(test) || !isReady(yes) || !isReady(no)) return false;
    this.room();
    this.isNumeric = true;
    const { length } = this.frame;
    for (let index = 0; index < length; index += 1) {
      const chosen = isTruthy(valueAt(test, index)) ? yes : no;
      if (!this.put(index, valueAt(chosen, index))) return false;
    }
    return true;
  }
}

/** The values of an operand, as `$map` gives them: null for what is missing. */
export function toArray(operand: Operand, length: number): unknown[] {
  const result: unknown[] = [];
  for (let index = 0; index < length; index += 1) {
    const value = valueAt(operand, index);
    result.push(value === undefined ? null : value);
  }
  return result;
}

/** True where an operand is truthy for any element (`wanted`), or for none of them falsy. */
export function someIs(operand: Operand, length: number, wanted: boolean): boolean {
  for (let index = 0; index < length; index += 1) {
    if (isTruthy(valueAt(operand, index)) === wanted) return true;
  }
  return false;
}
