import { defineRoute } from '../route.ts';
import { closed, datetime, nullable, rowId, Type } from '../schema.ts';

const tags = ['teams'];
const name = Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' });
const description = Type.Optional(nullable(Type.String({ maxLength: 10_000 })));
const groupIds = Type.Array(rowId('A group'), { maxItems: 500 });
const params = closed({ id: rowId('The team') });

const team = closed({
  id: rowId('The team'),
  name: Type.String(),
  description: nullable(Type.String()),
  groups: Type.Array(
    closed({
      id: rowId('The group'),
      name: Type.String(),
      nickname: nullable(Type.String()),
      is_member: Type.Boolean({ description: 'Whether the viewer is in it' }),
    }),
    { description: 'Those of its groups that the viewer knows of' },
  ),
  created_at: datetime('When it was made'),
  modified: datetime('When it was changed'),
});

export const listTeams = defineRoute({
  method: 'GET',
  path: '/api/teams',
  tags,
  summary: 'Teams: names for several groups, to narrow lists by',
  description: 'A team gives nobody a right: who is in none of its groups sees no more by it.',
  response: Type.Array(team),
});

export const getTeam = defineRoute({
  method: 'GET',
  path: '/api/teams/{id}',
  tags,
  summary: 'One team',
  params,
  response: team,
});

export const createTeam = defineRoute({
  method: 'POST',
  path: '/api/teams',
  tags,
  summary: 'Make a team',
  acl: 'Manage teams',
  body: closed({ name, description, group_ids: Type.Optional(groupIds) }),
  response: closed({ id: rowId('The team') }),
  examples: { body: { name: 'Supernovae', group_ids: [3, 5] }, response: { id: 1 } },
});

export const updateTeam = defineRoute({
  method: 'PUT',
  path: '/api/teams/{id}',
  tags,
  summary: 'Change what is named of a team; `group_ids` are all of its groups that you know of',
  acl: 'Manage teams',
  params,
  body: closed({ name: Type.Optional(name), description, group_ids: Type.Optional(groupIds) }),
  response: closed({}),
});

export const deleteTeam = defineRoute({
  method: 'DELETE',
  path: '/api/teams/{id}',
  tags,
  summary: 'End a team; its groups stay',
  acl: 'Manage teams',
  params,
  response: closed({}),
});
