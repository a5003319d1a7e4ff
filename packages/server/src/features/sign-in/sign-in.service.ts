import {
  linkIdentity,
  type NamedIdentity,
  type NewSession,
  openIdentitySession,
  registerIdentity,
  type SessionTerms,
} from '@fritz/archive';
import type { ServerContext } from '../../context.ts';
import { FritzError } from '../../http/fritz-error.ts';
import type { ConfirmedPerson, IdentityProvider, ProviderClaims } from './identity-provider.ts';
import { wishUsername } from './username.ts';

/** A server that was given providers, with what it needs to sign people in. */
export interface SignInDesk {
  providers: ReadonlyMap<string, IdentityProvider>;
  registration: 'invitation' | 'open';
  /** What who comes without an invitation may do. */
  defaultRole: string;
  /** Proves to the database that identities were checked. */
  key: string;
}

/** A person who is let in. */
export interface Admission {
  session: NewSession;
  isNew: boolean;
}

/**
 * Lets a person in whom a provider has confirmed: by his identity, never by his e-mail. Who is not
 * known yet needs an invitation, unless anybody may come.
 *
 * @throws FritzError not_invited, invitation_unusable, account_ended
 */
export async function admit(
  context: ServerContext,
  desk: SignInDesk,
  provider: IdentityProvider,
  person: ConfirmedPerson,
  visit: { terms: SessionTerms; inviteToken: string | null },
): Promise<Admission> {
  const { archive } = context;
  const known = await archive.asViewer(null, (tx) =>
    openIdentitySession(tx, desk.key, person.claims, visit.terms),
  );
  if (known.outcome === 'opened') return { session: known.session, isNew: false };
  if (known.outcome === 'ended') throw new FritzError('account_ended');
  const by = howToRegister(desk, visit.inviteToken);
  // The provider is asked between two transactions: none waits for it.
  const claims = await person.describe();
  return archive.asViewer(null, async (tx) => {
    const identity = nameIdentity(provider, claims);
    const made = await registerIdentity(tx, desk.key, identity, describePerson(claims), by);
    if (made === null) throw new FritzError('invitation_unusable');
    const opened = await openIdentitySession(tx, desk.key, claims, visit.terms);
    if (opened.outcome !== 'opened') throw new FritzError('account_ended');
    return { session: opened.session, isNew: true };
  });
}

function howToRegister(desk: SignInDesk, inviteToken: string | null) {
  if (inviteToken !== null) return { invitationToken: inviteToken };
  if (desk.registration === 'open') return { defaultRole: desk.defaultRole };
  throw new FritzError('not_invited');
}

function describePerson(claims: ProviderClaims) {
  const { firstName, lastName, email } = claims;
  return { wishedUsername: wishUsername(claims), firstName, lastName, email };
}

function nameIdentity(provider: IdentityProvider, claims: ProviderClaims): NamedIdentity {
  const { issuer, subject, email, firstName, lastName } = claims;
  const name = [firstName, lastName].filter((part) => part !== null).join(' ');
  const label = email ?? (name === '' ? claims.username : name);
  return { issuer, subject, provider: provider.settings.id, label };
}

/**
 * Adds a confirmed identity to the ways in of a session's user.
 *
 * @throws FritzError identity_taken, session_too_narrow
 */
export async function link(
  context: ServerContext,
  desk: SignInDesk,
  provider: IdentityProvider,
  person: ConfirmedPerson,
  sessionSecret: string,
): Promise<void> {
  const identity = nameIdentity(provider, await person.describe());
  const outcome = await context.archive.asViewer(sessionSecret, (tx) =>
    linkIdentity(tx, desk.key, identity),
  );
  if (outcome === 'taken') throw new FritzError('identity_taken');
  if (outcome === 'narrow') throw new FritzError('session_too_narrow');
}
