import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { withClient } from '@fritz/archive';
import { testSmtp } from '@fritz/testing';
import { type CliDatabase, cliDatabase } from './cli-database.ts';
import { runHere } from './run-here.ts';

let place: CliDatabase;
before(async () => {
  place = await cliDatabase();
});
after(() => place.drop());

async function run(args: readonly string[], wantedCode = 0, env = {}): Promise<string> {
  const { code, stdout, stderr } = await runHere(args, { ...place.env, ...env });
  assert.equal(code, wantedCode, stdout + stderr);
  return wantedCode === 0 ? stdout : stderr;
}

interface Listed {
  username: string;
  roles: string[];
  is_active: boolean;
}

async function show(username: string): Promise<Listed | undefined> {
  const users: Listed[] = JSON.parse(await run(['user', 'list', '--all', '--json']));
  return users.find((user) => user.username === username);
}

test('a user is made, given a role, deactivated and let in again', async () => {
  await run(['group', 'create', 'Kilonovae']);
  const make = ['user', 'create', 'Ada', '--groups', 'Kilonovae', '--email', 'ada@example.org'];
  const { id } = JSON.parse(await run([...make, '--json']));
  assert.ok(id > 0);
  assert.match(await run(make, 1), /there is a user "ada" already/);
  assert.match(await run(['user', 'create', 'x y'], 1), /is no username/);
  assert.match(await run(['user', 'create', 'x', '--roles', 'Ful user'], 1), /did you mean Full/);
  const role = ['user', 'role', 'ada', 'Group admin'];
  assert.match(await run(role), /^ada: Full user, Group admin\n$/);
  await run([...role, '--remove']);
  assert.match(await run([...role, '--remove'], 1), /does not have the role/);
  await run(['user', 'deactivate', 'ada']);
  assert.equal((await show('ada'))?.is_active, false);
  assert.doesNotMatch(await run(['user', 'list']), /ada/);
  await run(['user', 'activate', 'ada']);
  assert.deepEqual((await show('ada'))?.roles, ['Full user']);
  assert.equal((await show('ada'))?.is_active, true);
});

test('a user is changed, given a permission and a stream, and deleted', async () => {
  await run(['user', 'create', 'grace']);
  const set = ['user', 'set', 'grace'];
  assert.match(await run(set, 1), /say what shall change/);
  assert.match(await run([...set, '--expires', '2001-01-01'], 1), /It has passed/);
  assert.match(await run([...set, '--email', 'nobody'], 1), /no e-mail address/);
  const details = ['--first-name', 'Grace', '--email', 'grace@example.org', '--bot'];
  const changed = JSON.parse(await run([...set, ...details, '--expires', '2999-01-01', '--json']));
  assert.deepEqual(
    [changed.first_name, changed.contact_email, changed.is_bot, changed.expires_at],
    ['Grace', 'grace@example.org', true, '2999-01-01T00:00:00.000Z'],
  );
  const back = [...set, '--expires', 'never', '--email', '', '--no-bot', '--json'];
  const undone = JSON.parse(await run(back));
  assert.deepEqual(
    [undone.first_name, undone.contact_email, undone.is_bot, undone.expires_at],
    ['Grace', null, false, null],
  );
  assert.match(await run([...set, '--username', 'admin'], 1), /there is a user "admin" already/);
  assert.match(await run([...set, '--username', 'Hopper']), /^hopper is changed/);
  await run(['user', 'set', 'hopper', '--username', 'grace']);
  const acl = ['user', 'acl', 'grace', 'Manage users'];
  assert.match(await run(['user', 'acl', 'grace', 'Manage user'], 1), /did you mean Manage users/);
  assert.deepEqual(JSON.parse(await run([...acl, '--json'])).acls, ['Manage users']);
  assert.match(await run([...acl, '--remove']), /^grace: none beside the roles/);
  assert.match(await run([...acl, '--remove'], 1), /does not have/);
  const stream = ['user', 'stream', 'grace', 'ZTF Public'];
  assert.deepEqual(JSON.parse(await run([...stream, '--json'])).streams, [
    'LSST Public',
    'ZTF Public',
  ]);
  assert.match(await run([...stream, '--remove']), /^grace( reads)?:? LSST Public/);
  assert.match(await run([...stream, '--remove'], 1), /does not read/);
  assert.equal(JSON.parse(await run(['user', 'delete', 'grace', '--json'])).deleted, true);
  assert.match(await run(['user', 'delete', 'grace'], 1), /there is no user "grace"/);
});

test('the last System admin stays, and who is shut out is let in by whoever has the machine', async () => {
  assert.match(await run(['user', 'deactivate', 'admin'], 1), /always remains/);
  await run(['user', 'create', 'root', '--roles', 'Super admin']);
  await run(['user', 'deactivate', 'admin']);
  assert.match(await run(['user', 'list'], 1), /fritz user activate admin/);
  await run(['user', 'activate', 'admin']);
  await run(['user', 'list']);
});

test('an invitation is printed as a link, or mailed where there is a mail server', async (t) => {
  const link = await run(['user', 'invite', 'ada@example.org']);
  assert.match(link, /^http:\/\/127\.0\.0\.1:\d+\/invitation\?token=[\w-]{43}\n$/);
  assert.match(await run(['user', 'invite', 'nobody'], 1), /no e-mail address/);
  const smtp = await testSmtp({ refuses: ['gone@example.org'] });
  t.after(() => smtp.close());
  const env = {
    FRITZ_PUBLIC_URL: 'https://fritz.example.org',
    FRITZ_SMTP_HOST: smtp.host,
    FRITZ_SMTP_PORT: String(smtp.port),
    FRITZ_SMTP_TLS: 'none',
    FRITZ_SMTP_FROM: 'Fritz <fritz@example.org>',
  };
  assert.match(await run(['user', 'invite', 'bob@example.org'], 0, env), /was sent to bob/);
  assert.match(smtp.mails[0]?.text ?? '', /invitation\?token=/);
  const failed = await run(['user', 'invite', 'gone@example.org'], 1, env);
  assert.match(failed, /was not sent \(.*550/);
  const { rows } = await withClient(place.database.superuser, (client) =>
    client.query('SELECT email, mail_status FROM fritz.invitations ORDER BY id'),
  );
  assert.deepEqual(
    rows.map(({ email, mail_status }) => [email, mail_status]),
    [
      ['ada@example.org', 'none'],
      ['bob@example.org', 'sent'],
      ['gone@example.org', 'failed'],
    ],
  );
});
