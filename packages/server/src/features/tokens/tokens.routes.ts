import { listTokens } from '@fritz/archive';
import { routes } from '@fritz/contract';
import type { Binder } from '../../http/bind.ts';
import { readUtc } from '../../http/fields.ts';
import { presentToken } from './tokens.presenter.ts';
import { demandOwner, demandToken, endToken, makeToken, updateToken } from './tokens.service.ts';

export function bindTokenRoutes(bind: Binder): void {
  bind.viewer(routes.listTokens, async ({ tx, viewer, query }) => {
    const owner = await demandOwner(tx, viewer, query.userID);
    return (await listTokens(tx, owner)).map(presentToken);
  });

  bind.viewer(routes.getToken, async ({ tx, params }) =>
    presentToken(await demandToken(tx, params.id)),
  );

  bind.viewer(routes.createToken, async ({ tx, viewer, body, context }) => {
    const made = await makeToken(tx, viewer, context.now(), {
      userId: body.user_id,
      name: body.name,
      acls: body.acls ?? null,
      expiresAt: readEnd(body.expires_at) ?? null,
    });
    return { token_id: made.secret, id: made.id };
  });

  bind.viewer(routes.updateToken, async ({ tx, params, body, context }) => {
    await updateToken(tx, context.now(), params.id, {
      name: body.name,
      acls: body.acls,
      expiresAt: readEnd(body.expires_at),
    });
    return {};
  });

  bind.viewer(routes.deleteToken, async ({ tx, params }) => {
    await endToken(tx, params.id);
    return {};
  });
}

/** undefined: not named; null: none. */
function readEnd(text: string | null | undefined): Date | null | undefined {
  return typeof text === 'string' ? readUtc('body', 'expires_at', text) : text;
}
