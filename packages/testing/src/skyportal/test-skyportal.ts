import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { skyportalData } from './skyportal-data.ts';

/** A SkyPortal with a small marshal's data: its envelope, its pages, and how it fails. */
export interface TestSkyportal {
  readonly url: string;
  readonly token: string;
  /** How many requests it was asked. */
  asked(): number;
  /** The token is refused after so many more requests: an interruption. */
  endTokenAfter(requests: number): void;
  renewToken(): void;
  close(): Promise<void>;
}

/** Lists are cut to so many silently, whatever is asked for; the real one's cap is 500. */
const maxPerPage = 3;

export async function startTestSkyportal(): Promise<TestSkyportal> {
  const token = '1a2b3c4d-0000-4000-8000-00000000abcd';
  let asked = 0;
  let endsAt = Number.POSITIVE_INFINITY;
  const server = createServer((request, response) => {
    asked += 1;
    const url = new URL(request.url ?? '/', 'http://skyportal');
    if (request.headers.authorization !== `token ${token}` || asked > endsAt) {
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
    answer(response, url);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve());
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    token,
    asked: () => asked,
    endTokenAfter(requests) {
      endsAt = asked + requests;
    },
    renewToken() {
      endsAt = Number.POSITIVE_INFINITY;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}

function answer(response: ServerResponse, { pathname, search, searchParams }: URL): void {
  const path = pathname.replace(/^\/api\//, '');
  const list = skyportalData.paged[path];
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
  const data = skyportalData.plain[`${path}${search}`] ?? skyportalData.plain[path];
  succeed(response, data ?? []);
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
  response.end(JSON.stringify({ ...envelope, version: '1.4.0' }, null, 2));
}
