import assert from 'node:assert/strict';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { withClient } from '../../src/embedded/connection.ts';
import { attachEmbedded, startEmbedded } from '../../src/embedded/launcher.ts';
import { isAlive } from '../../src/embedded/process-identity.ts';
import { cleanUp, scratchFolder, scratchServer } from './scratch-folder.ts';

const isRoot = process.getuid?.() === 0;
const startAndWait = fileURLToPath(new URL('./start-and-wait.ts', import.meta.url));

function forkStarter(args: string[], user: { uid?: number; gid?: number } = {}): ChildProcess {
  return fork(startAndWait, args, { ...user, execArgv: [], stdio: ['ignore', 2, 2, 'ipc'] });
}

async function messageOf(child: ChildProcess): Promise<Record<string, unknown>> {
  const [message] = await once(child, 'message');
  return message;
}

const noProc = process.platform === 'linux' ? false : 'there is no /proc';

test('a first start makes a durable UTF-8 cluster with its roles', async (t) => {
  const dataDir = join(scratchFolder(t), 'data');
  const server = await scratchServer(t, dataDir);
  assert.equal(server.adopted, false);
  assert.match(server.version, /^18\./);
  const settings = await withClient(server.owner, async (client) => {
    const found = await client.query(
      `SELECT current_user AS me, current_setting('fsync') AS fsync,
              current_setting('synchronous_commit') AS sync,
              current_setting('server_encoding') AS encoding,
              current_setting('data_checksums') AS checksums,
              current_setting('listen_addresses') AS addresses,
              (SELECT datlocale FROM pg_database WHERE datname = current_database()) AS locale`,
    );
    return found.rows[0];
  });
  assert.deepEqual(settings, {
    me: 'fritz_owner',
    fsync: 'on',
    sync: 'on',
    encoding: 'UTF8',
    checksums: 'on',
    addresses: '',
    locale: 'C.UTF-8',
  });
  const roles = await withClient(server.superuser, (client) =>
    client.query(
      `SELECT rolname, rolsuper, rolbypassrls, rolcreatedb FROM pg_roles
        WHERE rolname LIKE 'fritz%' ORDER BY rolname`,
    ),
  );
  assert.deepEqual(roles.rows, [
    { rolname: 'fritz_app', rolsuper: false, rolbypassrls: false, rolcreatedb: false },
    { rolname: 'fritz_broker', rolsuper: false, rolbypassrls: true, rolcreatedb: false },
    { rolname: 'fritz_owner', rolsuper: false, rolbypassrls: false, rolcreatedb: true },
    { rolname: 'fritz_public', rolsuper: false, rolbypassrls: false, rolcreatedb: false },
    { rolname: 'fritz_watch', rolsuper: false, rolbypassrls: false, rolcreatedb: false },
  ]);
  assert.equal(statSync(join(dataDir, 'secrets.json')).mode & 0o777, 0o600);
  assert.equal(statSync(server.app.host ?? '').mode & 0o777, 0o700);
  assert.deepEqual(readdirSync(dataDir).sort(), [
    'fritz.lock',
    'pg',
    'postgresql.log',
    'secrets.json',
  ]);
});

test('every role needs its password', async (t) => {
  const server = await scratchServer(t, join(scratchFolder(t), 'data'));
  for (const config of [server.superuser, server.owner, server.app, server.broker]) {
    await assert.rejects(
      withClient({ ...config, password: 'guess' }, async () => {}),
      { code: '28P01' },
    );
  }
});

test('stop ends the server and a restart finds the data again', async (t) => {
  const dataDir = join(scratchFolder(t), 'data');
  const first = await startEmbedded({ dataDir });
  await withClient(first.owner, (client) =>
    client.query('CREATE TABLE public.kept AS SELECT 7 AS n'),
  );
  await first.stop();
  assert.equal(isAlive(first.pid), false);
  assert.equal(existsSync(join(dataDir, 'fritz.lock')), false);
  const second = await scratchServer(t, dataDir);
  const found = await withClient(second.owner, (client) => client.query('SELECT n FROM kept'));
  assert.deepEqual(found.rows, [{ n: 7 }]);
});

test('a server left by kill -9 is adopted', async (t) => {
  const dataDir = join(scratchFolder(t), 'data');
  const child = forkStarter([dataDir]);
  const { pid } = await messageOf(child);
  child.kill('SIGKILL');
  await once(child, 'exit');
  const server = await scratchServer(t, dataDir);
  assert.equal(server.adopted, true);
  assert.equal(server.pid, pid);
  await server.stop();
  assert.equal(isAlive(server.pid), false);
});

test('a server that died without a word leaves only a stale pid file', async (t) => {
  const dataDir = join(scratchFolder(t), 'data');
  const ended = Promise.withResolvers<Error>();
  const first = await scratchServer(t, dataDir, ended.resolve);
  process.kill(first.pid, 'SIGKILL');
  assert.match((await ended.promise).message, /ended unexpectedly/);
  assert.ok(existsSync(join(dataDir, 'pg', 'postmaster.pid')));
  const second = await scratchServer(t, dataDir);
  assert.equal(second.adopted, false);
});

test('a pid file whose number belongs to another process now is no server', async (t) => {
  const dataDir = join(scratchFolder(t), 'data');
  const first = await startEmbedded({ dataDir });
  await first.stop();
  const pidFile = join(dataDir, 'pg', 'postmaster.pid');
  writeFileSync(pidFile, `${process.pid}\n${dataDir}/pg\n1\n5432\n/tmp\n\n1 1\nready   \n`);
  const second = await scratchServer(t, dataDir);
  assert.equal(second.adopted, false);
});

