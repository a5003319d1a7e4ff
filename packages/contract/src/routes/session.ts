import { defineRoute } from '../route.ts';
import { closed, rowId, Type } from '../schema.ts';

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
