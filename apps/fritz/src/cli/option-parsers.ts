import { InvalidArgumentError } from 'commander';
import { BadValue, brokers, url } from '../config/setting-types.ts';

/** A whole number of at least `least`. */
export function wholeNumber(least: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= least) return value;
    throw new InvalidArgumentError(`It must be a whole number of at least ${least}.`);
  };
}

/** A number above zero. */
export function positiveNumber(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value) && value > 0) return value;
  throw new InvalidArgumentError('It must be a number above 0.');
}

/** A UT date YYYYMMDD. */
export function night(text: string): string {
  const iso = text.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3');
  const date = new Date(`${iso}T00:00:00Z`);
  if (iso !== text && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(iso))
    return text;
  throw new InvalidArgumentError('It must be a UT date such as 20231012.');
}

/** A moment: a date, or a date and time in UTC. */
export function moment(text: string): Date {
  const date = new Date(/T/.test(text) && !/(Z|[+-]\d\d:?\d\d)$/.test(text) ? `${text}Z` : text);
  if (!Number.isNaN(date.getTime())) return date;
  throw new InvalidArgumentError('It must be a date such as 2027-01-31 or 2027-01-31T12:00:00Z.');
}

/** Values separated by commas. */
export function commaList(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** `host:port` addresses separated by commas. */
export function brokerList(text: string): readonly string[] {
  try {
    return brokers(text, { folder: '' });
  } catch (error) {
    if (!(error instanceof BadValue)) throw error;
    throw new InvalidArgumentError(`It ${error.message}.`);
  }
}

/** An address that begins with http:// or https://. */
export function webAddress(text: string): string {
  try {
    return url(text, { folder: '' });
  } catch (error) {
    if (!(error instanceof BadValue)) throw error;
    throw new InvalidArgumentError(`It ${error.message}.`);
  }
}
