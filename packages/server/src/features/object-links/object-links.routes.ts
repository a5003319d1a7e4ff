import { routes } from '@fritz/contract';
import type { Binder } from '../../http/bind.ts';
import { presentLink } from './object-links.presenter.ts';
import { decide, loadLinks } from './object-links.service.ts';

export function bindObjectLinkRoutes(bind: Binder): void {
  bind.viewer(routes.listObjectLinks, async ({ tx, params }) =>
    (await loadLinks(tx, params.id)).map(presentLink),
  );

  bind.viewer(routes.linkObject, async ({ tx, viewer, params, body }) => {
    const decision = { isLinked: true, reason: body.reason ?? null };
    await decide(tx, viewer, [params.id, body.obj_id], decision);
    return (await loadLinks(tx, params.id)).map(presentLink);
  });

  bind.viewer(routes.unlinkObject, async ({ tx, viewer, params, query }) => {
    const decision = { isLinked: false, reason: query.reason ?? null };
    await decide(tx, viewer, [params.id, params.obj_id], decision);
    return (await loadLinks(tx, params.id)).map(presentLink);
  });
}
