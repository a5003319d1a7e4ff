import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
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
  createInstrument,
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
    await createInstrument(client, {
      columns: { name: 'SEDM', type: 'spectrograph', filters: [] },
    });
    return { token: user.token, group, filter, objId, candid };
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

/** What a page of the docs shows in a language, block by block. */
function blocksOf(page: string, language: string): string[] {
  const text = readFileSync(join(root, 'docs/guides', page), 'utf8');
  return [...text.matchAll(/```(\w+)\n([\s\S]*?)```/g)]
    .filter(([, of]) => of === language)
    .map(([, , code = '']) => code);
}

const account = () => ({
  FRITZ_URL: world.url,
  FRITZ_TOKEN: world.token,
  FRITZ_GROUP: world.group.name,
});
/** Where pip can build without the network, its own installation is what runs. */
const hasPip = has('python3', '-c', 'import pip, setuptools');

test('the guide to Python runs as it stands', {
  skip: withoutPython || withoutCurl,
}, async () => {
  const target = mkdtempSync(join(tmpdir(), 'fritz-pip-'));
  try {
    const offline = ['--no-index', '--no-deps', '--no-build-isolation', '--quiet'];
    const pip = ['-m', 'pip', 'install', ...offline, '--target', target];
    if (hasPip) await run('python3', [...pip, join(root, 'clients/python')]);
    const PYTHONPATH = hasPip ? target : join(root, 'clients/python');
    const env = { ...process.env, ...account(), PYTHONPATH, PYTHONDONTWRITEBYTECODE: '1' };
    const { stdout } = await run('python3', ['-c', blocksOf('python.md', 'python').join('\n')], {
      env,
    });
    const lines = stdout.trim().split('\n');
    assert.equal(lines[0], 'HTTP code: 200, OK');
    for (const wanted of ['3 points', "['Rising fast']", '1 saved', '404 not_found']) {
      assert.ok(lines.includes(wanted), `${wanted}:\n${stdout}`);
    }
    assert.ok(
      lines.some((line) => line.startsWith(`${world.objId} `)),
      'the candidate',
    );
    assert.equal(lines.at(-1), 'changed_meanwhile it is 0.0431 by now');
    const [shell = ''] = blocksOf('python.md', 'sh');
    assert.match((await run('sh', ['-c', shell], { env })).stdout, /"status": ?"success"/);
  } finally {
    rmSync(target, { recursive: true, force: true });
  }
});

test('recipes for SkyPortal run as they are', { skip: withoutPython }, async () => {
  const script = join(root, 'clients/test/skyportal_recipes.py');
  const { url, token, filter } = world;
  const { stdout } = await run('python3', [script, url, token, String(filter.id)]);
  assert.deepEqual(JSON.parse(stdout), { done: 5 });
});

test('the guide to TypeScript runs as it stands', async () => {
  const example = join(import.meta.dirname, 'examples/nouns.ts');
  const code = readFileSync(example, 'utf8').split('\n').slice(1).join('\n');
  const shown = blocksOf('typescript.md', 'ts').join('\n');
  assert.equal(code.replace('../../typescript/src/index.ts', '@fritz/client'), shown);
  const env = { ...process.env, ...account() };
  const { stdout } = await run(process.execPath, [example], { env });
  const lines = stdout.trim().split('\n');
  for (const wanted of ['0.1.0', '2 points', '1 saved', '404 not_found']) {
    assert.ok(lines.includes(wanted), `${wanted}:\n${stdout}`);
  }
  assert.ok(
    lines.some((line) => line.startsWith(`${world.objId} `)),
    'the candidate',
  );
});

test('both clients go through all pages, and each thing comes once', async () => {
  const fritz = new FritzClient({ url: world.url, token: world.token });
  const group_ids = [world.group.id];
  for (let index = 0; index < 5; index++) {
    const place = { ra: 10 + index, dec: -5 };
    await fritz.call('saveSource', { body: { id: `AT2026p${index}`, ...place, group_ids } });
  }
  const all: string[] = [];
  for await (const { id } of fritz.each('listSources', 'sources', { numPerPage: 2 })) {
    all.push(String(id));
  }
  assert.ok(all.length >= 5);
  assert.equal(new Set(all).size, all.length);
  if (withoutPython) return;
  const code = `import os
from fritz_client import Fritz
fritz = Fritz(os.environ["FRITZ_URL"], os.environ["FRITZ_TOKEN"])
print(",".join(one["id"] for one in fritz.each("sources", "sources", numPerPage=2)))`;
  const env = {
    ...{ ...process.env, ...account() },
    PYTHONPATH: join(root, 'clients/python'),
    PYTHONDONTWRITEBYTECODE: '1',
  };
  const { stdout } = await run('python3', ['-c', code], { env });
  assert.deepEqual(stdout.trim().split(','), all);
});
