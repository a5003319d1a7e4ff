import type { GroupStanding, ProfileRow, Viewer } from '@fritz/archive';
import type { routes, Static } from '@fritz/contract';

type Profile = Static<typeof routes.getProfile.response>;

export function presentProfile(
  profile: ProfileRow,
  viewer: Viewer,
  groups: readonly GroupStanding[],
  streams: readonly { id: number; name: string }[],
): Profile {
  const { id, username, first_name, last_name, contact_email, is_bot, roles } = profile;
  const acls = [...viewer.acls];
  return {
    id,
    username,
    first_name,
    last_name,
    contact_email,
    is_bot,
    roles,
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
