import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A schema registry that speaks Confluent's REST interface as far as readers of schemas need it. */
export interface TestRegistry {
  readonly url: string;
  /** The schemas that it knows, by number. */
  readonly schemas: Map<number, string>;
  /** The numbers that were asked for, one a request. */
  readonly asked: number[];
  /** Answers every request with this status instead; null for as it should. */
  failWith: number | null;
  /** Stops answering; `start` takes the same address again. */
  stop(): Promise<void>;
  start(): Promise<void>;
}

/** @param login `user:password` that it wants of each request */
export async function testRegistry(login: string | null = null): Promise<TestRegistry> {
  let server: Server | null = null;
  let port = 0;
  const registry: TestRegistry = {
    get url() {
      return `http://${login === null ? '' : `${login}@`}127.0.0.1:${port}/registry`;
    },
    schemas: new Map(),
    asked: [],
    failWith: null,
    async start() {
      const made = createServer((request, response) => {
        const [status, body] = answer(registry, login, request.url ?? '', request.headers);
        response.writeHead(status, { 'content-type': 'application/vnd.schemaregistry.v1+json' });
        response.end(JSON.stringify(body));
      });
      await new Promise<void>((done) => made.listen(port, '127.0.0.1', done));
      port = (made.address() as AddressInfo).port;
      server = made;
    },
    async stop() {
      server?.closeAllConnections();
      await new Promise((done) => (server ? server.close(done) : done(null)));
      server = null;
    },
  };
  await registry.start();
  return registry;
}

type Answer = readonly [status: number, body: object];

function answer(
  registry: TestRegistry,
  login: string | null,
  url: string,
  headers: { readonly authorization?: string | undefined },
): Answer {
  if (registry.failWith !== null) return [registry.failWith, { error_code: 50001, message: 'no' }];
  const wanted = login === null ? null : `Basic ${Buffer.from(login).toString('base64')}`;
  if (wanted !== null && headers.authorization !== wanted) {
    return [401, { error_code: 401, message: 'Unauthorized' }];
  }
  const id = /^\/registry\/schemas\/ids\/(\d+)$/.exec(url)?.[1];
  if (id === undefined) return [404, { error_code: 404, message: 'HTTP 404 Not Found' }];
  registry.asked.push(Number(id));
  const schema = registry.schemas.get(Number(id));
  if (schema === undefined) return [404, { error_code: 40403, message: 'Schema not found' }];
  return [200, { schema }];
}
