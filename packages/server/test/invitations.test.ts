import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { hashKey, withClient } from '@fritz/archive';
import {
  createGroup,
  createStream,
  createUser,
  issueToken,
  type TestSmtp,
  type TestUser,
  testSmtp,
} from '@fritz/testing';
import { arrangeWorld, call, fails, type Harness, startHarness, type World } from './harness.ts';

let smtp: TestSmtp;
let harness: Harness;
let unmailed: Harness;
let world: World;
before(async () => {
  smtp = await testSmtp({ refuses: ['gone@example.org'] });
  const mail = {
    user: null,
    password: null,
    from: 'Fritz <fritz@example.org>',
    tls: 'none',
  } as const;
  harness = await startHarness({
    mail: { ...mail, host: smtp.host, port: smtp.port },
    publicUrl: 'https://fritz.example.org',
  });
  unmailed = await startHarness();
  world = await harness.arrange(arrangeWorld);
});
after(async () => {
  await harness.close();
  await unmailed.close();
  await smtp.close();
});

/** Somebody who invites: an admin of a private group that reads a stream of his. */
async function arrangeInviter(place = harness) {
  return place.arrange(async (client) => {
    const inviter = await createUser(client, { roles: ['Group admin'] });
    const stream = await createStream(client, { programIds: [2], users: [inviter] });
    const members = [{ user: inviter, admin: true }];
    const options = { members, streams: [stream], private: true };
    return { inviter, stream, group: await createGroup(client, options) };
  });
}

const tokenIn = (text: string): string => /invitation\?token=([\w-]+)/.exec(text)?.[1] ?? '';

/** Accepts as the sign-in does: nobody yet, or with an account. */
async function accept(token: string, username: string, key = '', place = harness) {
  return withClient(place.database.app, async (client) => {
    await client.query(`SELECT set_config('fritz.viewer_key', $1, false)`, [key]);
    const { rows } = await client.query<{ id: number | null }>(
      `SELECT accept_invitation($1, $2, 'Ada', 'Lovelace', null) AS id`,
      [token, username],
    );
    return rows[0]?.id ?? null;
  });
}

async function preview(token: string, place = harness) {
  return withClient(place.database.app, async (client) => {
    const { rows } = await client.query('SELECT * FROM invitation_preview($1)', [token]);
    return rows[0] ?? null;
  });
}

/** An invitation's row once its mail has arrived or failed. */
async function settled(as: TestUser, id: number) {
  const found = await Promise.race([
    (async () => {
      for (;;) {
        const { invitations } = await call(harness, 'listInvitations', { as });
        const row = invitations.find((invitation) => invitation.id === id);
        if (row?.mail_status !== 'sending') return row;
      }
    })(),
    new Promise<null>((resolve) => {
      setTimeout(() => resolve(null), 10_000).unref();
    }),
  ]);
  assert.ok(found, 'the mail arrived or failed');
  return found;
}

test('an invitation is mailed, and who accepts it has what it gives', async () => {
  const { inviter, group, stream } = await arrangeInviter();
  const body = {
    userEmail: 'ada@example.org',
    groupIDs: [group.id],
    groupAdmin: [true],
    canSave: [false],
    role: 'View only',
    userExpirationDate: '2999-01-01',
  };
  const made = await call(harness, 'createInvitation', { as: inviter, body });
  assert.deepEqual([made.mail_status, made.link], ['sending', null]);
  const mail = await smtp.nextMail();
  assert.deepEqual(mail.to, ['ada@example.org']);
  assert.match(mail.text, /https:\/\/fritz\.example\.org\/invitation\?token=/);
  assert.ok(mail.text.includes(group.name));
  assert.equal((await settled(inviter, made.id)).mail_status, 'sent');

  const token = tokenIn(mail.text);
  const shown = await preview(token);
  assert.deepEqual([shown?.invited_by, shown?.groups], [inviter.username, [group.name]]);
  const id = await accept(token, 'ada');
  assert.ok(id);
  const user = await call(harness, 'getUser', { as: world.admin, params: { id } });
  assert.deepEqual(user.roles, ['View only']);
  assert.deepEqual(user.groups, [{ id: group.id, name: group.name, admin: true }]);
  assert.deepEqual(
    user.streams?.map((given) => given.id),
    [stream.id],
  );
  assert.equal(user.expiration_date, '2999-01-01T00:00:00.000');
  assert.equal(user.contact_email, 'ada@example.org');
  assert.equal(await accept(token, 'eve'), null, 'it works once');
  assert.equal(await preview(token), null);
  const query = { includeUsed: true };
  const { invitations } = await call(harness, 'listInvitations', { as: inviter, query });
  assert.deepEqual([invitations[0]?.status, invitations[0]?.used_by], ['used', 'ada']);
  const params = { id: made.id };
  await fails(harness, 'deleteInvitation', 'conflict', { as: inviter, params });
});

