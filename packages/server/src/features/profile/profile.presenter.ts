import type { GroupStanding, ProfileRow, Viewer } from '@fritz/archive';
import { naiveUtc, type routes, type Static } from '@fritz/contract';

type Profile = Static<typeof routes.getProfile.response>;

export function presentProfile(
  profile: ProfileRow,
  viewer: Viewer,
  groups: readonly GroupStanding[],
  streams: readonly { id: number; name: string }[],
): Profile {
  const { created_at, expires_at, ...person } = profile;
  const acls = [...viewer.acls];
  return {
    ...person,
    created_at: naiveUtc(created_at),
    expiration_date: expires_at && naiveUtc(expires_at),
    is_anonymous: false,
    acls,
    permissions: acls,
    groups: groups.filter((group) => group.is_member).map(presentStanding),
    streams: streams.map((stream) => ({ id: stream.id, name: stream.name })),
  };
}

function presentStanding(group: GroupStanding): Profile['groups'][number] {
  return {
    id: group.id,
    name: group.name,
    nickname: group.nickname,
    private: group.private,
    single_user_group: group.single_user_id !== null,
    sitewide: group.sitewide,
    admin: group.admin,
    can_save: group.can_save,
  };
}
