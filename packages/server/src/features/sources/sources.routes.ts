import { routes } from '@fritz/contract';
import type { Binder } from '../../http/bind.ts';
import { sendSuccess } from '../../http/envelope.ts';
import { editSource } from './source-edits.service.ts';
import { changeSource, decideSource, saveToGroups } from './source-saves.service.ts';
import { demandObj, loadSaves, loadSource, loadSources } from './sources.service.ts';

export function bindSourceRoutes(bind: Binder): void {
  bind.file(
    routes.listSources,
    async ({ tx, viewer, query, context }) =>
      query.saveSummary
        ? loadSaves(tx, query)
        : loadSources({ tx, viewer, dust: context.dust, now: context.now() }, query),
    (reply, page) => sendSuccess(reply, bind.context.version, page),
  );

  bind.viewer(routes.getSource, async (call) => {
    const { tx, viewer, params, query, context, byCookie } = call;
    const obj = await demandObj(tx, params.id);
    // A page says itself that somebody looks at it; what it fetches besides does not count.
    if (!byCookie) context.views.note(obj, true);
    return loadSource({ tx, viewer, dust: context.dust, now: context.now() }, obj, query);
  });

  bind.viewer(routes.saveSource, async ({ tx, viewer, body, context }) => {
    return { id: body.id, saved_to_groups: await saveToGroups(tx, viewer, context, body) };
  });

  bind.viewer(routes.updateSource, async ({ tx, viewer, params, body, context }) => {
    await editSource(tx, viewer, context.now(), { id: params.id, change: body });
    return {};
  });

  bind.viewer(routes.changeSourceGroups, async ({ tx, viewer, body, context }) => {
    const { objId, inviteGroupIds: saveTo = [], unsaveGroupIds: unsaveFrom = [] } = body;
    await changeSource(tx, viewer, context.alerts, { objId, saveTo, unsaveFrom });
    return {};
  });

  bind.viewer(routes.updateSourceGroup, async ({ tx, viewer, params, body }) => {
    const { groupID: groupId, active, requested = false } = body;
    await decideSource(tx, viewer, { objId: params.id, groupId, active, requested });
    return {};
  });

  bind.viewer(routes.unsaveSource, async ({ tx, viewer, params, body, context }) => {
    const unsaveFrom = [body.group_id];
    await changeSource(tx, viewer, context.alerts, { objId: params.id, saveTo: [], unsaveFrom });
    return {};
  });
}
