import {
  type CheckedAgainst,
  checkFilter,
  type FilterAutosave,
  type FilterRow,
  type FilterSettings,
} from '@fritz/archive';
import { MqlError } from '@fritz/mql';
import { FritzError } from '../../http/fritz-error.ts';

/** Settings as a request gives them. */
export interface GivenSettings {
  readonly autosave?: FilterAutosave;
  readonly auto_followup?: Record<string, unknown>;
  readonly update_annotations?: boolean;
}

type Check = (value: unknown) => boolean;

const isBoolean: Check = (value) => typeof value === 'boolean';
const isText: Check = (value) => typeof value === 'string' && value.length <= 2000;
const isId: Check = (value) => Number.isInteger(value) && Number(value) > 0;
const isIds: Check = (value) => Array.isArray(value) && value.every(isId);
const isObject: Check = (value) =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isPositive: Check = (value) =>
  typeof value === 'number' && Number.isFinite(value) && value > 0;
/** Whether something stands in the way; a number: if it is not older than so many hours. */
const isWithin: Check = (value) =>
  isBoolean(value) || (typeof value === 'number' && Number.isFinite(value) && value >= 0);
const isStages: Check = (value) => typeof value === 'string' || Array.isArray(value);

const AUTOSAVE: Readonly<Record<string, Check>> = {
  active: isBoolean,
  comment: isText,
  ignore_group_ids: isIds,
  pipeline: isStages,
  saver_id: (value) => value === null || isId(value),
};

const FOLLOWUP: Readonly<Record<string, Check>> = {
  active: isBoolean,
  comment: isText,
  pipeline: isStages,
  allocation_id: isId,
  payload: isObject,
  target_group_ids: isIds,
  source_group_ids: isIds,
  ignore_allocation_ids: isIds,
  not_if_classified: isWithin,
  not_if_spectra_exist: isWithin,
  not_if_tns_classified: isBoolean,
  not_if_duplicates: isWithin,
  not_if_assignment_exists: isWithin,
  // Hours since the report.
  not_if_tns_reported: isPositive,
  // Arcseconds.
  radius: isPositive,
  validity_days: isPositive,
  priority_order: (value) => value === 'asc' || value === 'desc',
  implements_update: isBoolean,
};

/**
 * Checks what is to happen with what passes, in Kowalski's words where it has some.
 *
 * @param others what other filters ask for with the same allocation
 * @throws FritzError invalid_filter_settings
 */
export function checkSettings(
  filter: Pick<FilterRow, 'autosave' | 'auto_followup'> & { readonly schema: CheckedAgainst },
  given: GivenSettings,
  others: readonly { readonly auto_followup: Record<string, unknown> }[],
): FilterSettings {
  const autosave = given.autosave ?? filter.autosave;
  const followup = given.auto_followup ?? filter.auto_followup;
  if (given.autosave !== undefined && typeof given.autosave === 'object') {
    checkFields('autosave', given.autosave, AUTOSAVE);
    checkStages(filter.schema, 'autosave', given.autosave);
  }
  if (given.auto_followup !== undefined) {
    checkFollowup(filter.schema, given.auto_followup, others);
  }
  if (isOn(followup) && !isOn(autosave)) {
    refuse('auto_followup', 'Cannot setup auto_followup without autosave enabled');
  }
  return {
    ...(given.autosave === undefined ? {} : { autosave: given.autosave }),
    ...(given.auto_followup === undefined ? {} : { autoFollowup: given.auto_followup }),
    ...(given.update_annotations === undefined
      ? {}
      : { updateAnnotations: given.update_annotations }),
  };
}

/** The allocation that observations are asked of; null for none. */
export function allocationOf(given: GivenSettings): number | null {
  const id = given.auto_followup?.allocation_id;
  return typeof id === 'number' ? id : null;
}

function isOn(setting: FilterAutosave): boolean {
  if (typeof setting === 'boolean') return setting;
  return Object.keys(setting).length > 0 && setting.active !== false;
}

function checkFollowup(
  schema: CheckedAgainst,
  followup: Record<string, unknown>,
  others: readonly { readonly auto_followup: Record<string, unknown> }[],
): void {
  if (Object.keys(followup).length === 0) return;
  const { priority_order: order, allocation_id: allocation } = followup;
  if (order !== undefined && order !== 'asc' && order !== 'desc') {
    refuse('auto_followup', 'Invalid priority_order: must be asc or desc');
  }
  checkFields('auto_followup', followup, FOLLOWUP);
  if (allocation === undefined) refuse('auto_followup', 'auto_followup needs an allocation_id');
  if (followup.pipeline === undefined) refuse('auto_followup', untestable('auto_followup'));
  checkStages(schema, 'auto_followup', followup);
  const differs = others.some(
    ({ auto_followup: other }) => (other.priority_order ?? 'asc') !== (order ?? 'asc'),
  );
  if (differs) {
    refuse(
      'auto_followup',
      'filters with the same allocation have priority_order set to a different value, which is unexpected',
    );
  }
}

function untestable(setting: string): string {
  return `Cannot test ${setting} pipeline: no pipeline specified`;
}

function checkFields(
  setting: string,
  given: Record<string, unknown>,
  known: Readonly<Record<string, Check>>,
): void {
  const unknown = Object.keys(given).filter((name) => !Object.hasOwn(known, name));
  if (unknown.length > 0) {
    refuse(setting, `Cannot test ${setting} pipeline: invalid keys (${unknown.join(', ')})`);
  }
  for (const [name, value] of Object.entries(given)) {
    if (!known[name]?.(value)) refuse(setting, `${setting}.${name} is not as it should be`);
  }
}

/** The pipeline compiles, where there is one. */
function checkStages(
  schema: CheckedAgainst,
  setting: string,
  { pipeline }: Record<string, unknown>,
): void {
  if (pipeline === undefined) return;
  const stages = typeof pipeline === 'string' || Array.isArray(pipeline) ? pipeline : [];
  if (stages.length === 0) refuse(setting, untestable(setting));
  try {
    checkFilter(stages, schema);
  } catch (error) {
    if (!(error instanceof MqlError)) throw error;
    const { path, hint, message } = error;
    throw new FritzError('invalid_filter_settings', {
      message: `Cannot test ${setting} pipeline: ${message}`,
      details: { setting, path, hint },
      cause: error,
    });
  }
}

function refuse(setting: string, message: string): never {
  throw new FritzError('invalid_filter_settings', { message, details: { setting } });
}
