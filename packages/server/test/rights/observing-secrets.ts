import { createHash, randomBytes } from 'node:crypto';
import { type FactoryClient, insertRow } from '@fritz/testing';

/** What a private group observes. */
export interface ObservingSecrets {
  runId: number;
  /** Another of the group's, without targets. */
  otherRunId: number;
  assignmentId: number;
  /** Of the member's calendar. */
  calendarKey: string;
}

/** Makes a run of the member's with a target and a log, with words that stand nowhere else. */
export async function arrangeObserving(
  client: FactoryClient,
  of: {
    objId: string;
    instrumentId: number;
    groupId: number;
    member: number;
    canary: (what: string) => string;
  },
): Promise<ObservingSecrets> {
  const { objId, instrumentId, groupId, member, canary } = of;
  const columns = {
    ...{ instrument_id: instrumentId, group_id: groupId, owner_id: member },
    ...{ calendar_date: '2099-12-01', ends_at: '2099-12-02T13:00Z' },
  };
  const makeRun = (words: Record<string, unknown>) =>
    insertRow<{ id: number }>(client, 'observing_runs', { ...columns, ...words }, 'id');
  const run = await makeRun({ pi: canary('runpi'), observers: canary('observers') });
  const other = await makeRun({});
  const assignment = await insertRow<{ id: number }>(
    client,
    'assignments',
    {
      ...{ run_id: run.id, obj_id: objId, requester_id: member, priority: 3 },
      ...{ status: canary('marked'), comment: canary('targetcomment') },
    },
    'id',
  );
  await insertRow(
    client,
    'observing_log',
    { run_id: run.id, assignment_id: assignment.id, author_id: member, note: canary('nightnote') },
    'id',
  );
  const calendarKey = randomBytes(32).toString('hex');
  const calendar = { user_id: member, key_hash: createHash('sha256').update(calendarKey).digest() };
  // A person has one calendar: what another group of secrets made for him ends.
  await client.query('DELETE FROM fritz.calendar_keys WHERE user_id = $1', [member]);
  await insertRow(client, 'calendar_keys', calendar, 'user_id');
  return { runId: run.id, otherRunId: other.id, assignmentId: assignment.id, calendarKey };
}

/** Ids of such things that are not there. */
export const ghostObserving: ObservingSecrets = {
  runId: 2_000_000_051,
  otherRunId: 2_000_000_053,
  assignmentId: 2_000_000_052,
  calendarKey: '0'.repeat(64),
};
