import { dayOf } from '../../facilities/form-fields.ts';
import type { FollowupConstraints } from './followup-constraints.ts';

/** A rule by which facilities are asked by themselves. */
export interface Rule {
  name: string;
  /** The filter whose rule it is. */
  filterId: number | null;
  allocationId: number;
  payload: Readonly<Record<string, unknown>>;
  /** Said on the source's page, too. */
  comment: string | null;
  targetGroupIds: readonly number[] | undefined;
  constraints: FollowupConstraints;
  /** For how long it may be observed; null: for as long as the payload's dates are apart. */
  validityDays: number | null;
  /** asc: a higher number is more urgent. */
  order: 'asc' | 'desc';
  /** Whether a request that is there already is made more urgent. */
  mayRaise: boolean;
}

type Fields = Readonly<Record<string, unknown>>;

/** Settings of a rule, in the words of SkyPortal. */
export interface RuleSettings extends FollowupConstraints {
  validity_days?: number;
  priority_order?: 'asc' | 'desc';
  implements_update?: boolean;
  comment?: string | null;
}

const dayMs = 86_400_000;
const usualDays = 7;

/** By which field of a payload it is urgent; null: by none. */
export function priorityKeyOf(payload: Fields): 'urgency' | 'Urgency' | 'priority' | null {
  for (const key of ['urgency', 'Urgency', 'priority'] as const) {
    if (payload[key] !== undefined) return key;
  }
  return null;
}

/** Whether one priority is better than another, as the rule counts. */
export function isBetter({ order }: Pick<Rule, 'order'>, one: unknown, other: unknown): boolean {
  const [a, b] = [Number(one), Number(other)];
  if (!Number.isFinite(a) || !Number.isFinite(b)) return false;
  return order === 'asc' ? a > b : a < b;
}

/** How urgent something is, to sort by: the most urgent first. */
export function urgencyOf({ order, payload }: Pick<Rule, 'order' | 'payload'>): number {
  const key = priorityKeyOf(payload);
  const value = key === null ? Number.NaN : Number(payload[key]);
  if (!Number.isFinite(value)) return Number.POSITIVE_INFINITY;
  return order === 'asc' ? -value : value;
}

/** The payload from now on; where it is urgent in hours and not in dates, as it is. */
export function withDates(
  { payload, validityDays }: Pick<Rule, 'payload' | 'validityDays'>,
  now: Date,
): Record<string, unknown> {
  const key = priorityKeyOf(payload);
  if (key !== null && key !== 'priority') return { ...payload };
  const [start, end] = ['start_date', 'end_date'].map((name) => {
    const value = payload[name];
    return typeof value === 'string' ? Date.parse(value.slice(0, 10)) : Number.NaN;
  });
  const apartMs = (end ?? Number.NaN) - (start ?? Number.NaN);
  const asWritten = apartMs >= 0 ? apartMs : usualDays * dayMs;
  const lengthMs = validityDays === null ? asWritten : validityDays * dayMs;
  return {
    ...payload,
    start_date: dayOf(now),
    end_date: dayOf(new Date(now.getTime() + lengthMs)),
  };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const numberOf = (value: unknown) => (typeof value === 'number' ? value : undefined);
const idsOf = (value: unknown): number[] =>
  Array.isArray(value) ? value.filter((one) => Number.isSafeInteger(one)) : [];

/** A number of hours, or whether; Kowalski's filters keep to it unless they say otherwise. */
function within(value: unknown): boolean | number {
  return withinOr(value, true);
}

function withinOr(value: unknown, usual: boolean): boolean | number {
  return typeof value === 'boolean' || typeof value === 'number' ? value : usual;
}

/**
 * The rule of a filter, of its setting `auto_followup` and what its pipeline said: that changes fields that
 * the setting's payload has, and the comment. null: the setting names no allocation.
 */
export function ruleOfFilter(
  filter: { id: number; name: string },
  settings: Fields,
  output: Fields,
): Rule | null {
  const allocationId = numberOf(settings.allocation_id);
  if (allocationId === undefined) return null;
  const wanted = isObject(settings.payload) ? settings.payload : {};
  const said = isObject(output.payload) ? output.payload : {};
  const changed = Object.entries(said).filter(([name]) => Object.hasOwn(wanted, name));
  const comment = typeof output.comment === 'string' ? output.comment : settings.comment;
  const targets = idsOf(settings.target_group_ids);
  return {
    name: `filter ${filter.name}`,
    filterId: filter.id,
    allocationId,
    payload: { ...wanted, ...Object.fromEntries(changed) },
    comment: typeof comment === 'string' && comment !== '' ? comment.slice(0, 2000) : null,
    targetGroupIds: targets.length > 0 ? targets : undefined,
    constraints: {
      source_group_ids: idsOf(settings.source_group_ids),
      not_if_classified: within(settings.not_if_classified),
      not_if_spectra_exist: within(settings.not_if_spectra_exist),
      not_if_tns_classified: settings.not_if_tns_classified !== false,
      not_if_duplicates: within(settings.not_if_duplicates),
      not_if_assignment_exists: withinOr(settings.not_if_assignment_exists, false),
      not_if_tns_reported: numberOf(settings.not_if_tns_reported) ?? null,
      ignore_allocation_ids: idsOf(settings.ignore_allocation_ids),
      radius: numberOf(settings.radius) ?? 0.5,
    },
    validityDays: numberOf(settings.validity_days) ?? usualDays,
    order: settings.priority_order === 'desc' ? 'desc' : 'asc',
    mayRaise: settings.implements_update !== false,
  };
}
