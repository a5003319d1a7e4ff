import type { ProviderClaims } from './identity-provider.ts';

const maxLength = 40;

/**
 * A username for a new person, after what the provider says of him, in the form that usernames
 * have; the database makes it unlike all others.
 */
export function wishUsername(claims: Omit<ProviderClaims, 'issuer'>): string {
  const full = [claims.firstName, claims.lastName].filter((part) => part !== null).join('.');
  const wishes = [claims.username, claims.email?.split('@')[0], full, claims.subject];
  for (const wish of wishes) {
    const name = slugify(wish ?? '');
    if (name.length >= 2) return name;
  }
  return 'astronomer';
}

/** Letters without their accents, in small; what is left becomes a hyphen. */
function slugify(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9_.-]+/g, '-')
    .replace(/^[^a-z0-9]+/, '')
    .slice(0, maxLength)
    .replace(/[-_.]+$/, '');
}
