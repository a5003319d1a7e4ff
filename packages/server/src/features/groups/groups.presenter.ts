import type { GroupRow, MemberRow, StreamRow } from '@fritz/archive';
import { naiveUtc, type routes, type Static } from '@fritz/contract';
import { presentStream } from '../streams/streams.presenter.ts';

type GroupDetail = Static<typeof routes.getGroup.response>;
type Group = Omit<GroupDetail, 'users' | 'streams' | 'can_manage'>;

export function presentGroup(group: GroupRow): Group {
  return {
    id: group.id,
    name: group.name,
    nickname: group.nickname,
    description: group.description,
    private: group.private,
    single_user_group: group.single_user_id !== null,
    sitewide: group.sitewide,
    created_at: naiveUtc(group.created_at),
  };
}

export function presentGroupDetail(
  group: GroupRow,
  parts: { members: readonly MemberRow[]; streams: readonly StreamRow[]; canManage: boolean },
): GroupDetail {
  return {
    ...presentGroup(group),
    users: parts.members.map((member) => ({
      id: member.id,
      username: member.username,
      first_name: member.first_name,
      last_name: member.last_name,
      admin: member.admin,
      can_save: member.can_save,
    })),
    streams: parts.streams.map(presentStream),
    can_manage: parts.canManage,
  };
}
