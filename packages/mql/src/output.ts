import { type Context, spend } from './context.ts';
import type { PlainObject } from './values.ts';

/** Counts what the output holds, parts held twice counted twice, as who writes it out would. */
export function countParts(value: unknown, context: Context): void {
  if (typeof value !== 'object' || value === null) return;
  const parts: readonly unknown[] = Array.isArray(value) ? value : Object.values(value);
  spend(context, parts.length);
  for (const part of parts) countParts(part, context);
}

/** The fields of the output that the input does not have. */
export function withoutInput(output: PlainObject, document: PlainObject): PlainObject {
  const computed: PlainObject = {};
  for (const name of Object.keys(output)) {
    if (!Object.hasOwn(document, name)) computed[name] = output[name];
  }
  return computed;
}
