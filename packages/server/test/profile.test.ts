import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createUser } from '@fritz/testing';
import { call, fails, type Harness, send, startHarness } from './harness.ts';

let harness: Harness;
before(async () => {
  harness = await startHarness();
});
after(() => harness.close());

const arrangeUser = () => harness.arrange((client) => createUser(client));

test('a person changes what is his, and what he does not name stays', async () => {
  const as = await arrangeUser();
  const first = {
    username: 'Cecilia.Payne',
    first_name: 'Cecilia',
    last_name: 'Payne',
    contact_email: 'cecilia@example.org',
    contact_phone: '+1 617 495 1000',
    affiliations: ['Harvard College Observatory', ...Array(19).fill('é'.repeat(300))],
    bio: 'Stars are made of hydrogen.',
    is_bot: false,
  };
  await call(harness, 'updateProfile', { as, body: first });
  await call(harness, 'updateProfile', { as, body: { bio: null } });
  const { id, revision, ...profile } = await call(harness, 'getProfile', { as });
  assert.equal(id, as.id);
  assert.ok(revision > 1);
  assert.deepEqual({ ...profile, ...first, bio: null, username: 'cecilia.payne' }, profile);
  const own = profile.groups.find((group) => group.single_user_group);
  assert.equal(own?.name, 'cecilia.payne', 'his own group is called as he is');
});

test('names, addresses and numbers that are none are refused, and nobody takes another’s name', async () => {
  const [as, other] = [await arrangeUser(), await arrangeUser()];
  const bad = [
    { username: 'a b' },
    { username: '-dash' },
    { contact_email: 'nobody' },
    { contact_email: 'a@b.org\nBcc: c@d.org' },
    { contact_phone: 'call me' },
    { affiliations: [''] },
    { bio: 'x'.repeat(1001) },
    { preferences: [] },
    { preferences: { a: 'x\u0000y' } },
    { first_name: 'x\u0000y' },
    { preferences: { '\ud800': 1 } },
    { roles: ['Super admin'] },
    { expires_at: null },
  ];
  for (const body of bad) await fails(harness, 'updateProfile', 'invalid_request', { as, body });
  const body = { username: other.username.toUpperCase() };
  await fails(harness, 'updateProfile', 'already_exists', { as, body });
});

test('a number of more digits than a double holds stays as it is', async () => {
  const as = await arrangeUser();
  const preferences = { lastCandid: -9_223_372_036_854_775_809n };
  await call(harness, 'updateProfile', { as, body: { preferences } });
  const profile = await call(harness, 'getProfile', { as });
  assert.deepEqual(profile.preferences, preferences);
});

test('preferences are merged, null takes one out, and they stay small', async () => {
  const as = await arrangeUser();
  const change = (preferences: object) =>
    call(harness, 'updateProfile', { as, body: { preferences } });
  const read = async () => (await call(harness, 'getProfile', { as })).preferences;
  await change({ theme: 'dark', scanning: { profile: 'mine', hours: 12 } });
  await change({ scanning: { hours: 24 }, list: [1, 2] });
  await change({ theme: null, list: [3] });
  await change({ path: null, odd: '\\u0000 🔭' });
  await change({ odd: null });
  assert.deepEqual(await read(), { scanning: { profile: 'mine', hours: 24 }, list: [3] });
  await change({ big: 'x'.repeat(60_000) });
  const tooMuch = { preferences: { more: 'x'.repeat(10_000) } };
  await fails(harness, 'updateProfile', 'invalid_request', { as, body: tooMuch });
  let deep: object = {};
  for (let level = 0; level < 40; level += 1) deep = { deep };
  await fails(harness, 'updateProfile', 'invalid_request', { as, body: { preferences: deep } });
  assert.deepEqual(Object.keys(await read()).sort(), ['big', 'list', 'scanning']);
});

test('of two who change at once none is lost silently', async () => {
  const as = await arrangeUser();
  const fields = ['a', 'b', 'c', 'd', 'e'];
  await Promise.all(
    fields.map((name) =>
      call(harness, 'updateProfile', { as, body: { preferences: { [name]: { on: true } } } }),
    ),
  );
  const profile = await call(harness, 'getProfile', { as });
  assert.deepEqual(Object.keys(profile.preferences).sort(), fields);
  const { revision } = profile;
  const answers = await Promise.all(
    ['Vera', 'Jocelyn', 'Annie'].map((first_name) =>
      send(harness, 'updateProfile', { as, body: { first_name, revision } }),
    ),
  );
  assert.deepEqual(answers.map((answer) => answer.statusCode).sort(), [200, 409, 409]);
  await fails(harness, 'updateProfile', 'changed_meanwhile', {
    as,
    body: { first_name: 'Henrietta', revision },
  });
});
