import type { FormSchema } from './facility.ts';

const day = 86_400_000;

/** A day of a form, as `2026-11-30`. */
export function dayOf(time: Date): string {
  return time.toISOString().slice(0, 10);
}

/** Fields for when to observe: from today for a week. Made when they are asked for, so never stale. */
export function windowFields(now: Date, days = 7): Record<string, FormSchema> {
  return {
    start_date: { type: 'string', format: 'date', default: dayOf(now), title: 'Start Date (UT)' },
    end_date: {
      type: 'string',
      format: 'date',
      default: dayOf(new Date(now.getTime() + days * day)),
      title: 'End Date (UT)',
    },
  };
}

/** Fields of an exposure. */
export function exposureFields(seconds: number): Record<string, FormSchema> {
  return {
    exposure_time: {
      type: 'number',
      title: 'Exposure Time [s]',
      default: seconds,
      minimum: 0,
      maximum: 36_000,
    },
    exposure_counts: {
      type: 'number',
      title: 'Exposure Counts',
      default: 1,
      minimum: 1,
      maximum: 1000,
    },
    maximum_airmass: {
      type: 'number',
      title: 'Maximum Airmass (1-3)',
      default: 2,
      minimum: 1,
      maximum: 3,
    },
    minimum_lunar_distance: {
      type: 'number',
      title: 'Minimum Lunar Distance [deg] (0-180)',
      default: 30,
      minimum: 0,
      maximum: 180,
    },
  };
}

export const priorityField: FormSchema = {
  type: 'number',
  default: 1,
  minimum: 1,
  maximum: 5,
  title: 'Priority',
};

/** A choice of some of these. */
export function choicesField(values: readonly string[]): FormSchema {
  return {
    type: 'array',
    title: 'Desired Observations',
    items: { type: 'string', enum: [...values] },
    uniqueItems: true,
    minItems: 1,
  };
}

export const windowAliases = { start_date: 'Start Date', end_date: 'End Date' } as const;

/** A number of a payload; the usual one where it has none. */
export function numberOr(payload: Readonly<Record<string, unknown>>, name: string, usual: number) {
  const value = payload[name];
  return typeof value === 'number' && Number.isFinite(value) ? value : usual;
}

/** A text of a payload; empty where it has none. */
export function textOf(payload: Readonly<Record<string, unknown>>, name: string): string {
  const value = payload[name];
  return typeof value === 'string' ? value : '';
}

/** The texts of a list of a payload. */
export function textsOf(payload: Readonly<Record<string, unknown>>, name: string): string[] {
  const value = payload[name];
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}
