import { parseText } from '@fritz/mql';
import { KowalskiError } from './kowalski-error.ts';

export type Fields = Readonly<Record<string, unknown>>;

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What a query may bring beside itself. */
export interface QueryKwargs {
  readonly maxTimeMs: number;
  readonly skip: number;
  readonly limit: number;
  /** Field → 1 or −1. */
  readonly sort: Fields;
}

export const DEFAULT_MAX_TIME_MS = 300_000;
const PROTECTED = new Set(['users', 'filters', 'queries']);

/** The name of a collection; Kowalski's own are nobody's. */
export function readCatalog(query: Fields, name = 'catalog'): string {
  const { [name]: given } = query;
  if (typeof given !== 'string') throw KowalskiError.of('KeyError', `query.${name} must be a text`);
  return checkCatalog(given);
}

export function checkCatalog(given: string): string {
  const catalog = given.trim();
  if (PROTECTED.has(catalog)) throw KowalskiError.of('ValueError', 'Protected collection');
  return catalog;
}

/** A text of Python's, or a value as it is. */
function evaluate(given: unknown, what: string): unknown {
  if (typeof given !== 'string') return given;
  try {
    return parseText(given.trim());
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new KowalskiError(400, `ValueError: query.${what}: ${reason}`, { cause });
  }
}

export function readFilter({ filter }: Fields): unknown {
  const value = evaluate(filter, 'filter');
  if (!isFields(value)) throw KowalskiError.of('ValueError', 'Unsupported filter specification');
  return value;
}

export function readProjection({ projection }: Fields): Fields {
  const value = evaluate(projection ?? {}, 'projection');
  if (!isFields(value)) {
    throw KowalskiError.of('ValueError', 'Unsupported projection specification');
  }
  return value;
}

const FORBIDDEN_STAGES = ['$unionWith', '$out', '$merge'];

export function readPipeline({ pipeline }: Fields): readonly unknown[] {
  const value = evaluate(pipeline, 'pipeline');
  if (!Array.isArray(value)) {
    throw KowalskiError.of('ValueError', 'Unsupported pipeline specification');
  }
  if (value.length === 0) {
    throw KowalskiError.of('ValueError', 'Pipeline must contain at least one stage');
  }
  const stages = value.map((stage: unknown) => (isFields(stage) ? Object.keys(stage)[0] : ''));
  const forbidden = FORBIDDEN_STAGES.filter((name) => stages.includes(name));
  if (forbidden.length > 0) {
    const set = `{${forbidden.map((name) => `'${name}'`).join(', ')}}`;
    throw KowalskiError.of('ValueError', `Pipeline uses forbidden stages: ${set}`);
  }
  return value;
}

/** @param mostMs how long a query may take: what it is given where it does not say */
export function readKwargs(given: unknown, mostMs = DEFAULT_MAX_TIME_MS): QueryKwargs {
  const kwargs = isFields(given) ? given : {};
  const maxTimeMs = readCount(kwargs.max_time_ms ?? mostMs, 'max_time_ms');
  if (maxTimeMs < 1) throw KowalskiError.of('ValueError', 'max_time_ms must be int >= 1');
  return {
    maxTimeMs: Math.min(maxTimeMs, mostMs),
    skip: readCount(kwargs.skip ?? 0, 'skip'),
    // As MongoDB has it: a negative limit is that many at once.
    limit: Math.abs(readNumber(kwargs.limit ?? 0, 'limit')),
    sort: readSort(kwargs.sort),
  };
}

function readNumber(given: unknown, name: string): number {
  const value = typeof given === 'bigint' ? Number(given) : given;
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  throw KowalskiError.of('ValueError', `kwargs.${name} must be an integer`);
}

function readCount(given: unknown, name: string): number {
  const value = readNumber(given, name);
  if (value < 0) throw KowalskiError.of('ValueError', `kwargs.${name} must not be negative`);
  return value;
}

/** `[["field", -1], …]`, `["field", 1]`, `"field"`, or an object. */
function readSort(given: unknown): Fields {
  const value = typeof given === 'string' && /^[[({]/.test(given) ? evaluate(given, 'sort') : given;
  if (value === undefined || value === null) return {};
  if (typeof value === 'string') return { [value]: 1 };
  if (isFields(value)) return value;
  if (!Array.isArray(value)) throw KowalskiError.of('ValueError', 'kwargs.sort: no order');
  const isPair = value.length === 2 && typeof value[0] === 'string' && typeof value[1] !== 'string';
  const pairs: readonly unknown[] = isPair ? [value] : value;
  return Object.fromEntries(
    pairs.map((pair): [string, unknown] => {
      const [field, direction = 1]: readonly unknown[] = Array.isArray(pair) ? pair : [pair];
      if (typeof field !== 'string') throw KowalskiError.of('ValueError', 'kwargs.sort: no field');
      return [field, direction];
    }),
  );
}
