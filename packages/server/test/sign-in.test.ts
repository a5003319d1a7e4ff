import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { withClient } from '@fritz/archive';
import { createServer } from '@fritz/server';
import { createUser, walkThrough } from '@fritz/testing';
import { call, fails, send, startHarness } from './harness.ts';
import {
  comeBack,
  dead,
  flowOf,
  problem,
  SignInStage,
  sameSite,
  sessionOf,
  settingsOf,
} from './sign-in-stage.ts';

let stage: SignInStage;
before(async () => {
  stage = await SignInStage.open();
});
after(() => stage.close());
beforeEach(() => {
  stage.one.fault = null;
});

test('the login page is told of the providers, without their secrets', async () => {
  const told = await call(stage.harness, 'listLoginProviders');
  assert.deepEqual(told.providers[0], { id: 'one', name: 'The one' });
  assert.equal(told.registration, 'invitation');
  assert.equal(JSON.stringify(told).includes('secret'), false);
});

test('a sign-in asks with code, PKCE, state and nonce', async () => {
  const { location } = await stage.begin('one');
  const asked = new URL(location);
  assert.equal(asked.origin, stage.one.issuer);
  const { searchParams } = asked;
  assert.equal(searchParams.get('response_type'), 'code');
  assert.equal(searchParams.get('code_challenge_method'), 'S256');
  for (const name of ['state', 'nonce', 'code_challenge']) {
    assert.ok((searchParams.get(name) ?? '').length >= 43, name);
  }
  const other = new URL((await stage.begin('one')).location).searchParams;
  for (const name of ['state', 'nonce', 'code_challenge']) {
    assert.notEqual(other.get(name), searchParams.get(name), name);
  }
});

test('who is known by issuer and subject gets in, with a session like any other', async () => {
  const user = await stage.newUser();
  await stage.giveIdentity(user, stage.one, 'ada-1');
  const reply = await stage.signIn('one', 'ada-1', { next: '/sources?x=1#y' });
  assert.equal(reply.statusCode, 303, reply.body);
  assert.equal(reply.headers.location, '/sources?x=1#y');
  const raw = reply.cookies.find(({ name }) => name === 'fritz_session');
  assert.ok(raw?.httpOnly);
  assert.equal(raw.sameSite, 'Lax');
  const cookie = sessionOf(reply);
  const profile = await call(stage.harness, 'getProfile', { headers: { cookie } });
  assert.equal(profile.id, user.id);
  const [session] = await call(stage.harness, 'listSessions', { headers: { cookie } });
  assert.deepEqual(
    [session?.kind, session?.opened_by, session?.current],
    ['provider', 'The one', true],
  );
});

test('another issuer, or another subject, with the same e-mail does not get the account', async () => {
  const user = await stage.newUser();
  await stage.giveIdentity(user, stage.one, 'ada-1');
  await stage.harness.arrange((client) =>
    client.query(`UPDATE fritz.users SET contact_email = 'ada@example.org' WHERE id = $1`, [
      user.id,
    ]),
  );
  const before = await stage.countPeople();
  // The same subject and e-mail from another issuer, then the same e-mail from the same issuer.
  problem(await stage.signIn('two', 'ada-1'), 403, /invitation/);
  problem(await stage.signIn('one', 'eve-1'), 403, /invitation/);
  problem(await stage.signIn('one', 'unchecked-1'), 403, /invitation/);
  assert.deepEqual(await stage.countPeople(), before);
});

