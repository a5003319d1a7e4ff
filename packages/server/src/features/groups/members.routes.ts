import { routes } from '@fritz/contract';
import type { Binder } from '../../http/bind.ts';
import { InvalidRequestError } from '../../http/fritz-error.ts';
import {
  addStream,
  addUser,
  addUsersOf,
  changeMember,
  removeStream,
  removeUser,
} from './members.service.ts';

export function bindMemberRoutes(bind: Binder): void {
  bind.viewer(routes.addGroupUser, async ({ tx, viewer, params, body }) => {
    const { userID: userId, admin = false, canSave = true, canSharePhotometry = false } = body;
    const member = { groupId: params.id, userId, admin, canSave, canSharePhotometry };
    await addUser(tx, viewer, member);
    return {
      group_id: params.id,
      user_id: userId,
      admin,
      can_save: canSave,
      can_share_photometry: canSharePhotometry,
    };
  });

  bind.viewer(routes.updateGroupUser, async ({ tx, viewer, params, body }) => {
    const { userID: userId, admin, canSave, canSharePhotometry } = body;
    const change = {
      ...(admin === undefined ? {} : { admin }),
      ...(canSave === undefined ? {} : { can_save: canSave }),
      ...(canSharePhotometry === undefined ? {} : { can_share_photometry: canSharePhotometry }),
    };
    if (Object.keys(change).length === 0) {
      const message = 'name at least one of admin, canSave, canSharePhotometry';
      throw new InvalidRequestError([{ in: 'body', field: '(whole)', message }]);
    }
    return changeMember(tx, viewer, params.id, userId, change);
  });

  bind.viewer(routes.removeGroupUser, async ({ tx, viewer, params }) => {
    await removeUser(tx, viewer, params.id, params.user_id);
    return {};
  });

  bind.viewer(routes.addUsersFromGroups, async ({ tx, viewer, params, body }) => ({
    added: await addUsersOf(tx, viewer, params.id, body.fromGroupIDs),
  }));

  bind.viewer(routes.addGroupStream, async ({ tx, viewer, params, body }) => {
    await addStream(tx, viewer, params.id, body.stream_id);
    return { group_id: params.id, stream_id: body.stream_id };
  });

  bind.viewer(routes.removeGroupStream, async ({ tx, viewer, params }) => {
    await removeStream(tx, viewer, params.id, params.stream_id);
    return {};
  });
}
