import { stringifyExact } from '@fritz/contract';

/** An escape sequence of JSON text: a NUL, a surrogate without its other half, or any other. */
const ESCAPE = /\\(?:u0000|u[dD][89a-fA-F][0-9a-fA-F]{2}|.)/gs;

/**
 * JSON text that PostgreSQL's jsonb takes whatever the value: a filter's author may write any
 * string, but jsonb has no NUL and no lone surrogate. The first is left out, the second becomes
 * the replacement character. (Whole surrogate pairs are written as they are, not escaped.)
 */
export function jsonbText(value: unknown): string {
  return stringifyExact(value).replace(ESCAPE, (sequence) => {
    if (sequence === '\\u0000') return '';
    return sequence.length === 6 && /^\\u[dD]/.test(sequence) ? '\ufffd' : sequence;
  });
}

/** Text without NUL, which PostgreSQL cannot keep. */
export function plainText(value: string): string {
  return value.includes('\0') ? value.replaceAll('\0', '') : value;
}
