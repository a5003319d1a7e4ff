import type { UserRow } from '@fritz/archive';
import { naiveUtc, type routes, type Static } from '@fritz/contract';

export function presentUser(user: UserRow): Static<typeof routes.getUser.response> {
  const { expires_at, deactivated_at, created_at, ...rest } = user;
  return {
    ...rest,
    created_at: naiveUtc(created_at),
    expiration_date: expires_at && naiveUtc(expires_at),
    deactivated_at: deactivated_at && naiveUtc(deactivated_at),
  };
}