test('an invitation lets a new person in, once, and into its group', async () => {
  const { token, group, admin } = await stage.invite();
  const preview = await call(stage.harness, 'previewInvitation', { query: { token } });
  assert.equal(preview.invited_by, admin.username);
  assert.deepEqual(preview.groups, [group.name]);
  const reply = await stage.signIn('one', 'bob-1', { invite_token: token });
  assert.equal(reply.statusCode, 303, reply.body);
  const cookie = sessionOf(reply);
  const profile = await call(stage.harness, 'getProfile', { headers: { cookie } });
  assert.equal(profile.username, 'bob-ohm');
  assert.equal(profile.contact_email, 'bob@example.org');
  assert.ok(profile.groups.some(({ id }) => id === group.id));
  assert.deepEqual(profile.roles, ['Full user']);
  // Again: the account is there, and the invitation is used up.
  assert.equal((await stage.signIn('one', 'bob-1')).statusCode, 303);
  const before = await stage.countPeople();
  problem(await stage.signIn('two', 'bob-1', { invite_token: token }), 403, /invitation/);
  await fails(stage.harness, 'previewInvitation', 'invitation_unusable', { query: { token } });
  assert.deepEqual(await stage.countPeople(), before);
});

test('who has an account accepts an invitation with his session', async () => {
  const { token, group } = await stage.invite();
  const user = await stage.harness.arrange((client) =>
    createUser(client, { roles: ['View only'] }),
  );
  await stage.giveIdentity(user, stage.two, 'bare-1');
  const reply = await stage.signIn('two', 'bare-1', { invite_token: token });
  assert.equal(reply.headers.location, `/invitation?token=${token}`);
  const headers = { cookie: sessionOf(reply), ...sameSite };
  await fails(stage.harness, 'acceptInvitation', 'session_too_narrow', {
    as: user,
    body: { token },
  });
  await call(stage.harness, 'acceptInvitation', { headers, body: { token } });
  const profile = await call(stage.harness, 'getProfile', { headers });
  assert.ok(profile.groups.some(({ id }) => id === group.id));
  await fails(stage.harness, 'acceptInvitation', 'invitation_unusable', {
    headers,
    body: { token },
  });
});

test('an account that has ended is not opened', async () => {
  const user = await stage.newUser();
  await stage.giveIdentity(user, stage.one, 'ada-1');
  await stage.harness.arrange((client) =>
    client.query(`UPDATE fritz.users SET expires_at = now() - interval '1 s' WHERE id = $1`, [
      user.id,
    ]),
  );
  problem(await stage.signIn('one', 'ada-1'), 403, /has ended/);
});

test('an answer counts once, in the browser that began, and only as it was asked for', async () => {
  const user = await stage.newUser();
  await stage.giveIdentity(user, stage.one, 'ada-1');
  const mine = await stage.begin('one');
  const theirs = await stage.begin('one');
  const answer = await walkThrough(mine.location, { account: 'ada-1' });
  problem(await comeBack(stage.harness, answer, theirs.cookie), 401, /another window/);
  problem(await comeBack(stage.harness, answer, ''), 401, /another window/);
  problem(await comeBack(stage.harness, answer, 'fritz_sign_in=nonsense'), 401, /another window/);
  problem(
    await comeBack(stage.harness, answer.replace('/one', '/two'), mine.cookie),
    401,
    /another window/,
  );
  assert.equal((await comeBack(stage.harness, answer, mine.cookie)).statusCode, 303);
  // The provider takes no code twice.
  problem(await comeBack(stage.harness, answer, mine.cookie), 401, /did not confirm/);
});

test('a sign-in that took too long is over', async () => {
  let now = Date.now();
  const own = await startHarness({
    now: () => new Date(now),
    signIn: {
      providers: [settingsOf('one', stage.one)],
      registration: 'open',
      defaultRole: 'View only',
    },
  });
  try {
    const reply = await send(own, 'startSignIn', { params: { provider: 'one' } });
    const answer = new URL(await walkThrough(String(reply.headers.location), { account: 'ada-1' }));
    now += 16 * 60_000;
    const late = await own.server.inject({
      url: `${answer.pathname}${answer.search}`,
      headers: { cookie: flowOf(reply) },
    });
    problem(late, 401, /took too long/);
  } finally {
    await own.close();
  }
});

