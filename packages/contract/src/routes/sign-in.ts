import { defineRoute } from '../route.ts';
import { closed, datetime, nullable, rowId, Type } from '../schema.ts';

const providerId = Type.String({
  pattern: '^[a-z0-9][a-z0-9-]{0,39}$',
  description: "The provider's id in the settings",
  examples: ['orcid'],
});
const providerParams = closed({ provider: providerId });

export const listLoginProviders = defineRoute({
  method: 'GET',
  path: '/api/internal/login_providers',
  tags: ['session'],
  summary: 'Where one can sign in, and who may come; no login needed',
  isPublic: true,
  response: closed({
    providers: Type.Array(closed({ id: providerId, name: Type.String({ examples: ['ORCID'] }) })),
    registration: Type.Enum(['invitation', 'open'], {
      description: 'Whether whoever is not known yet needs an invitation',
    }),
  }),
  examples: {
    response: { providers: [{ id: 'orcid', name: 'ORCID' }], registration: 'invitation' },
  },
});

export const startSignIn = defineRoute({
  method: 'GET',
  path: '/login/{provider}',
  tags: ['session'],
  summary: 'Go to an OpenID Connect provider to sign in',
  description:
    'Authorization code with PKCE, state and nonce. Redirects to the provider, which leads back ' +
    'to `/complete/{provider}`.',
  isPublic: true,
  kind: 'html',
  params: providerParams,
  query: closed({
    next: Type.Optional(
      Type.String({ maxLength: 1000, description: 'Path of this site to go to afterwards' }),
    ),
    invite_token: Type.Optional(
      Type.String({ maxLength: 200, description: "An invitation's token, for who comes first" }),
    ),
    home: Type.Optional(
      Type.Boolean({ description: 'Whether the browser was sent to the public address already' }),
    ),
  }),
  response: Type.String(),
});

export const completeSignIn = defineRoute({
  method: 'GET',
  path: '/complete/{provider}',
  tags: ['session'],
  summary: 'Where the provider leads back to',
  description:
    'Sets the session cookie and redirects; where something is wrong, a page tells what. This is ' +
    'the redirect URI to register at the provider.',
  isPublic: true,
  kind: 'html',
  params: providerParams,
  // Providers add what they like: Google `authuser`, `prompt` and `hd`, Keycloak `session_state`.
  query: Type.Object({}, { additionalProperties: true }),
  response: Type.String(),
});

const sessionId = Type.String({ pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' });

export const listSessions = defineRoute({
  method: 'GET',
  path: '/api/internal/sessions',
  tags: ['session'],
  summary: "The viewer's open browser sessions, the present one first",
  response: Type.Array(
    closed({
      id: Type.String({ format: 'uuid', description: 'Names the session; it is not its secret' }),
      kind: Type.Enum(['link', 'token', 'provider', 'unknown'], {
        description: 'How it was opened',
      }),
      opened_by: nullable(Type.String({ description: 'The provider, where it was one' })),
      acls: nullable(Type.Array(Type.String()), {
        description: 'What it permits; null: all that the user may do',
      }),
      created_at: datetime('When it was opened'),
      last_used_at: nullable(datetime('When it was used last, to the minute')),
      expires_at: nullable(datetime('When it ends at the latest')),
      ip_address: nullable(Type.String()),
      browser: Type.String({ examples: ['Firefox on Linux'] }),
      current: Type.Boolean(),
    }),
  ),
});

export const deleteSession = defineRoute({
  method: 'DELETE',
  path: '/api/internal/sessions/{id}',
  tags: ['session'],
  summary: 'End one of the viewer’s sessions',
  params: closed({ id: sessionId }),
  response: closed({}),
});

export const deleteOtherSessions = defineRoute({
  method: 'DELETE',
  path: '/api/internal/sessions',
  tags: ['session'],
  summary: 'Log out everywhere else',
  description: 'Ends every session but the present one, and login links not yet used. Tokens stay.',
  response: closed({ ended: Type.Integer({ description: 'How many sessions' }) }),
});

export const listIdentities = defineRoute({
  method: 'GET',
  path: '/api/internal/identities',
  tags: ['session'],
  summary: 'The providers’ accounts that the viewer signs in with',
  response: Type.Array(
    closed({
      id: rowId('The identity'),
      provider: providerId,
      provider_name: Type.String(),
      issuer: Type.String(),
      subject: Type.String(),
      label: nullable(Type.String({ description: 'What the provider calls the person' })),
      created_at: datetime('When it was linked'),
      last_used_at: nullable(datetime('When it was signed in with last')),
    }),
  ),
});

export const linkIdentity = defineRoute({
  method: 'POST',
  path: '/api/internal/identities',
  tags: ['session'],
  summary: 'Begin to link a provider’s account to the viewer',
  description:
    'Needs a browser session that is not narrowed by a token. Send the browser to `location`; ' +
    'the provider leads back to `/complete/{provider}`, which links.',
  body: closed({ provider: providerId }),
  response: closed({ location: Type.String() }),
});

export const unlinkIdentity = defineRoute({
  method: 'DELETE',
  path: '/api/internal/identities/{id}',
  tags: ['session'],
  summary: 'Unlink a provider’s account; not the last way in',
  params: closed({ id: rowId('The identity') }),
  response: closed({}),
});

const invitationToken = Type.String({ minLength: 1, maxLength: 200 });

export const previewInvitation = defineRoute({
  method: 'GET',
  path: '/api/invitations/preview',
  tags: ['session'],
  summary: 'Who invites to what: for the holder of an invitation’s link; no login needed',
  isPublic: true,
  query: closed({ token: invitationToken }),
  response: closed({
    invited_by: Type.String(),
    role: Type.String(),
    groups: Type.Array(Type.String()),
    streams: Type.Array(Type.String()),
    expires_at: datetime('Until when it can be accepted'),
    user_expires_at: nullable(datetime('When the account ends that it makes; null: never')),
  }),
});

export const acceptInvitation = defineRoute({
  method: 'POST',
  path: '/api/invitations/accept',
  tags: ['session'],
  summary: 'Take what an invitation gives, for who has an account already',
  body: closed({ token: invitationToken }),
  response: closed({}),
});
