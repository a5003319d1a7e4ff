import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What an analysis service was sent. */
export interface SeenAnalysisRequest {
  headers: IncomingHttpHeaders;
  body: {
    callback_url: string;
    callback_method: string;
    invalid_after: string;
    analysis_resource_type: string;
    resource_id: string;
    analysis_parameters: Record<string, unknown>;
    inputs: Record<string, unknown>;
    [field: string]: unknown;
  };
}

/** An analysis service as SkyPortal's are: it takes a request, and answers at the address in it. */
export interface TestAnalysisServer {
  readonly url: string;
  readonly requests: SeenAnalysisRequest[];
  /** What it says to requests: this status and text; null: nothing, ever. */
  says: { status: number; text: string; headers?: Record<string, string> } | null;
  /** The next request that comes. */
  nextRequest(): Promise<SeenAnalysisRequest>;
  /** Answers a request where it says, as services do; returns the status of that. */
  answer(request: SeenAnalysisRequest, body: object): Promise<number>;
  close(): Promise<void>;
}

/** Starts an analysis service on the loopback address. */
export async function testAnalysisServer(): Promise<TestAnalysisServer> {
  const requests: SeenAnalysisRequest[] = [];
  const waiting: ((request: SeenAnalysisRequest) => void)[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const body = JSON.parse(Buffer.concat(parts).toString('utf8'));
      const seen = { headers: request.headers, body };
      requests.push(seen);
      waiting.shift()?.(seen);
      if (fake.says === null) return;
      response.writeHead(fake.says.status, fake.says.headers);
      response.end(fake.says.text);
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const fake: TestAnalysisServer = {
    url: `http://127.0.0.1:${port}/analysis/fitter`,
    requests,
    says: { status: 200, text: '{"status": "pending", "message": "running"}' },
    nextRequest: () => new Promise((resolve) => waiting.push(resolve)),
    async answer(request, body) {
      const response = await fetch(request.body.callback_url, {
        method: request.body.callback_method,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      await response.text();
      return response.status;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
  return fake;
}
