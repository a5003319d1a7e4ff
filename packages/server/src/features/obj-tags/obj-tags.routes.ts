import { deleteTagOption, listObjTags, listTagOptions } from '@fritz/archive';
import { routes } from '@fritz/contract';
import type { Binder } from '../../http/bind.ts';
import { presentObjTag, presentTagOption } from './obj-tags.presenter.ts';
import {
  changeTagOption,
  demandObjTag,
  demandTagOption,
  makeTagOption,
  tagObj,
  untagObj,
} from './obj-tags.service.ts';

export function bindObjTagRoutes(bind: Binder): void {
  bindOptions(bind);

  bind.viewer(routes.listObjTags, async ({ tx, query }) => {
    const { obj_id: objId, objtagoption_id: optionId = null } = query;
    const rows = await listObjTags(tx, { objIds: objId === undefined ? null : [objId], optionId });
    return rows.map(presentObjTag);
  });

  bind.viewer(routes.getObjTag, async ({ tx, params }) =>
    presentObjTag(await demandObjTag(tx, params.id)),
  );

  bind.viewer(routes.createObjTag, async ({ tx, viewer, body }) => {
    const { objtagoption_id: optionId, obj_id: objId, group_ids: groupIds = null } = body;
    return presentObjTag(await tagObj(tx, viewer, { optionId, objId, groupIds }));
  });

  bind.viewer(routes.deleteObjTag, async ({ tx, viewer, params, body }) => {
    await untagObj(tx, viewer, params.id, body.group_ids ?? null);
    return {};
  });
}

function bindOptions(bind: Binder): void {
  bind.viewer(routes.listTagOptions, async ({ tx }) =>
    (await listTagOptions(tx)).map(presentTagOption),
  );

  bind.viewer(routes.getTagOption, async ({ tx, params }) =>
    presentTagOption(await demandTagOption(tx, params.id)),
  );

  bind.viewer(routes.createTagOption, async ({ tx, body }) =>
    presentTagOption(await makeTagOption(tx, { name: body.name, color: body.color || null })),
  );

  bind.viewer(routes.updateTagOption, async ({ tx, params, body }) => {
    const { name, color } = body;
    // An empty colour is none.
    const change = {
      ...(name === undefined ? {} : { name }),
      ...(color === undefined ? {} : { color: color || null }),
    };
    return presentTagOption(await changeTagOption(tx, params.id, change));
  });

  bind.viewer(routes.deleteTagOption, async ({ tx, params }) => {
    await demandTagOption(tx, params.id);
    await deleteTagOption(tx, params.id);
    return {};
  });
}
