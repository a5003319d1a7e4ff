import { gzipSync } from 'node:zlib';
import { type FactoryClient, insertRow } from '@fritz/testing';

/** What a member asks the archive: a query that he shares with his group, and a long one with its result. */
export interface QuerySecrets {
  savedQueryId: number;
  queryJobId: bigint;
}

/** Makes them, with words that stand nowhere else; and says something of an alert of the second programme. */
export async function arrangeQueries(
  client: FactoryClient,
  of: {
    groupId: number;
    member: number;
    programAudienceId: number;
    objId: string;
    candid: bigint;
    canary: (what: string) => string;
  },
): Promise<QuerySecrets> {
  const { groupId, member, programAudienceId, objId, candid, canary } = of;
  const asked = (what: string) =>
    JSON.stringify({
      query_type: 'find',
      query: { catalog: 'ZTF_alerts', filter: { objectId: canary(what) } },
    });
  const saved = await insertRow<{ id: number }>(
    client,
    'saved_queries',
    { owner_id: member, group_id: groupId, name: canary('saved'), asked: asked('savedquery') },
    'id',
  );
  const job = await insertRow<{ id: bigint }>(
    client,
    'query_jobs',
    {
      ...{ owner_id: member, name: canary('job'), asked: asked('jobquery'), state: 'done' },
      ...{ programs: [programAudienceId], rows: 1, bytes: 100 },
      columns: JSON.stringify([{ name: canary('column'), type: 'text' }]),
      ...{ ended_at: new Date(), expires_at: new Date(Date.now() + 86_400_000) },
    },
    'id',
  );
  const packed = gzipSync(`${JSON.stringify({ word: canary('result') })}\n`);
  await insertRow(
    client,
    'query_job_parts',
    { job_id: job.id, number: 1, rows: 1, packed },
    'job_id',
  );
  await insertRow(
    client,
    'alert_labels',
    {
      ...{ survey: 'ztf', candid, object_id: objId, audience_id: programAudienceId },
      ...{ kind: 'human_labels', name: canary('label'), value: 1, author_id: member },
    },
    'id',
  );
  return { savedQueryId: saved.id, queryJobId: job.id };
}

/** Ids of such things that are not there. */
export const ghostQueries: QuerySecrets = {
  savedQueryId: 2_000_000_051,
  queryJobId: 9_000_000_000_000_051n,
};