test('what people call themselves stays what they are called', async () => {
  const { inviter } = await arrangeInviter();
  const body = { first_name: 'Ada\r\nBcc: eve@example.org\r\n\r\nSend money', last_name: 'L' };
  await call(harness, 'updateProfile', { as: inviter, body });
  const request = { userEmail: 'bob@example.org', groupIDs: [] };
  await call(harness, 'createInvitation', { as: inviter, body: request });
  const mail = await smtp.nextMail();
  assert.deepEqual([mail.to, mail.headers.has('bcc')], [['bob@example.org'], false]);
  assert.doesNotMatch(mail.text, /^(Bcc|Send money)/m);
});

test('without a mail server the link is shown to whoever invites, once', async () => {
  const { inviter, group } = await arrangeInviter(unmailed);
  const body = { userEmail: 'ada@example.org', groupIDs: [group.id] };
  const made = await call(unmailed, 'createInvitation', { as: inviter, body });
  assert.equal(made.mail_status, 'none');
  const token = tokenIn(made.link ?? '');
  const listed = await call(unmailed, 'listInvitations', { as: inviter });
  assert.equal(listed.sends_mail, false);
  assert.equal(JSON.stringify(listed).includes(token), false);
  const kept = await withClient(unmailed.database.superuser, (client) =>
    client.query<{ text: string }>(
      `SELECT to_jsonb(i)::text AS text FROM fritz.invitations i
       UNION ALL SELECT to_jsonb(a)::text FROM fritz.audit_log a`,
    ),
  );
  assert.ok(
    kept.rows.every(({ text }) => !text.includes(token)),
    'only its hash is kept',
  );
  assert.ok(await accept(token, 'ada', '', unmailed));
});

test('a mail that fails says why, and is sent again with another link', async () => {
  const { inviter } = await arrangeInviter();
  const body = { userEmail: 'gone@example.org', groupIDs: [] };
  const { id } = await call(harness, 'createInvitation', { as: inviter, body });
  const failed = await settled(inviter, id);
  assert.equal(failed.mail_status, 'failed');
  assert.match(failed.mail_error ?? '', /refused the address: 550/);
  // By hand instead, and then again by hand: the link before is void.
  const again = { as: inviter, params: { id }, body: { resend: true, sendEmail: false } };
  const first = await call(harness, 'updateInvitation', again);
  const second = await call(harness, 'updateInvitation', again);
  assert.deepEqual([second.mail_status, await preview(tokenIn(first.link ?? ''))], ['none', null]);
  assert.ok(await accept(tokenIn(second.link ?? ''), 'by-hand'));
});

test('an invitation is changed and withdrawn by whoever made it, and by a System admin', async () => {
  const { inviter, group } = await arrangeInviter();
  const other = await arrangeInviter();
  const by = { userEmail: 'x@example.org', groupIDs: [group.id], sendEmail: false };
  const made = await call(harness, 'createInvitation', { as: inviter, body: by });
  const params = { id: made.id };
  const change = { role: 'View only', groupIDs: [] };
  await fails(harness, 'updateInvitation', 'not_found', {
    as: other.inviter,
    params,
    body: change,
  });
  await fails(harness, 'deleteInvitation', 'not_found', { as: other.inviter, params });
  const { invitations } = await call(harness, 'listInvitations', { as: other.inviter });
  assert.ok(invitations.every(({ id }) => id !== made.id));
  await fails(harness, 'listInvitations', 'permission_denied', { as: world.member });
  await call(harness, 'updateInvitation', { as: inviter, params, body: change });
  const shown = await preview(tokenIn(made.link ?? ''));
  assert.deepEqual([shown?.role, shown?.groups], ['View only', []]);
  await call(harness, 'deleteInvitation', { as: world.admin, params });
  assert.equal(await accept(tokenIn(made.link ?? ''), 'withdrawn'), null);
  await fails(harness, 'updateInvitation', 'conflict', { as: inviter, params, body: change });
});

test('nobody invites to what he may not give', async () => {
  const { inviter, group, stream } = await arrangeInviter();
  const narrow = await harness.arrange((client) =>
    issueToken(client, { userId: world.admin.id, acls: ['Manage users'] }),
  );
  const refused = [
    [inviter, { role: 'Super admin' }, 'rights_too_wide'],
    [inviter, { groupIDs: [world.group.id] }, 'cannot_enroll'],
    [inviter, { groupIDs: [group.id, 999_999] }, 'cannot_enroll'],
    [inviter, { streamIDs: [world.otherStream.id] }, 'cannot_enroll'],
    [inviter, { groupIDs: [group.id], streamIDs: [] }, 'missing_streams'],
    [inviter, { groupIDs: [group.id], groupAdmin: [] }, 'invalid_request'],
    [inviter, { groupIDs: [group.id, group.id] }, 'invalid_request'],
    [inviter, { expires_at: '2020-01-01' }, 'invalid_request'],
    [inviter, { expires_at: '2999-01-01' }, 'invalid_request'],
    [inviter, { userEmail: 'no address' }, 'invalid_request'],
    [{ token: narrow }, {}, 'rights_too_wide'],
    [{ token: narrow }, { role: 'Super admin' }, 'rights_too_wide'],
    [{ token: narrow }, { role: 'View only', groupIDs: [group.id] }, 'cannot_enroll'],
    [world.member, {}, 'permission_denied'],
  ] as const;
  for (const [as, more, code] of refused) {
    const body = { userEmail: 'x@example.org', groupIDs: [], sendEmail: false, ...more };
    await fails(harness, 'createInvitation', code, { as, body });
  }
  const given = {
    userEmail: 'x@example.org',
    groupIDs: [],
    streamIDs: [stream.id],
    sendEmail: false,
  };
  await call(harness, 'createInvitation', { as: inviter, body: given });
});

