import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { createServer as createHttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { withClient } from '@fritz/archive';
import { createServer } from '@fritz/server';
import {
  createAlert,
  createCandidate,
  createFilter,
  createGroup,
  createStream,
  createUser,
  testDatabase,
} from '@fritz/testing';
import { FritzClient, FritzError } from '../typescript/src/index.ts';

const run = promisify(execFile);
const root = join(import.meta.dirname, '../..');
const has = (command: string, ...args: string[]) => spawnSync(command, args).status === 0;
const withoutPython = has('python3', '-c', 'import requests')
  ? false
  : 'no python3 with requests (python3-requests)';
const withoutCurl = has('curl', '--version') ? false : 'no curl';

let world: Awaited<ReturnType<typeof arrange>>;
before(async () => {
  world = await arrange();
});
after(() => world?.close());

async function arrange() {
  const database = await testDatabase();
  const server = await createServer({
    archive: { ...database.app, max: 4 },
    webRoot: null,
    version: '0.1.0',
    credentialsSecret: 'a secret of the tests',
  });
  const url = await server.listen({ host: '127.0.0.1', port: 0 });
  const things = await withClient(database.superuser, async (client) => {
    const user = await createUser(client);
    const stream = await createStream(client, { programIds: [1], users: [user] });
    const group = await createGroup(client, {
      members: [{ user, admin: true }],
      streams: [stream],
    });
    const filter = await createFilter(client, { group, stream });
    const { objId, candid } = await createCandidate(client, { filter });
    await createAlert(client, { objectId: objId, candid });
    return { token: user.token, group, objId, candid };
  });
  const close = async () => {
    await server.close();
    await database.drop();
  };
  return { url, close, ...things };
}

test('curl is told what this server is', { skip: withoutCurl }, async () => {
  const { stdout } = await run('curl', ['-s', `${world.url}/api/sysinfo`]);
  const { status, data } = JSON.parse(stdout);
  assert.deepEqual([status, data.fritzVersion], ['success', '0.1.0']);
  const header = `Authorization: token ${world.token}`;
  const own = await run('curl', ['-s', '-H', header, `${world.url}/api/internal/profile`]);
  assert.equal(JSON.parse(own.stdout).status, 'success');
});

test('a script with requests reads and writes', { skip: withoutPython }, async () => {
  const script = join(root, 'clients/test/plain_requests.py');
  const { stdout } = await run('python3', [script, world.url, world.token]);
  const { status, sysinfo, made } = JSON.parse(stdout);
  assert.deepEqual([status, sysinfo.status, sysinfo.data.fritzVersion], [200, 'success', '0.1.0']);
  assert.deepEqual([made.status, typeof made.data.id], ['success', 'number']);
});

test('the Python client reads, is refused, and keeps all digits', {
  skip: withoutPython,
}, async () => {
  const script = join(root, 'clients/test/generated_client.py');
  const env = {
    ...process.env,
    PYTHONPATH: join(root, 'clients/python'),
    PYTHONDONTWRITEBYTECODE: '1',
  };
  const { stdout } = await run('python3', [script, world.url, world.token, world.objId], { env });
  const { sysinfo, groups, refused, same } = JSON.parse(stdout);
  assert.deepEqual([sysinfo.fritzVersion, refused, same], ['0.1.0', [404, 'not_found'], true]);
  assert.ok(groups.includes(world.group.name), stdout);
  assert.ok(stdout.includes(String(world.candid)), stdout);
});

test('the TypeScript client reads, writes, and is refused by name', async () => {
  const fritz = new FritzClient({ url: `${world.url}/`, token: world.token });
  assert.equal((await fritz.call('getSysinfo')).fritzVersion, '0.1.0');
  const { id } = await fritz.call('createGroup', { body: { name: 'From TypeScript' } });
  const group = await fritz.call('getGroup', { params: { id } });
  assert.equal(group.name, 'From TypeScript');
  const listed = await fritz.call('listGroups', { query: { name: 'From TypeScript' } });
  assert.ok(Array.isArray(listed) && listed[0]?.id === id);
  const alerts = await fritz.call('getAlerts', { params: { objectId: world.objId } });
  assert.equal(alerts[0]?.candid, world.candid, 'a long id keeps its digits');
  await assert.rejects(fritz.call('getGroup', { params: { id: 999_999 } }), (error) => {
    assert.ok(error instanceof FritzError);
    assert.deepEqual([error.status, error.code], [404, 'not_found']);
    return true;
  });
  const wrong = new FritzClient({ url: world.url, token: 'x' });
  await assert.rejects(wrong.api('GET', 'groups'), { status: 401 });
});

test('the TypeScript client waits where it comes too often, and tells of what is no answer', async () => {
  let asked = 0;
  const busy = createHttpServer((_request, response) => {
    asked += 1;
    if (asked <= 2) response.writeHead(429, { 'retry-after': '0' }).end('slow down');
    else response.writeHead(502).end('<html>bad gateway</html>');
  });
  await new Promise<void>((resolve) => {
    busy.listen(0, '127.0.0.1', () => resolve());
  });
  const { port } = busy.address() as AddressInfo;
  const fritz = new FritzClient({ url: `http://127.0.0.1:${port}` });
  await assert.rejects(fritz.call('getSysinfo'), { status: 502, code: null });
  assert.equal(asked, 3);
  busy.close();
});
