import { aggregate } from 'mingo';
import { compileAggregation, type MqlDocument, MqlError, parsePipeline } from '../src/index.ts';
import { isPlainObject } from '../src/values.ts';

/** A result in a form in which ours and mingo's can be compared: no longs, no order of keys. */
function normalize(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'number') {
    // The two add in different orders: nine digits have to agree.
    return Number.isFinite(value) ? Number(value.toPrecision(9)) + 0 : String(value);
  }
  if (Array.isArray(value))
    return value.map((item) => (item === undefined ? null : normalize(item)));
  if (!isPlainObject(value)) return value;
  const entries = Object.entries(value).filter(([, part]) => part !== undefined);
  const sorted = entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(sorted.map(([name, part]) => [name, normalize(part)]));
}

export interface Comparison {
  readonly ours: unknown;
  readonly mingo: unknown;
}

/** What the two make of a pipeline; an error of either is 'error'. */
export function compareWithMingo(
  pipeline: readonly object[],
  documents: readonly MqlDocument[],
): Comparison {
  return { ours: runOurs(pipeline, documents), mingo: runMingo(pipeline, documents) };
}

function runOurs(pipeline: readonly object[], documents: readonly MqlDocument[]): unknown {
  try {
    const compiled = compileAggregation(parsePipeline(pipeline, { purpose: 'query' }));
    return normalize(compiled.run(documents));
  } catch (error) {
    if (error instanceof MqlError) return 'error';
    throw error;
  }
}

function runMingo(pipeline: readonly object[], documents: readonly MqlDocument[]): unknown {
  try {
    // It changes what it is given.
    const stages = pipeline.map((stage) => ({ ...structuredClone(stage) }));
    return normalize(aggregate(structuredClone([...documents]), stages));
  } catch {
    return 'error';
  }
}
