/**
 * Random numbers that are the same on every machine. A stream is keyed by integers (seed, object,
 * exposure …) rather than drawn in sequence, so that any night can be simulated by itself and still
 * agrees with its neighbours. Generator: xoshiro128** (Blackman & Vigna 2021, ACM TOMS 47, 36),
 * seeded by a 32-bit mixer with MurmurHash3's finaliser constants.
 */

const UINT32 = 4294967296;

function mix(value: number): number {
  let z = value | 0;
  z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
  z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
  return (z ^ (z >>> 16)) >>> 0;
}

/** One 32-bit key from up to four integers; the order of the keys matters. */
export function hashKeys(a: number, b = 0, c = 0, d = 0): number {
  let h = mix(a + 0x9e3779b9);
  h = mix(h ^ Math.imul(b + 0x7f4a7c15, 0x2c1b3c6d));
  h = mix(h ^ Math.imul(c + 0x165667b1, 0x297a2d39));
  return mix(h ^ Math.imul(d + 0x27d4eb2f, 0x1b873593));
}

/** A uniform number in [0, 1) from a key, for single decisions that need no stream. */
export function unitOf(key: number): number {
  return mix(key ^ 0x5bd1e995) / UINT32;
}

export class Rng {
  private s0: number;
  private s1: number;
  private s2: number;
  private s3: number;
  private spare: number | null = null;

  constructor(key: number) {
    this.s0 = mix(key + 0x9e3779b9);
    this.s1 = mix(key + 0x3c6ef372);
    this.s2 = mix(key + 0xdaa66d2b);
    this.s3 = mix(key + 0x78dde6e4) | 1;
  }

  /** Uniform integer in [0, 2^32). */
  uint32(): number {
    const product = Math.imul(this.s1, 5);
    const result = Math.imul((product << 7) | (product >>> 25), 9) >>> 0;
    const t = this.s1 << 9;
    this.s2 ^= this.s0;
    this.s3 ^= this.s1;
    this.s1 ^= this.s2;
    this.s0 ^= this.s3;
    this.s2 ^= t;
    this.s3 = (this.s3 << 11) | (this.s3 >>> 21);
    return result;
  }

  /** Uniform in [0, 1). */
  unit(): number {
    return this.uint32() / UINT32;
  }

  between(low: number, high: number): number {
    return low + (high - low) * this.unit();
  }

  /** Uniform integer in [low, high]. */
  integer(low: number, high: number): number {
    return low + Math.floor(this.unit() * (high - low + 1));
  }

  chance(probability: number): boolean {
    return this.unit() < probability;
  }

  /** Normal deviate by the Box-Muller transform. */
  normal(mean = 0, sigma = 1): number {
    if (this.spare !== null) {
      const value = this.spare;
      this.spare = null;
      return mean + sigma * value;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - this.unit()));
    const angle = 2 * Math.PI * this.unit();
    this.spare = radius * Math.sin(angle);
    return mean + sigma * radius * Math.cos(angle);
  }

  /** Index drawn with the given weights (not negative, at least one above zero). */
  weighted(weights: readonly number[]): number {
    let total = 0;
    for (const weight of weights) total += weight;
    let left = this.unit() * total;
    for (let i = 0; i < weights.length; i++) {
      left -= weights[i] ?? 0;
      if (left < 0) return i;
    }
    return weights.length - 1;
  }
}

const NOISE_BITS = 16;
const NOISE_MASK = (1 << NOISE_BITS) - 1;
let noiseTable: Float32Array | null = null;

/** Read-only table of 2^16 normal deviates: pixels take theirs from a random place in it. */
export function normalTable(): { readonly values: Float32Array; readonly mask: number } {
  if (noiseTable === null) {
    const rng = new Rng(20170101);
    noiseTable = Float32Array.from({ length: NOISE_MASK + 1 }, () => rng.normal());
  }
  return { values: noiseTable, mask: NOISE_MASK };
}
