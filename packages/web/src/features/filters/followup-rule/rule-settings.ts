import type { FilterHistory } from '../../../api/types.ts';
import type { FormValues } from '../../followup/schema-fields.ts';
import type { RuleSettings } from './rule.api.ts';

/** What may stand in the way of a request, as the form has it: whether it does. */
export const OBSTACLES = [
  ['not_if_classified', 'It is classified'],
  ['not_if_spectra_exist', 'It has a spectrum'],
  ['not_if_tns_classified', 'TNS has its class'],
  ['not_if_duplicates', 'The same is asked for with the instrument'],
  ['not_if_assignment_exists', 'It is assigned to an observing run'],
] as const;
export type Obstacle = (typeof OBSTACLES)[number][0];

/** A rule as the form has it. */
export type RuleEdit = {
  readonly allocationId: number | null;
  readonly values: FormValues;
  readonly obstacles: Readonly<Record<Obstacle, boolean | number>>;
  readonly validityDays: number;
  readonly comment: string;
  readonly pipeline: string;
  readonly isHigherBetter: boolean;
};

/** Lets all through that the filter lets through. */
const ALL_THAT_PASSES = '[{"$match": {}}]';

const isRecord = (value: unknown): value is RuleSettings =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isWithin = (value: unknown): value is boolean | number =>
  typeof value === 'boolean' || typeof value === 'number';

function pipelineText(pipeline: unknown): string {
  if (typeof pipeline === 'string') return pipeline;
  return Array.isArray(pipeline) ? JSON.stringify(pipeline, null, 2) : ALL_THAT_PASSES;
}

/** The rule that a filter has, or what a new one begins with. */
export function readRule(settings: RuleSettings): RuleEdit {
  const obstacle = (name: Obstacle, usual = true) => {
    const value = settings[name];
    return isWithin(value) ? value : usual;
  };
  const { allocation_id: allocation, payload, validity_days: days, comment } = settings;
  return {
    allocationId: typeof allocation === 'number' ? allocation : null,
    values: isRecord(payload) ? payload : {},
    obstacles: {
      not_if_classified: obstacle('not_if_classified'),
      not_if_spectra_exist: obstacle('not_if_spectra_exist'),
      not_if_tns_classified: obstacle('not_if_tns_classified'),
      not_if_duplicates: obstacle('not_if_duplicates'),
      not_if_assignment_exists: obstacle('not_if_assignment_exists', false),
    },
    validityDays: typeof days === 'number' ? days : 7,
    comment: typeof comment === 'string' ? comment : '',
    pipeline: pipelineText(settings.pipeline),
    isHigherBetter: settings.priority_order !== 'desc',
  };
}

/** What is kept of a rule: what the form does not know of stays as it was. */
export function writeRule(before: RuleSettings, edit: RuleEdit, payload: FormValues): RuleSettings {
  const { comment: _comment, active: _active, ...kept } = before;
  return {
    ...kept,
    ...edit.obstacles,
    allocation_id: edit.allocationId,
    payload,
    validity_days: edit.validityDays,
    pipeline: edit.pipeline,
    priority_order: edit.isHigherBetter ? 'asc' : 'desc',
    active: true,
    ...(edit.comment.trim() === '' ? {} : { comment: edit.comment.trim() }),
  };
}

export type RuleState = 'none' | 'off' | 'unset' | 'on';

/** Whether a filter asks by itself; unset: it is set, but nobody's rights go with it. */
export function ruleState({
  auto_followup: settings,
  followup_by: by,
}: Pick<FilterHistory, 'auto_followup' | 'followup_by'>): RuleState {
  if (Object.keys(settings).length === 0) return 'none';
  if (settings.active === false) return 'off';
  return by === null ? 'unset' : 'on';
}

/** Whether what passes is saved: only of that anything is asked for. */
export function isAutosaving(autosave: FilterHistory['autosave']): boolean {
  if (typeof autosave === 'boolean') return autosave;
  return Object.keys(autosave).length > 0 && autosave.active !== false;
}
