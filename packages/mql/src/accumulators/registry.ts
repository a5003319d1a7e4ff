import { BASIC } from './basic.ts';
import type { Accumulator } from './define.ts';
import { PERCENTILES } from './percentiles.ts';
import { RANKED } from './ranked.ts';

/** The allow-list of accumulators, by name. */
export const ACCUMULATORS: ReadonlyMap<string, Accumulator> = new Map(
  [...BASIC, ...RANKED, ...PERCENTILES].map((accumulator) => [accumulator.name, accumulator]),
);
