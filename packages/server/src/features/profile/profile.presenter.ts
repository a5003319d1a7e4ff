import type { ProfileRow, Viewer } from '@fritz/archive';
import { naiveUtc, type routes, type Static } from '@fritz/contract';
import { presentRequest } from '../group-admission-requests/group-admission-requests.presenter.ts';
import { gravatarUrl } from '../users/users.presenter.ts';

type Profile = Static<typeof routes.getProfile.response>;

export function presentProfile(profile: ProfileRow, viewer: Viewer): Profile {
  const { created_at, expires_at, groups, tokens, requests, ...person } = profile;
  const acls = [...viewer.acls];
  return {
    ...person,
    gravatar_url: gravatarUrl(person.contact_email),
    created_at: naiveUtc(created_at),
    expiration_date: expires_at && naiveUtc(expires_at),
    is_anonymous: false,
    acls,
    permissions: acls,
    groups: groups.map(presentStanding),
    tokens: tokens.map((token) => ({ ...token, created_at: naiveUtc(new Date(token.created_at)) })),
    groupAdmissionRequests: requests.map((request) =>
      presentRequest({
        ...request,
        created_at: new Date(request.created_at),
        modified_at: new Date(request.modified_at),
      }),
    ),
  };
}

function presentStanding(group: ProfileRow['groups'][number]): Profile['groups'][number] {
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
