import { describeError, isApiError } from '../../api/api-error.ts';
import { mjdToDate, toNaiveUtc } from '../../format/time.ts';

/** A column as people count, from 1, as the API does, from 0: null for none, undefined for what is none. */
export function readColumn(text: string): number | null | undefined {
  if (text.trim() === '') return null;
  const value = Number(text);
  return Number.isInteger(value) && value >= 1 && value <= 1000 ? value - 1 : undefined;
}

const ISO = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?)?Z?$/;

/** When it was observed, UTC, as the API takes it: of a date or an MJD; null for neither. */
export function readObservedAt(text: string): string | null {
  const trimmed = text.trim();
  const mjd = Number(trimmed);
  if (trimmed !== '' && Number.isFinite(mjd)) {
    return mjd > 40_000 && mjd < 100_000 ? toNaiveUtc(mjdToDate(mjd)) : null;
  }
  if (!ISO.test(trimmed)) return null;
  const date = new Date(
    `${trimmed.replace(' ', 'T').replace('Z', '')}${trimmed.length > 11 ? 'Z' : ''}`,
  );
  return Number.isNaN(date.getTime()) ? null : toNaiveUtc(date);
}

/** What is wrong with a file, and the line where it is. */
export function describeWrongLine(error: unknown, bytes: Uint8Array | null): string {
  const words = `It cannot be read: ${describeError(error)}`;
  const line = isApiError(error) ? error.details.line : null;
  if (typeof line !== 'number' || bytes === null) return words;
  const text = new TextDecoder().decode(bytes).split(/\r?\n/)[line - 1];
  return text === undefined ? words : `${words}\nLine ${line}: ${text.slice(0, 200)}`;
}
