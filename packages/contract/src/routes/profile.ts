import { defineRoute } from '../route.ts';
import { closed, datetime, nullable, rowId, Type } from '../schema.ts';
import { admissionRequest } from './group-admission-requests.ts';
import { knownRevision, personChange, personShown, username } from './person-fields.ts';

const profileGroup = closed({
  id: rowId('The group'),
  name: Type.String(),
  nickname: nullable(Type.String()),
  private: Type.Boolean(),
  single_user_group: Type.Boolean(),
  sitewide: Type.Boolean(),
  admin: Type.Boolean({ description: 'Whether the viewer is an admin of it' }),
  can_save: Type.Boolean({ description: 'Whether the viewer may save sources to it' }),
});

const preferences = Type.Record(Type.String(), Type.Unknown());

export const getProfile = defineRoute({
  method: 'GET',
  path: '/api/internal/profile',
  tags: ['session'],
  summary: 'The viewer',
  response: closed({
    ...personShown,
    contact_email: nullable(Type.String()),
    contact_phone: nullable(Type.String()),
    is_anonymous: Type.Boolean({ description: 'Never: everyone here has an account' }),
    preferences,
    expiration_date: nullable(datetime('When the account ends; null: never')),
    roles: Type.Array(Type.String()),
    acls: Type.Array(Type.String(), { description: 'What the present key permits' }),
    permissions: Type.Array(Type.String(), { description: 'The same, as SkyPortal calls it' }),
    groups: Type.Array(profileGroup),
    streams: Type.Array(closed({ id: rowId('The stream'), name: Type.String() })),
    tokens: Type.Array(
      closed({
        id: Type.String({ format: 'uuid' }),
        name: nullable(Type.String()),
        acls: nullable(Type.Array(Type.String()), {
          description: 'What it permits; null: all that the viewer may do',
        }),
        created_at: datetime('When it was made'),
      }),
      { description: 'Without their secrets; more of them is told by `internal/tokens`' },
    ),
    groupAdmissionRequests: Type.Array(admissionRequest, {
      description: 'Those that the viewer made',
    }),
  }),
});

export const updateProfile = defineRoute({
  method: 'PATCH',
  path: '/api/internal/profile',
  tags: ['session'],
  summary: "Change one's own profile",
  description:
    'Fields that are not sent stay as they are. `preferences` is merged into those that are kept ' +
    '(RFC 7396: null removes a field), and may hold 64 kB in all.',
  body: closed({
    username: Type.Optional(username),
    ...personChange,
    preferences: Type.Optional(preferences),
    revision: knownRevision,
  }),
  response: closed({ revision: Type.Integer() }),
  examples: { body: { first_name: 'Ada', preferences: { theme: 'dark' } } },
});
