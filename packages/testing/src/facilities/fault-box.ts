import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * What goes wrong with an answer: the request is done or not, and what is heard of it. `late` is done,
 * and nothing is ever heard; `broken` is done, and the connection ends; `deaf` is not done, and nothing
 * is heard; `error` is not done, and answers 500; `garbage` is done, and answers what nobody can read.
 */
export type FacilityFault = 'late' | 'broken' | 'deaf' | 'error' | 'garbage' | 'slow';

/** A request that a fake facility got. */
export interface FacilityCall {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingMessage['headers'];
  body: string;
}

/** What a fake facility answers. */
export interface FacilityReply {
  status: number;
  text: string;
  type?: string;
}

/** A server on the loopback address whose answers may go wrong on the way. */
export interface FaultBox {
  readonly url: string;
  readonly calls: FacilityCall[];
  /** The fault of the next call; null: none. Asked once a call. */
  fault: (call: FacilityCall) => FacilityFault | null;
  close(): Promise<void>;
}

/** Starts a facility that does `work` with each call, and answers as its faults let it. */
export async function faultBox(work: (call: FacilityCall) => FacilityReply): Promise<FaultBox> {
  const server: Server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const url = new URL(request.url ?? '/', 'http://localhost');
      answer(response, {
        method: request.method ?? 'GET',
        path: url.pathname,
        query: url.searchParams,
        headers: request.headers,
        body: Buffer.concat(parts).toString('utf8'),
      });
    });
  });
  function answer(response: ServerResponse, call: FacilityCall): void {
    box.calls.push(call);
    const fault = box.fault(call);
    if (fault === 'deaf') return;
    if (fault === 'error') {
      response.writeHead(500).end('Internal Server Error');
      return;
    }
    const reply = work(call);
    if (fault === 'late') return;
    if (fault === 'broken') {
      response.destroy();
      return;
    }
    if (fault === 'garbage') {
      response.writeHead(502, { 'content-type': 'text/html' }).end('<html>\u0000 proxy \ufffd');
      return;
    }
    const send = () => {
      response.writeHead(reply.status, { 'content-type': reply.type ?? 'application/json' });
      response.end(reply.text);
    };
    if (fault === 'slow') setTimeout(send, 50);
    else send();
  }
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const box: FaultBox = {
    url: `http://127.0.0.1:${port}`,
    calls: [],
    fault: () => null,
    async close() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
  return box;
}
