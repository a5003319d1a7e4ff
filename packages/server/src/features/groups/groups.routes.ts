import { listGroupStreams, listGroups, listMembers } from '@fritz/archive';
import { routes } from '@fritz/contract';
import type { Binder } from '../../http/bind.ts';
import { presentGroup, presentGroupDetail } from './groups.presenter.ts';
import { addStream, addUser, canManage, demandGroup, makeGroup } from './groups.service.ts';

export function bindGroupRoutes(bind: Binder): void {
  bind.viewer(routes.listGroups, async ({ tx, viewer }) => {
    const groups = await listGroups(tx);
    return {
      user_groups: groups.filter((group) => group.is_member).map(presentGroup),
      user_accessible_groups: groups
        .filter((group) => group.single_user_id === null)
        .map(presentGroup),
      all_groups: viewer.acls.has('System admin') ? groups.map(presentGroup) : null,
    };
  });

  bind.viewer(routes.getGroup, async ({ tx, viewer, params }) => {
    const group = await demandGroup(tx, params.id);
    return presentGroupDetail(group, {
      members: await listMembers(tx, group.id),
      streams: await listGroupStreams(tx, group.id),
      canManage: canManage(viewer, group),
    });
  });

  bind.viewer(routes.createGroup, async ({ tx, body }) => {
    const id = await makeGroup(tx, {
      name: body.name,
      nickname: body.nickname ?? null,
      description: body.description ?? null,
      isPrivate: body.private ?? false,
      adminIds: body.group_admins ?? [],
    });
    return { id };
  });

  bind.viewer(routes.addGroupUser, async ({ tx, viewer, params, body }) => {
    const { userID: userId, admin = false, canSave = true } = body;
    await addUser(tx, viewer, { groupId: params.id, userId, admin, canSave });
    return { group_id: params.id, user_id: userId, admin, can_save: canSave };
  });

  bind.viewer(routes.addGroupStream, async ({ tx, viewer, params, body }) => {
    await addStream(tx, viewer, params.id, body.stream_id);
    return { group_id: params.id, stream_id: body.stream_id };
  });
}
