import {
  type FollowupChange,
  type FollowupKind,
  type FollowupRow,
  type FollowupState,
  findFollowup,
  findGroup,
  groupsAudience,
  insertFollowup,
  queueFollowup,
  stateFollowup,
  updateFollowup,
  type ViewerTx,
} from '@fritz/archive';
import { findFacility } from '../../facilities/registry.ts';
import { FritzError, NotFoundError, refuseField } from '../../http/fritz-error.ts';
import { demandInstrument } from '../instruments/instruments.service.ts';
import { demandSound, draft, type FollowupCall } from './draft.service.ts';
import { type FollowupConstraints, whyNot } from './followup-constraints.ts';
import { atFacility, cameToNothing, canCancel } from './followup-states.ts';

/** A request that somebody makes. */
export interface NewRequest {
  objId: string;
  allocationId: number;
  kind: FollowupKind;
  payload: Record<string, unknown>;
  comment: string | null;
  targetGroupIds: readonly number[] | undefined;
  constraints: FollowupConstraints;
  byFilter?: number | null;
}

/** What came of it: a request, or why there is none. */
export type Made = { id: number } | { ignoredBecause: string };

/** A request that the viewer sees. */
export async function demandFollowup(tx: ViewerTx, id: number): Promise<FollowupRow> {
  const found = await findFollowup(tx, id);
  if (found === null) throw new NotFoundError('follow-up request');
  return found;
}

/**
 * Makes a request, and has it sent by the server's own work.
 *
 * @throws FritzError followup_refused with all that is wrong with it
 */
export async function makeFollowup(call: FollowupCall, asked: NewRequest): Promise<Made> {
  const { tx } = call;
  const drafted = await draft(call, asked);
  demandSound(drafted);
  const ignoredBecause = await whyNot(tx, asked, drafted);
  if (ignoredBecause !== null) return { ignoredBecause };
  const { allocation } = drafted;
  const targetGroupIds = await targetsOf(
    tx,
    asked.targetGroupIds ?? [...allocation.default_share_group_ids, allocation.group_id],
  );
  // Those who are told of it: a statement of its own, before anything is locked.
  await groupsAudience(tx, [allocation.group_id]);
  const id = await insertFollowup(tx, {
    objId: drafted.obj.id,
    allocationId: allocation.id,
    kind: asked.kind,
    payload: asked.payload,
    comment: asked.comment,
    targetGroupIds,
    observeFrom: drafted.observeFrom,
    observeUntil: drafted.observeUntil,
    hoursPlanned: drafted.hours,
    byFilter: asked.byFilter ?? null,
  });
  await queueFollowup(tx, id, 'submit');
  return { id };
}

async function targetsOf(tx: ViewerTx, wanted: readonly number[]): Promise<number[]> {
  const ids = [...new Set(wanted)];
  for (const id of ids) {
    if ((await findGroup(tx, id)) === null) {
      refuseField('target_group_ids', `there is no group ${id}`);
    }
  }
  return ids;
}

/** What may be changed of a request. */
export interface RequestedChange {
  payload?: Record<string, unknown>;
  targetGroupIds?: readonly number[];
  comment?: string | null;
  status?: string;
}

/** Changes a request: at the facility, too, where what is asked for changes. */
export async function changeFollowup(
  call: FollowupCall,
  id: number,
  change: RequestedChange,
): Promise<void> {
  const { tx } = call;
  const found = await demandFollowup(tx, id);
  const kept: FollowupChange = {
    ...(change.comment === undefined ? {} : { comment: change.comment || null }),
    ...(change.targetGroupIds === undefined
      ? {}
      : { targetGroupIds: await targetsOf(tx, change.targetGroupIds) }),
  };
  if (change.payload !== undefined) {
    await changePayload(call, found, { ...kept, payload: { ...found.payload, ...change.payload } });
  } else if (Object.keys(kept).length > 0 && !(await updateFollowup(tx, id, kept))) {
    throw new NotFoundError('follow-up request');
  }
  if (change.status !== undefined && change.payload === undefined) {
    await tellState(tx, found, change.status);
  }
}

async function changePayload(
  call: FollowupCall,
  found: FollowupRow,
  change: FollowupChange & { payload: Record<string, unknown> },
): Promise<void> {
  const { tx } = call;
  const isAnew = cameToNothing.includes(found.state);
  if (!isAnew && !atFacility.includes(found.state)) {
    throw new FritzError('conflict', { message: `It is ${found.status}: too late to change it.` });
  }
  const asked = { objId: found.obj_id, allocationId: found.allocation_id, kind: found.kind };
  const drafted = await draft(call, { ...asked, payload: change.payload }, found.id);
  demandSound(drafted);
  if (!isAnew && found.state !== 'waiting' && drafted.facility.update === undefined) {
    const message = `${drafted.facility.title} changes nothing that it has: delete it, and ask anew.`;
    throw new FritzError('conflict', { message });
  }
  const { observeFrom, observeUntil, hours: hoursPlanned } = drafted;
  await updateFollowup(tx, found.id, { ...change, observeFrom, observeUntil, hoursPlanned });
  await queueFollowup(tx, found.id, isAnew ? 'submit' : 'update');
}

/** What people say became of a request, by the first word. */
const told: readonly (readonly [RegExp, FollowupState])[] = [
  [/^submitted/i, 'submitted'],
  [/^accepted/i, 'accepted'],
  [/^observed/i, 'observed'],
  [/^(completed?|done)/i, 'completed'],
  [/^(rejected|refused)/i, 'rejected'],
  [/^(failed|not[ _]submitted|not[ _]sent)/i, 'failed'],
  [/^expired/i, 'expired'],
  [/^(deleted|cancel)/i, 'cancelled'],
];

async function tellState(tx: ViewerTx, { id, status }: FollowupRow, words: string): Promise<void> {
  const state = told.find(([pattern]) => pattern.test(words))?.[1];
  if (state === undefined) refuseField('status', `is nothing that a request can be: ${words}`);
  if (!(await stateFollowup(tx, { id, state, words }))) {
    throw new FritzError('conflict', { message: `It is ${status}: that does not follow from it.` });
  }
}

/** Takes a request back, at the facility too; the state that it is in then. */
export async function cancelFollowup(tx: ViewerTx, id: number): Promise<FollowupState> {
  const found = await demandFollowup(tx, id);
  if (found.state === 'cancelled' || found.state === 'cancelling') return found.state;
  if (!canCancel(found.state)) {
    const message =
      found.state === 'unknown'
        ? 'Nobody knows whether the facility has it: ask there, and say so by its status.'
        : `It is ${found.status}: there is nothing to take back.`;
    throw new FritzError('conflict', { message });
  }
  if (cameToNothing.includes(found.state)) {
    await stateFollowup(tx, { id, state: 'cancelled', words: 'deleted' });
  } else {
    const { api_classname } = await demandInstrument(tx, found.instrument_id);
    if (findFacility(api_classname) === null) {
      await stateFollowup(tx, { id, state: 'cancelled', words: 'deleted' });
    } else await queueFollowup(tx, id, 'cancel');
  }
  return (await demandFollowup(tx, id)).state;
}
