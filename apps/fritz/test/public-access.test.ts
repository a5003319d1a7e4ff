import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { startEmbedded, withClient } from '@fritz/archive';
import { type CliDatabase, cliDatabase } from './cli-database.ts';
import { runHere } from './run-here.ts';

let place: CliDatabase;
const name = `cli_${randomBytes(5).toString('hex')}`;
before(async () => {
  place = await cliDatabase();
});
after(() => place.drop());

/** The same database, with the superuser in its address. */
function superuserEnv(): Record<string, string> {
  const { user, password, host, port } = place.database.superuser;
  const url = new URL(`postgresql://${user}:${String(password)}@localhost/${place.database.name}`);
  url.searchParams.set('host', String(host));
  url.searchParams.set('port', String(port));
  return { ...place.env, DATABASE_URL: url.href };
}

async function run(args: readonly string[], wantedCode = 0): Promise<string> {
  const { code, stdout, stderr } = await runHere(['public-access', ...args], superuserEnv());
  assert.equal(code, wantedCode, stdout + stderr);
  return wantedCode === 0 ? stdout : stderr;
}

test('a login is added, listed, connects, and is removed', async () => {
  const made = JSON.parse(await run(['add', name, '--days', '30', '--others-closed', '--json']));
  assert.equal(made.login, `public_${name}`);
  const listed: { role: string; validUntil: string }[] = JSON.parse(await run(['list', '--json']));
  const entry = listed.find(({ role }) => role === made.login);
  const days = (Date.parse(entry?.validUntil ?? '') - Date.now()) / 86_400_000;
  assert.ok(days > 29.9 && days <= 30);
  const { options: _, ...app } = place.database.app;
  const login = { ...app, user: made.login, password: made.password };
  const seen = await withClient(login, (client) =>
    client.query('SELECT count(*) AS n FROM public_alerts(0, 70000)'),
  );
  assert.deepEqual(seen.rows, [{ n: 0n }]);
  assert.match(await run(['remove', `${name}x`], 1), /there is no public login .*did you mean/i);
  await run(['remove', name]);
  await assert.rejects(
    withClient(login, async () => {}),
    { code: '28P01' },
  );
});

test('on a server with databases that are open to everybody no login is made', async (t) => {
  const open = `open_to_all_${randomBytes(4).toString('hex')}`;
  const work = (text: string) =>
    withClient(place.database.superuser, (client) => client.query(text));
  await work(`CREATE DATABASE ${open}`);
  t.after(() => work(`DROP DATABASE ${open}`));
  const said = await run(['add', `${name}_open`], 1);
  assert.match(said, new RegExp(`REVOKE CONNECT, TEMPORARY ON DATABASE "${open}" FROM PUBLIC;`));
  assert.match(said, /--others-closed/);
  const { rows } = await work(`SELECT FROM pg_roles WHERE rolname = 'public_${name}_open'`);
  assert.equal(rows.length, 0);
});

test('whoever may not make such logins is told who may', async () => {
  const { code, stderr } = await runHere(['public-access', 'add', name], place.env);
  assert.equal(code, 1);
  assert.match(stderr, /superuser of PostgreSQL/);
  const bad = await runHere(['public-access', 'add', 'Bad-Name; --'], place.env);
  assert.equal(bad.code, 1);
  assert.match(bad.stderr, /small letters/);
});

test('the embedded database answers on the port that was set, and its own socket', async (t) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'fritz-tcp-'));
  t.after(() => rmSync(dataDir, { recursive: true, force: true }));
  const tcpPort = await freePort();
  const server = await startEmbedded({ dataDir, tcpPort });
  t.after(() => server.stop());
  const env = { FRITZ_DATA: dataDir, FRITZ_PG_PORT: String(tcpPort), FRITZ_PORT: '0' };
  const added = await runHere(['public-access', 'add', 'ada', '--json'], env);
  assert.equal(added.code, 0, added.stderr);
  const { url } = JSON.parse(added.stdout);
  assert.match(url, new RegExp(`@127\\.0\\.0\\.1:${tcpPort}/fritz$`));
  const me = await withClient({ connectionString: url }, (client) =>
    client.query('SELECT current_user AS me, count(*)::int AS n FROM public_objs()'),
  );
  assert.deepEqual(me.rows, [{ me: 'public_ada', n: 0 }]);
  for (const other of ['postgres', 'template1']) {
    const elsewhere = url.replace(/fritz$/, other);
    await assert.rejects(
      withClient({ connectionString: elsewhere }, async () => {}),
      { code: '42501' },
      other,
    );
  }
  const wrong = url.replace(/:[^:@]+@/, ':wrong@');
  await assert.rejects(
    withClient({ connectionString: wrong }, async () => {}),
    { code: '28P01' },
  );
});

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}
