import { fail } from '../errors.ts';
import type { Window } from '../tree.ts';
import { isNumeric, typeName } from '../values.ts';
import type { Partition } from './define.ts';

/** The first and last index of a window, both included; last < first where it is empty. */
export interface Bounds {
  readonly first: number;
  readonly last: number;
}

/** The place of a document in the order as a number: units of a range, or the number itself. */
export function positionOf(value: unknown, unitMs: number | null, at: string): number {
  if (unitMs !== null) {
    if (value instanceof Date) return value.getTime() / unitMs;
    return fail(at, `a unit needs dates to sort by, not ${typeName(value)}`);
  }
  if (isNumeric(value)) return Number(value);
  const hint = value instanceof Date ? ': give a unit' : '';
  return fail(at, `needs numbers to sort by, not ${typeName(value)}${hint}`);
}

function offsetOf(bound: number | 'current'): number {
  return bound === 'current' ? 0 : bound;
}

function byDocuments({ lower, upper }: Window, count: number): readonly Bounds[] {
  return Array.from({ length: count }, (_, index) => ({
    first: lower === null ? 0 : Math.max(0, index + offsetOf(lower)),
    last: upper === null ? count - 1 : Math.min(count - 1, index + offsetOf(upper)),
  }));
}

function byRange(window: Window, { positions }: Partition, at: string): readonly Bounds[] {
  const { lower, upper, unitMs } = window;
  const places = positions.map((value) => positionOf(value, unitMs, at));
  let first = 0;
  let last = -1;
  // The order is ascending, so that both ends only ever move on.
  return places.map((place) => {
    if (lower !== null) {
      while (first < places.length && (places[first] ?? 0) < place + offsetOf(lower)) first += 1;
    }
    if (upper === null) last = places.length - 1;
    else {
      while (last + 1 < places.length && (places[last + 1] ?? 0) <= place + offsetOf(upper)) {
        last += 1;
      }
    }
    return { first, last };
  });
}

/** The window of each document of a partition. */
export function findBounds(window: Window, partition: Partition, at: string): readonly Bounds[] {
  return window.by === 'documents'
    ? byDocuments(window, partition.documents.length)
    : byRange(window, partition, at);
}
