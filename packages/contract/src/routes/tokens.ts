import { acls } from '../permissions.ts';
import { defineRoute } from '../route.ts';
import { closed, datetime, datetimeInput, nullable, rowId, Type } from '../schema.ts';

const token = closed({
  id: Type.String({ format: 'uuid', description: 'Names the token; it is not its secret' }),
  created_by_id: rowId('The user whose token it is, as SkyPortal names him'),
  name: nullable(Type.String()),
  acls: nullable(Type.Array(Type.String()), {
    description: 'What it permits; null: all that its owner may do',
  }),
  created_at: datetime('When it was made'),
  expires_at: nullable(datetime('When it ends; null: never')),
  last_used_at: nullable(datetime('When it was used last, to the minute; null: never')),
});

const idParams = closed({
  id: Type.String({
    pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$',
    description: "A token's id; the secret of one's own does, too",
  }),
});

const name = Type.String({ minLength: 1, maxLength: 200 });
const scope = Type.Optional(nullable(Type.Array(Type.Enum([...acls]), { maxItems: 100 })));
const end = Type.Optional(nullable(datetimeInput('When it shall end; null: never')));

export const listTokens = defineRoute({
  method: 'GET',
  path: '/api/internal/tokens',
  tags: ['tokens'],
  summary: "A user's tokens: the viewer's own, or, for admins, another's",
  query: closed({ userID: Type.Optional(rowId('Whose; needs `System admin` for another')) }),
  response: Type.Array(token),
});

export const getToken = defineRoute({
  method: 'GET',
  path: '/api/internal/tokens/{id}',
  tags: ['tokens'],
  summary: 'One token, without its secret',
  params: idParams,
  response: token,
});

export const createToken = defineRoute({
  method: 'POST',
  path: '/api/internal/tokens',
  tags: ['tokens'],
  summary: 'Make a token',
  description:
    'The secret is in the answer and nowhere else: only its hash is kept. Without `acls` the ' +
    'token carries all that its owner may do; a scoped key cannot make a wider one, an ending ' +
    'key none that ends later. Admins may name another user; the token then carries no more ' +
    'than that user may do.',
  body: closed({
    name,
    acls: scope,
    expires_at: end,
    user_id: Type.Optional(rowId('Whose; needs `System admin` for another')),
  }),
  response: closed({
    token_id: Type.String({ description: 'The secret, as SkyPortal names it' }),
    id: Type.String({ format: 'uuid' }),
  }),
  examples: { body: { name: 'nightly script', acls: ['Upload data'] } },
});

export const updateToken = defineRoute({
  method: 'PUT',
  path: '/api/internal/tokens/{id}',
  tags: ['tokens'],
  summary: 'Give a token another name, other permissions or another end',
  description:
    '`acls` is the whole new list. What is not named stays. Sessions that were opened with the ' +
    'token end when its permissions or its end change.',
  params: idParams,
  body: closed({ name: Type.Optional(name), acls: scope, expires_at: end }),
  ignored: { body: ['user_id', 'id'] },
  response: closed({}),
  examples: { body: { acls: ['Comment'], expires_at: '2027-06-30' } },
});

export const deleteToken = defineRoute({
  method: 'DELETE',
  path: '/api/internal/tokens/{id}',
  tags: ['tokens'],
  summary: 'Revoke a token; sessions that were opened with it end, too',
  params: idParams,
  response: closed({}),
});
