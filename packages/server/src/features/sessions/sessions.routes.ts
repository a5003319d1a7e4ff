import { listSessions, revokeOtherSessions, revokeSession } from '@fritz/archive';
import { routes } from '@fritz/contract';
import type { Binder } from '../../http/bind.ts';
import { NotFoundError } from '../../http/fritz-error.ts';
import { presentSession } from './sessions.presenter.ts';

export function bindSessionListRoutes(bind: Binder): void {
  bind.viewer(routes.listSessions, async ({ tx, context }) =>
    (await listSessions(tx)).map((row) => presentSession(row, context.signIn)),
  );

  bind.viewer(routes.deleteSession, async ({ tx, params }) => {
    if (!(await revokeSession(tx, params.id))) throw new NotFoundError('session');
    return {};
  });

  bind.viewer(routes.deleteOtherSessions, async ({ tx }) => ({
    ended: await revokeOtherSessions(tx),
  }));
}
