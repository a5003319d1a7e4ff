import { acls } from '../permissions.ts';
import { defineRoute } from '../route.ts';
import { closed, datetime, datetimeInput, nullable, rowId, Type } from '../schema.ts';

export const redeemLoginLink = defineRoute({
  method: 'GET',
  path: '/login',
  tags: ['session'],
  summary: 'Redeem a one-time login link',
  description: 'Sets the session cookie and redirects to `/`; an unusable code shows a page.',
  isPublic: true,
  kind: 'html',
  query: closed({ code: Type.Optional(Type.String({ maxLength: 200 })) }),
  response: Type.String(),
});

export const login = defineRoute({
  method: 'POST',
  path: '/api/login',
  tags: ['session'],
  summary: 'Log in with a token',
  description: 'Checks the token, opens a browser session with its permissions, sets the cookie.',
  isPublic: true,
  body: closed({ token: Type.String({ minLength: 1, maxLength: 200 }) }),
  response: closed({ user_id: rowId('The user') }),
  examples: {
    body: { token: '5f2b0a1c-0000-4000-8000-3d2f6a9b1c4e' },
    response: { user_id: 1 },
  },
});

export const logout = defineRoute({
  method: 'POST',
  path: '/api/logout',
  tags: ['session'],
  summary: 'End the browser session',
  isPublic: true,
  response: closed({}),
});

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
    is_bot: Type.Boolean(),
    roles: Type.Array(Type.String()),
    acls: Type.Array(Type.String(), { description: 'What the present key permits' }),
    permissions: Type.Array(Type.String(), { description: 'The same, as SkyPortal calls it' }),
    groups: Type.Array(profileGroup),
    streams: Type.Array(closed({ id: rowId('The stream'), name: Type.String() })),
  }),
});

const token = closed({
  id: Type.String({ format: 'uuid', description: 'Names the token; it is not its secret' }),
  name: nullable(Type.String()),
  acls: nullable(Type.Array(Type.String())),
  created_at: datetime('When it was made'),
  expires_at: nullable(datetime('When it ends; null: never')),
});

export const listTokens = defineRoute({
  method: 'GET',
  path: '/api/internal/tokens',
  tags: ['tokens'],
  summary: "The viewer's own tokens",
  response: Type.Array(token),
});

export const createToken = defineRoute({
  method: 'POST',
  path: '/api/internal/tokens',
  tags: ['tokens'],
  summary: 'Make a token',
  description:
    'The secret is in the answer and nowhere else: only its hash is kept. Without `acls` the ' +
    'token carries all that its maker may do; a scoped key cannot make a wider one.',
  body: closed({
    name: Type.String({ minLength: 1, maxLength: 200 }),
    acls: Type.Optional(nullable(Type.Array(Type.Enum([...acls]), { maxItems: 100 }))),
    expires_at: Type.Optional(nullable(datetimeInput('When it shall end'))),
  }),
  ignored: { body: ['user_id'] },
  response: closed({
    token_id: Type.String({ description: 'The secret, as SkyPortal names it' }),
    id: Type.String({ format: 'uuid' }),
  }),
  examples: { body: { name: 'nightly script', acls: ['Upload data'] } },
});

export const deleteToken = defineRoute({
  method: 'DELETE',
  path: '/api/internal/tokens/{id}',
  tags: ['tokens'],
  summary: 'Revoke a token',
  params: closed({ id: Type.String({ pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' }) }),
  response: closed({}),
});
