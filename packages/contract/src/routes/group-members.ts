import { defineRoute } from '../route.ts';
import { closed, rowId, Type } from '../schema.ts';

const idParams = closed({ id: rowId('The group') });

const membership = closed({
  group_id: rowId('The group'),
  user_id: rowId('The user'),
  admin: Type.Boolean(),
  can_save: Type.Boolean(),
  can_share_photometry: Type.Boolean(),
});

export const addGroupUser = defineRoute({
  method: 'POST',
  path: '/api/groups/{id}/users',
  tags: ['groups'],
  summary: 'Add a user to a group, all of whose streams he may read',
  acl: 'Upload data',
  params: idParams,
  body: closed({
    userID: rowId('The user'),
    admin: Type.Optional(Type.Boolean({ default: false })),
    canSave: Type.Optional(Type.Boolean({ default: true })),
    canSharePhotometry: Type.Optional(Type.Boolean({ default: false })),
  }),
  response: membership,
  examples: { body: { userID: 3, admin: false, canSave: true } },
});

export const updateGroupUser = defineRoute({
  method: 'PATCH',
  path: '/api/groups/{id}/users',
  tags: ['groups'],
  summary: 'Change what a member may do; the last admin stays one',
  acl: 'Upload data',
  params: idParams,
  body: closed({
    userID: rowId('The user'),
    admin: Type.Optional(Type.Boolean()),
    canSave: Type.Optional(Type.Boolean()),
    canSharePhotometry: Type.Optional(Type.Boolean()),
  }),
  response: membership,
  examples: { body: { userID: 3, admin: true } },
});

export const removeGroupUser = defineRoute({
  method: 'DELETE',
  path: '/api/groups/{id}/users/{user_id}',
  tags: ['groups'],
  summary: 'Take a user out of a group, or leave it',
  params: closed({ id: rowId('The group'), user_id: rowId('The user') }),
  response: closed({}),
});

export const addUsersFromGroups = defineRoute({
  method: 'POST',
  path: '/api/groups/{id}/usersFromGroups',
  tags: ['groups'],
  summary: 'Add the members of other groups, all of them or none',
  acl: 'Upload data',
  params: idParams,
  body: closed({
    fromGroupIDs: Type.Array(rowId('A group of the viewer'), { minItems: 1, maxItems: 100 }),
  }),
  response: closed({
    added: Type.Array(rowId('A user'), { description: 'Who was not in it before' }),
  }),
  examples: { body: { fromGroupIDs: [3, 4] }, response: { added: [11, 12] } },
});

export const addGroupStream = defineRoute({
  method: 'POST',
  path: '/api/groups/{id}/streams',
  tags: ['groups'],
  summary: 'Let the filters of a group read a stream that all its members may read',
  acl: 'Upload data',
  params: idParams,
  body: closed({ stream_id: rowId('The stream') }),
  response: closed({ group_id: rowId('The group'), stream_id: rowId('The stream') }),
});

export const removeGroupStream = defineRoute({
  method: 'DELETE',
  path: '/api/groups/{id}/streams/{stream_id}',
  tags: ['groups'],
  summary: 'Take a stream from a group none of whose filters reads it',
  acl: 'Upload data',
  params: closed({ id: rowId('The group'), stream_id: rowId('The stream') }),
  response: closed({}),
});
