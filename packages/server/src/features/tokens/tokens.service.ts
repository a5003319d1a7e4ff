import {
  changeToken,
  findToken,
  findTokenBySecret,
  insertToken,
  mayGrant,
  revokeToken,
  type TokenRow,
  userExists,
  type Viewer,
  type ViewerTx,
} from '@fritz/archive';
import {
  FritzError,
  InvalidRequestError,
  NotFoundError,
  PermissionError,
} from '../../http/fritz-error.ts';

/**
 * Whose tokens a request is about: the viewer's own, or, for admins, the named user's.
 *
 * @throws FritzError permission_denied, not_found
 */
export async function demandOwner(
  tx: ViewerTx,
  viewer: Viewer,
  userId: number | undefined,
): Promise<number> {
  if (userId === undefined || userId === viewer.id) return viewer.id;
  if (!viewer.acls.has('System admin')) throw new PermissionError('System admin');
  if (!(await userExists(tx, userId))) throw new NotFoundError('user');
  return userId;
}

/**
 * A token that the viewer may know of, by its id; his own also by its secret, which is what
 * SkyPortal's clients know it by.
 *
 * @throws FritzError not_found
 */
export async function demandToken(tx: ViewerTx, idOrSecret: string): Promise<TokenRow> {
  const token = (await findToken(tx, idOrSecret)) ?? (await findTokenBySecret(tx, idOrSecret));
  if (token === null) throw new NotFoundError('token');
  return token;
}

/** A token to be made. */
export interface TokenRequest {
  /** Whose; the viewer's when not given. */
  userId: number | undefined;
  name: string;
  acls: readonly string[] | null;
  expiresAt: Date | null;
}

/**
 * Makes a token that carries no more than the key in hand, or, by an admin for somebody else, no
 * more than its owner may do.
 *
 * @throws FritzError token_too_wide, permission_denied, not_found, invalid_request
 */
export async function makeToken(
  tx: ViewerTx,
  viewer: Viewer,
  now: Date,
  token: TokenRequest,
): Promise<{ id: string; secret: string }> {
  demandFuture(token.expiresAt, now);
  const owner = await demandOwner(tx, viewer, token.userId);
  if (!(await mayGrant(tx, owner, token))) throw new FritzError('token_too_wide');
  return insertToken(tx, owner, token);
}

/** What a token becomes; what is undefined stays. */
export interface TokenUpdate {
  name: string | undefined;
  acls: readonly string[] | null | undefined;
  expiresAt: Date | null | undefined;
}

/** Changes a token, within what the key in hand may make. */
export async function updateToken(
  tx: ViewerTx,
  now: Date,
  idOrSecret: string,
  { name, acls, expiresAt }: TokenUpdate,
): Promise<void> {
  const token = await demandToken(tx, idOrSecret);
  if (expiresAt !== undefined) demandFuture(expiresAt, now);
  const outcome = await changeToken(tx, token.id, {
    name: name ?? token.name,
    acls: acls === undefined ? token.acls : acls,
    expiresAt: expiresAt === undefined ? token.expires_at : expiresAt,
  });
  if (outcome === 'missing') throw new NotFoundError('token');
  if (outcome === 'too_wide') throw new FritzError('token_too_wide');
}

/** Revokes a token. A narrow key does not end wider ones. */
export async function endToken(tx: ViewerTx, idOrSecret: string): Promise<void> {
  const { id } = await demandToken(tx, idOrSecret);
  if (!(await revokeToken(tx, id))) throw new FritzError('token_too_wide');
}

function demandFuture(end: Date | null, now: Date): void {
  if (end === null || end > now) return;
  const problem = { in: 'body', field: 'expires_at', message: 'is in the past' } as const;
  throw new InvalidRequestError([problem]);
}
