import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { withClient } from '../../src/embedded/connection.ts';
import type { EmbeddedServer } from '../../src/embedded/launcher.ts';
import { openExternal } from '../../src/roles/external-database.ts';
import { scratchFolder, scratchServer } from './scratch-folder.ts';

const cleaner = { after };
const folder = scratchFolder(cleaner);
let server: EmbeddedServer;
const secret = 'a secret of the test';

before(async () => {
  server = await scratchServer(cleaner, join(folder, 'data'));
  await asSuperuser('DROP DATABASE fritz', 'DROP ROLE fritz_app', 'DROP ROLE fritz_broker');
});

async function asSuperuser(...statements: string[]): Promise<void> {
  await withClient(server.superuser, async (client) => {
    for (const statement of statements) await client.query(statement);
  });
}

function urlFor(user: string, password: string, database: string): string {
  const host = encodeURIComponent(server.superuser.host ?? '');
  return `postgresql://${user}:${encodeURIComponent(password)}@/${database}?host=${host}&port=5432`;
}

const lacking = "CREATE ROLE alice LOGIN CREATEDB PASSWORD 'p@ss w/rd'";

test('a login without rights is told what an administrator must run, and that is enough', async () => {
  await asSuperuser(lacking, 'CREATE DATABASE "Night sky" OWNER alice');
  const url = urlFor('alice', 'p@ss w/rd', 'Night%20sky');
  const refusal = await openExternal(url, { secret }).catch((error: unknown) => error);
  assert.ok(refusal instanceof Error && 'code' in refusal);
  assert.equal(refusal.code, 'roles_missing');
  const statements = refusal.message.split('\n').slice(1);
  assert.equal(statements.length, 3);
  assert.match(statements[0] ?? '', /^CREATE ROLE fritz_app LOGIN .*SCRAM-SHA-256\$/);
  await asSuperuser(...statements);
  const roles = await openExternal(url, { secret });
  for (const [config, name] of [
    [roles.owner, 'alice'],
    [roles.app, 'fritz_app'],
    [roles.broker, 'fritz_broker'],
  ] as const) {
    const me = await withClient(config, (client) => client.query('SELECT current_user AS me'));
    assert.deepEqual(me.rows, [{ me: name }]);
  }
});

test('a login that may create roles does so, and repairs what another secret left', async () => {
  await asSuperuser(
    "CREATE ROLE maintainer LOGIN CREATEROLE BYPASSRLS PASSWORD 'm'",
    'CREATE DATABASE own OWNER maintainer',
    'REVOKE CONNECT ON DATABASE own FROM PUBLIC',
    'DROP OWNED BY fritz_app, fritz_broker',
    'DROP DATABASE IF EXISTS "Night sky"',
    'DROP ROLE IF EXISTS fritz_app, fritz_broker',
  );
  const url = urlFor('maintainer', 'm', 'own');
  const first = await openExternal(url, { secret });
  const second = await openExternal(url, { secret: 'another' });
  assert.notEqual(first.app.password, second.app.password);
  await withClient(second.app, (client) => client.query('SELECT 1'));
  await assert.rejects(
    withClient(first.app, async () => {}),
    { code: '28P01' },
  );
});

test('what is wrong with the address is said in one line', async () => {
  const url = (user: string, password: string, database: string) =>
    openExternal(urlFor(user, password, database), { secret });
  const superuser = server.superuser.password;
  assert.equal(typeof superuser, 'string');
  await assert.rejects(url('postgres', 'wrong', 'postgres'), { code: 'wrong_password' });
  await assert.rejects(url('nobody-known', 'x', 'postgres'), { code: 'wrong_password' });
  await assert.rejects(url('postgres', String(superuser), 'nowhere'), { code: 'database_missing' });
  await assert.rejects(openExternal('postgresql://a:b@127.0.0.1:1/x', { secret }), {
    code: 'unreachable',
    message: /127\.0\.0\.1:1 \(ECONNREFUSED\)/,
  });
  for (const broken of ['mysql://a', '/var/run', '']) {
    await assert.rejects(openExternal(broken, { secret }), { code: 'invalid_url' }, broken);
  }
});
