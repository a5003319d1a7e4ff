import { insertToken, mayGrant, type Viewer, type ViewerTx } from '@fritz/archive';
import { FritzError, InvalidRequestError } from '../../http/fritz-error.ts';

/** A token to be made. */
export interface TokenRequest {
  name: string;
  acls: readonly string[] | null;
  expiresAt: Date | null;
}

/** Makes a token of the viewer's own that carries no more than the key in hand. */
export async function makeToken(
  tx: ViewerTx,
  viewer: Viewer,
  now: Date,
  token: TokenRequest,
): Promise<{ id: string; secret: string }> {
  if (token.expiresAt !== null && token.expiresAt <= now) {
    const problem = { in: 'body', field: 'expires_at', message: 'is in the past' } as const;
    throw new InvalidRequestError([problem]);
  }
  if (!(await mayGrant(tx, token))) throw new FritzError('token_too_wide');
  return insertToken(tx, viewer.id, token);
}