test('an invitation ends with its maker’s rights', async () => {
  const { inviter, group } = await arrangeInviter();
  const invite = async () => {
    const body = { userEmail: 'x@example.org', groupIDs: [group.id], sendEmail: false };
    const made = await call(harness, 'createInvitation', { as: inviter, body });
    return { id: made.id, token: tokenIn(made.link ?? '') };
  };
  const before = await invite();
  const put = (text: string) => harness.arrange((client) => client.query(text, [inviter.id]));
  await harness.arrange(async (client) => {
    const heir = await createUser(client);
    await client.query(
      'INSERT INTO fritz.stream_users SELECT stream_id, $1 FROM fritz.group_streams WHERE group_id = $2',
      [heir.id, group.id],
    );
    await client.query(
      'INSERT INTO fritz.group_users (group_id, user_id, admin) VALUES ($1, $2, true)',
      [group.id, heir.id],
    );
  });
  await put(
    `UPDATE fritz.group_users SET admin = false WHERE user_id = $1 AND group_id IN (SELECT id FROM fritz.groups WHERE single_user_id IS NULL)`,
  );
  assert.equal(await accept(before.token, 'late-one'), null, 'he administers it no more');
  const { invitations } = await call(harness, 'listInvitations', { as: inviter });
  assert.equal(invitations.find(({ id }) => id === before.id)?.status, 'void');
  await put(`UPDATE fritz.group_users SET admin = true WHERE user_id = $1`);
  assert.ok(await preview(before.token));
  await put(`DELETE FROM fritz.user_roles WHERE user_id = $1`);
  assert.equal(await accept(before.token, 'late-two'), null, 'he manages users no more');
  await put(`INSERT INTO fritz.user_roles VALUES ($1, 'Group admin')`);
  await put(`UPDATE fritz.users SET expires_at = now() WHERE id = $1`);
  assert.equal(await accept(before.token, 'late-three'), null, 'his account has ended');
});

test('who has an account joins with it; its e-mail finds nobody’s', async () => {
  const { inviter, group } = await arrangeInviter();
  const { inviter: guest } = await arrangeInviter();
  await call(harness, 'updateProfile', { as: guest, body: { contact_email: 'guest@example.org' } });
  const invite = async () => {
    const body = { userEmail: 'guest@example.org', groupIDs: [group.id], sendEmail: false };
    const made = await call(harness, 'createInvitation', { as: inviter, body });
    return tokenIn(made.link ?? '');
  };
  await assert.rejects(accept(await invite(), 'ignored', guest.token), { code: '42501' });
  await harness.arrange((client) =>
    client.query(
      `INSERT INTO fritz.access_keys (key_hash, kind, user_id) VALUES ($1, 'session', $2)`,
      [hashKey('guest’s session'), guest.id],
    ),
  );
  assert.equal(await accept(await invite(), 'ignored', 'guest’s session'), guest.id);
  const profile = await call(harness, 'getProfile', { as: guest });
  assert.ok(profile.groups.some(({ id, admin }) => id === group.id && !admin));
  const made = await accept(await invite(), 'somebody-else');
  assert.notEqual(made, guest.id);
});

test('of many who accept at once one does, and a taken name leaves it open', async () => {
  const { inviter } = await arrangeInviter();
  const body = { userEmail: 'x@example.org', groupIDs: [], sendEmail: false };
  const made = await call(harness, 'createInvitation', { as: inviter, body });
  const token = tokenIn(made.link ?? '');
  await assert.rejects(accept(token, inviter.username), { code: '23505' });
  const ids = await Promise.all(['one', 'two', 'three'].map((name) => accept(token, name)));
  assert.equal(ids.filter((id) => id !== null).length, 1);
});

test('an invitation that is too old, or whose secret is guessed, opens nothing', async () => {
  const { inviter } = await arrangeInviter();
  const body = { userEmail: 'x@example.org', groupIDs: [], sendEmail: false };
  const made = await call(harness, 'createInvitation', { as: inviter, body });
  const token = tokenIn(made.link ?? '');
  await harness.arrange((client) =>
    client.query('UPDATE fritz.invitations SET expires_at = now() WHERE id = $1', [made.id]),
  );
  const hash = hashKey(token).toString('hex');
  for (const guess of [token, hash, `\\x${hash}`, '', 'x'.repeat(500)]) {
    assert.equal(await accept(guess, 'guesser'), null);
    assert.equal(await preview(guess), null);
  }
  const params = { id: made.id };
  const again = { as: inviter, params, body: { resend: true, sendEmail: false } };
  const { link } = await call(harness, 'updateInvitation', again);
  assert.ok(await accept(tokenIn(link ?? ''), 'in-time'));
});
