import type { Evaluate } from '../../context.ts';
import { isPlainObject, type PlainObject } from '../../values.ts';
import type { Sharing } from '../cells.ts';

/** What stands at a place of a vector. */
export const NUMBER = 0;
export const MISSING = 1;
export const NULL = 2;
/** A text, boolean or bigint, in `others`. Arrays and documents have no place in a vector. */
export const OTHER = 3;

const FIRST_CAPACITY = 128;

/**
 * An array of documents that loops go through, for the current document. Vectors over it keep their
 * room from one document to the next.
 */
export class Frame {
  /** Of an array that a `$filter` chose: what it chose from. */
  readonly parent: Frame | null;
  length = 0;
  array: readonly unknown[] = [];
  /** Where the chosen elements stand in the parent's array; null where that is not known. */
  indices: Int32Array | null = null;
  private epoch = -1;
  private isUsable = false;
  private readonly sharing: Sharing;

  constructor(sharing: Sharing, parent: Frame | null) {
    this.sharing = sharing;
    this.parent = parent;
  }

  /** @returns false where an element is no document */
  load(array: readonly unknown[]): boolean {
    if (this.epoch === this.sharing.epoch && this.array === array) return this.isUsable;
    this.set(array, null);
    this.isUsable = array.every(isPlainObject);
    return this.isUsable;
  }

  /** The elements of the parent at these places. */
  choose(array: readonly unknown[], indices: Int32Array): void {
    this.set(array, indices);
    this.isUsable = true;
  }

  private set(array: readonly unknown[], indices: Int32Array | null): void {
    this.epoch = this.sharing.epoch;
    this.array = array;
    this.length = array.length;
    this.indices = indices;
  }
}

/** What is the same for all elements; read anew by each loop before its vectors. */
export class Scalar {
  readonly evaluate: Evaluate;
  value: unknown = undefined;

  constructor(evaluate: Evaluate) {
    this.evaluate = evaluate;
  }
}

/** A value per element of a frame, computed once per document. */
abstract class VectorNode {
  readonly frame: Frame;
  private readonly sharing: Sharing;
  private epoch = -1;
  private isComputed = false;

  constructor(frame: Frame, sharing: Sharing) {
    this.frame = frame;
    this.sharing = sharing;
  }

  /** Computes it where that is still to do. @returns false where only a loop can */
  ready(): boolean {
    if (this.epoch !== this.sharing.epoch) {
      this.isComputed = this.compute();
      this.epoch = this.sharing.epoch;
    }
    return this.isComputed;
  }

  protected abstract compute(): boolean;
}

function capacityFor(length: number, capacity: number): number {
  return length <= capacity ? capacity : Math.max(length, 2 * capacity, FIRST_CAPACITY);
}

/** A boolean per element: 0 or 1 in a byte. */
export abstract class Mask extends VectorNode {
  bits = new Uint8Array(0);
  /** The same bytes, four at a time. */
  words = new Int32Array(0);

  protected room(): Uint8Array {
    const capacity = capacityFor(this.frame.length, this.bits.length);
    if (capacity !== this.bits.length) {
      this.words = new Int32Array(Math.ceil(capacity / 4));
      this.bits = new Uint8Array(this.words.buffer);
    }
    return this.bits;
  }
}

/** A number, or another scalar, per element. */
export abstract class Column extends VectorNode {
  tags = new Uint8Array(0);
  numbers = new Float64Array(0);
  readonly others: unknown[] = [];
  /** True where all are numbers. */
  isNumeric = false;

  protected room(): void {
    const capacity = capacityFor(this.frame.length, this.tags.length);
    if (capacity === this.tags.length) return;
    this.tags = new Uint8Array(capacity);
    this.numbers = new Float64Array(capacity);
  }

  /** @returns false for a value that has no place in a vector */
  protected put(index: number, value: unknown): boolean {
    if (typeof value === 'number') {
      this.numbers[index] = value;
      this.tags[index] = NUMBER;
      return true;
    }
    this.isNumeric = false;
    if (value === undefined) this.tags[index] = MISSING;
    else if (value === null) this.tags[index] = NULL;
    else if (typeof value === 'object') return false;
    else {
      this.tags[index] = OTHER;
      this.others[index] = value;
    }
    return true;
  }

  at(index: number): unknown {
    switch (this.tags[index]) {
      case NUMBER:
        return this.numbers[index];
      case MISSING:
        return undefined;
      case NULL:
        return null;
      default:
        return this.others[index];
    }
  }
}

/** A field of the elements. */
export class Field extends Column {
  private readonly name: string;
  /** The same field of what the elements were chosen from. */
  private readonly source: Field | null;

  constructor(frame: Frame, sharing: Sharing, name: string, source: Field | null) {
    super(frame, sharing);
    this.name = name;
    this.source = source;
  }

  protected compute(): boolean {
    const { source, frame } = this;
    this.room();
    this.isNumeric = true;
    if (source !== null && frame.indices !== null && source.ready()) {
      this.gather(source, frame.indices);
      return true;
    }
    const { array, length } = frame;
    for (let index = 0; index < length; index += 1) {
      // The frame holds documents only.
      const element = array[index] as PlainObject;
      if (!this.put(index, element[this.name])) return false;
    }
    return true;
  }

  private gather(source: Field, indices: Int32Array): void {
    const { tags, numbers } = this;
    const { length } = this.frame;
    for (let index = 0; index < length; index += 1) {
      const from = indices[index] ?? 0;
      const tag = source.tags[from] ?? MISSING;
      tags[index] = tag;
      if (tag === NUMBER) numbers[index] = source.numbers[from] ?? 0;
      else {
        this.isNumeric = false;
        if (tag === OTHER) this.others[index] = source.others[from];
      }
    }
  }
}
