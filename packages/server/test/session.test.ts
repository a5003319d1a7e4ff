import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createLoginLink, withClient } from '@fritz/archive';
import { createUser, issueToken } from '@fritz/testing';
import { call, fails, type Harness, send, startHarness } from './harness.ts';

let harness: Harness;
before(async () => {
  harness = await startHarness();
});
after(() => harness.close());

const sameSite = { 'sec-fetch-site': 'same-origin' };

function cookieOf(response: { cookies: { name: string; value: string }[] }): string {
  const cookie = response.cookies.find(({ name }) => name === 'fritz_session');
  assert.ok(cookie, 'a session cookie was set');
  return `${cookie.name}=${cookie.value}`;
}

function newLink(userId: number, ttlS = 600): Promise<string> {
  return withClient(harness.database.owner, (owner) => createLoginLink(owner, { userId, ttlS }));
}

test('over https the session’s cookie is never sent without it, also behind a proxy', async () => {
  const own = await startHarness({ trustProxy: ['127.0.0.1'] });
  try {
    const user = await own.arrange((client) => createUser(client));
    const body = { token: user.token };
    const flags = async (headers: Record<string, string>) => {
      const reply = await send(own, 'login', { body, headers });
      const [cookie] = reply.cookies;
      return [cookie?.name, cookie?.secure ?? false, cookie?.httpOnly, cookie?.sameSite];
    };
    const https = { 'x-forwarded-proto': 'https' };
    assert.deepEqual(await flags(https), ['__Host-fritz_session', true, true, 'Lax']);
    assert.deepEqual(await flags({}), ['fritz_session', false, true, 'Lax']);
    // A page without https, or of a neighbouring site, can plant the plain name: it counts for nothing.
    const [session] = (await send(own, 'login', { body, headers: https })).cookies;
    const profile = async (name: string, headers: Record<string, string>) => {
      const cookie = `${name}=${session?.value}`;
      return (await send(own, 'getProfile', { headers: { ...headers, cookie } })).statusCode;
    };
    assert.equal(await profile('__Host-fritz_session', https), 200);
    assert.equal(await profile('fritz_session', https), 401);
    assert.equal(await profile('fritz_session', {}), 200);
    const cookie = `__Host-fritz_session=${session?.value}`;
    const left = await send(own, 'logout', { headers: { ...https, ...sameSite, cookie } });
    assert.match(String(left.headers['set-cookie']), /^__Host-fritz_session=;.*Path=\/;.*Secure/);
    assert.equal(await profile('__Host-fritz_session', https), 401);
  } finally {
    await own.close();
  }
});

test('a login link works once, and its session is the user', async () => {
  const user = await harness.arrange((client) => createUser(client));
  const code = await newLink(user.id);
  const response = await send(harness, 'redeemLoginLink', { query: { code } });
  assert.equal(response.statusCode, 303);
  assert.equal(response.headers.location, '/');
  const raw = String(response.headers['set-cookie']);
  assert.match(raw, /HttpOnly/);
  assert.match(raw, /SameSite=Lax/);
  const cookie = cookieOf(response);
  const profile = await call(harness, 'getProfile', { headers: { cookie } });
  assert.equal(profile.username, user.username);
  assert.deepEqual(profile.acls, profile.permissions);

  const again = await send(harness, 'redeemLoginLink', { query: { code } });
  assert.equal(again.statusCode, 401);
  assert.match(again.body, /cannot be used/);
  assert.equal(again.cookies.length, 0);
});

test('a link that is too old, unknown or missing opens nothing', async () => {
  const user = await harness.arrange((client) => createUser(client));
  const old = await newLink(user.id, -1);
  const queries: Record<string, string>[] = [{ code: old }, { code: "' OR 1=1 --" }, {}];
  for (const query of queries) {
    const response = await send(harness, 'redeemLoginLink', { query });
    assert.equal(response.statusCode, 401);
    assert.match(String(response.headers['content-type']), /text\/html/);
  }
});

