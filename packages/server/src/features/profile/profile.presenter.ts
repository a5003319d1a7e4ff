import type {
  AdmissionRequestRow,
  GroupStanding,
  ProfileRow,
  TokenRow,
  Viewer,
} from '@fritz/archive';
import { naiveUtc, type routes, type Static } from '@fritz/contract';
import { presentRequest } from '../group-admission-requests/group-admission-requests.presenter.ts';
import { gravatarUrl } from '../users/users.presenter.ts';

type Profile = Static<typeof routes.getProfile.response>;

/** All that a profile is made of. */
export interface ProfileParts {
  profile: ProfileRow;
  viewer: Viewer;
  groups: readonly GroupStanding[];
  streams: readonly { id: number; name: string }[];
  tokens: readonly TokenRow[];
  requests: readonly AdmissionRequestRow[];
}

export function presentProfile(parts: ProfileParts): Profile {
  const { created_at, expires_at, ...person } = parts.profile;
  const acls = [...parts.viewer.acls];
  return {
    ...person,
    gravatar_url: gravatarUrl(person.contact_email),
    created_at: naiveUtc(created_at),
    expiration_date: expires_at && naiveUtc(expires_at),
    is_anonymous: false,
    acls,
    permissions: acls,
    groups: parts.groups.filter((group) => group.is_member).map(presentStanding),
    streams: parts.streams.map((stream) => ({ id: stream.id, name: stream.name })),
    tokens: parts.tokens.map((token) => {
      return {
        id: token.id,
        name: token.name,
        acls: token.acls,
        created_at: naiveUtc(token.created_at),
      };
    }),
    groupAdmissionRequests: parts.requests
      .filter((request) => request.user_id === parts.viewer.id)
      .map(presentRequest),
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
