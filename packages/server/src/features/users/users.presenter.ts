import { createHash } from 'node:crypto';
import type { UserRow } from '@fritz/archive';
import { naiveUtc, type routes, type Static } from '@fritz/contract';

export function presentUser(user: UserRow): Static<typeof routes.getUser.response> {
  const { expires_at, deactivated_at, last_seen_at, created_at, modified_at, ...rest } = user;
  return {
    ...rest,
    created_at: naiveUtc(created_at),
    modified: naiveUtc(modified_at),
    gravatar_url: gravatarUrl(user.contact_email),
    expiration_date: expires_at && naiveUtc(expires_at),
    deactivated_at: deactivated_at && naiveUtc(deactivated_at),
    last_seen_at: last_seen_at && naiveUtc(last_seen_at),
  };
}

/** Where Gravatar has the picture of an e-mail address, as it documents: by the address's hash. */
export function gravatarUrl(email: string | null): string | null {
  if (email === null) return null;
  const digest = createHash('md5').update(email.trim().toLowerCase()).digest('hex');
  return `https://secure.gravatar.com/avatar/${digest}?d=blank`;
}
