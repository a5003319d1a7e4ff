import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider, { type Configuration } from 'oidc-provider';
import { type Fault, spoil } from './faults.ts';
import { showInteraction } from './interaction.ts';
import { makeSigningKey, type SigningKey } from './signing-key.ts';

/** Somebody with an account at the provider; the key is his subject. */
export interface TestAccount {
  email?: string;
  email_verified?: boolean;
  name?: string;
  given_name?: string;
  family_name?: string;
  preferred_username?: string;
}

/** A real OpenID Connect provider on the loopback address, whose people log in by their subject. */
export interface TestProvider {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** What is wrong with what servers ask of it; null: nothing. Browsers are always served. */
  fault: Fault | null;
  /** Requests for tokens that came so far. */
  readonly tokenRequests: number;
  close(): Promise<void>;
}

const clientId = 'fritz';
const clientSecret = 'a-client-secret-of-the-tests-alone';

/** Starts a provider; `redirectPaths` are where its client may lead back to, on any port. */
export async function startTestProvider(options: {
  accounts: Readonly<Record<string, TestAccount>>;
  redirectPaths: readonly string[];
}): Promise<TestProvider> {
  const key = makeSigningKey();
  let handle = (_request: IncomingMessage, response: ServerResponse): void => {
    response.writeHead(503).end();
  };
  const server = createServer((request, response) => handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const issuer = `http://127.0.0.1:${port}`;
  const provider = new Provider(issuer, configure(options, key));
  const state = { fault: null as Fault | null, tokenRequests: 0 };
  const serve = provider.callback();
  handle = (request, response) => {
    if (request.method === 'POST' && request.url === '/token') state.tokenRequests += 1;
    if (spoil(state.fault, request, response, { issuer, key })) return;
    if (request.url?.startsWith('/interaction/')) {
      void showInteraction(provider, request, response);
      return;
    }
    void serve(request, response);
  };
  return {
    issuer,
    clientId,
    clientSecret,
    get fault() {
      return state.fault;
    },
    set fault(fault) {
      state.fault = fault;
    },
    get tokenRequests() {
      return state.tokenRequests;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function configure(
  options: Parameters<typeof startTestProvider>[0],
  key: SigningKey,
): Configuration {
  const { accounts, redirectPaths } = options;
  return {
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        // A native client's port on the loopback address is not compared (RFC 8252 §7.3).
        application_type: 'native',
        redirect_uris: redirectPaths.flatMap((path) => [
          `http://127.0.0.1${path}`,
          `http://localhost${path}`,
        ]),
        response_types: ['code'],
        grant_types: ['authorization_code'],
        token_endpoint_auth_method: 'client_secret_post',
      },
    ],
    jwks: { keys: [key.privateJwk] },
    cookies: { keys: ['a cookie key of the tests alone'] },
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    claims: {
      openid: ['sub'],
      email: ['email', 'email_verified'],
      profile: ['name', 'given_name', 'family_name', 'preferred_username'],
    },
    ttl: { Interaction: 600, Session: 600, Grant: 600, AccessToken: 600, IdToken: 600 },
    interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_ctx, sub) => {
      const account = accounts[sub];
      if (account === undefined) return undefined;
      return { accountId: sub, claims: () => ({ sub, ...account }) };
    },
    // Nobody is asked whether the client may know who he is.
    loadExistingGrant: async ({ oidc }) => {
      const { client, session } = oidc;
      if (client === undefined || session?.accountId === undefined) return undefined;
      const grant = new oidc.provider.Grant({
        clientId: client.clientId,
        accountId: session.accountId,
      });
      grant.addOIDCScope('openid email profile');
      await grant.save();
      return grant;
    },
  };
}
