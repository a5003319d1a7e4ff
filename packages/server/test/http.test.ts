import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { brotliCompressSync, brotliDecompressSync, gunzipSync } from 'node:zlib';
import { withClient } from '@fritz/archive';
import { routes } from '@fritz/contract';
import { createServer } from '@fritz/server';
import { createUser, type TestUser, testDatabase } from '@fritz/testing';
import pino from 'pino';
import { call, type Harness, startHarness } from './harness.ts';

const webRoot = mkdtempSync(join(tmpdir(), 'fritz-web-'));
let harness: Harness;
let user: TestUser;
before(async () => {
  mkdirSync(join(webRoot, 'assets'));
  writeFileSync(join(webRoot, 'index.html'), '<!doctype html><title>Fritz</title>');
  writeFileSync(join(webRoot, 'assets', 'app-1234.js'), 'export {};');
  for (const file of ['index.html', 'assets/app-1234.js']) {
    const path = join(webRoot, file);
    writeFileSync(`${path}.br`, brotliCompressSync(readFileSync(path)));
  }
  harness = await startHarness({ webRoot });
  user = await harness.arrange((client) => createUser(client));
});
after(async () => {
  await harness.close();
  rmSync(webRoot, { recursive: true });
});

function get(url: string, headers: Record<string, string> = {}) {
  return harness.server.inject({ method: 'GET', url, headers });
}

function post(payload: string | Buffer, headers: Record<string, string>) {
  const authorization = `token ${user.token}`;
  const all = { authorization, ...headers };
  return harness.server.inject({ method: 'POST', url: '/api/groups', payload, headers: all });
}

test('every route of the contract is served', () => {
  for (const [name, { method, path }] of Object.entries(routes)) {
    const url = path.replaceAll(/\{(\w+)\}/g, ':$1');
    assert.ok(harness.server.hasRoute({ method, url }), name);
  }
});

test('sysinfo needs no login; an unknown route is an envelope', async () => {
  const info = await call(harness, 'getSysinfo');
  assert.deepEqual(info, { fritzVersion: '0.1.0', invitationsEnabled: true });
  for (const url of ['/api/nothing', '/api', '/api/sources/a/b/c', '/api/%zz']) {
    const response = await get(url);
    assert.equal(response.statusCode, 404, url);
    assert.equal(response.json().data.code, 'route_not_found');
  }
  const wrongMethod = await harness.server.inject({ method: 'PATCH', url: '/api/groups' });
  assert.equal(wrongMethod.statusCode, 405);
});

test('pages of the web app are its own affair; files that are missing are missing', async () => {
  for (const url of ['/', '/candidates', '/source/ZTF18aabcvnq?x=1']) {
    const response = await get(url);
    assert.equal(response.statusCode, 200, url);
    assert.match(response.body, /<title>Fritz/);
    assert.equal(response.headers['cache-control'], 'no-cache');
  }
  const asset = await get('/assets/app-1234.js');
  assert.match(String(asset.headers['cache-control']), /immutable/);
  assert.equal((await get('/assets/gone.js')).statusCode, 404);
  assert.equal((await get('/../../etc/passwd')).body.includes('root:'), false);
  assert.equal((await get('/%2e%2e/%2e%2e/etc/passwd')).body.includes('root:'), false);
});

test('headers keep a browser in its place', async () => {
  const { headers } = await get('/');
  const policy = String(headers['content-security-policy']);
  assert.match(policy, /default-src 'self'/);
  assert.match(policy, /script-src 'self';/);
  assert.match(policy, /worker-src 'self' blob:/);
  assert.match(policy, /frame-ancestors 'none'/);
  assert.equal(headers['x-content-type-options'], 'nosniff');
  assert.equal((await get('/api/sysinfo')).headers['cache-control'], 'no-store');
});

test('bodies are JSON of at most 10 MB', async () => {
  const json = { 'content-type': 'application/json' };
  const codes: [string, Record<string, string>, number, string][] = [
    ['{"name": ', json, 400, 'invalid_json'],
    [
      'name=x',
      { 'content-type': 'application/x-www-form-urlencoded' },
      415,
      'unsupported_media_type',
    ],
    [JSON.stringify({ name: 'x'.repeat(10_000_001) }), json, 413, 'body_too_large'],
    ['{"name":"x","__proto__":{"admin":true}}', json, 422, 'invalid_request'],
  ];
  for (const [payload, headers, status, code] of codes) {
    const response = await post(payload, headers);
    assert.equal(response.statusCode, status, response.body.slice(0, 300));
    assert.equal(response.json().data.code, code);
  }
});

