import { CutoutError, fillCutouts } from './cutout-tensor.ts';
import type { CutoutsInput } from './manifest.ts';
import { rowShape } from './model-session.ts';
import { inflateStamps, type PackedStamps, type Stamps, unpackStamps } from './packed-stamps.ts';

/** Memory that pictures are made in, used again for those of the next alerts. */
export type RowMemory = Map<string, Float32Array>;

/** The pictures that one kind of input wants of all alerts. */
interface Pictures {
  readonly width: number;
  /** Row after row, an alert each. */
  readonly values: Float32Array;
  /** Why there is none; null where there is; undefined where it was not asked for yet. */
  readonly failures: (string | null | undefined)[];
}

/** The pictures of some alerts. Those that several models want alike are made once. */
export class CutoutRows {
  private readonly packed: PackedStamps;
  private readonly memory: RowMemory;
  private stamps: readonly Stamps[] | null = null;
  private readonly made = new Map<string, Pictures>();
  private readonly keys = new Map<CutoutsInput, string>();

  /** @param memory of one `CutoutRows` at a time */
  constructor(packed: PackedStamps, memory: RowMemory = new Map()) {
    this.packed = packed;
    this.memory = memory;
  }

  /** Why an alert's picture cannot be made; null where it can. */
  failure(input: CutoutsInput, place: number): string | null {
    const pictures = this.picturesFor(input);
    let failure = pictures.failures[place];
    if (failure === undefined) {
      failure = this.make(input, place, pictures);
      pictures.failures[place] = failure;
    }
    return failure;
  }

  /** The pictures of alerts of which `failure` said that there are, one after another. */
  rows(input: CutoutsInput, places: readonly number[]): Float32Array {
    const { width, values } = this.picturesFor(input);
    const first = places[0] ?? 0;
    // As models that score every alert ask for them.
    if (places.every((place, i) => place === first + i)) {
      return values.subarray(first * width, (first + places.length) * width);
    }
    const chosen = new Float32Array(places.length * width);
    for (const [i, place] of places.entries()) {
      chosen.set(values.subarray(place * width, (place + 1) * width), i * width);
    }
    return chosen;
  }

  private picturesFor(input: CutoutsInput): Pictures {
    const key = this.keyOf(input);
    let pictures = this.made.get(key);
    if (!pictures) {
      const width = rowShape(input).reduce((product, size) => product * size, 1);
      const needed = width * this.all().length;
      let values = this.memory.get(key);
      if (!values || values.length < needed) {
        values = new Float32Array(needed);
        this.memory.set(key, values);
      }
      pictures = { width, values, failures: [] };
      this.made.set(key, pictures);
    }
    return pictures;
  }

  private all(): readonly Stamps[] {
    this.stamps ??= inflateStamps(this.packed) ?? unpackStamps(this.packed);
    return this.stamps;
  }

  private keyOf(input: CutoutsInput): string {
    let key = this.keys.get(input);
    if (key === undefined) {
      const { cutouts, sizePx, norm, padding } = input;
      key = JSON.stringify([cutouts, sizePx, norm, padding]);
      this.keys.set(input, key);
    }
    return key;
  }

  private make(input: CutoutsInput, place: number, { width, values }: Pictures): string | null {
    const stamps = this.all()[place];
    const chosen = input.cutouts.map((kind) => stamps?.[kind] ?? null);
    try {
      fillCutouts(input, chosen, values.subarray(place * width, (place + 1) * width));
      return null;
    } catch (error) {
      if (error instanceof CutoutError) return error.message;
      throw error;
    }
  }
}
