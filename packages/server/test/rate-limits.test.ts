import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createUser, issueToken } from '@fritz/testing';
import { call, fails, type Harness, type HarnessOptions, send, startHarness } from './harness.ts';

/** A server with a clock of its own. */
async function withLimits(
  options: HarnessOptions,
  task: (harness: Harness, pass: (seconds: number) => void) => Promise<void>,
): Promise<void> {
  let now = Date.now();
  const harness = await startHarness({ ...options, now: () => new Date(now) });
  try {
    await task(harness, (seconds) => {
      now += seconds * 1000;
    });
  } finally {
    await harness.close();
  }
}

async function askFrom(harness: Harness, address: string, headers: Record<string, string>) {
  return harness.server.inject({
    method: 'GET',
    url: '/api/internal/profile',
    remoteAddress: address,
    headers,
  });
}

test('a token is let through so often a minute; the answer says how long to wait', async () => {
  await withLimits({ limits: { tokenPerMinute: 6 } }, async (harness, pass) => {
    const user = await harness.arrange((client) => createUser(client));
    for (let i = 0; i < 6; i++) await call(harness, 'getProfile', { as: user });
    const reply = await send(harness, 'getProfile', { as: user });
    assert.equal(reply.statusCode, 429);
    assert.match(String(reply.headers['content-type']), /^application\/json/);
    assert.equal(reply.headers['retry-after'], '10');
    const { status, data, message } = reply.json();
    assert.deepEqual(
      [status, data.code, data.scope, data.retry_after_s],
      ['error', 'too_many_requests', 'token', 10],
    );
    assert.match(message, /wait 10 s/);
    pass(9);
    await fails(harness, 'getProfile', 'too_many_requests', { as: user });
    pass(1);
    await call(harness, 'getProfile', { as: user });
    await fails(harness, 'getProfile', 'too_many_requests', { as: user });
    pass(600);
    for (let i = 0; i < 6; i++) await call(harness, 'getProfile', { as: user });
    await fails(harness, 'getProfile', 'too_many_requests', { as: user });
  });
});

test('one token’s haste is not another’s; all of a user’s together have a bound', async () => {
  const limits = { tokenPerMinute: 3, userPerMinute: 5 };
  await withLimits({ limits }, async (harness) => {
    const { user, second, other } = await harness.arrange(async (client) => {
      const made = await createUser(client);
      return {
        user: made,
        second: { token: await issueToken(client, { userId: made.id }) },
        other: await createUser(client),
      };
    });
    for (let i = 0; i < 3; i++) await call(harness, 'getProfile', { as: user });
    await fails(harness, 'getProfile', 'too_many_requests', { as: user });
    for (let i = 0; i < 2; i++) await call(harness, 'getProfile', { as: second });
    const told = await fails(harness, 'getProfile', 'too_many_requests', { as: second });
    assert.equal(told.data.scope, 'user');
    await call(harness, 'getProfile', { as: other });
  });
});

test('a browser is bound as its user is, not as a token', async () => {
  const limits = { tokenPerMinute: 2, userPerMinute: 8 };
  await withLimits({ limits }, async (harness) => {
    const user = await harness.arrange((client) => createUser(client));
    const reply = await send(harness, 'login', { body: { token: user.token } });
    const session = reply.cookies.find(({ name }) => name === 'fritz_session');
    const headers = { cookie: `fritz_session=${session?.value}` };
    for (let i = 0; i < 8; i++) await call(harness, 'getProfile', { headers });
    const told = await fails(harness, 'getProfile', 'too_many_requests', { headers });
    assert.equal(told.data.scope, 'user');
  });
});

test('who guesses keys waits, and those who have one do not', async () => {
  await withLimits({ limits: { strangerPerMinute: 3 } }, async (harness) => {
    const user = await harness.arrange((client) => createUser(client));
    const good = { authorization: `token ${user.token}` };
    assert.equal((await askFrom(harness, '192.0.2.1', good)).statusCode, 200);
    const bad = (i: number) => ({ authorization: `token guess-${i}` });
    for (let i = 0; i < 3; i++) {
      assert.equal((await askFrom(harness, '192.0.2.1', bad(i))).statusCode, 401);
    }
    assert.equal((await askFrom(harness, '192.0.2.1', bad(4))).statusCode, 429);
    assert.equal((await askFrom(harness, '192.0.2.1', good)).statusCode, 200);
    assert.equal((await askFrom(harness, '192.0.2.2', bad(5))).statusCode, 401);
  });
});

test('a household of IPv6 addresses is one address', async () => {
  await withLimits({ limits: { strangerPerMinute: 2 } }, async (harness) => {
    const bad = { authorization: 'token guess' };
    const statuses = [];
    for (const address of ['2001:db8:1:2::1', '2001:db8:1:2:3:4:5:6', '2001:db8:1:2::9']) {
      statuses.push((await askFrom(harness, address, bad)).statusCode);
    }
    assert.deepEqual(statuses, [401, 401, 429]);
    assert.equal((await askFrom(harness, '2001:db8:1:3::1', bad)).statusCode, 401);
  });
});

test('the loopback address is not exempt; behind a proxy it is the client’s that counts', async () => {
  const bad = { authorization: 'token guess' };
  const from = (client: string) => ({ ...bad, 'x-forwarded-for': client });
  await withLimits({ limits: { strangerPerMinute: 2 } }, async (harness) => {
    // Nobody is believed who merely says where he comes from.
    for (const client of ['192.0.2.1', '192.0.2.2']) {
      assert.equal((await askFrom(harness, '127.0.0.1', from(client))).statusCode, 401);
    }
    assert.equal((await askFrom(harness, '127.0.0.1', from('192.0.2.3'))).statusCode, 429);
  });
  const options = { limits: { strangerPerMinute: 2 }, trustProxy: ['127.0.0.1'] };
  await withLimits(options, async (harness) => {
    const statuses = [];
    for (const client of ['192.0.2.1', '192.0.2.1', '192.0.2.1', '192.0.2.2']) {
      statuses.push((await askFrom(harness, '127.0.0.1', from(client))).statusCode);
    }
    assert.deepEqual(statuses, [401, 401, 429, 401]);
    // Only the proxy itself is believed.
    assert.equal((await askFrom(harness, '192.0.2.9', from('192.0.2.1'))).statusCode, 401);
  });
});

test('sign-ins at providers are begun so often from one address', async () => {
  const provider = {
    id: 'one',
    name: 'One',
    issuer: 'http://127.0.0.1:1',
    clientId: 'x',
    clientSecret: null,
    scope: 'openid',
  };
  const signIn = {
    providers: [provider],
    registration: 'invitation',
    defaultRole: 'View only',
    timeoutMs: 500,
  } as const;
  await withLimits({ limits: { signInsPerMinute: 2 }, signIn }, async (harness) => {
    const statuses = [];
    for (let i = 0; i < 3; i++) {
      const reply = await send(harness, 'startSignIn', { params: { provider: 'one' } });
      statuses.push(reply.statusCode);
      if (i === 2) {
        assert.equal(reply.headers['retry-after'], '30');
        assert.match(reply.body, /wait 30 s/);
      }
    }
    assert.deepEqual(statuses, [503, 503, 429]);
  });
});
