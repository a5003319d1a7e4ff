import {
  countOfGroups,
  findSitewideGroup,
  type GroupStanding,
  listFilters,
  listGroupStreams,
  listGroups,
  listMembers,
  type ViewerTx,
} from '@fritz/archive';
import { routes } from '@fritz/contract';
import type { Binder } from '../../http/bind.ts';
import { NotFoundError } from '../../http/fritz-error.ts';
import { presentCounts, presentGroup, presentGroupDetail } from './groups.presenter.ts';
import {
  changeGroup,
  demandGroup,
  findAbilities,
  makeGroup,
  removeGroup,
} from './groups.service.ts';

export function bindGroupRoutes(bind: Binder): void {
  bindReads(bind);

  bind.viewer(routes.createGroup, async ({ tx, body }) => {
    const id = await makeGroup(tx, {
      name: body.name.trim(),
      nickname: body.nickname || null,
      description: body.description || null,
      isPrivate: body.private ?? false,
      autoAccepts: body.auto_accept_requests ?? false,
      adminIds: body.group_admins ?? [],
    });
    return { id };
  });

  bind.viewer(routes.updateGroup, async ({ tx, viewer, params, body }) => {
    const { name, nickname, description, ...flags } = body;
    // An empty text is none.
    const change = {
      ...flags,
      ...(name === undefined ? {} : { name: name.trim() }),
      ...(nickname === undefined ? {} : { nickname: nickname || null }),
      ...(description === undefined ? {} : { description: description || null }),
    };
    return presentGroup(await changeGroup(tx, viewer, params.id, change));
  });

  bind.viewer(routes.deleteGroup, async ({ tx, viewer, params }) => ({
    deleted: presentCounts(await removeGroup(tx, viewer, params.id)),
  }));
}

function bindReads(bind: Binder): void {
  bind.viewer(routes.listGroups, async ({ tx, viewer, query }) => {
    const seen = await listGroups(tx);
    const present = await presenterFor(tx, seen, query.includeObjectCounts ?? false);
    if (query.name !== undefined) {
      return seen.filter((group) => group.name === query.name).map(present);
    }
    const shared = seen.filter((group) => group.single_user_id === null);
    const seesAll = viewer.acls.has('System admin');
    return {
      user_groups: seen.filter((group) => group.is_member).map(present),
      user_accessible_groups: shared.filter((group) => seesAll || group.is_member).map(present),
      all_groups: (query.includeSingleUserGroups ? seen : shared).map(present),
    };
  });

  bind.viewer(routes.getPublicGroup, async ({ tx }) => {
    const group = await findSitewideGroup(tx);
    if (group === null) throw new NotFoundError('group');
    return presentGroup(group);
  });

  bind.viewer(routes.getGroup, async ({ tx, viewer, params, query }) => {
    const group = await demandGroup(tx, params.id);
    return presentGroupDetail(group, {
      members: query.includeGroupUsers === false ? null : await listMembers(tx, group.id),
      streams: await listGroupStreams(tx, group.id),
      filters: await listFilters(tx, [group.id]),
      abilities: await findAbilities(tx, viewer, group),
    });
  });
}

/** Presents groups, with how much each of them has where that was asked for. */
async function presenterFor(
  tx: ViewerTx,
  groups: readonly GroupStanding[],
  withCounts: boolean,
): Promise<(group: GroupStanding) => ReturnType<typeof presentGroup>> {
  if (!withCounts) return presentGroup;
  const rows = await countOfGroups(
    tx,
    groups.map((group) => group.id),
  );
  const counts = new Map(rows.map((row) => [row.id, row]));
  return (group) => {
    const found = counts.get(group.id);
    const shown = presentGroup(group);
    return found ? { ...shown, object_counts: presentCounts(found) } : shown;
  };
}
