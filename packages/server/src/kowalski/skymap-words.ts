import type { GivenShape } from '../features/localizations/new-sky-map.ts';
import { KowalskiError } from './kowalski-error.ts';
import type { Fields } from './read-query.ts';

/** A time, as Kowalski takes it. */
export function readTime(given: unknown): Date {
  const match =
    typeof given === 'string' && /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(\.\d{1,6})?$/.exec(given);
  const time = match ? new Date(`${match[1]}${match[2] ?? ''}Z`) : null;
  if (time !== null && !Number.isNaN(time.getTime())) return time;
  throw KowalskiError.of(
    'ValueError',
    'dateobs must be in the format YYYY-MM-DDTHH:MM:SS[.SSSSSS] if it is a string',
  );
}

/** As Python's `isoformat` writes it: a fraction of six digits, or none. */
export function isoTime(time: Date): string {
  const text = time.toISOString();
  const fraction = text.slice(20, 23);
  return `${text.slice(0, 19)}${fraction === '000' ? '' : `.${fraction}000`}`;
}

/** As Python's `str` writes it. */
export function pythonTime(time: Date): string {
  return isoTime(time).replace('T', ' ');
}

/** The numbers and lists of a skymap, as the marshal's own route takes them. */
export function readShape(given: Fields): GivenShape {
  if (given.url !== undefined) {
    throw KowalskiError.of('ValueError', 'a skymap is not fetched from a url: send its content');
  }
  const { localization_name: name, name: other, content, data } = given;
  const file = content ?? data ?? given.base64;
  const called = name ?? other;
  const shape: GivenShape = {};
  if (typeof called === 'string') shape.localization_name = called;
  if (typeof file === 'string') return { ...shape, content: file };
  for (const field of ['ra', 'dec', 'error', 'amaj', 'amin', 'phi'] as const) {
    if (given[field] !== undefined) shape[field] = numberOf(given[field], field);
  }
  if (given.polygon !== undefined) shape.polygon = listOf(given.polygon, 'polygon').map(readCorner);
  if (given.uniq !== undefined) {
    shape.uniq = listOf(given.uniq, 'uniq').map(uniqOf);
  }
  if (given.probdensity !== undefined) shape.probdensity = numbersOf(given, 'probdensity');
  for (const field of ['distmu', 'distsigma', 'distnorm'] as const) {
    if (given[field] !== undefined && given[field] !== null) shape[field] = numbersOf(given, field);
  }
  return shape;
}

function readCorner(corner: unknown): [number, number] {
  const [ra, dec] = listOf(corner, 'polygon');
  return [numberOf(ra, 'polygon'), numberOf(dec, 'polygon')];
}

function uniqOf(given: unknown): bigint {
  if (typeof given === 'bigint') return given;
  if (typeof given === 'number' && Number.isSafeInteger(given)) return BigInt(given);
  throw KowalskiError.of('ValueError', 'skymap.uniq must be integers');
}

function numbersOf(given: Fields, field: string): number[] {
  return listOf(given[field], field).map((one) => numberOf(one, field));
}

function listOf(given: unknown, field: string): readonly unknown[] {
  if (Array.isArray(given)) return given;
  throw KowalskiError.of('ValueError', `skymap.${field} must be a list`);
}

function numberOf(given: unknown, field: string): number {
  // As Python's `json` writes what is no number in JSON.
  const value = typeof given === 'bigint' || typeof given === 'string' ? Number(given) : given;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw KowalskiError.of('ValueError', `skymap.${field} must be a number`);
}
