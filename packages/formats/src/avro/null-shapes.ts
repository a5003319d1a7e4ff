import type { AvroObject, AvroValue } from './decoder.ts';

type MakeObject = (...values: AvroValue[]) => AvroObject;

/** Beyond this many combinations of nulls a record is built field by field. */
const MAX_SHAPES = 64;

/**
 * Makes objects without their null fields, as fast as literals: for each combination of nulls that
 * occurs, a function with the literal of the other fields. Records of a stream come in a few such
 * combinations (a detection, an upper limit), while adding fields one at a time is slow.
 */
export class NullShapes {
  private readonly names: readonly string[];
  private readonly byLow = new Map<number, Map<number, MakeObject>>();
  private made = 0;

  constructor(names: readonly string[]) {
    this.names = names;
  }

  /** @param low @param high one bit per field in order, SHAPE_BITS in each: set where the field is null */
  get(low: number, high: number): MakeObject {
    const known = this.byLow.get(low)?.get(high);
    return known ?? this.make(low, high);
  }

  private make(low: number, high: number): MakeObject {
    const isPresent = (_name: string, i: number) =>
      ((i < SHAPE_BITS ? low >>> i : high >>> (i - SHAPE_BITS)) & 1) === 0;
    if (this.made >= MAX_SHAPES) return (...values) => this.assemble(values);
    this.made += 1;
    const names = this.names.map((name) => JSON.stringify(name));
    const fields = names.map((name, i) => `[${name}]:v${i}`).filter(isPresent);
    const parameters = names.map((_name, i) => `v${i}`);
    const make = new Function(...parameters, `return {${fields.join(',')}};`) as MakeObject;
    const byHigh = this.byLow.get(low) ?? new Map<number, MakeObject>();
    byHigh.set(high, make);
    this.byLow.set(low, byHigh);
    return make;
  }

  private assemble(values: readonly AvroValue[]): AvroObject {
    const pairs = this.names.map((name, i) => [name, values[i] ?? null] as const);
    return Object.fromEntries(pairs.filter(([, value]) => value !== null));
  }
}

/** Fields per mask: small integers, so that no mask is a heap number. */
export const SHAPE_BITS = 30;
/** Records with more fields than two masks hold are built field by field. */
export const MAX_SHAPE_FIELDS = 2 * SHAPE_BITS;
