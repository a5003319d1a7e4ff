import { routes } from '@fritz/contract';
import type { Binder } from '../../http/bind.ts';
import { readIds } from '../../http/fields.ts';
import { changeSource, loadSource, loadSources, ownGroupIds } from './sources.service.ts';

export function bindSourceRoutes(bind: Binder): void {
  bind.viewer(routes.listSources, async ({ tx, query }) =>
    loadSources(tx, {
      groupIds: readIds(query.group_ids),
      orderBy: query.sortBy ?? 'saved_at',
      order: query.sortOrder ?? null,
      pageNumber: query.pageNumber ?? 1,
      numPerPage: query.numPerPage ?? 100,
    }),
  );

  bind.viewer(routes.getSource, async ({ tx, params }) => loadSource(tx, params.id));

  bind.viewer(routes.saveSource, async ({ tx, viewer, body, context }) => {
    const saveTo = body.group_ids ?? (await ownGroupIds(tx));
    await changeSource(tx, viewer, context.alerts, { objId: body.id, saveTo, unsaveFrom: [] });
    return { id: body.id, saved_to_groups: [...saveTo] };
  });

  bind.viewer(routes.changeSourceGroups, async ({ tx, viewer, body, context }) => {
    const { objId, inviteGroupIds: saveTo = [], unsaveGroupIds: unsaveFrom = [] } = body;
    await changeSource(tx, viewer, context.alerts, { objId, saveTo, unsaveFrom });
    return {};
  });

  bind.viewer(routes.unsaveSource, async ({ tx, viewer, params, body, context }) => {
    const unsaveFrom = [body.group_id];
    await changeSource(tx, viewer, context.alerts, { objId: params.id, saveTo: [], unsaveFrom });
    return {};
  });
}
