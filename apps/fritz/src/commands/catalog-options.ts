import { InvalidArgumentError } from 'commander';
import { positiveNumber } from '../cli/option-parsers.ts';

/** A Julian year. */
export function julianYear(text: string): number {
  const year = Number(text.replace(/^J/, ''));
  if (/^J?\d{4}(?:\.\d*)?$/.test(text) && year >= 1800 && year <= 2200) return year;
  throw new InvalidArgumentError('It must be a year such as 2016.0.');
}

/** How far alerts are matched, arcsec. */
export function matchRadius(text: string): number {
  const value = positiveNumber(text);
  if (value <= 3600) return value;
  throw new InvalidArgumentError('It must be 3600 arcsec at most.');
}

/** Without what was not said. */
export function pickDefined<T extends object>(
  values: T,
): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const said = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(said) as { [K in keyof T]?: Exclude<T[K], undefined> };
}