test('a second Fritz on the same folder is refused, also after the first let go of its lock file', async (t) => {
  const dataDir = join(scratchFolder(t), 'data');
  await scratchServer(t, dataDir);
  await assert.rejects(startEmbedded({ dataDir }), { name: 'EmbeddedError', code: 'in_use' });
  rmSync(join(dataDir, 'fritz.lock'));
  const child = forkStarter([dataDir]);
  assert.deepEqual(await messageOf(child), { code: 'in_use' });
  assert.notEqual(await attachEmbedded(dataDir), null);
});

test('a tool attaches to a running server and finds none when there is none', async (t) => {
  const dataDir = join(scratchFolder(t), 'data');
  assert.equal(await attachEmbedded(dataDir), null);
  const server = await scratchServer(t, dataDir);
  const attached = await attachEmbedded(dataDir);
  assert.deepEqual(attached?.app.host, server.app.host);
  await server.stop();
  assert.equal(await attachEmbedded(dataDir), null);
});

test('paths with spaces, quotes and great length work', async (t) => {
  const dataDir = join(scratchFolder(t), "it's a long path ".repeat(8).trim(), 'Zwicky übermorgen');
  const server = await scratchServer(t, dataDir);
  assert.ok(Buffer.byteLength(`${server.app.host}/.s.PGSQL.5432.lock`) <= 107);
});

test('an old cluster, a damaged one and a lost secret are told apart', async (t) => {
  const folder = scratchFolder(t);
  const old = join(folder, 'old');
  mkdirSync(join(old, 'pg'), { recursive: true });
  writeFileSync(join(old, 'pg', 'PG_VERSION'), '15\n');
  await assert.rejects(startEmbedded({ dataDir: old }), { code: 'wrong_version' });
  const foreign = join(folder, 'foreign');
  mkdirSync(join(foreign, 'pg'), { recursive: true });
  writeFileSync(join(foreign, 'pg', 'thesis.tex'), '');
  await assert.rejects(startEmbedded({ dataDir: foreign }), { code: 'unwritable' });
  const lost = join(folder, 'lost');
  await (await startEmbedded({ dataDir: lost })).stop();
  const secrets = readFileSync(join(lost, 'secrets.json'));
  rmSync(join(lost, 'secrets.json'));
  await assert.rejects(startEmbedded({ dataDir: lost }), { code: 'secrets_missing' });
  writeFileSync(join(lost, 'secrets.json'), '{"secret":"another"}');
  await assert.rejects(startEmbedded({ dataDir: lost }), { code: 'secrets_mismatch' });
  writeFileSync(join(lost, 'secrets.json'), secrets);
  await scratchServer(t, lost);
});

test('a file in the place of the folder is reported', async (t) => {
  const path = join(scratchFolder(t), 'file');
  writeFileSync(path, '');
  await assert.rejects(startEmbedded({ dataDir: path }), { code: 'unwritable' });
});

test('a folder that no system makes is reported at once', { skip: noProc }, async () => {
  await assert.rejects(startEmbedded({ dataDir: '/proc/fritz/data' }), { code: 'unwritable' });
});

test('a setting the server refuses is reported with its reason', async (t) => {
  const dataDir = join(scratchFolder(t), 'data');
  await assert.rejects(startEmbedded({ dataDir, settings: { max_connections: 'many' } }), {
    code: 'start_failed',
    message: /max_connections/,
  });
  await scratchServer(t, dataDir);
});

test('two processes that start at once do not both get the folder', async (t) => {
  const dataDir = join(scratchFolder(t), 'data');
  const children = [forkStarter([dataDir]), forkStarter([dataDir])];
  const messages = await Promise.all(children.map(messageOf));
  assert.deepEqual(
    messages.map((message) => message.code).sort(),
    ['in_use', undefined],
    JSON.stringify(messages),
  );
  for (const child of children) {
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  }
  await scratchServer(t, dataDir);
});

test('root reaches the database below a private folder', { skip: !isRoot }, async (t) => {
  const secret = join(scratchFolder(t), 'private');
  mkdirSync(secret, { mode: 0o700 });
  const dataDir = join(secret, 'data');
  const first = await scratchServer(t, dataDir);
  const elsewhere = dirname(realpathSync(join(dataDir, 'pg')));
  cleanUp(t, () => rmSync(elsewhere, { recursive: true, force: true }));
  assert.ok(lstatSync(join(dataDir, 'pg')).isSymbolicLink());
  assert.match(readFileSync(join(dataDir, 'pg-elsewhere.txt'), 'utf8'), /\/var\/lib\/fritz-/);
  await first.stop();
  const second = await scratchServer(t, dataDir);
  assert.equal(second.adopted, false);
});

test('an ordinary user starts a server, and may not use that of another', {
  skip: !isRoot,
}, async (t) => {
  const folder = scratchFolder(t);
  const user = { uid: 65534, gid: 65534 };
  chmodSync(folder, 0o711);
  const own = join(folder, 'own');
  mkdirSync(own);
  chownSync(own, user.uid, user.gid);
  const starter = forkStarter([own, 'stop'], user);
  assert.equal((await messageOf(starter)).adopted, false);
  await once(starter, 'exit');
  assert.equal(statSync(join(own, 'pg')).uid, user.uid);
  const barred = join(folder, 'barred');
  mkdirSync(barred);
  assert.deepEqual(await messageOf(forkStarter([barred], user)), { code: 'unwritable' });
  // Root goes on with the user that made the cluster.
  const server = await scratchServer(t, own);
  assert.equal(server.adopted, false);
  assert.equal(statSync(join(own, 'pg')).uid, user.uid);
  const foreign = join(folder, 'foreign');
  await (await startEmbedded({ dataDir: foreign })).stop();
  chmodSync(foreign, 0o777);
  assert.deepEqual(await messageOf(forkStarter([foreign], user)), { code: 'wrong_owner' });
});
