import type { FacilityForm, FormContext } from './facility.ts';
import { dayOf, textOf, windowAliases } from './form-fields.ts';

const day = 86_400_000;

/** A form for photometry of the past: from when to when; the last year unless said otherwise. */
export function forcedForm({ now }: FormContext): FacilityForm {
  return {
    formSchema: {
      type: 'object',
      properties: {
        start_date: {
          type: 'string',
          format: 'date',
          title: 'Start Date (UT)',
          default: dayOf(new Date(now.getTime() - 365 * day)),
        },
        end_date: {
          type: 'string',
          format: 'date',
          title: 'End Date (UT)',
          default: dayOf(now),
        },
      },
      required: ['start_date', 'end_date'],
    },
    uiSchema: {},
    aliasLookup: { ...windowAliases },
  };
}

/** A date of a payload as MJD, UTC. */
export function mjdOf(payload: Readonly<Record<string, unknown>>, name: string): number {
  const text = textOf(payload, name).replace(' ', 'T');
  const time = Date.parse(text.length === 10 ? `${text}T00:00Z` : `${text.replace(/Z$/, '')}Z`);
  return time / day + 40_587;
}

/** Rows of a table of text: the names in its first line, then values between blanks. */
export function readColumns(text: string, comment: RegExp): Record<string, string>[] {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '' && !comment.test(line));
  const names = (lines[0] ?? '')
    .replace(/^#+/, '')
    .split(/[\s,]+/)
    .filter((name) => name !== '');
  return lines.slice(1).map((line) => {
    const cells = line.trim().split(/[\s,]+/);
    return Object.fromEntries(names.map((name, at) => [name, cells[at] ?? 'null']));
  });
}

/** A number of a table; null where it has none. */
export function cellOf(row: Record<string, string>, name: string): number | null {
  const text = row[name]?.trim();
  const value = Number(text || 'null');
  return Number.isFinite(value) ? value : null;
}
