import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { withClient } from '@fritz/archive';
import { createStream, createUser } from '@fritz/testing';
import { type CliDatabase, cliDatabase } from './cli-database.ts';
import { runHere } from './run-here.ts';

let place: CliDatabase;
before(async () => {
  place = await cliDatabase();
});
after(() => place.drop());

async function run(args: readonly string[], wantedCode = 0): Promise<string> {
  const { code, stdout, stderr } = await runHere(args, place.env);
  assert.equal(code, wantedCode, stdout + stderr);
  return wantedCode === 0 ? stdout : stderr;
}

test('a group is made, filled and deleted from the command line', async () => {
  // The first command makes the administrator and the streams.
  await run(['group', 'list']);
  await withClient(place.database.superuser, async (client) => {
    const ada = await createUser(client, { username: 'ada' });
    await createUser(client, { username: 'bob' });
    await createStream(client, { name: 'Hers', users: [ada] });
  });
  const make = ['group', 'create', 'Kilonovae', '--private', '--admins', 'ada', '--json'];
  const { id } = JSON.parse(await run(make));
  assert.match(await run(['group', 'create', 'x', '--admins', 'adda'], 1), /did you mean ada/);
  await run(['group', 'add-user', String(id), 'bob', '--no-save']);
  await run(['group', 'add-user', 'Kilonovae', 'ada', '--no-save']);
  assert.match(await run(['group', 'add-stream', 'Kilonovae', 'Hers'], 1), /^fritz: bob may not/);
  const alone = await run(['group', 'remove-user', 'Kilonovae', 'ada'], 1);
  assert.match(alone, /^fritz: A group keeps at least one admin.*\n$/);
  await run(['group', 'remove-user', 'Kilonovae', 'bob']);
  const add = JSON.parse(await run(['group', 'add-stream', 'Kilonovae', 'Hers', '--json']));
  assert.equal(add.group_id, id);
  await run(['group', 'remove-stream', 'Kilonovae', 'Hers']);
  assert.match(await run(['group', 'remove-stream', 'Kilonovae', 'Hers'], 1), /does not read/);
  assert.match(await run(['group', 'set', 'Kilonovae'], 1), /say what shall change/);
  const taken = await run(['group', 'set', 'Kilonovae', '--name', 'Sitewide Group'], 1);
  assert.match(taken, /there is a group "Sitewide Group" already/);
  const set = ['--name', 'Kilo', '--no-private', '--nickname', 'kn', '--auto-accept', '--json'];
  const renamed = JSON.parse(await run(['group', 'set', 'Kilonovae', ...set]));
  assert.deepEqual([renamed.name, renamed.private, renamed.nickname], ['Kilo', false, 'kn']);
  await run(['group', 'set', 'Kilo', '--name', 'Kilonovae', '--private', '--nickname', '']);
  const eve = JSON.parse(await run(['group', 'add-user', 'Kilonovae', 'bob', '--json']));
  assert.deepEqual([eve.group_id, eve.added, eve.admin, eve.can_save], [id, true, false, true]);
  await run(['group', 'remove-user', 'Kilonovae', 'bob', '--json']);

  const list: { name: string; members: unknown }[] = JSON.parse(
    await run(['group', 'list', '--json']),
  );
  assert.deepEqual(list.find(({ name }) => name === 'Kilonovae')?.members, [
    { username: 'ada', admin: true, can_save: false },
  ]);
  assert.match(await run(['group', 'delete', 'Kilonovae']), /1 membership, .* would go/);
  const gone = JSON.parse(await run(['group', 'delete', 'Kilonovae', '--yes', '--json']));
  assert.deepEqual([gone.id, gone.deleted], [id, true]);
  const sitewide = await run(['group', 'delete', 'Sitewide Group', '--yes'], 1);
  assert.match(sitewide, /cannot be deleted/);
});
