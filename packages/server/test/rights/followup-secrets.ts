import { type FactoryClient, insertRow } from '@fritz/testing';

/** What a private group asks facilities for. */
export interface FollowupSecrets {
  followupId: number;
  defaultFollowupId: number;
  /** What a rule did. */
  ruleRunId: bigint;
  /** Of the member's. */
  notificationId: number;
}

/** Makes a request, with words that stand nowhere else. */
export async function arrangeFollowups(
  client: FactoryClient,
  of: {
    objId: string;
    allocationId: number;
    member: number;
    canary: (what: string) => string;
  },
): Promise<FollowupSecrets> {
  const { objId, allocationId, member, canary } = of;
  const { id } = await insertRow<{ id: number }>(
    client,
    'followup_requests',
    {
      obj_id: objId,
      allocation_id: allocationId,
      requester_id: member,
      payload: JSON.stringify({ [canary('asked')]: canary('wanted') }),
      state: 'submitted',
      status: canary('status'),
      comment: canary('followupcomment'),
      facility_ref: canary('ref'),
      products: JSON.stringify([
        { name: canary('frame'), url: null, at: null, band: null, level: null },
      ]),
    },
    'id',
  );
  await insertRow(
    client,
    'facility_transactions',
    {
      followup_request_id: id,
      initiator_id: member,
      request: JSON.stringify({ content: canary('said') }),
      response: JSON.stringify({ content: canary('answered') }),
    },
    'id',
  );
  await insertRow(client, 'followup_watchers', { request_id: id, user_id: member }, 'user_id');
  await insertRow(client, 'followup_jobs', { request_id: id, kind: 'poll' }, 'request_id');
  await insertRow(
    client,
    'acting_for',
    { key_hash: Buffer.from(`nobody’s ${id}`), user_id: member },
    'user_id',
  );
  const standing = await insertRow<{ id: number }>(
    client,
    'default_followup_requests',
    {
      name: canary('standing'),
      allocation_id: allocationId,
      requester_id: member,
      payload: JSON.stringify({ [canary('usual')]: 1 }),
      source_filter: JSON.stringify({ classifications: [{ name: canary('classed') }] }),
      settings: JSON.stringify({ comment: canary('remark') }),
    },
    'id',
  );
  const run = await insertRow<{ id: bigint }>(
    client,
    'followup_rule_runs',
    { default_id: standing.id, obj_id: objId, outcome: 'refused', words: canary('whynot') },
    'id',
  );
  const told = await insertRow<{ id: number }>(
    client,
    'notifications',
    { user_id: member, kind: 'mention', text: canary('told'), url: `/${canary('where')}` },
    'id',
  );
  await insertRow(client, 'notification_mails', { notification_id: told.id }, 'notification_id');
  return {
    followupId: id,
    defaultFollowupId: standing.id,
    ruleRunId: run.id,
    notificationId: told.id,
  };
}

/** Ids of such things that are not there. */
export const ghostFollowups: FollowupSecrets = {
  followupId: 2_000_000_041,
  defaultFollowupId: 2_000_000_042,
  ruleRunId: 2_000_000_043n,
  notificationId: 2_000_000_044,
};
