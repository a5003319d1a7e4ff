import type { IdentityRow } from '@fritz/archive';
import { naiveUtc, type routes, type Static } from '@fritz/contract';
import type { SignInDesk } from './sign-in.service.ts';

type Identity = Static<typeof routes.listIdentities.response>[number];

export function presentIdentity(row: IdentityRow, desk: SignInDesk | null): Identity {
  const { id, provider, issuer, subject, label } = row;
  return {
    id,
    provider,
    // A provider that has left the settings is known by its address alone.
    provider_name: desk?.providers.get(provider)?.settings.name ?? issuer,
    issuer,
    subject,
    label,
    created_at: naiveUtc(row.created_at),
    last_used_at: row.last_used_at && naiveUtc(row.last_used_at),
  };
}
