import { defineRoute } from '../route.ts';
import { closed, datetime, nullable, rowId, Type } from '../schema.ts';
import { filter } from './filters.ts';
import { stream } from './streams.ts';

const objectCounts = closed({
  users: Type.Integer({ description: 'Its members' }),
  filters: Type.Integer({ description: 'Its filters that the viewer sees' }),
  sources: Type.Integer({ description: 'Objects on its list, unsaved ones left out' }),
});

export const group = closed({
  id: rowId('The group'),
  name: Type.String(),
  nickname: nullable(Type.String()),
  description: nullable(Type.String()),
  private: Type.Boolean({ description: 'Whether only its members know of it' }),
  auto_accept_requests: Type.Boolean({
    description: 'Whether everyone who asks to join, and may read its streams, is taken in at once',
  }),
  single_user_group: Type.Boolean(),
  sitewide: Type.Boolean({ description: 'Whether it is the group of all users' }),
  created_at: datetime('When it was made'),
  modified: datetime('When it was changed'),
  object_counts: Type.Optional(objectCounts),
});

export const groupMember = closed({
  id: rowId('The user'),
  username: Type.String(),
  first_name: nullable(Type.String()),
  last_name: nullable(Type.String()),
  contact_email: nullable(Type.String({ description: "One's own, or with `Manage users`" })),
  contact_phone: nullable(Type.String({ description: "One's own, or with `Manage users`" })),
  oauth_uid: nullable(Type.String({ description: "One's own" })),
  admin: Type.Boolean(),
  can_save: Type.Boolean({ description: 'Whether he saves objects to the group' }),
  can_share_photometry: Type.Boolean({
    description: "Whether he shares the group's photometry with others",
  }),
});

const idParams = closed({ id: rowId('The group') });

const groupFields = {
  nickname: Type.Optional(nullable(Type.String({ maxLength: 100 }))),
  description: Type.Optional(nullable(Type.String({ maxLength: 10_000 }))),
  private: Type.Optional(Type.Boolean()),
  auto_accept_requests: Type.Optional(Type.Boolean()),
};
const groupName = Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' });

export const listGroups = defineRoute({
  method: 'GET',
  path: '/api/groups',
  tags: ['groups'],
  summary: 'Groups',
  description: 'Three lists; with `name` one list, of the groups that have exactly this name.',
  query: closed({
    name: Type.Optional(Type.String({ maxLength: 200, description: 'Only groups of this name' })),
    includeSingleUserGroups: Type.Optional(
      Type.Boolean({ description: "Whether `all_groups` has users' own groups, too" }),
    ),
    includeObjectCounts: Type.Optional(
      Type.Boolean({ description: 'Whether each group tells how much it has' }),
    ),
  }),
  response: Type.Union([
    closed({
      user_groups: Type.Array(group, { description: 'Those of the viewer' }),
      user_accessible_groups: Type.Array(group, {
        description: "Those whose data the viewer sees, without users' own groups",
      }),
      all_groups: Type.Array(group, { description: 'Those that the viewer knows of' }),
    }),
    Type.Array(group),
  ]),
});

export const getPublicGroup = defineRoute({
  method: 'GET',
  path: '/api/groups/public',
  tags: ['groups'],
  summary: 'The group of all users',
  response: group,
});

export const getGroup = defineRoute({
  method: 'GET',
  path: '/api/groups/{id}',
  tags: ['groups'],
  summary: 'One group, with its members, streams and filters, and what the viewer may do there',
  params: idParams,
  query: closed({
    includeGroupUsers: Type.Optional(Type.Boolean({ description: 'Whether to list its members' })),
  }),
  response: closed({
    ...group.properties,
    users: Type.Optional(Type.Array(groupMember)),
    streams: Type.Array(stream, { description: 'Those of them that the viewer may read' }),
    filters: Type.Array(filter),
    is_member: Type.Boolean(),
    can_manage: Type.Boolean({ description: 'Whether the viewer may change it' }),
    can_leave: Type.Boolean({ description: 'Whether the viewer may leave it' }),
    can_request: Type.Boolean({
      description: 'Whether the viewer may ask to join: he is not in it, and may read its streams',
    }),
    pending_request_id: nullable(rowId("The viewer's request to join that waits")),
  }),
});

export const createGroup = defineRoute({
  method: 'POST',
  path: '/api/groups',
  tags: ['groups'],
  summary: 'Make a group; its maker is its admin',
  acl: 'Upload data',
  body: closed({
    name: groupName,
    ...groupFields,
    group_admins: Type.Optional(Type.Array(rowId('A user'), { maxItems: 100 })),
  }),
  response: closed({ id: rowId('The group') }),
  examples: { body: { name: 'Infant supernovae', group_admins: [] }, response: { id: 7 } },
});

export const updateGroup = defineRoute({
  method: 'PUT',
  path: '/api/groups/{id}',
  tags: ['groups'],
  summary: 'Change a group; what is not named stays',
  acl: 'Upload data',
  params: idParams,
  body: closed({ name: Type.Optional(groupName), ...groupFields }),
  ignored: { body: ['id'] },
  response: group,
  examples: { body: { name: 'Infant supernovae', private: true } },
});

export const deleteGroup = defineRoute({
  method: 'DELETE',
  path: '/api/groups/{id}',
  tags: ['groups'],
  summary: 'Delete a group with its filters, their candidates and its list of saved objects',
  description:
    'Objects, alerts and photometry stay: what was shared with the group alone is left to its ' +
    'owner.',
  acl: 'Upload data',
  params: idParams,
  response: closed({ deleted: objectCounts }),
});
