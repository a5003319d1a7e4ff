import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createLoginLink, withClient } from '@fritz/archive';
import { createUser, type TestUser } from '@fritz/testing';
import { call, fails, type Harness, send, startHarness } from './harness.ts';

let harness: Harness;
before(async () => {
  harness = await startHarness();
});
after(() => harness.close());

const sameSite = { 'sec-fetch-site': 'same-origin' };
const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
const iphone =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) ' +
  'Version/18.0 Mobile/15E148 Safari/604.1';

function cookieOf(reply: { cookies: { name: string; value: string }[]; body: string }): string {
  const found = reply.cookies.find(({ name }) => name === 'fritz_session');
  assert.ok(found, reply.body);
  return `${found.name}=${found.value}`;
}

function newUser(): Promise<TestUser> {
  return harness.arrange((client) => createUser(client));
}

function newCode(user: TestUser): Promise<string> {
  return withClient(harness.database.owner, (owner) =>
    createLoginLink(owner, { userId: user.id, ttlS: 60 }),
  );
}

/** The headers of a browser that opened a link. */
async function openLink(user: TestUser, agent = firefox) {
  const headers = { 'user-agent': agent };
  const query = { code: await newCode(user) };
  const reply = await send(harness, 'redeemLoginLink', { query, headers });
  return { cookie: cookieOf(reply), ...sameSite };
}

async function openByToken(token: string) {
  const reply = await send(harness, 'login', { body: { token }, headers: sameSite });
  return { cookie: cookieOf(reply), ...sameSite };
}

const isOver = (headers: Record<string, string>) =>
  fails(harness, 'getProfile', 'invalid_credentials', { headers });

test('the sessions are listed with how, when and where; the present one is marked', async () => {
  const user = await newUser();
  const [desk, phone] = [await openLink(user), await openLink(user, iphone)];
  const token = await openByToken(user.token);
  const listed = await call(harness, 'listSessions', { headers: phone });
  assert.deepEqual(
    listed.map(({ kind, browser, current }) => [kind, browser, current]).sort(),
    [
      ['link', 'Firefox on Linux', false],
      ['link', 'Safari on iPhone', true],
      ['token', 'Unknown browser', false],
    ].sort(),
  );
  const [first] = listed;
  assert.ok(first?.current, 'the present one is first');
  assert.equal(first.ip_address, '127.0.0.1');
  const asToken = await call(harness, 'listSessions', { as: user });
  assert.equal(
    asToken.some(({ current }) => current),
    false,
  );
  assert.equal(asToken.length, 3);
  const text = JSON.stringify(listed);
  for (const { cookie } of [desk, phone, token]) {
    assert.equal(text.includes(cookie.split('=')[1] ?? ''), false, 'no secret');
  }
  const other = await newUser();
  assert.deepEqual(await call(harness, 'listSessions', { as: other }), []);
});

test('one session is ended from another; others’ do not exist', async () => {
  const user = await newUser();
  const [here, there] = [await openLink(user), await openLink(user)];
  const [mine] = await call(harness, 'listSessions', { headers: there });
  assert.ok(mine);
  const params = { id: mine.id };
  const other = await openLink(await newUser());
  await fails(harness, 'deleteSession', 'not_found', { headers: other, params });
  await call(harness, 'deleteSession', { headers: here, params });
  await isOver(there);
  await fails(harness, 'deleteSession', 'not_found', { headers: here, params });
  await call(harness, 'getProfile', { headers: here });
});

test('logging out everywhere leaves the present session and the tokens', async () => {
  const user = await newUser();
  const bystander = await openLink(await newUser());
  const [here, second, third] = [
    await openLink(user),
    await openLink(user),
    await openByToken(user.token),
  ];
  const unused = await newCode(user);
  assert.deepEqual(await call(harness, 'deleteOtherSessions', { headers: here }), { ended: 2 });
  await isOver(second);
  await isOver(third);
  for (const headers of [here, bystander]) await call(harness, 'getProfile', { headers });
  await call(harness, 'getProfile', { as: user });
  // A link that lies in somebody's mailbox is a way in, too.
  const reply = await send(harness, 'redeemLoginLink', { query: { code: unused } });
  assert.equal(reply.statusCode, 401);
});

test('a narrow key ends no session that may do more', async () => {
  const user = await newUser();
  const wide = await openLink(user);
  const body = { name: 'x', acls: ['Comment'] };
  const { token_id: token } = await call(harness, 'createToken', { as: user, body });
  const narrow = await openByToken(token);
  const list = await call(harness, 'listSessions', { headers: wide });
  const target = list.find(({ current }) => current);
  assert.ok(target);
  const shown = await call(harness, 'listSessions', { headers: narrow });
  assert.deepEqual(
    shown.map(({ current }) => current),
    [true],
    'nor is it told of them',
  );
  const params = { id: target.id };
  await fails(harness, 'deleteSession', 'not_found', { headers: narrow, params });
  assert.deepEqual(await call(harness, 'deleteOtherSessions', { as: { token } }), { ended: 1 });
  await call(harness, 'getProfile', { headers: wide });
  await isOver(narrow);
});

test('a token takes the sessions that it opened with it', async () => {
  const user = await newUser();
  const makeToken = (acls: string[] | null) =>
    call(harness, 'createToken', { as: user, body: { name: 'x', acls } });
  const [revoked, changed, kept] = [
    await makeToken(null),
    await makeToken(['Comment', 'Annotate']),
    await makeToken(null),
  ];
  const first = await openByToken(revoked.token_id);
  const second = await openByToken(changed.token_id);
  const third = await openByToken(kept.token_id);
  await call(harness, 'deleteToken', { as: user, params: { id: revoked.id } });
  await isOver(first);
  const body = { acls: ['Comment'] };
  await call(harness, 'updateToken', { as: user, params: { id: changed.id }, body });
  await isOver(second);
  await call(harness, 'updateToken', { as: user, params: { id: kept.id }, body: { name: 'y' } });
  await call(harness, 'getProfile', { headers: third });
});

test('a session that lies idle is over, one in use is not; in the end it is, too', async () => {
  const user = await newUser();
  const [idle, used, old] = [await openLink(user), await openLink(user), await openLink(user)];
  const age = async (headers: { cookie: string }, set: string) =>
    harness.arrange((client) =>
      client.query(
        `UPDATE fritz.access_keys SET ${set} WHERE key_hash = sha256(convert_to($1, 'UTF8'))`,
        [headers.cookie.split('=')[1]],
      ),
    );
  const opened = `created_at = now() - interval '29 days'`;
  await age(idle, `${opened}, last_used_at = now() - interval '7 days 1 minute'`);
  await age(used, `${opened}, last_used_at = now() - interval '6 days 23 hours'`);
  await age(old, `last_used_at = now(), expires_at = now() - interval '1 second'`);
  await isOver(idle);
  await isOver(old);
  await call(harness, 'getProfile', { headers: used });
  assert.equal((await call(harness, 'listSessions', { headers: used })).length, 1);
});
