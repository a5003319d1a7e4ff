import { type FactoryClient, groupAudience, insertRow } from '@fritz/testing';

/** What a private group's member reported of its object, and means to do with it. */
export interface ScanningSecrets {
  interestId: number;
  reportId: number;
  /** One of the member's without items. */
  emptyReportId: number;
  reportItemId: number;
}

export async function arrangeScanning(
  client: FactoryClient,
  of: {
    objId: string;
    group: { id: number };
    member: number;
    canary: (what: string) => string;
  },
): Promise<ScanningSecrets> {
  const { objId, group, member, canary } = of;
  const make = async (table: string, row: Record<string, unknown>): Promise<number> =>
    (await insertRow<{ id: number }>(client, table, row, 'id')).id;
  const interestId = await make('source_interests', {
    obj_id: objId,
    user_id: member,
    title: canary('interest'),
    description: canary('intention'),
    link: `https://${canary('planned')}.example`,
  });
  const report = {
    author_id: member,
    audience_id: await groupAudience(client, group.id),
    options: JSON.stringify({ passed_filters_range: {}, saved_candidates_range: {} }),
  };
  const reportId = await make('scan_reports', report);
  const reportItemId = await make('scan_report_items', {
    report_id: reportId,
    obj_id: objId,
    decision: 'saved',
    comment: canary('verdict'),
  });
  await insertRow(
    client,
    'scan_report_saves',
    { item_id: reportItemId, group_id: group.id, saved_by: member, saved_at: new Date(1e12) },
    'item_id',
  );
  return { interestId, reportId, reportItemId, emptyReportId: await make('scan_reports', report) };
}

export const ghostScanning: ScanningSecrets = {
  interestId: 2_000_000_021,
  reportId: 2_000_000_022,
  emptyReportId: 2_000_000_023,
  reportItemId: 2_000_000_024,
};
