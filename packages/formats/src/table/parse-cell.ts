/** Values of typed columns from text. */
import type { Cell, CellType } from './table.ts';

/** What stands for a missing value where it can be nothing else. */
const MISSING = /^(?:null|\\N|nan|[+-]?inf(?:inity)?|none|n\/a|na|-+|\.+)?$/i;
/** What stands for a missing value also among texts. */
const MISSING_TEXT = /^(?:null|NULL|\\N)?$/;

const MINUS = 0x2d;
const DIGIT_0 = 0x30;
const DIGIT_9 = 0x39;

const INTEGER = /^[+-]?\d+$/;
const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eEdD][+-]?\d+)?$/;
const TRUE = /^(?:t|true)$/i;
const FALSE = /^(?:f|false)$/i;

const BOUNDS: Readonly<Record<'int2' | 'int4', number>> = { int2: 2 ** 15, int4: 2 ** 31 };
const INT8_BOUND = 2n ** 63n;

/** Whether text stands for a missing value in a column of this type. */
export function isMissing(text: string, type: CellType): boolean {
  // What begins as most numbers do is something.
  const first = text.charCodeAt(text.charCodeAt(0) === MINUS ? 1 : 0);
  if (first >= DIGIT_0 && first <= DIGIT_9) return false;
  return type === 'text' || type === 'json' ? MISSING_TEXT.test(text) : MISSING.test(text);
}

/** The value; or undefined where the text is none of this type. */
export function parseCell(text: string, type: CellType): Cell | undefined {
  if (isMissing(text, type)) return null;
  switch (type) {
    case 'text':
      return text;
    case 'bool':
      if (TRUE.test(text) || text === '1') return true;
      return FALSE.test(text) || text === '0' ? false : undefined;
    case 'int2':
    case 'int4':
      return parseSmall(text, BOUNDS[type]);
    case 'int8':
      return parseInt64(text);
    case 'float4':
      return withFraction(text, Math.fround);
    case 'float8':
      return withFraction(text, (value) => value);
    case 'json':
      return parseJson(text);
  }
}

function parseSmall(text: string, bound: number): number | undefined {
  if (!INTEGER.test(text)) return undefined;
  const value = Number(text);
  return value >= -bound && value < bound ? value + 0 : undefined;
}

/** An exact integer of 64 bits; undefined where it is none. */
export function parseInt64(text: string): bigint | undefined {
  if (!INTEGER.test(text) || text.length > 40) return undefined;
  const value = BigInt(text.startsWith('+') ? text.slice(1) : text);
  return value >= -INT8_BOUND && value < INT8_BOUND ? value : undefined;
}

/** A number; null where it is beyond what the type holds. */
function withFraction(text: string, round: (value: number) => number): number | null | undefined {
  if (!DECIMAL.test(text)) return undefined;
  const plain = Number(text);
  // Fortran's exponents are no numbers of ours.
  const value = round(Number.isNaN(plain) ? Number(text.replace(/[dD]/, 'e')) : plain);
  return Number.isFinite(value) ? value : null;
}

/** Numbers that JSON has not, but that are written all the same. */
const NOT_JSON = /\bNaN\b|-?\bInfinity\b/g;

function parseJson(text: string): Cell | undefined {
  for (const attempt of [text, text.replaceAll(NOT_JSON, 'null')]) {
    try {
      return JSON.parse(attempt, exactInteger) as Cell;
    } catch {
      // It is no JSON, or becomes it by the next attempt.
    }
  }
  return undefined;
}

/** Keeps integers beyond 2^53. */
function exactInteger(_key: string, value: unknown, context?: { source?: string }): unknown {
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return value;
  const source = context?.source ?? '';
  return INTEGER.test(source) ? BigInt(source) : value;
}
