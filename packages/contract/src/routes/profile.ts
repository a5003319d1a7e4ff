import { defineRoute } from '../route.ts';
import { clearable, closed, datetime, nullable, rowId, Type } from '../schema.ts';
import {
  affiliations,
  bio,
  contactEmail,
  contactPhone,
  personName,
  username,
} from './person-fields.ts';

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
    id: rowId('The user'),
    username: Type.String(),
    first_name: nullable(Type.String()),
    last_name: nullable(Type.String()),
    contact_email: nullable(Type.String()),
    contact_phone: nullable(Type.String()),
    affiliations: Type.Array(Type.String()),
    bio: nullable(Type.String()),
    is_bot: Type.Boolean(),
    is_anonymous: Type.Boolean({ description: 'Never: everyone here has an account' }),
    preferences,
    created_at: datetime('When the account was made'),
    expiration_date: nullable(datetime('When the account ends; null: never')),
    revision: Type.Integer({ description: 'Counts the changes; send it back with a change' }),
    roles: Type.Array(Type.String()),
    acls: Type.Array(Type.String(), { description: 'What the present key permits' }),
    permissions: Type.Array(Type.String(), { description: 'The same, as SkyPortal calls it' }),
    groups: Type.Array(profileGroup),
    streams: Type.Array(closed({ id: rowId('The stream'), name: Type.String() })),
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
    first_name: Type.Optional(nullable(personName)),
    last_name: Type.Optional(nullable(personName)),
    contact_email: Type.Optional(clearable(contactEmail)),
    contact_phone: Type.Optional(clearable(contactPhone)),
    affiliations: Type.Optional(affiliations),
    bio: Type.Optional(nullable(bio)),
    is_bot: Type.Optional(Type.Boolean()),
    preferences: Type.Optional(preferences),
    revision: Type.Optional(
      Type.Integer({ description: 'What was read: a conflict where it has changed since' }),
    ),
  }),
  response: closed({ revision: Type.Integer() }),
  examples: { body: { first_name: 'Ada', preferences: { theme: 'dark' } } },
});
