import type { TokenRow } from '@fritz/archive';
import { naiveUtc, type routes, type Static } from '@fritz/contract';

export function presentToken(row: TokenRow): Static<typeof routes.listTokens.response>[number] {
  return {
    id: row.id,
    name: row.name,
    acls: row.acls,
    created_at: naiveUtc(row.created_at),
    expires_at: row.expires_at && naiveUtc(row.expires_at),
  };
}
