import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type SkyportalData, skyportalData } from './skyportal-data.ts';

/** A SkyPortal with a small marshal's data: its envelope, its pages, and how it fails. */
export interface TestSkyportal {
  readonly url: string;
  readonly token: string;
  /** Calls back once, before it answers the next request of this path. */
  whenAsked(path: string, then: () => void): void;
  /** From now on the token is refused. */
  endToken(): void;
  renewToken(): void;
  /** What it has: a test may change it. */
  readonly data: SkyportalData;
  close(): Promise<void>;
}

/** Lists are cut to so many silently, whatever is asked for; the real one's cap is 500. */
const maxPerPage = 3;

export async function startTestSkyportal(): Promise<TestSkyportal> {
  const token = '1a2b3c4d-0000-4000-8000-00000000abcd';
  let asked = 0;
  let isEnded = false;
  let alarm: { path: string; then: () => void } | null = null;
  const data = skyportalData();
  const server = createServer((request, response) => {
    asked += 1;
    const url = new URL(request.url ?? '/', 'http://skyportal');
    if (alarm && url.pathname === `/api/${alarm.path}`) {
      const { then } = alarm;
      alarm = null;
      then();
    }
    if (request.headers.authorization !== `token ${token}` || isEnded) {
      return void fail(
        response,
        401,
        'Credentials malformed; expected form "Authorization: token abc123"',
      );
    }
    // The proxy in front of it speaks no JSON.
    if (asked % 9 === 0) {
      response.writeHead(429, { 'retry-after': '0', 'content-type': 'text/html' });
      return void response.end('<html>429 Too Many Requests</html>');
    }
    if (asked % 31 === 0) {
      response.writeHead(502, { 'retry-after': '0', 'content-type': 'text/html' });
      return void response.end('<html>502 Bad Gateway</html>');
    }
    // A worker of it was restarted in the middle.
    if (asked % 37 === 0) {
      response.setHeader('retry-after', '0');
      return void fail(response, 500, 'database connection already closed');
    }
    answer(response, url, data);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve());
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    token,
    data,
    whenAsked(path, then) {
      alarm = { path, then };
    },
    endToken() {
      isEnded = true;
    },
    renewToken() {
      isEnded = false;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}

function answer(response: ServerResponse, url: URL, data: SkyportalData): void {
  const { pathname, search, searchParams } = url;
  const path = pathname.replace(/^\/api\//, '');
  const status = data.refused[path];
  if (status) return void fail(response, status, 'Insufficient permissions');
  const file = data.files[path];
  if (file) {
    response.writeHead(200, { 'content-type': 'application/octet-stream' });
    return void response.end(file);
  }
  const list = data.paged[path];
  if (list) {
    const page = Number(searchParams.get('pageNumber') ?? 1);
    const size = Math.min(Number(searchParams.get('numPerPage') ?? 100), maxPerPage);
    const items = list.items.slice((page - 1) * size, page * size);
    if (items.length === 0 && page > 1)
      return void fail(response, 400, 'Page number out of range.');
    const totalMatches = list.items.length;
    return void succeed(response, {
      [list.within]: items,
      totalMatches,
      pageNumber: page,
      numPerPage: size,
    });
  }
  const found = data.plain[`${path}${search}`] ?? data.plain[path];
  succeed(response, found ?? []);
}

function succeed(response: ServerResponse, data: unknown): void {
  send(response, 200, { status: 'success', data });
}

/** Nearly everything that goes wrong is a 400 there. */
function fail(response: ServerResponse, status: number, message: string): void {
  send(response, status, { status: 'error', message, data: {} });
}

function send(response: ServerResponse, status: number, envelope: object): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  // What is no number is written as Python writes it, which no JSON has.
  const text = JSON.stringify({ ...envelope, version: '1.4.0' }, markNaN, 2);
  response.end(text.replaceAll(`"${nan}"`, 'NaN'));
}

const nan = 'no number at all';

function markNaN(_key: string, value: unknown): unknown {
  return Number.isNaN(value) ? nan : value;
}
