import { listTokens, revokeToken } from '@fritz/archive';
import { routes } from '@fritz/contract';
import type { Binder } from '../../http/bind.ts';
import { readUtc } from '../../http/fields.ts';
import { NotFoundError } from '../../http/fritz-error.ts';
import { presentToken } from './tokens.presenter.ts';
import { makeToken } from './tokens.service.ts';

export function bindTokenRoutes(bind: Binder): void {
  bind.viewer(routes.listTokens, async ({ tx }) => (await listTokens(tx)).map(presentToken));

  bind.viewer(routes.createToken, async ({ tx, viewer, body, context }) => {
    const made = await makeToken(tx, viewer, context.now(), {
      name: body.name,
      acls: body.acls ?? null,
      expiresAt: body.expires_at ? readUtc('body', 'expires_at', body.expires_at) : null,
    });
    return { token_id: made.secret, id: made.id };
  });

  bind.viewer(routes.deleteToken, async ({ tx, params }) => {
    if (!(await revokeToken(tx, params.id))) throw new NotFoundError('token');
    return {};
  });
}
