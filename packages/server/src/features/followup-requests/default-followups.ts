import {
  type DefaultFollowupRow,
  deleteDefaultFollowup,
  findDefaultFollowups,
  insertDefaultFollowup,
  listDefaultFollowups,
  listRuleRuns,
  noteRuleRun,
  type ViewerTx,
} from '@fritz/archive';
import { naiveUtc, routes } from '@fritz/contract';
import type { Binder } from '../../http/bind.ts';
import { FritzError, NotFoundError } from '../../http/fritz-error.ts';
import { demandAllocation } from '../allocations/allocations.service.ts';
import { demandInstrument } from '../instruments/instruments.service.ts';
import { demandObj } from '../sources/sources.service.ts';
import { demandFacility, type FollowupCall } from './draft.service.ts';
import type { Rule, RuleSettings } from './followup-rule.ts';
import { presentOutcome, presentRun } from './followup-rules.presenter.ts';
import { askByRule } from './rule-requests.ts';

export function bindDefaultFollowups(bind: Binder): void {
  bind.viewer(routes.listDefaultFollowups, async ({ tx }) =>
    (await listDefaultFollowups(tx)).map(presentDefault),
  );
  bind.viewer(routes.getDefaultFollowup, async ({ tx, params }) =>
    presentDefault(await demandDefault(tx, params.id)),
  );
  bind.viewer(routes.createDefaultFollowup, async ({ tx, body }) => {
    const { default_followup_name: name, allocation_id, payload, source_filter, ...rest } = body;
    const { target_group_ids = [], ...settings } = rest;
    await demandAsked(tx, allocation_id);
    const made = { name, allocation_id, payload, source_filter, target_group_ids, settings };
    return { id: await insertDefaultFollowup(tx, made) };
  });
  bind.viewer(routes.deleteDefaultFollowup, async ({ tx, params }) => {
    await demandDefault(tx, params.id);
    if (!(await deleteDefaultFollowup(tx, params.id))) throw new FritzError('not_author');
    return {};
  });
  bind.viewer(routes.tryDefaultFollowup, async ({ body, ...call }) => {
    const { obj_id, default_followup_name: name = 'a rule', ...rest } = body;
    const { allocation_id, payload, target_group_ids = [], ...settings } = rest;
    await demandObj(call.tx, obj_id);
    await demandAsked(call.tx, allocation_id);
    const rule = ruleOfDefault({ name, allocation_id, payload, target_group_ids, settings });
    return presentOutcome(await askByRule(call, obj_id, rule, true));
  });
  bind.viewer(routes.listDefaultFollowupRuns, async ({ tx, params }) => {
    await demandDefault(tx, params.id);
    return (await listRuleRuns(tx, { defaultId: params.id })).map(presentRun);
  });
}

/** An allocation that the viewer sees, on an instrument that is asked here. */
async function demandAsked(tx: ViewerTx, allocationId: number): Promise<void> {
  const { instrument_id } = await demandAllocation(tx, allocationId);
  demandFacility(await demandInstrument(tx, instrument_id));
}

async function demandDefault(tx: ViewerTx, id: number): Promise<DefaultFollowupRow> {
  const [found] = await listDefaultFollowups(tx, id);
  if (found === undefined) throw new NotFoundError('default follow-up request');
  return found;
}

function presentDefault({ name, created_at, settings, ...rest }: DefaultFollowupRow) {
  const { validity_days = null, priority_order = null, implements_update = null } = settings;
  const { validity_days: _days, priority_order: _order, ...others } = settings;
  const { implements_update: _updates, comment = null, ...constraints } = others;
  return {
    ...rest,
    ...{ validity_days, priority_order, implements_update, comment, constraints },
    default_followup_name: name,
    created_at: naiveUtc(created_at),
  };
}

function ruleOfDefault(
  row: Pick<DefaultFollowupRow, 'name' | 'allocation_id' | 'payload' | 'target_group_ids'> & {
    settings: RuleSettings;
  },
): Rule {
  const { validity_days, priority_order, implements_update, comment, ...constraints } =
    row.settings;
  return {
    name: row.name,
    filterId: null,
    allocationId: row.allocation_id,
    payload: row.payload,
    comment: comment || null,
    targetGroupIds: row.target_group_ids.length > 0 ? row.target_group_ids : undefined,
    constraints: { not_if_duplicates: true, ...constraints },
    validityDays: validity_days ?? null,
    order: priority_order ?? 'asc',
    mayRaise: implements_update ?? true,
  };
}

/**
 * Asks for what is asked for by itself where this is said of an object: with the rights of whoever says
 * so, if he may. What cannot be asked for does not stand in the way of what he says; what came of each rule
 * is written down. Returns how many were asked for.
 */
export async function beginDefaultFollowups(
  call: FollowupCall,
  said: { objId: string; class: string; probability: number | null },
): Promise<number> {
  const { tx, viewer } = call;
  if (!viewer.acls.has('Upload data') && !viewer.acls.has('System admin')) return 0;
  let begun = 0;
  for (const wanted of await findDefaultFollowups(tx, said)) {
    const outcome = await askByRule(call, said.objId, ruleOfDefault(wanted));
    await noteRuleRun(tx, { defaultId: wanted.id, objId: said.objId }, outcome);
    if (outcome.outcome === 'asked') begun += 1;
  }
  return begun;
}
