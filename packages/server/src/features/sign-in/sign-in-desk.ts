import type { Role } from '@fritz/contract';
import { IdentityProvider, type OidcProvider } from './identity-provider.ts';
import type { SignInDesk } from './sign-in.service.ts';

/** How people sign in besides by links and tokens. */
export interface SignInOptions {
  providers: readonly OidcProvider[];
  /** Whether whoever is not known yet needs an invitation. */
  registration: 'invitation' | 'open';
  /** What who comes without an invitation may do. */
  defaultRole: Role;
  /** Proves to the database that identities were checked: `createSignInKey` makes one. */
  key: string;
  /** For all that is asked of a provider for one page; 10 s when not given. */
  timeoutMs?: number;
}

const usualTimeoutMs = 10_000;

/** Where people sign in at the configured providers. */
export function openDesk(options: SignInOptions, now: () => Date): SignInDesk {
  const { registration, defaultRole, key, timeoutMs = usualTimeoutMs } = options;
  const providers = options.providers.map(
    (settings) => [settings.id, new IdentityProvider(settings, { timeoutMs, now })] as const,
  );
  return { providers: new Map(providers), registration, defaultRole, key };
}
