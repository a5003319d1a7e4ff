import { roles } from '../permissions.ts';
import { defineRoute } from '../route.ts';
import {
  clearable,
  closed,
  datetime,
  datetimeInput,
  nullable,
  pageNumber,
  pageSize,
  rowId,
  Type,
} from '../schema.ts';
import { knownRevision, personChange, personShown, username } from './person-fields.ts';

const idParams = closed({ id: rowId('The user') });

/** A user; what others may not know of him is null. */
const user = closed({
  ...personShown,
  is_active: Type.Boolean({ description: 'Whether the account is neither ended nor deactivated' }),
  modified: datetime('When it was changed'),
  oauth_uid: nullable(
    Type.String({ description: 'What the provider knows one by; null for who is not oneself' }),
  ),
  contact_email: nullable(Type.String({ description: "One's own, or with `Manage users`" })),
  contact_phone: nullable(Type.String({ description: "One's own, or with `Manage users`" })),
  expiration_date: nullable(datetime('When the account ends; one’s own, or with `Manage users`')),
  deactivated_at: nullable(datetime('Since when it is deactivated; with `Manage users`')),
  last_seen_at: nullable(
    datetime('When he was here last, to the minute; one’s own, or with `Manage users`'),
  ),
  roles: nullable(Type.Array(Type.String())),
  acls: nullable(Type.Array(Type.String(), { description: 'Those given beside the roles' })),
  permissions: nullable(Type.Array(Type.String(), { description: 'Of the roles and the others' })),
  groups: Type.Array(
    closed({ id: rowId('The group'), name: Type.String(), admin: Type.Boolean() }),
    { description: 'Those that the viewer sees, without single-user groups' },
  ),
  streams: nullable(
    Type.Array(closed({ id: rowId('The stream'), name: Type.String() }), {
      description: "One's own, or with `System admin`",
    }),
  ),
  can_manage: Type.Boolean({ description: 'Whether the viewer may change this account' }),
});

/** What users are sorted by. */
export const userSortKeys = [
  'id',
  'username',
  'firstName',
  'lastName',
  'email',
  'createdAt',
  'modified',
  'expirationDate',
  'lastSeen',
] as const;

const contains = (what: string) =>
  Type.Optional(Type.String({ maxLength: 200, description: `${what} has this in it` }));

export const listUsers = defineRoute({
  method: 'GET',
  path: '/api/user',
  tags: ['users'],
  summary: 'Users, by name unless another order is asked for',
  description: 'Sorted by what of others the viewer does not see, those come last.',
  query: closed({
    pageNumber: Type.Optional(pageNumber),
    numPerPage: Type.Optional(pageSize(500, 1000)),
    firstName: contains('The first name'),
    lastName: contains('The last name'),
    username: contains('The username'),
    email: contains('The e-mail, as far as the viewer may know it,'),
    role: Type.Optional(Type.String({ maxLength: 100 })),
    acl: Type.Optional(Type.String({ maxLength: 100, description: 'Given beside the roles' })),
    group: Type.Optional(Type.String({ maxLength: 200, description: 'Name of a group of theirs' })),
    stream: Type.Optional(Type.String({ maxLength: 200, description: 'Name of a stream' })),
    includeExpired: Type.Optional(
      Type.Boolean({
        default: false,
        description: 'Also accounts that have ended or are deactivated',
      }),
    ),
    sortBy: Type.Optional(Type.Enum([...userSortKeys], { default: 'username' })),
    sortOrder: Type.Optional(Type.Enum(['asc', 'desc'], { default: 'asc' })),
  }),
  // What SkyPortal leaves out for it costs nothing here.
  ignored: { query: ['slim'] },
  response: closed({ users: Type.Array(user), totalMatches: Type.Integer() }),
});

export const getUser = defineRoute({
  method: 'GET',
  path: '/api/user/{id}',
  tags: ['users'],
  summary: 'One user',
  params: idParams,
  response: user,
});

const roleList = Type.Array(Type.Enum([...roles]), { maxItems: 10 });