/** Sends so many megabytes over a socket, all of them before the answer is looked at. */
async function sendMegabytes(
  port: number,
  path: string,
  given: { megabytes: number; isChunked: boolean; token: string | null },
) {
  const { megabytes, isChunked, token } = given;
  const part = Buffer.alloc(1_000_000, ' ');
  const socket = connect(port, '127.0.0.1');
  let answer = '';
  socket.setEncoding('utf8').on('data', (text) => {
    answer += text;
  });
  const write = async (bytes: Buffer | string) => {
    if (!socket.write(bytes)) await once(socket, 'drain');
  };
  await write(
    [
      `PUT ${path} HTTP/1.1`,
      'host: localhost',
      'content-type: application/json',
      ...(token === null ? [] : [`authorization: token ${token}`]),
      isChunked ? 'transfer-encoding: chunked' : `content-length: ${megabytes * part.length}`,
      '\r\n',
    ].join('\r\n'),
  );
  for (let count = 0; count < megabytes; count += 1) {
    if (isChunked) await write(`${part.length.toString(16)}\r\n`);
    await write(part);
    if (isChunked) await write('\r\n');
  }
  if (isChunked) await write('0\r\n\r\n');
  while (!answer.endsWith('}')) await once(socket, 'data');
  socket.destroy();
  const { data, message } = JSON.parse(answer.slice(answer.indexOf('\r\n\r\n')));
  const status = Number(answer.split(' ', 2)[1]);
  return { status, code: data.code, max: data.max_bytes, message };
}

test('a body of 100 MB ends in words that say what to do; files may be larger than other bodies', async () => {
  const address = await harness.server.listen({ host: '127.0.0.1', port: 0 });
  const port = Number(new URL(address).port);
  const { token } = user;
  const tooLarge = { status: 413, code: 'body_too_large' };
  for (const isChunked of [false, true]) {
    const all = { megabytes: 100, isChunked, token };
    assert.deepEqual(await sendMegabytes(port, '/api/groups/1', all), {
      ...tooLarge,
      max: 10_000_000,
      message: 'The body is larger than 10 MB: send it in parts.',
    });
    assert.deepEqual(await sendMegabytes(port, '/api/photometry', all), {
      ...tooLarge,
      max: 50_000_000,
      message: 'The body is larger than 50 MB: send it in parts.',
    });
  }
  // Of 30 MB it is looked at what is in them, and nothing is read of somebody who is nobody.
  const some = { megabytes: 30, isChunked: false, token };
  assert.equal((await sendMegabytes(port, '/api/photometry', some)).code, 'invalid_json');
  for (const [key, code] of [
    [null, 'not_authenticated'],
    ['forged', 'invalid_credentials'],
  ] as const) {
    const answer = await sendMegabytes(port, '/api/photometry', { ...some, token: key });
    assert.deepEqual([answer.status, answer.code], [401, code]);
  }
});

test('files of the web app are sent as the build compressed them', async () => {
  for (const [url, file, type] of [
    ['/assets/app-1234.js', 'assets/app-1234.js', /javascript/],
    ['/', 'index.html', /^text\/html/],
    ['/candidates', 'index.html', /^text\/html/],
  ] as const) {
    const packed = await get(url, { 'accept-encoding': 'gzip, br' });
    assert.equal(packed.statusCode, 200, url);
    assert.equal(packed.headers['content-encoding'], 'br', url);
    assert.match(String(packed.headers['content-type']), type);
    assert.match(String(packed.headers.vary), /accept-encoding/i);
    const whole = readFileSync(join(webRoot, file));
    assert.deepEqual(brotliDecompressSync(packed.rawPayload), whole, url);
    const plain = await get(url);
    assert.deepEqual(plain.rawPayload, whole, url);
    // There is no .gz here: it is made as it is sent.
    const zipped = await get(url, { 'accept-encoding': 'gzip' });
    assert.deepEqual(gunzipSync(zipped.rawPayload), whole, url);
    assert.equal(plain.headers['cache-control'], packed.headers['cache-control']);
  }
});

test('large answers are compressed for those who can read it', async () => {
  const response = await get('/api/openapi.json', { 'accept-encoding': 'gzip' });
  assert.equal(response.headers['content-encoding'], 'gzip');
});

