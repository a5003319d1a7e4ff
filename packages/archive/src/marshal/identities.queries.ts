import type pg from 'pg';
import type { ViewerTx } from '../viewer/viewer-tx.ts';
import { hashKey, newSecret } from './keys.queries.ts';
import { type NewSession, type SessionTerms, termValues } from './sessions.queries.ts';

/** Who somebody is at an OpenID Connect provider (OpenID Connect Core 1.0 §2, `iss` and `sub`). */
export interface CheckedIdentity {
  issuer: string;
  subject: string;
}

/** An identity with what is kept of it for its owner to read. */
export interface NamedIdentity extends CheckedIdentity {
  /** The provider's id in the settings. */
  provider: string;
  /** What the provider calls the person. */
  label: string | null;
}

/** What became of an identity that wants in. */
export type SignIn =
  | { outcome: 'opened'; session: NewSession }
  | { outcome: 'unknown' }
  | { outcome: 'ended' };

/**
 * Opens a browser session for an identity that the server has checked. `signInKey` proves that it
 * is such a server. Needs no viewer.
 */
export async function openIdentitySession(
  tx: ViewerTx,
  signInKey: string,
  identity: CheckedIdentity,
  terms: SessionTerms,
): Promise<SignIn> {
  const secret = newSecret();
  const [row] = await tx.query<{ outcome: 'opened' | 'unknown' | 'ended'; of_user: number | null }>(
    'SELECT outcome, of_user FROM open_identity_session($1, $2, $3, $4, $5, $6::interval, $7, $8)',
    [signInKey, identity.issuer, identity.subject, hashKey(secret), ...termValues(terms)],
  );
  if (row?.outcome === 'opened' && row.of_user !== null) {
    return { outcome: 'opened', session: { secret, userId: row.of_user } };
  }
  return { outcome: row?.outcome === 'ended' ? 'ended' : 'unknown' };
}

/** A person who comes for the first time. */
export interface NewPerson {
  /** A name like this is taken; it has to be one that usernames may be. */
  wishedUsername: string;
  firstName: string | null;
  lastName: string | null;
  email: string | null;
}

/**
 * Makes a user of an identity that is nobody's: by an invitation, or with a role where anybody may
 * come. Returns the user; null where the invitation is not usable. Needs no viewer.
 */
export async function registerIdentity(
  tx: ViewerTx,
  signInKey: string,
  identity: NamedIdentity,
  person: NewPerson,
  by: { invitationToken: string } | { defaultRole: string },
): Promise<number | null> {
  const [row] = await tx.query<{ id: number | null }>(
    'SELECT register_identity($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) AS id',
    [
      signInKey,
      identity.issuer,
      identity.subject,
      identity.provider,
      identity.label,
      person.wishedUsername,
      person.firstName,
      person.lastName,
      person.email,
      'invitationToken' in by ? by.invitationToken : null,
      'defaultRole' in by ? by.defaultRole : null,
    ],
  );
  return row?.id ?? null;
}

/** What became of an identity that the viewer wants to add to his ways in. */
export type LinkOutcome = 'linked' | 'known' | 'taken' | 'narrow';

/** Adds an identity that the server has checked to the viewer's ways in. */
export async function linkIdentity(
  tx: ViewerTx,
  signInKey: string,
  identity: NamedIdentity,
): Promise<LinkOutcome> {
  const [row] = await tx.query<{ outcome: LinkOutcome }>(
    'SELECT link_identity($1, $2, $3, $4, $5) AS outcome',
    [signInKey, identity.issuer, identity.subject, identity.provider, identity.label],
  );
  return row?.outcome ?? 'narrow';
}

/** What became of an identity that the viewer wants to be rid of. */
export type UnlinkOutcome = 'unlinked' | 'missing' | 'last' | 'narrow';

/** Takes one of the viewer's identities away, unless it is his last way in. */
export async function unlinkIdentity(tx: ViewerTx, id: number): Promise<UnlinkOutcome> {
  const [row] = await tx.query<{ outcome: UnlinkOutcome }>(
    'SELECT unlink_identity($1) AS outcome',
    [id],
  );
  return row?.outcome ?? 'missing';
}

/** Whether the viewer's key is a browser session that nothing narrows: it alone adds ways in. */
export async function isWholeSession(tx: ViewerTx): Promise<boolean> {
  const [row] = await tx.query<{ whole: boolean | null }>('SELECT viewer_is_whole() AS whole');
  return row?.whole ?? false;
}

/** One of the viewer's identities. */
export interface IdentityRow {
  id: number;
  issuer: string;
  subject: string;
  provider: string;
  label: string | null;
  created_at: Date;
  last_used_at: Date | null;
}

/** The viewer's identities, oldest first. */
export function listIdentities(tx: ViewerTx): Promise<IdentityRow[]> {
  return tx.db
    .selectFrom('identities')
    .select(['id', 'issuer', 'subject', 'provider', 'label', 'created_at', 'last_used_at'])
    .orderBy('id')
    .execute();
}

/** Who invites to what. */
export interface InvitationPreview {
  invited_by: string;
  role: string;
  groups: string[];
  streams: string[];
  expires_at: Date;
  user_expires_at: Date | null;
}

/** What the holder of an invitation's link is told; null where it cannot be used. Needs no viewer. */
export async function previewInvitation(
  tx: ViewerTx,
  token: string,
): Promise<InvitationPreview | null> {
  const [row] = await tx.query<InvitationPreview & Record<string, unknown>>(
    `SELECT invited_by, role, groups, streams, expires_at, user_expires_at
       FROM invitation_preview($1)`,
    [token],
  );
  return row ?? null;
}

/** Gives the viewer what an invitation gives; false where it cannot be used. */
export async function acceptInvitation(tx: ViewerTx, token: string): Promise<boolean> {
  const [row] = await tx.query<{ id: number | null }>(
    'SELECT accept_invitation($1, NULL, NULL, NULL, NULL) AS id',
    [token],
  );
  return row?.id != null;
}

/** Older keys are of servers that have long ended. */
const keptSignInKeys = 1000;

/**
 * As the owner of the schema: makes the key by which a server proves that it checks identities.
 * Its hash alone is kept.
 */
export async function createSignInKey(owner: pg.ClientBase): Promise<string> {
  const key = newSecret();
  await owner.query('INSERT INTO sign_in_keys (key_hash) VALUES ($1)', [hashKey(key)]);
  await owner.query(
    `DELETE FROM sign_in_keys WHERE key_hash IN (
       SELECT key_hash FROM sign_in_keys ORDER BY created_at DESC OFFSET $1)`,
    [keptSignInKeys],
  );
  return key;
}