test('open registration makes an account with the default role and an own name', async () => {
  const own = await startHarness({
    signIn: {
      providers: [settingsOf('one', stage.one), settingsOf('two', stage.two)],
      registration: 'open',
      defaultRole: 'View only',
    },
  });
  try {
    const names: string[] = [];
    for (const provider of ['one', 'two', 'one']) {
      const reply = await send(own, 'startSignIn', { params: { provider } });
      const answer = await walkThrough(String(reply.headers.location), { account: 'ada-1' });
      const { pathname, search } = new URL(answer);
      const headers = { cookie: flowOf(reply) };
      const back = await own.server.inject({ url: `${pathname}${search}`, headers });
      const profile = await call(own, 'getProfile', { headers: { cookie: sessionOf(back) } });
      assert.deepEqual(profile.roles, ['View only']);
      names.push(profile.username);
    }
    // Two issuers, two people; and the first again.
    assert.deepEqual(names, ['ada', 'ada2', 'ada']);
  } finally {
    await own.close();
  }
});

test('afterwards one is on this site, whatever was asked for', async () => {
  const user = await stage.newUser();
  await stage.giveIdentity(user, stage.one, 'ada-1');
  const hostile = [
    'https://evil.example/',
    '//evil.example/',
    '/\\evil.example',
    '/\t/evil.example',
    'javascript:alert(1)',
    '/..//evil.example',
    '/login?code=x',
    '/api/logout',
    'evil',
  ];
  for (const next of hostile) {
    const { location } = (await stage.signIn('one', 'ada-1', { next })).headers;
    assert.equal(location, '/', next);
  }
});

test('a refusal at the provider is told plainly', async () => {
  const { location, cookie } = await stage.begin('one');
  problem(
    await comeBack(stage.harness, await walkThrough(location, 'refuse'), cookie),
    401,
    /did not allow/,
  );
});

test('an unknown provider is no provider', async () => {
  const reply = await send(stage.harness, 'startSignIn', { params: { provider: 'none' } });
  problem(reply, 404, /no such provider/);
});

test('a provider that is down, slow, endless or speaks nonsense leaves nothing behind', async () => {
  problem(
    await send(stage.harness, 'startSignIn', { params: { provider: 'dead' } }),
    503,
    /The dead does/,
  );
  const { token } = await stage.invite();
  const before = await stage.countPeople();
  for (const kind of ['error', 'silent', 'garbage', 'endless'] as const) {
    const { location, cookie } = await stage.begin('one', { invite_token: token });
    const answer = await walkThrough(location, { account: 'bare-1' });
    stage.one.fault = { kind };
    const startedAt = performance.now();
    problem(await comeBack(stage.harness, answer, cookie), 503, /does not answer as it should/);
    assert.ok(performance.now() - startedAt < 4000, `${kind} ends in time`);
    stage.one.fault = null;
  }
  assert.deepEqual(await stage.countPeople(), before);
  // The invitation is still good.
  assert.equal((await stage.signIn('one', 'bare-1', { invite_token: token })).statusCode, 303);
});

test('a token that is not what it should be opens nothing', async () => {
  const user = await stage.newUser();
  await stage.giveIdentity(user, stage.one, 'ada-1');
  const now = Math.floor(Date.now() / 1000);
  const forgeries: [string, (good: object) => object, boolean][] = [
    ['the wrong nonce', (good) => ({ ...good, nonce: 'another' }), false],
    ['no nonce', (good) => ({ ...good, nonce: undefined }), false],
    ['another audience', (good) => ({ ...good, aud: 'somebody else' }), false],
    ['another issuer', (good) => ({ ...good, iss: stage.two.issuer }), false],
    ['expired', (good) => ({ ...good, exp: now - 3600, iat: now - 7200 }), false],
    ['no subject', (good) => ({ ...good, sub: undefined }), false],
    ['unsigned', (good) => good, true],
  ];
  for (const [name, spoil, unsigned] of forgeries) {
    const { location, cookie } = await stage.begin('one');
    const nonce = new URL(location).searchParams.get('nonce');
    const answer = await walkThrough(location, { account: 'ada-1' });
    const claims = (iss: string) =>
      spoil({ iss, sub: 'ada-1', aud: stage.one.clientId, nonce, iat: now, exp: now + 600 });
    stage.one.fault = { kind: 'token', claims, unsigned };
    const reply = await comeBack(stage.harness, answer, cookie);
    stage.one.fault = null;
    assert.ok([401, 503].includes(reply.statusCode), `${name}: ${reply.statusCode}`);
    problem(reply, reply.statusCode, /could not be signed in/);
  }
  // With nothing wrong about it the same way lets in.
  const { location, cookie } = await stage.begin('one');
  const nonce = new URL(location).searchParams.get('nonce');
  const answer = await walkThrough(location, { account: 'ada-1' });
  stage.one.fault = {
    kind: 'token',
    claims: (iss) => ({
      iss,
      sub: 'ada-1',
      aud: stage.one.clientId,
      nonce,
      iat: now,
      exp: now + 600,
    }),
  };
  assert.equal((await comeBack(stage.harness, answer, cookie)).statusCode, 303);
});