test('looking whether a link leads somewhere does not use it up', async () => {
  const user = await harness.arrange((client) => createUser(client));
  const code = await newLink(user.id);
  const look = await harness.server.inject({ method: 'HEAD', url: `/login?code=${code}` });
  assert.equal(look.cookies.length, 0);
  const response = await send(harness, 'redeemLoginLink', { query: { code } });
  assert.equal(response.statusCode, 303);
});

test('a link is no key by itself', async () => {
  const user = await harness.arrange((client) => createUser(client));
  const token = await newLink(user.id);
  await fails(harness, 'getProfile', 'invalid_credentials', { as: { token } });
});

test('logout ends this session and no other', async () => {
  const user = await harness.arrange((client) => createUser(client));
  const body = { token: user.token };
  const first = cookieOf(await send(harness, 'login', { body, headers: sameSite }));
  const second = cookieOf(await send(harness, 'login', { body, headers: sameSite }));
  await call(harness, 'logout', { headers: { cookie: first, ...sameSite } });
  await fails(harness, 'getProfile', 'invalid_credentials', { headers: { cookie: first } });
  await call(harness, 'getProfile', { headers: { cookie: second } });
});

test('a request notes when its key was used last', async () => {
  const own = await startHarness();
  try {
    const someone = await own.arrange((client) => createUser(client));
    await call(own, 'getProfile', { as: someone });
    await own.server.close();
    const used = await own.arrange((client) =>
      client.query(
        'SELECT FROM fritz.access_keys WHERE user_id = $1 AND last_used_at IS NOT NULL',
        [someone.id],
      ),
    );
    assert.equal(used.rowCount, 1);
  } finally {
    await own.close();
  }
});

test('a session of a scoped token carries no more than the token', async () => {
  const token = await harness.arrange(async (client) => {
    const user = await createUser(client);
    return issueToken(client, { userId: user.id, acls: ['Comment'] });
  });
  const cookie = cookieOf(await send(harness, 'login', { body: { token } }));
  const profile = await call(harness, 'getProfile', { headers: { cookie } });
  assert.deepEqual(profile.acls, ['Comment']);
});

test('a change by cookie must come from the same site', async () => {
  const user = await harness.arrange((client) => createUser(client));
  const cookie = cookieOf(await send(harness, 'login', { body: { token: user.token } }));
  const body = { name: 'a script' };
  const foreign: Record<string, string>[] = [
    {},
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { origin: 'https://evil.example' },
    { origin: 'null' },
  ];
  for (const headers of foreign) {
    const options = { body, headers: { cookie, ...headers } };
    await fails(harness, 'createToken', 'cross_origin', options);
  }
  const origin = { cookie, host: 'fritz.example', origin: 'https://fritz.example' };
  await call(harness, 'createToken', { body, headers: origin });
  await call(harness, 'createToken', { body, headers: { cookie, ...sameSite } });
  const elsewhere = { body: { token: user.token }, headers: { origin: 'https://evil.example' } };
  await fails(harness, 'login', 'cross_origin', elsewhere);
});

test('wrong secrets are refused, and after many the address waits', async () => {
  let now = Date.UTC(2026, 10, 22);
  const own = await startHarness({ now: () => new Date(now) });
  try {
    for (let i = 0; i < 20; i++) {
      await fails(own, 'login', 'invalid_credentials', { body: { token: `wrong ${i}` } });
    }
    await fails(own, 'login', 'too_many_requests', { body: { token: 'wrong' } });
    now += 61_000;
    await fails(own, 'login', 'invalid_credentials', { body: { token: 'wrong' } });
  } finally {
    await own.close();
  }
});

test('malformed credentials are nobody', async () => {
  for (const authorization of ['token', 'Basic dTpw', `token ${'x'.repeat(500)}`, 'token \u00e9']) {
    await fails(harness, 'getProfile', 'invalid_credentials', { headers: { authorization } });
  }
  for (const cookie of ['fritz_session=', 'fritz_session=x.y', "fritz_session=' OR 1=1"]) {
    await fails(harness, 'getProfile', 'not_authenticated', { headers: { cookie } });
  }
  const user = await harness.arrange((client) => createUser(client));
  const headers = { authorization: `Bearer ${user.token}` };
  await call(harness, 'getProfile', { headers });
});