test('the docs are served from here alone', async () => {
  const document = (await get('/api/openapi.json')).json();
  assert.equal(document.openapi, '3.1.0');
  const page = await get('/docs/api/');
  assert.equal(page.statusCode, 200);
  assert.doesNotMatch(page.body, /https?:\/\/(?!localhost)/);
  const script = await get('/docs/api/js/scalar.js');
  assert.equal(script.statusCode, 200);
  assert.ok(script.rawPayload.length > 100_000);
});

test('health and metrics answer', async () => {
  assert.deepEqual((await get('/healthz')).json(), { status: 'ok' });
  const metrics = await get('/metrics');
  assert.match(
    metrics.body,
    /fritz_http_requests_total\{method="GET",route="\/healthz",status="200"\} 1/,
  );
});

test('metrics are for programs that come from this machine directly, or for who has the token', async () => {
  const seen = async (server: typeof harness.server, more: object) =>
    (await server.inject({ url: '/metrics', ...more })).statusCode;
  assert.equal(await seen(harness.server, {}), 200);
  assert.equal(await seen(harness.server, { remoteAddress: '192.0.2.7' }), 404);
  for (const header of ['x-forwarded-for', 'forwarded', 'via', 'x-real-ip']) {
    assert.equal(await seen(harness.server, { headers: { [header]: '127.0.0.1' } }), 404, header);
  }
  const archive = { host: '127.0.0.1', port: 1, user: 'fritz_app', database: 'fritz' };
  const options = { archive, webRoot: null, version: '0.1.0', metricsToken: 'a-long-secret' };
  const server = await createServer(options);
  try {
    const far = (authorization: string) =>
      seen(server, { remoteAddress: '192.0.2.7', headers: { authorization } });
    assert.equal(await far('Bearer a-long-secret'), 200);
    assert.equal(await far('Bearer another-secret'), 404);
    assert.equal(await seen(server, {}), 404);
  } finally {
    await server.close();
  }
});

test('mail without an address for its links is refused at the start', async () => {
  const archive = { host: '127.0.0.1', port: 1, user: 'fritz_app', database: 'fritz' };
  const mail = { host: '127.0.0.1', port: 1, user: null, password: null, from: 'f@example.org' };
  const options = { archive, webRoot: null, version: '0', mail: { ...mail, tls: 'none' as const } };
  await assert.rejects(createServer(options), /mail needs publicUrl/);
});

test('without a database the server says so, and nothing of why', async () => {
  const archive = { host: '127.0.0.1', port: 1, user: 'fritz_app', database: 'fritz' };
  const server = await createServer({ archive, webRoot: null, version: '0.1.0' });
  try {
    const headers = { authorization: 'token x' };
    const response = await server.inject({ url: '/api/internal/profile', headers });
    assert.equal(response.statusCode, 503);
    assert.equal(response.json().data.code, 'database_unavailable');
    assert.doesNotMatch(response.body, /ECONNREFUSED|127\.0\.0\.1/);
    assert.equal((await server.inject('/healthz')).statusCode, 503);
    const page = await server.inject('/');
    assert.match(page.json().message, /not built/);
  } finally {
    await server.close();
  }
});

test('a failure tells its id alone; the log has the rest under it', async () => {
  const database = await testDatabase();
  const lines: string[] = [];
  const log = pino({}, { write: (line) => lines.push(line) });
  const server = await createServer({ archive: database.app, webRoot: null, version: '0', log });
  try {
    const token = await withClient(database.superuser, async (client) => {
      const { token } = await createUser(client);
      await client.query('ALTER TABLE fritz.streams RENAME TO brooks');
      return token;
    });
    const headers = { authorization: `token ${token}` };
    const response = await server.inject({ url: '/api/streams', headers });
    assert.equal(response.statusCode, 500);
    const { data, message } = response.json();
    assert.equal(data.code, 'internal');
    assert.match(data.id, /^[0-9a-f]{8}$/);
    assert.doesNotMatch(response.body, /streams|relation|\.ts|stack/);
    assert.doesNotMatch(message, /streams/);
    const line = lines.find((text) => text.includes(data.id));
    assert.match(line ?? '', /relation .*streams.* does not exist/);
    assert.equal(lines.join('').includes(token), false, 'no secret in the log');
  } finally {
    await server.close();
    await database.drop();
  }
});
