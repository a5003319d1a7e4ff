import type {
  FilterRow,
  GroupCounts,
  GroupRow,
  GroupStanding,
  MemberRow,
  StreamRow,
} from '@fritz/archive';
import { naiveUtc, type routes, type Static } from '@fritz/contract';
import { presentFilter } from '../filters/filters.presenter.ts';
import { presentStream } from '../streams/streams.presenter.ts';

type GroupDetail = Static<typeof routes.getGroup.response>;
type Group = Static<typeof routes.getPublicGroup.response>;
type Counts = Static<typeof routes.deleteGroup.response>['deleted'];

export function presentGroup(group: GroupRow): Group {
  return {
    id: group.id,
    name: group.name,
    nickname: group.nickname,
    description: group.description,
    private: group.private,
    auto_accept_requests: group.auto_accept_requests,
    single_user_group: group.single_user_id !== null,
    sitewide: group.sitewide,
    created_at: naiveUtc(group.created_at),
    modified: naiveUtc(group.modified_at),
  };
}

export function presentCounts({ users, filters, sources }: Omit<GroupCounts, 'id'>): Counts {
  return { users, filters, sources };
}

/** What the viewer may do in a group. */
export interface GroupAbilities {
  can_manage: boolean;
  can_leave: boolean;
  can_request: boolean;
  pending_request_id: number | null;
}

export function presentGroupDetail(
  group: GroupStanding,
  parts: {
    /** null: not asked for. */
    members: readonly MemberRow[] | null;
    streams: readonly StreamRow[];
    filters: readonly FilterRow[];
    abilities: GroupAbilities;
  },
): GroupDetail {
  return {
    ...presentGroup(group),
    ...(parts.members === null ? {} : { users: [...parts.members] }),
    streams: parts.streams.map(presentStream),
    filters: parts.filters.map(presentFilter),
    is_member: group.is_member,
    ...parts.abilities,
  };
}
