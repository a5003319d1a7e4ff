import {
  findGroup,
  findStanding,
  lockFollowups,
  type RuleOutcome,
  type StandingRequest,
} from '@fritz/archive';
import { findFacility } from '../../facilities/registry.ts';
import { FritzError } from '../../http/fritz-error.ts';
import { demandAllocation } from '../allocations/allocations.service.ts';
import { writeComment } from '../comments/comments.service.ts';
import { demandInstrument } from '../instruments/instruments.service.ts';
import { demandSound, draft, type FollowupCall } from './draft.service.ts';
import { whyNot } from './followup-constraints.ts';
import { changeFollowup, makeFollowup } from './followup-requests.service.ts';
import { isBetter, priorityKeyOf, type Rule, withDates } from './followup-rule.ts';
import { atFacility } from './followup-states.ts';

/** A facility that failed at it is left alone for so long. */
const restH = 12;

/**
 * Asks for what a rule wants of an object, as the viewer: once, however often it is set off; a request
 * that is there already is made more urgent where the rule says so. What cannot be asked for is told, and
 * stands in nobody's way. Nothing is written where `isDry`.
 */
export async function askByRule(
  call: FollowupCall,
  objId: string,
  rule: Rule,
  isDry = false,
): Promise<RuleOutcome> {
  try {
    return await ask(call, objId, rule, isDry);
  } catch (error) {
    // Each of these is found out before anything is written.
    if (!(error instanceof FritzError)) throw error;
    return { outcome: 'refused', words: error.message, requestId: null };
  }
}

async function ask(
  call: FollowupCall,
  objId: string,
  rule: Rule,
  isDry: boolean,
): Promise<RuleOutcome> {
  const { tx, viewer, context } = call;
  if (!viewer.acls.has('Upload data') && !viewer.acls.has('System admin')) {
    throw new FritzError('conflict', { message: 'Whoever it acts for may not upload data.' });
  }
  const { allocationId, constraints } = rule;
  await demandAllocation(tx, allocationId);
  if (!isDry) await lockFollowups(tx, { objId, allocationId });
  const payload = withDates(rule, context.now());
  const standing = await findStanding(tx, { objId, allocationId, payload });
  if (standing !== null) {
    const settled = await meetStanding(call, standing, rule, isDry);
    if (settled !== null) return settled;
  }
  const asked = { objId, allocationId, kind: 'triggered', payload } as const;
  if (isDry) {
    const drafted = await draft(call, asked);
    demandSound(drafted);
    const obstacle = await whyNot(tx, { constraints, payload }, drafted);
    if (obstacle !== null) return { outcome: 'ignored', words: obstacle, requestId: null };
    return { outcome: 'asked', words: `takes ${drafted.hours.toFixed(2)} h`, requestId: null };
  }
  const made = await makeFollowup(call, {
    ...asked,
    comment: rule.comment ?? `By itself: ${rule.name}`,
    targetGroupIds: rule.targetGroupIds,
    constraints,
    byFilter: rule.filterId,
  });
  if ('ignoredBecause' in made) {
    return { outcome: 'ignored', words: made.ignoredBecause, requestId: null };
  }
  await remark(call, objId, rule);
  return { outcome: 'asked', words: `request ${made.id}`, requestId: made.id };
}

/** What a request that is there already makes of a rule; null: it does not count any more. */
async function meetStanding(
  call: FollowupCall,
  { id, state, payload, age_h }: StandingRequest,
  rule: Rule,
  isDry: boolean,
): Promise<RuleOutcome | null> {
  if (state === 'rejected' || state === 'failed' || state === 'expired') {
    if (age_h >= restH) return null;
    const words = `request ${id} was ${state} less than ${restH} hours ago`;
    return { outcome: 'ignored', words, requestId: id };
  }
  const key = priorityKeyOf(rule.payload);
  const isRaised =
    key !== null && atFacility.includes(state) && isBetter(rule, rule.payload[key], payload[key]);
  if (!isRaised || !(await canChange(call, rule, state))) {
    return { outcome: 'ignored', words: `request ${id} is ${state}`, requestId: id };
  }
  const value = rule.payload[key];
  if (!isDry) await changeFollowup(call, id, { payload: { [key]: value } });
  return { outcome: 'raised', words: `request ${id}: ${key} ${String(value)}`, requestId: id };
}

async function canChange(
  { tx }: FollowupCall,
  rule: Rule,
  state: StandingRequest['state'],
): Promise<boolean> {
  if (!rule.mayRaise) return false;
  if (state === 'waiting') return true;
  const { instrument_id } = await demandAllocation(tx, rule.allocationId);
  const { api_classname } = await demandInstrument(tx, instrument_id);
  return findFacility(api_classname)?.update !== undefined;
}

/** Says on the source's page what was asked for, where the rule has words for it. */
async function remark({ tx, viewer }: FollowupCall, objId: string, rule: Rule): Promise<void> {
  const { comment, allocationId } = rule;
  if (comment === null || comment.trim() === '') return;
  const { group_id } = await demandAllocation(tx, allocationId);
  // An administrator of everything is in no group of it.
  if ((await findGroup(tx, group_id))?.is_member !== true) return;
  const subject = { type: 'sources', id: objId } as const;
  const text = { text: comment, channel: null, groupIds: [group_id], attachment: null };
  await writeComment(tx, viewer, subject, text);
}
