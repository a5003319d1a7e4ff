import { endSession, type NewSession, openSession, redeemLink } from '@fritz/archive';
import type { ServerContext } from '../../context.ts';
import { FritzError } from '../../http/fritz-error.ts';

/** How long a browser stays logged in. */
export const sessionDays = 30;

function sessionEnd(context: ServerContext): Date {
  return new Date(context.now().getTime() + sessionDays * 86_400_000);
}

/** Exchanges a one-time code for a session. @throws FritzError link_unusable */
export async function redeemCode(context: ServerContext, code: string): Promise<NewSession> {
  const session = await context.archive.asViewer(null, (tx) =>
    redeemLink(tx, code, sessionEnd(context)),
  );
  if (session === null) throw new FritzError('link_unusable');
  return session;
}

/** Opens a session with a token's permissions. @throws FritzError invalid_credentials */
export async function loginWithToken(context: ServerContext, token: string): Promise<NewSession> {
  const session = await context.archive.asViewer(token, (tx) =>
    openSession(tx, sessionEnd(context)),
  );
  if (session === null) throw new FritzError('invalid_credentials');
  return session;
}

/** Ends a session; one that is over already stays so. */
export async function logout(context: ServerContext, secret: string): Promise<void> {
  await context.archive.asViewer(secret, endSession);
}
