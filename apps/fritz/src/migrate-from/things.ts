import { createHash } from 'node:crypto';
import { stringifyExact } from '@fritz/contract';
import { isRecord } from '../load/seed-files.ts';

/** A thing as an API tells it. */
export type Item = Readonly<Record<string, unknown>>;

/** The fields of these names that there are; what is null is left out. */
export function pick(item: Item, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = item[name];
      return value === null || value === undefined ? [] : [[name, value]];
    }),
  );
}

/** A time as SkyPortal writes it, in UTC without a zone; null for what is none, or is still to come. */
export function readTime(value: unknown): Date | null {
  if (typeof value !== 'string') return null;
  const hasZone = /(Z|[+-]\d\d:?\d\d)$/.test(value);
  const time = new Date(hasZone ? value : `${value}Z`);
  return time.getTime() <= Date.now() ? time : null;
}

export function itemsOf(value: unknown): Item[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

/** A short text that is the same for equal values, in whatever order their fields come. */
export function markOf(value: unknown): string {
  return createHash('sha256')
    .update(stringifyExact(sorted(value)))
    .digest('base64url')
    .slice(0, 22);
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isRecord(value)) return value ?? null;
  const fields = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return Object.fromEntries(
    fields.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, sorted(inner)]),
  );
}

/** Names of those fields that both have, or the first has, with another value. */
export function differences(there: Item, here: Item): string[] {
  const loose = (value: unknown) =>
    markOf(Array.isArray(value) ? value.map((one) => markOf(one)).toSorted() : value);
  return Object.keys(there).filter((name) => loose(there[name]) !== loose(here[name]));
}
