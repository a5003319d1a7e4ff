import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { createLoginLink, withClient } from '@fritz/archive';
import {
  createGroup,
  createUser,
  startTestProvider,
  type TestProvider,
  type TestUser,
  walkThrough,
} from '@fritz/testing';
import pino from 'pino';
import { type Harness, send, startHarness } from './harness.ts';

const accounts = {
  'ada-1': {
    email: 'ada@example.org',
    email_verified: true,
    given_name: 'Ada',
    family_name: 'Lovelace',
  },
  'bob-1': { email: 'bob@example.org', email_verified: true, preferred_username: 'Bob Öhm!' },
  'eve-1': { email: 'ada@example.org', email_verified: true, given_name: 'Eve' },
  'unchecked-1': { email: 'ada@example.org', email_verified: false },
  'bare-1': {},
};
const redirectPaths = ['/complete/one', '/complete/two'];

export const sameSite = { 'sec-fetch-site': 'same-origin' };

/** A provider of the settings that nobody answers for. */
export const dead = {
  id: 'dead',
  name: 'The dead',
  issuer: 'http://127.0.0.1:1',
  clientId: 'x',
  clientSecret: 'dead-secret-dead-secret',
  scope: 'openid',
};

export type Reply = Awaited<ReturnType<typeof send>>;

export function settingsOf(id: string, provider: TestProvider) {
  const { issuer, clientId, clientSecret } = provider;
  return { id, name: `The ${id}`, issuer, clientId, clientSecret, scope: 'openid email profile' };
}

function cookieText(reply: Reply, name: RegExp): string {
  const found = reply.cookies.find((cookie) => name.test(cookie.name));
  assert.ok(found, `a cookie ${name} was set: ${reply.body.slice(0, 300)}`);
  return `${found.name}=${found.value}`;
}

/** The cookie of the session that an answer opens. */
export const sessionOf = (reply: Reply): string => cookieText(reply, /session/);
/** The cookie of the sign-in that an answer begins. */
export const flowOf = (reply: Reply): string => cookieText(reply, /sign_in/);

/** An answer that is a page telling what is wrong, and opens nothing. */
export function problem(reply: Reply, status: number, text: RegExp): void {
  assert.equal(reply.statusCode, status, reply.body);
  assert.match(String(reply.headers['content-type']), /text\/html/);
  assert.match(reply.body, text);
  const opened = reply.cookies.some(({ name, value }) => /session/.test(name) && value !== '');
  assert.equal(opened, false, 'no session');
}

/** Brings a provider's answer back to Fritz. */
export function comeBack(harness: Harness, answer: string, cookie: string): Promise<Reply> {
  const { pathname, search } = new URL(answer);
  return harness.server.inject({ url: `${pathname}${search}`, headers: { cookie } });
}

/**
 * Two providers with the same people, of whom nobody has an account at Fritz, which lets in by
 * invitation.
 */
export class SignInStage {
  readonly harness: Harness;
  readonly one: TestProvider;
  readonly two: TestProvider;
  /** What the server logged. */
  readonly lines: string[];

  private constructor(parts: Pick<SignInStage, 'harness' | 'one' | 'two' | 'lines'>) {
    this.harness = parts.harness;
    this.one = parts.one;
    this.two = parts.two;
    this.lines = parts.lines;
  }

  static async open(): Promise<SignInStage> {
    const one = await startTestProvider({ accounts, redirectPaths });
    const two = await startTestProvider({ accounts, redirectPaths });
    const lines: string[] = [];
    const harness = await startHarness({
      log: pino({}, { write: (line) => lines.push(line) }),
      signIn: {
        providers: [settingsOf('one', one), settingsOf('two', two), dead],
        registration: 'invitation',
        defaultRole: 'View only',
        timeoutMs: 1500,
      },
    });
    return new SignInStage({ harness, one, two, lines });
  }

  async close(): Promise<void> {
    await this.harness.close();
    await this.one.close();
    await this.two.close();
  }

  /** Begins at Fritz; returns the provider's address and the cookie of the sign-in. */
  async begin(provider: string, query: Record<string, string> = {}) {
    const reply = await send(this.harness, 'startSignIn', { params: { provider }, query });
    assert.equal(reply.statusCode, 303, reply.body);
    return { location: String(reply.headers.location), cookie: flowOf(reply) };
  }

  async signIn(provider: string, account: string, query: Record<string, string> = {}) {
    const { location, cookie } = await this.begin(provider, query);
    return comeBack(this.harness, await walkThrough(location, { account }), cookie);
  }

  /** Links an identity to the user of a session; `back` are the cookies that come back. */
  async linkTo(session: string, provider: string, account: string, back = session) {
    const headers = { cookie: session, ...sameSite };
    const reply = await send(this.harness, 'linkIdentity', { headers, body: { provider } });
    assert.equal(reply.statusCode, 200, reply.body);
    const answer = await walkThrough(reply.json().data.location, { account });
    return comeBack(this.harness, answer, `${back}; ${flowOf(reply)}`);
  }

  newUser(): Promise<TestUser> {
    return this.harness.arrange((client) => createUser(client));
  }

  /** Lets a user sign in with this identity, as if he had linked it before. */
  giveIdentity(user: TestUser, provider: TestProvider, subject: string) {
    return this.harness.arrange((client) =>
      client.query(
        `INSERT INTO fritz.identities (user_id, issuer, subject, provider)
         VALUES ($1, $2, $3, 'one') ON CONFLICT (issuer, subject) DO UPDATE SET user_id = $1`,
        [user.id, provider.issuer, subject],
      ),
    );
  }

  /** The cookie of a session that a one-time link opened. */
  async linkSession(user: TestUser): Promise<string> {
    const code = await withClient(this.harness.database.owner, (owner) =>
      createLoginLink(owner, { userId: user.id, ttlS: 60 }),
    );
    return sessionOf(await send(this.harness, 'redeemLoginLink', { query: { code } }));
  }

  /** How much there is of what a sign-in could leave half-made. */
  async countPeople(): Promise<unknown> {
    const { rows } = await this.harness.arrange((client) =>
      client.query(
        `SELECT (SELECT count(*) FROM fritz.users)::int AS users,
                (SELECT count(*) FROM fritz.identities)::int AS identities,
                (SELECT count(*) FROM fritz.access_keys WHERE kind = 'session')::int AS sessions`,
      ),
    );
    return rows[0];
  }

  /** An invitation by an admin to a new group. */
  async invite() {
    const { admin, group } = await this.harness.arrange(async (client) => {
      const made = await createUser(client, { roles: ['Super admin'] });
      return { admin: made, group: await createGroup(client, { members: [made] }) };
    });
    const token = createHash('sha256').update(`${admin.id}`).digest('base64url');
    await this.harness.arrange(async (client) => {
      const { rows } = await client.query<{ id: number }>(
        `INSERT INTO fritz.invitations (token_hash, email, role_id, invited_by, expires_at)
         VALUES (sha256(convert_to($1, 'UTF8')), 'guest@example.org', 'Full user', $2,
           now() + interval '1 day') RETURNING id`,
        [token, admin.id],
      );
      // An invitation goes to groups that its maker administers.
      await client.query(
        'UPDATE fritz.group_users SET admin = true WHERE group_id = $1 AND user_id = $2',
        [group.id, admin.id],
      );
      await client.query(
        'INSERT INTO fritz.invitation_groups (invitation_id, group_id) VALUES ($1, $2)',
        [rows[0]?.id, group.id],
      );
    });
    return { token, group, admin };
  }
}