test('a session that the browser had ends when it signs in anew', async () => {
  const user = await stage.newUser();
  await stage.giveIdentity(user, stage.one, 'ada-1');
  const old = await stage.linkSession(user);
  const { location, cookie } = await stage.begin('one');
  const answer = await walkThrough(location, { account: 'ada-1' });
  const fresh = sessionOf(await comeBack(stage.harness, answer, `${cookie}; ${old}`));
  await fails(stage.harness, 'getProfile', 'invalid_credentials', { headers: { cookie: old } });
  await call(stage.harness, 'getProfile', { headers: { cookie: fresh } });
});

test('raw SQL as the application’s role opens no session of an identity', async () => {
  const user = await stage.newUser();
  await stage.giveIdentity(user, stage.one, 'ada-1');
  await withClient(stage.harness.database.app, async (client) => {
    const text = `SELECT * FROM open_identity_session($1, $2, 'ada-1', sha256('x'),
      now() + interval '1 h', NULL, NULL, NULL)`;
    for (const key of ['', 'guessed', null]) {
      await assert.rejects(client.query(text, [key, stage.one.issuer]), { code: '42501' });
    }
    for (const table of ['sign_in_keys', 'identities']) {
      const rows = await client.query(`SELECT count(*)::int AS n FROM ${table}`).then(
        (found) => found.rows[0]?.n,
        (error: { code?: string }) => error.code,
      );
      assert.ok(rows === 0 || rows === '42501', table);
    }
  });
});

test('over https the sign-in’s cookie is of this host alone; the public address is led back to', async () => {
  const server = await createServer({
    archive: stage.harness.database.app,
    webRoot: null,
    version: '0',
    publicUrl: 'https://fritz.example.org',
    secureCookies: true,
    signIn: {
      providers: [settingsOf('one', stage.one)],
      registration: 'invitation',
      defaultRole: 'View only',
      key: 'x',
    },
  });
  try {
    const first = await server.inject('/login/one?next=%2Fsources');
    assert.equal(
      first.headers.location,
      'https://fritz.example.org/login/one?next=%2Fsources&home=true',
    );
    const reply = await server.inject('/login/one?home=true');
    const raw = String(reply.headers['set-cookie']);
    assert.match(raw, /^__Host-fritz_sign_in=.*Path=\/; HttpOnly; Secure; SameSite=Lax/);
    const asked = new URL(String(reply.headers.location)).searchParams;
    assert.equal(asked.get('redirect_uri'), 'https://fritz.example.org/complete/one');
  } finally {
    await server.close();
  }
});

test('no secret of a sign-in is in the log', () => {
  const log = stage.lines.join('');
  assert.match(log, /a sign-in failed/);
  assert.match(log, /signed in/);
  for (const secret of [
    stage.one.clientSecret,
    dead.clientSecret,
    'code=',
    'eyJ',
    'fritz_session',
  ]) {
    assert.equal(log.includes(secret), false, secret);
  }
});
