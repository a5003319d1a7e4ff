import { InvalidRequestError } from './fritz-error.ts';

/**
 * Reads an ISO 8601 time of a request, whose shape the schema has checked; without a zone it is
 * UTC.
 *
 * @throws InvalidRequestError for a time that the calendar does not have
 */
export function readUtc(part: 'query' | 'body', field: string, text: string): Date {
  const day = text.slice(0, 10);
  const clock = text.slice(11) || '00:00Z';
  const zone = /(Z|[+-]\d{2}:?\d{2})$/.test(clock) ? '' : 'Z';
  const time = new Date(`${day}T${clock}${zone}`);
  if (Number.isNaN(time.getTime()) || !isCalendarDay(day)) {
    throw new InvalidRequestError([{ in: part, field, message: 'is not a date' }]);
  }
  return time;
}

/** JavaScript takes 31 February for a day of March. */
function isCalendarDay(day: string): boolean {
  const midnight = new Date(`${day}T00:00Z`);
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(day);
}

/** The numbers of a comma-separated list that the schema has checked. */
export function readIds(list: string | undefined): number[] | null {
  return list === undefined ? null : list.split(',').map(Number);
}

/** The ways to reach somebody, as they are given. */
interface Contacts {
  contact_email?: string | null;
  contact_phone?: string | null;
}

/** The same person, without a way to reach him where an empty text says so. */
export function withoutBlanks<T extends Contacts>(person: T): T {
  const { contact_email, contact_phone } = person;
  return {
    ...person,
    ...(contact_email === '' ? { contact_email: null } : {}),
    ...(contact_phone === '' ? { contact_phone: null } : {}),
  };
}
