import { parseText } from '@fritz/mql';
import { type Position, parseDec, parseRa } from '@fritz/sky';
import { KowalskiError } from './kowalski-error.ts';
import { PythonFloat, PythonTuple, parsePairs, pythonText } from './python-text.ts';

/** A place that is asked about, by the name that its results go by. */
export interface NamedPlace extends Position {
  readonly name: string;
}

const RADIANS = {
  arcsec: Math.PI / 180 / 3600,
  arcmin: Math.PI / 180 / 60,
  deg: Math.PI / 180,
  rad: 1,
};

/** @throws KowalskiError for units that there are not, and what is no number */
export function readRadians(angle: unknown, unit: unknown): number {
  const value = Number(angle);
  if (unit !== 'arcsec' && unit !== 'arcmin' && unit !== 'deg' && unit !== 'rad') {
    throw new KowalskiError(
      400,
      "Exception: Angular units not in ('arcsec', 'arcmin', 'deg', 'rad')",
    );
  }
  if (angle === null || angle === '' || !Number.isFinite(value) || value < 0) {
    throw KowalskiError.of('ValueError', `could not convert to an angle: ${String(angle)}`);
  }
  return value * RADIANS[unit];
}

const MOST_PLACES = 10_000;

/**
 * The places in `radec`: by names, in a list, or either as a text of Python. A place in a list goes by
 * what Python prints of it; no name has a dot.
 *
 * @param given as parsed, numbers that were written as floats marked
 */
export function readPlaces(given: unknown): NamedPlace[] {
  const value = typeof given === 'string' ? readText(given.trim()) : given;
  const entries = Array.isArray(value)
    ? value.map((item: unknown) => [pythonText(item), item] as const)
    : isObject(value)
      ? Object.entries(value)
      : unsupported();
  if (entries.length > MOST_PLACES) {
    throw KowalskiError.of('ValueError', `radec: at most ${MOST_PLACES} places at once`);
  }
  return entries.map(([name, item]) => {
    return { name: name.replaceAll('.', '_'), ...readPlace(item, name) };
  });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !(value instanceof PythonTuple);
}

function unsupported(): never {
  throw KowalskiError.of('ValueError', 'Unsupported object coordinate specs');
}

function readText(text: string): unknown {
  if (!/^[[({]/.test(text)) {
    const parts = text.split(/\s+/);
    if (parts.length !== 2) return unsupported();
    const items = parts.map((part) =>
      /[s:]/.test(text) ? part : /[.eE]/.test(part) ? new PythonFloat(Number(part)) : Number(part),
    );
    return [new PythonTuple(items)];
  }
  const pairs = parsePairs(text);
  if (pairs !== null) return pairs;
  try {
    return parseText(text.replaceAll('(', '[').replaceAll(')', ']'));
  } catch {
    return unsupported();
  }
}

function readPlace(item: unknown, name: string): Position {
  const pair: unknown = item instanceof PythonTuple ? item.items : item;
  const [a, b, ...others]: readonly unknown[] = Array.isArray(pair) ? pair : [];
  const ra = readAngle(a, 'ra');
  const dec = readAngle(b, 'dec');
  if (ra === null || dec === null || others.length > 0) {
    throw KowalskiError.of('ValueError', `radec: ${name} is no place: ${pythonText(item)}`);
  }
  return { ra, dec };
}

function readAngle(value: unknown, which: 'ra' | 'dec'): number | null {
  const plain = value instanceof PythonFloat ? value.value : value;
  if (typeof plain === 'string') return which === 'ra' ? parseRa(plain) : parseDec(plain);
  if (typeof plain !== 'number' || !Number.isFinite(plain)) return null;
  const [low, high] = which === 'ra' ? [-360, 720] : [-90, 90];
  return plain >= low && plain <= high ? plain : null;
}
