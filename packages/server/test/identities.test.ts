import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createUser } from '@fritz/testing';
import { call, fails, send } from './harness.ts';
import { problem, SignInStage, sameSite, sessionOf } from './sign-in-stage.ts';

let stage: SignInStage;
before(async () => {
  stage = await SignInStage.open();
});
after(() => stage.close());

test('a further identity is linked to the account that is signed in, and unlinked', async () => {
  const user = await stage.newUser();
  const session = await stage.linkSession(user);
  const headers = { cookie: session, ...sameSite };
  assert.equal((await stage.linkTo(session, 'one', 'eve-1')).headers.location, '/profile');
  assert.equal((await stage.linkTo(session, 'one', 'eve-1')).headers.location, '/profile', 'again');
  assert.equal((await stage.linkTo(session, 'two', 'eve-1')).headers.location, '/profile');
  const mine = await call(stage.harness, 'listIdentities', { headers });
  assert.deepEqual(
    mine.map(({ provider_name, issuer, subject, label }) => [
      provider_name,
      issuer,
      subject,
      label,
    ]),
    [
      ['The one', stage.one.issuer, 'eve-1', 'ada@example.org'],
      ['The two', stage.two.issuer, 'eve-1', 'ada@example.org'],
    ],
  );
  const signed = sessionOf(await stage.signIn('two', 'eve-1'));
  assert.equal(
    (await call(stage.harness, 'getProfile', { headers: { cookie: signed } })).id,
    user.id,
  );

  const [first, second] = mine.map(({ id }) => ({ id }));
  assert.ok(first && second);
  const other = await stage.newUser();
  const theirs = { cookie: await stage.linkSession(other), ...sameSite };
  await fails(stage.harness, 'unlinkIdentity', 'not_found', { headers: theirs, params: first });
  await call(stage.harness, 'unlinkIdentity', { headers, params: first });
  problem(await stage.signIn('one', 'eve-1'), 403, /invitation/);
  // A token that may do everything and does not end is another way in; without one this is the last.
  const [token] = await call(stage.harness, 'listTokens', { headers });
  await call(stage.harness, 'deleteToken', { headers, params: { id: token?.id ?? '' } });
  await fails(stage.harness, 'unlinkIdentity', 'last_way_in', { headers, params: second });
});

test('an identity of somebody else is not linked', async () => {
  const [holder, thief] = await stage.harness.arrange(async (client) => [
    await createUser(client),
    await createUser(client),
  ]);
  assert.ok(holder && thief);
  await stage.giveIdentity(holder, stage.one, 'unchecked-1');
  problem(
    await stage.linkTo(await stage.linkSession(thief), 'one', 'unchecked-1'),
    409,
    /somebody else/,
  );
  const [session] = [sessionOf(await stage.signIn('one', 'unchecked-1'))];
  assert.equal(
    (await call(stage.harness, 'getProfile', { headers: { cookie: session } })).id,
    holder.id,
  );
});

test('a link that was begun in one session does not end in another', async () => {
  const [mine, theirs] = await stage.harness.arrange(async (client) => [
    await createUser(client),
    await createUser(client),
  ]);
  assert.ok(mine && theirs);
  const [begun, other] = [await stage.linkSession(mine), await stage.linkSession(theirs)];
  problem(await stage.linkTo(begun, 'two', 'unchecked-1', other), 401, /another window/);
});

test('a narrow session or a token links nothing', async () => {
  const user = await stage.newUser();
  const made = await call(stage.harness, 'createToken', {
    as: user,
    body: { name: 'x', acls: ['Comment'] },
  });
  const narrow = sessionOf(await send(stage.harness, 'login', { body: { token: made.token_id } }));
  const body = { provider: 'one' };
  const headers = { cookie: narrow, ...sameSite };
  await fails(stage.harness, 'linkIdentity', 'session_too_narrow', { headers, body });
  await fails(stage.harness, 'linkIdentity', 'session_too_narrow', { as: user, body });
  const cookie = await stage.linkSession(user);
  await fails(stage.harness, 'linkIdentity', 'cross_origin', { headers: { cookie }, body });
});
