import type { TokenRow } from '@fritz/archive';
import { naiveUtc, type routes, type Static } from '@fritz/contract';

export function presentToken(row: TokenRow): Static<typeof routes.getToken.response> {
  return {
    id: row.id,
    created_by_id: row.user_id,
    name: row.name,
    acls: row.acls,
    created_at: naiveUtc(row.created_at),
    expires_at: row.expires_at && naiveUtc(row.expires_at),
    last_used_at: row.last_used_at && naiveUtc(row.last_used_at),
  };
}
