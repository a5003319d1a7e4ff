import { compareValues, isEqual } from '../../compare.ts';
import { Membership } from '../../membership.ts';
import { isTruthy } from '../../values.ts';
import type { Sharing } from '../cells.ts';
import { Column, type Frame, Mask, NUMBER, OTHER, Scalar } from './vectors.ts';

export type Operand = Scalar | Mask | Column;

/** For which orders of two values a comparison holds: 1 or 0 each. */
export interface Orders {
  readonly less: number;
  readonly equal: number;
  readonly greater: number;
}

export const COMPARISONS: ReadonlyMap<string, Orders> = new Map([
  ['$lt', { less: 1, equal: 0, greater: 0 }],
  ['$lte', { less: 1, equal: 1, greater: 0 }],
  ['$gt', { less: 0, equal: 0, greater: 1 }],
  ['$gte', { less: 0, equal: 1, greater: 1 }],
  ['$eq', { less: 0, equal: 1, greater: 0 }],
  ['$ne', { less: 1, equal: 0, greater: 1 }],
]);

export function mirrored({ less, equal, greater }: Orders): Orders {
  return { less: greater, equal, greater: less };
}

function holds({ less, equal, greater }: Orders, order: number): number {
  return order < 0 ? less : order > 0 ? greater : equal;
}

/** A column compared with what is the same for all elements. */
export class CompareScalar extends Mask {
  private readonly column: Column;
  private readonly scalar: Scalar;
  private readonly orders: Orders;

  constructor(sharing: Sharing, column: Column, scalar: Scalar, orders: Orders) {
    super(column.frame, sharing);
    this.column = column;
    this.scalar = scalar;
    this.orders = orders;
  }

  protected compute(): boolean {
    const { column, orders, scalar } = this;
    if (!column.ready()) return false;
    const bits = this.room();
    const { value } = scalar;
    const { length } = this.frame;
    if (typeof value === 'number' && !Number.isNaN(value)) {
      this.compareNumbers(value, bits);
      return true;
    }
    for (let index = 0; index < length; index += 1) {
      bits[index] = holds(orders, compareValues(column.at(index), value));
    }
    return true;
  }

  /** NaN, missing and null come before every number. */
  private compareNumbers(value: number, bits: Uint8Array): void {
    const { column, orders } = this;
    const { less, equal, greater } = orders;
    const { numbers, tags, isNumeric } = column;
    const { length } = this.frame;
    if (isNumeric && less !== greater) {
      compareAll({ numbers, bits, length }, orders, value);
      return;
    }
    for (let index = 0; index < length; index += 1) {
      const tag = tags[index];
      if (tag === NUMBER) {
        const number = numbers[index] ?? 0;
        bits[index] = number > value ? greater : number === value ? equal : less;
      } else if (tag === OTHER) {
        bits[index] = holds(orders, compareValues(column.others[index], value));
      } else bits[index] = less;
    }
  }
}

interface Numbers {
  readonly numbers: Float64Array;
  readonly bits: Uint8Array;
  readonly length: number;
}

/**
 * `$lt`, `$lte`, `$gt` and `$gte` where all are numbers: one comparison an element, and no branch that
 * depends on it. What is not above, NaN too, is below or equal.
 */
function compareAll(
  { numbers, bits, length }: Numbers,
  { less, equal, greater }: Orders,
  value: number,
): void {
  if (equal === greater) {
    for (let index = 0; index < length; index += 1) {
      bits[index] = Number((numbers[index] ?? 0) >= value) ^ less;
    }
  } else {
    for (let index = 0; index < length; index += 1) {
      bits[index] = Number((numbers[index] ?? 0) > value) ^ less;
    }
  }
}

export class CompareColumns extends Mask {
  private readonly left: Column;
  private readonly right: Column;
  private readonly orders: Orders;

  constructor(sharing: Sharing, left: Column, right: Column, orders: Orders) {
    super(left.frame, sharing);
    this.left = left;
    this.right = right;
    this.orders = orders;
  }

  protected compute(): boolean {
    const { left, right, orders } = this;
    if (!left.ready() || !right.ready()) return false;
    const bits = this.room();
    const { length } = this.frame;
    for (let index = 0; index < length; index += 1) {
      bits[index] = holds(orders, compareValues(left.at(index), right.at(index)));
    }
    return true;
  }
}

/** A list that is as soon gone through as looked up. */
const SHORT = 8;

