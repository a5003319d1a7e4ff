import { isEqual } from './compare.ts';
import { type Context, spend } from './context.ts';

/** The number that stands for all equal ones, of whatever type: 1n for 1 is 1. */
function numberKey(value: bigint): number | bigint {
  const double = Number(value);
  if (!Number.isFinite(double)) return value;
  return BigInt(double) === value ? double : value;
}

/** Tells whether a constant list holds a value: at once, however many numbers and texts it has. */
export class Membership {
  /** Numbers, texts, booleans, null and missing; NaN and the two zeros are as in BSON's order. */
  private readonly scalars = new Set<unknown>();
  /** What is compared part by part, a step for each. */
  private readonly others: readonly unknown[];

  constructor(values: readonly unknown[]) {
    const others: unknown[] = [];
    for (const value of values) {
      if (typeof value === 'object' && value !== null) others.push(value);
      else this.scalars.add(typeof value === 'bigint' ? numberKey(value) : value);
    }
    this.others = others;
  }

  /** Whether the list has no lists, documents, dates and the like. */
  get isOfScalars(): boolean {
    return this.others.length === 0;
  }

  /** For a list of scalars: what is none is not among them. */
  hasScalar(value: unknown): boolean {
    return this.scalars.has(typeof value === 'bigint' ? numberKey(value) : value);
  }

  has(value: unknown, context: Context): boolean {
    if (typeof value !== 'object' || value === null) return this.hasScalar(value);
    if (this.isOfScalars) return false;
    spend(context, this.others.length);
    for (const other of this.others) if (isEqual(value, other)) return true;
    return false;
  }
}
