import type { AdmissionRequestRow } from '@fritz/archive';
import { naiveUtc, type routes, type Static } from '@fritz/contract';

export function presentRequest(
  row: AdmissionRequestRow,
): Static<typeof routes.getAdmissionRequest.response> {
  const { id, user_id, group_id, status, username, first_name, last_name, group_name } = row;
  return {
    id,
    user_id,
    group_id,
    status,
    created_at: naiveUtc(row.created_at),
    modified: naiveUtc(row.modified_at),
    user: { id: user_id, username, first_name, last_name },
    group_name,
    can_decide: row.manages && status !== 'accepted',
  };
}
