import { readFileSync, statSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

/** A web server that gives a folder's files, and parts of them. */
export interface TestFileServer {
  readonly url: string;
  /** `GET /path bytes=0-9`, one a request. */
  readonly asked: string[];
  /** Answers every request with this status instead; null for as it should. */
  failWith: number | null;
  /** Does not know of parts. */
  givesWhole: boolean;
  /** Part of what tells one version of a file from another. */
  version: number;
  close(): Promise<void>;
}

export async function testFileServer(folder: string): Promise<TestFileServer> {
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname);
    const { range = '' } = request.headers;
    files.asked.push(`${request.method} ${path} ${range}`.trim());
    if (files.failWith !== null) response.writeHead(files.failWith).end();
    else answer(files, join(folder, path), { range, isHead: request.method === 'HEAD' }, response);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const files: TestFileServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked: [],
    failWith: null,
    givesWhole: false,
    version: 1,
    async close() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
  return files;
}

function answer(
  { givesWhole, version }: TestFileServer,
  path: string,
  { range, isHead }: { readonly range: string; readonly isHead: boolean },
  response: ServerResponse,
): void {
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) {
    response.writeHead(404).end();
    return;
  }
  const bytes = readFileSync(path);
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(range) ?? [];
  const etag = `"${bytes.length}-${version}"`;
  if (first === undefined || givesWhole) {
    response.writeHead(200, { etag, 'content-length': bytes.length });
    response.end(isHead ? undefined : bytes);
    return;
  }
  const part = bytes.subarray(Number(first), Number(last) + 1);
  const place = `bytes ${first}-${last}/${bytes.length}`;
  response.writeHead(206, { etag, 'content-length': part.length, 'content-range': place });
  response.end(part);
}