/** Whether a column's values are among those of a list. */
export class InList extends Mask {
  private readonly column: Column;
  private readonly list: Scalar;
  private known: { readonly list: readonly unknown[]; readonly membership: Membership } | null =
    null;

  constructor(sharing: Sharing, column: Column, list: Scalar) {
    super(column.frame, sharing);
    this.column = column;
    this.list = list;
  }

  protected compute(): boolean {
    const { column } = this;
    const list = this.list.value;
    if (!Array.isArray(list) || !column.ready()) return false;
    if (list.length > SHORT) return this.lookUp(list);
    const bits = this.room();
    if (column.isNumeric && list.every(isPlainNumber)) {
      this.findNumbers(list, bits);
      return true;
    }
    const { length } = this.frame;
    for (let index = 0; index < length; index += 1) {
      const value = column.at(index);
      let isIn = 0;
      for (const item of list) {
        if (item !== value && !isEqual(item, value)) continue;
        isIn = 1;
        break;
      }
      bits[index] = isIn;
    }
    return true;
  }

  private findNumbers(list: readonly number[], bits: Uint8Array): void {
    const { numbers } = this.column;
    const { length } = this.frame;
    bits.fill(0, 0, length);
    for (const item of list) {
      for (let index = 0; index < length; index += 1) {
        bits[index] = (bits[index] ?? 0) | Number(numbers[index] === item);
      }
    }
  }

  /** Values that are compared part by part are for the loop, where they cost steps. */
  private lookUp(list: readonly unknown[]): boolean {
    if (this.known?.list !== list) this.known = { list, membership: new Membership(list) };
    const { membership } = this.known;
    if (!membership.isOfScalars) return false;
    const bits = this.room();
    const { length } = this.frame;
    for (let index = 0; index < length; index += 1) {
      bits[index] = Number(membership.hasScalar(this.column.at(index)));
    }
    return true;
  }
}

function isPlainNumber(value: unknown): value is number {
  return typeof value === 'number' && !Number.isNaN(value);
}

/** A 1 in each byte of a word. */
const ONES = 0x01010101;

/**
 * Keeps the bits where an operand is truthy (`wanted` 1) or is not (0); clears the others.
 *
 * @returns 0 where none is left
 */
function restrict(
  { bits, words }: Pick<Mask, 'bits' | 'words'>,
  length: number,
  operand: Operand,
  wanted: number,
): number {
  const flip = wanted ^ 1;
  let left = 0;
  if (operand instanceof Mask) {
    const { words: others } = operand;
    const flips = flip * ONES;
    // Bytes behind the last element are 0 here, and stay so, whatever the operand has there.
    const end = (length + 3) >> 2;
    for (let index = 0; index < end; index += 1) {
      const word = (words[index] ?? 0) & ((others[index] ?? 0) ^ flips);
      words[index] = word;
      left |= word;
    }
  } else if (operand instanceof Column) {
    for (let index = 0; index < length; index += 1) {
      const bit = (bits[index] ?? 0) & (Number(isTruthy(operand.at(index))) ^ flip);
      bits[index] = bit;
      left |= bit;
    }
  } else {
    left = Number(isTruthy(operand.value)) ^ flip;
    if (left === 0) bits.fill(0, 0, length);
  }
  return left;
}

function isReady(operand: Operand): boolean {
  return operand instanceof Scalar || operand.ready();
}

/** `$and` (all truthy) and, with `wanted` 0, none of them; `isNegated` turns the answer around. */
export class AllOf extends Mask {
  private readonly operands: readonly Operand[];
  private readonly wanted: number;
  private readonly isNegated: boolean;

  constructor(
    frame: Frame,
    sharing: Sharing,
    operands: readonly Operand[],
    { wanted, isNegated }: { readonly wanted: 0 | 1; readonly isNegated: boolean },
  ) {
    super(frame, sharing);
    this.operands = operands;
    this.wanted = wanted;
    this.isNegated = isNegated;
  }

  protected compute(): boolean {
    const bits = this.room();
    const { length } = this.frame;
    const { words } = this;
    const end = (length + 3) >> 2;
    words.fill(ONES, 0, end);
    bits.fill(0, length, 4 * end);
    for (const operand of this.operands) {
      if (!isReady(operand)) return false;
      if (restrict(this, length, operand, this.wanted) === 0) break;
    }
    if (this.isNegated) {
      for (let index = 0; index < end; index += 1) words[index] = (words[index] ?? 0) ^ ONES;
    }
    return true;
  }
}
