import { listAcls, listRoles, listUsers } from '@fritz/archive';
import { acls, routes } from '@fritz/contract';
import type { Binder } from '../../http/bind.ts';
import { readUtc, withoutBlanks } from '../../http/fields.ts';
import { presentUser } from './users.presenter.ts';
import {
  defaultRole,
  demandUser,
  editUser,
  giveAcls,
  giveRoles,
  makeUser,
  removeUser,
  takeAcl,
  takeRole,
} from './users.service.ts';

const knownAcls: ReadonlySet<string> = new Set(acls);

export function bindUserRoutes(bind: Binder): void {
  bindReads(bind);
  bindAccounts(bind);
  bindRights(bind);
}

function bindReads(bind: Binder): void {
  bind.viewer(routes.listUsers, async ({ tx, query }) => {
    const {
      pageNumber = 1,
      numPerPage = 500,
      includeExpired = false,
      sortOrder,
      ...search
    } = query;
    const { users, total } = await listUsers(tx, {
      ...search,
      includeEnded: includeExpired,
      isDescending: sortOrder === 'desc',
      limit: numPerPage,
      offset: (pageNumber - 1) * numPerPage,
    });
    return { users: users.map(presentUser), totalMatches: total };
  });

  bind.viewer(routes.getUser, async ({ tx, params }) =>
    presentUser(await demandUser(tx, params.id)),
  );

  bind.viewer(routes.listRoles, ({ tx }) => listRoles(tx));

  bind.viewer(routes.listAcls, ({ tx }) => listAcls(tx));
}

function bindAccounts(bind: Binder): void {
  bind.viewer(routes.createUser, async ({ tx, body, context }) => {
    const { roles = [], groupIDsAndAdmin = [], streamIDs = [], expirationDate, ...person } = body;
    const id = await makeUser(tx, context.now(), {
      ...withoutBlanks(person),
      roles: roles.length > 0 ? roles : [defaultRole],
      groups: groupIDsAndAdmin.map(([groupId, admin]) => ({ id: groupId, admin })),
      streamIds: streamIDs,
      expiresAt: expirationDate ? readUtc('body', 'expirationDate', expirationDate) : null,
    });
    return { id };
  });

  bind.viewer(routes.updateUser, ({ tx, params, body, context }) => {
    const { expirationDate, deactivated, revision, username, ...person } = body;
    const end = expirationDate ? readUtc('body', 'expirationDate', expirationDate) : null;
    return editUser(tx, context.now(), params.id, {
      person: withoutBlanks(person),
      knownRevision: revision ?? null,
      ...(username === undefined ? {} : { username }),
      ...(deactivated === undefined ? {} : { deactivated }),
      ...(expirationDate === undefined ? {} : { end }),
    });
  });

  bind.viewer(routes.deleteUser, async ({ tx, params }) => {
    await removeUser(tx, params.id);
    return {};
  });
}

function bindRights(bind: Binder): void {
  bind.viewer(routes.addUserRoles, async ({ tx, params, body }) => {
    await giveRoles(tx, params.id, body.roleIds);
    return {};
  });

  bind.viewer(routes.removeUserRole, async ({ tx, params }) => {
    await takeRole(tx, params.id, params.role);
    return {};
  });

  bind.viewer(routes.addUserAcls, async ({ tx, params, body }) => {
    await giveAcls(tx, params.id, body.aclIds, knownAcls);
    return {};
  });

  bind.viewer(routes.removeUserAcl, async ({ tx, params }) => {
    await takeAcl(tx, params.id, params.acl);
    return {};
  });
}