export const createUser = defineRoute({
  method: 'POST',
  path: '/api/user',
  tags: ['users'],
  summary: 'Make an account',
  description:
    'Roles, groups and streams are those that the viewer may give: roles that carry no more than ' +
    'his key, groups that he administers, streams that he reads. A member of a group is given its ' +
    'streams.',
  acl: 'Manage users',
  body: closed({
    username,
    ...personChange,
    roles: Type.Optional(roleList),
    groupIDsAndAdmin: Type.Optional(
      Type.Array(Type.Tuple([rowId('A group'), Type.Boolean()]), { maxItems: 100 }),
    ),
    streamIDs: Type.Optional(Type.Array(rowId('A stream'), { maxItems: 100 })),
    expirationDate: Type.Optional(clearable(datetimeInput('When the account shall end'))),
  }),
  ignored: { body: ['oauth_uid'] },
  response: closed({ id: rowId('The user') }),
  examples: {
    body: { username: 'ada', roles: ['Full user'], groupIDsAndAdmin: [[3, false]] },
    response: { id: 7 },
  },
});

export const updateUser = defineRoute({
  method: 'PATCH',
  path: '/api/user/{id}',
  tags: ['users'],
  summary: 'Change, deactivate or activate an account',
  description:
    'A deactivated account keeps all that it made; its keys end for good. Only a System admin ' +
    'changes the account of one, and one that does not end always remains.',
  acl: 'Manage users',
  params: idParams,
  body: closed({
    username: Type.Optional(username),
    ...personChange,
    expirationDate: Type.Optional(
      clearable(datetimeInput('When the account shall end; null or empty: never')),
    ),
    deactivated: Type.Optional(Type.Boolean()),
    revision: knownRevision,
  }),
  response: closed({ revision: Type.Integer() }),
  examples: { body: { expirationDate: '2027-06-30' } },
});

export const deleteUser = defineRoute({
  method: 'DELETE',
  path: '/api/user/{id}',
  tags: ['users'],
  summary: 'Delete an account that made nothing; others are deactivated',
  acl: 'Manage users',
  params: idParams,
  response: closed({}),
});

export const addUserRoles = defineRoute({
  method: 'POST',
  path: '/api/user/{id}/roles',
  tags: ['users'],
  summary: 'Give a user roles that carry no more than the key in hand',
  acl: 'Manage users',
  params: idParams,
  body: closed({ roleIds: Type.Array(Type.String({ maxLength: 100 }), { maxItems: 10 }) }),
  response: closed({}),
  examples: { body: { roleIds: ['Full user'] } },
});

export const removeUserRole = defineRoute({
  method: 'DELETE',
  path: '/api/user/{id}/roles/{role}',
  tags: ['users'],
  summary: 'Take a role from a user',
  acl: 'Manage users',
  params: closed({ id: rowId('The user'), role: Type.String({ maxLength: 100 }) }),
  response: closed({}),
});

export const addUserAcls = defineRoute({
  method: 'POST',
  path: '/api/user/{id}/acls',
  tags: ['users'],
  summary: 'Give a user permissions that the key in hand has',
  acl: 'Manage users',
  params: idParams,
  body: closed({ aclIds: Type.Array(Type.String({ maxLength: 100 }), { maxItems: 50 }) }),
  response: closed({}),
  examples: { body: { aclIds: ['Manage shifts'] } },
});

export const removeUserAcl = defineRoute({
  method: 'DELETE',
  path: '/api/user/{id}/acls/{acl}',
  tags: ['users'],
  summary: 'Take a permission from a user that he has beside his roles',
  acl: 'Manage users',
  params: closed({ id: rowId('The user'), acl: Type.String({ maxLength: 100 }) }),
  response: closed({}),
});

export const listRoles = defineRoute({
  method: 'GET',
  path: '/api/roles',
  tags: ['users'],
  summary: 'Roles, and the permissions that they carry',
  response: Type.Array(
    closed({
      id: Type.String(),
      acls: Type.Array(Type.String()),
      can_give: Type.Boolean({ description: 'Whether the viewer may give it to others' }),
    }),
  ),
});

export const listAcls = defineRoute({
  method: 'GET',
  path: '/api/acls',
  tags: ['users'],
  summary: 'The names of all permissions',
  response: Type.Array(Type.String()),
});
