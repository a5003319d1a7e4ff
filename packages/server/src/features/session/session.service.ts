import {
  endSession,
  type NewSession,
  openSession,
  redeemLink,
  type SessionTerms,
} from '@fritz/archive';
import type { ServerContext } from '../../context.ts';
import { FritzError } from '../../http/fritz-error.ts';

/** Exchanges a one-time code for a session. @throws FritzError link_unusable */
export async function redeemCode(
  context: ServerContext,
  code: string,
  terms: SessionTerms,
): Promise<NewSession> {
  const session = await context.archive.asViewer(null, (tx) => redeemLink(tx, code, terms));
  if (session === null) throw new FritzError('link_unusable');
  return session;
}

/** Opens a session with a token's permissions. @throws FritzError invalid_credentials */
export async function loginWithToken(
  context: ServerContext,
  token: string,
  terms: SessionTerms,
): Promise<NewSession> {
  const session = await context.archive.asViewer(token, (tx) => openSession(tx, terms));
  if (session === null) throw new FritzError('invalid_credentials');
  return session;
}

/** Ends a session; one that is over already stays so. */
export async function logout(context: ServerContext, secret: string): Promise<void> {
  await context.archive.asViewer(secret, endSession);
}
