import { defineRoute } from '../route.ts';
import { closed, datetime, nullable, rowId, Type } from '../schema.ts';

export const group = closed({
  id: rowId('The group'),
  name: Type.String(),
  nickname: nullable(Type.String()),
  description: nullable(Type.String()),
  private: Type.Boolean(),
  single_user_group: Type.Boolean(),
  sitewide: Type.Boolean(),
  created_at: datetime('When it was made'),
});

export const stream = closed({
  id: rowId('The stream'),
  name: Type.String(),
  survey: Type.String({ examples: ['ztf'] }),
  altdata: closed({
    collection: Type.String({ examples: ['ZTF_alerts'] }),
    selector: Type.Array(Type.Integer(), { description: 'The programmes (programid)' }),
  }),
  auto_join: Type.Boolean(),
});

const idParams = closed({ id: rowId('The group') });

export const listGroups = defineRoute({
  method: 'GET',
  path: '/api/groups',
  tags: ['groups'],
  summary: 'Groups',
  ignored: { query: ['includeSingleUserGroups', 'includeObjectCounts'] },
  response: closed({
    user_groups: Type.Array(group, { description: 'Those of the viewer' }),
    user_accessible_groups: Type.Array(group, { description: 'Those without single-user groups' }),
    all_groups: nullable(Type.Array(group, { description: 'Every group, for admins' })),
  }),
});

export const getGroup = defineRoute({
  method: 'GET',
  path: '/api/groups/{id}',
  tags: ['groups'],
  summary: 'One group, with its members and streams',
  params: idParams,
  ignored: { query: ['includeGroupUsers'] },
  response: closed({
    ...group.properties,
    users: Type.Array(
      closed({
        id: rowId('The user'),
        username: Type.String(),
        first_name: nullable(Type.String()),
        last_name: nullable(Type.String()),
        admin: Type.Boolean(),
        can_save: Type.Boolean(),
      }),
    ),
    streams: Type.Array(stream),
    can_manage: Type.Boolean({ description: 'Whether the viewer may change it' }),
  }),
});

export const createGroup = defineRoute({
  method: 'POST',
  path: '/api/groups',
  tags: ['groups'],
  summary: 'Make a group; its maker is its admin',
  acl: 'Upload data',
  body: closed({
    name: Type.String({ minLength: 1, maxLength: 200 }),
    nickname: Type.Optional(nullable(Type.String({ maxLength: 100 }))),
    description: Type.Optional(nullable(Type.String({ maxLength: 10_000 }))),
    private: Type.Optional(Type.Boolean()),
    group_admins: Type.Optional(Type.Array(rowId('A user'), { maxItems: 100 })),
  }),
  response: closed({ id: rowId('The group') }),
  examples: { body: { name: 'Infant supernovae', group_admins: [] }, response: { id: 7 } },
});

export const addGroupUser = defineRoute({
  method: 'POST',
  path: '/api/groups/{id}/users',
  tags: ['groups'],
  summary: 'Add a user to a group',
  acl: 'Upload data',
  params: idParams,
  body: closed({
    userID: rowId('The user'),
    admin: Type.Optional(Type.Boolean()),
    canSave: Type.Optional(Type.Boolean()),
  }),
  response: closed({
    group_id: rowId('The group'),
    user_id: rowId('The user'),
    admin: Type.Boolean(),
    can_save: Type.Boolean(),
  }),
  examples: { body: { userID: 3, admin: false, canSave: true } },
});

export const addGroupStream = defineRoute({
  method: 'POST',
  path: '/api/groups/{id}/streams',
  tags: ['groups'],
  summary: 'Let the filters of a group read a stream',
  acl: 'Upload data',
  params: idParams,
  body: closed({ stream_id: rowId('The stream') }),
  response: closed({ group_id: rowId('The group'), stream_id: rowId('The stream') }),
});

export const listStreams = defineRoute({
  method: 'GET',
  path: '/api/streams',
  tags: ['streams'],
  summary: 'The streams that the viewer may read',
  response: Type.Array(stream),
});

export const createStream = defineRoute({
  method: 'POST',
  path: '/api/streams',
  tags: ['streams'],
  summary: 'Make a stream: some programmes of a survey',
  acl: 'System admin',
  body: closed({
    name: Type.String({ minLength: 1, maxLength: 200 }),
    altdata: closed({
      collection: Type.Enum(['ZTF_alerts'], { description: 'The survey, as Kowalski named it' }),
      selector: Type.Array(Type.Integer({ minimum: 0, maximum: 32_767 }), {
        minItems: 1,
        maxItems: 16,
        description: 'Programmes; 1: public, 2: partnership, 3: Caltech',
      }),
    }),
    auto_join: Type.Optional(Type.Boolean()),
  }),
  response: closed({ id: rowId('The stream') }),
  examples: {
    body: { name: 'ZTF public', altdata: { collection: 'ZTF_alerts', selector: [1] } },
    response: { id: 1 },
  },
});

export const addStreamUser = defineRoute({
  method: 'POST',
  path: '/api/streams/{id}/users',
  tags: ['streams'],
  summary: 'Let a user read a stream',
  acl: 'System admin',
  params: closed({ id: rowId('The stream') }),
  body: closed({ user_id: rowId('The user') }),
  response: closed({ stream_id: rowId('The stream'), user_id: rowId('The user') }),
});
