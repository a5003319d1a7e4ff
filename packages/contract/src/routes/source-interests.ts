import { defineRoute } from '../route.ts';
import { closed, datetime, nullable, objectId, rowId, Type } from '../schema.ts';

const tags = ['sources'];
const params = closed({ id: objectId });

const interest = closed({
  id: rowId('It'),
  obj_id: objectId,
  user_id: rowId('Whose it is'),
  title: Type.String(),
  description: nullable(Type.String()),
  link: nullable(Type.String()),
  created_at: datetime('When it was said'),
  modified: datetime('The same'),
  user: closed({
    id: rowId('Whose it is'),
    username: Type.String(),
    first_name: nullable(Type.String()),
    last_name: nullable(Type.String()),
    gravatar_url: Type.Null({ description: 'It would tell an e-mail address' }),
    is_bot: Type.Boolean(),
  }),
});

export const listSourceInterests = defineRoute({
  method: 'GET',
  path: '/api/sources/{id}/interests',
  tags,
  summary: 'Who means to work on an object, first ones first',
  params,
  response: Type.Array(interest),
});

export const addSourceInterest = defineRoute({
  method: 'POST',
  path: '/api/sources/{id}/interests',
  tags,
  summary: 'Say that one means to work on an object: everyone who sees it is told',
  acl: 'Comment',
  params,
  body: closed({
    title: Type.String({ minLength: 1, maxLength: 500, pattern: '\\S' }),
    description: Type.Optional(nullable(Type.String({ maxLength: 10_000 }))),
    link: Type.Optional(
      nullable(
        Type.String({ maxLength: 2000, pattern: '^(https?://\\S+)?$', description: 'http' }),
      ),
    ),
  }),
  isRepeatable: true,
  response: closed({ id: rowId('It') }),
  examples: {
    body: { title: 'Early light of SN 2026abc', link: 'https://example.org/plan' },
    response: { id: 3 },
  },
});

export const removeSourceInterest = defineRoute({
  method: 'DELETE',
  path: '/api/sources/{id}/interests/{interest_id}',
  tags,
  summary: "Take back an interest of one's own",
  acl: 'Comment',
  params: closed({ id: objectId, interest_id: rowId('It') }),
  response: closed({}),
});
