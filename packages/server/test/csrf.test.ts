import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type RouteContract, type RouteName, routes } from '@fritz/contract';
import { createUser } from '@fritz/testing';
import { type Harness, send, startHarness } from './harness.ts';

let harness: Harness;
let cookie: string;
before(async () => {
  harness = await startHarness();
  const user = await harness.arrange((client) => createUser(client, { roles: ['Super admin'] }));
  const reply = await send(harness, 'login', { body: { token: user.token } });
  const session = reply.cookies.find(({ name }) => name === 'fritz_session');
  assert.ok(session);
  cookie = `fritz_session=${session.value}`;
});
after(() => harness.close());

/** What other sites' pages and forms, and browsers that say nothing, send along. */
const foreign: [string, Record<string, string>][] = [
  ['nothing of where it comes from', {}],
  ['another site', { 'sec-fetch-site': 'cross-site' }],
  ['another host of the same site', { 'sec-fetch-site': 'same-site' }],
  ['an address that was typed', { 'sec-fetch-site': 'none' }],
  ['a foreign origin', { origin: 'https://evil.example' }],
  ['a sandboxed page', { origin: 'null' }],
  ['another port', { origin: 'http://localhost:8081' }],
  [
    'a foreign page with a lie in Origin',
    { 'sec-fetch-site': 'cross-site', origin: 'http://localhost' },
  ],
  ['a name that only begins alike', { origin: 'http://localhost.evil.example' }],
];

const all = Object.entries(routes) as [RouteName, RouteContract][];
const changing = all.filter(([, { method }]) => method !== 'GET');
const own: Record<string, string>[] = [
  { 'sec-fetch-site': 'same-origin' },
  { origin: 'http://localhost:80' },
  { origin: 'http://localhost' },
];

/** These ask for no viewer: a cookie gives them nothing. Logging in is refused all the same. */
const withoutViewer = new Set(changing.filter(([, route]) => route.isPublic).map(([name]) => name));

/** Its right is the token in its address, which no other site's page knows; machines call it. */
const webhook: RouteName = 'answerAnalysis';

test('what changes something is either a viewer’s or login, logout and the webhook', () => {
  assert.deepEqual([...withoutViewer].sort(), [webhook, 'login', 'logout']);
});

describe('a change by cookie comes from a page of this site', () => {
  for (const [name] of changing.filter(([name]) => name !== 'login' && name !== webhook)) {
    test(name, async () => {
      for (const [what, headers] of foreign) {
        const reply = await send(harness, name, { headers: { cookie, ...headers } });
        assert.equal(reply.statusCode, 403, `${what}: ${reply.body}`);
        assert.equal(reply.json().data.code, 'cross_origin', what);
      }
      if (name === 'logout' || name === 'deleteOtherSessions') return;
      for (const headers of own) {
        const reply = await send(harness, name, { headers: { cookie, ...headers } });
        assert.notEqual(reply.json().data?.code, 'cross_origin', reply.body);
      }
    });
  }

  test('login, though a cookie gives it nothing', async () => {
    for (const [what, headers] of foreign.filter(
      ([, { length: _, ...rest }]) => 'origin' in rest,
    )) {
      const reply = await send(harness, 'login', { headers, body: { token: 'x' } });
      assert.equal(reply.json().data.code, 'cross_origin', what);
    }
  });
});

test('a token in the header asks nothing of the origin: no browser adds it by itself', async () => {
  const user = await harness.arrange((client) => createUser(client));
  const headers = { origin: 'https://elsewhere.example', 'sec-fetch-site': 'cross-site' };
  const reply = await send(harness, 'createToken', { as: user, headers, body: { name: 'x' } });
  assert.equal(reply.statusCode, 200, reply.body);
});

test('no answer invites other sites to read it', async () => {
  for (const [name, route] of all.filter(([, { method }]) => method === 'GET')) {
    const headers = { cookie, origin: 'https://evil.example' };
    const params = { id: '1', provider: 'none', objId: 'x', objectId: 'x', candid: '1' };
    const reply = await send(harness, name, { headers, params });
    assert.equal(reply.headers['access-control-allow-origin'], undefined, route.path);
    assert.equal(reply.headers['access-control-allow-credentials'], undefined, route.path);
  }
});

test('GET changes nothing: the transaction refuses to write', async () => {
  const getters = all.filter(([, { method, isPublic }]) => method === 'GET' && !isPublic);
  assert.ok(getters.length > 10);
  // The marks of the two that may be followed from elsewhere and write: they bring a secret along.
  const writers = all.filter(([, { method, kind }]) => method === 'GET' && kind === 'html');
  assert.deepEqual(writers.map(([name]) => name).sort(), [
    'completeSignIn',
    'redeemLoginLink',
    'startSignIn',
  ]);
});
