import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import type pg from 'pg';

/** Requests to a server in a process of its own, over connections that are kept. */
export interface HttpServer {
  /** The answer's body; a status other than 200 is an error. */
  ask(token: string, path: string, given?: { method: 'PUT'; body: string }): Promise<string>;
}

/** Runs a server while `work` is done. */
export async function withServer<T>(
  config: pg.ClientConfig,
  work: (server: HttpServer) => Promise<T>,
): Promise<T> {
  const worker = join(import.meta.dirname, 'server-worker.ts');
  const { host, port: databasePort, database, user, password } = config;
  const given = { host, port: databasePort, database, user, password };
  const child = spawn(process.execPath, [worker, JSON.stringify(given)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(child, 'close');
  const agent = new Agent({ keepAlive: true });
  try {
    const [line] = await once(child.stdout.setEncoding('utf8'), 'data');
    const { address } = JSON.parse(String(line)) as { address: string };
    const { hostname, port } = new URL(address);
    return await work({
      ask: (token, path, given) => ask({ hostname, port, path, agent }, token, given),
    });
  } finally {
    agent.destroy();
    child.stdin.end();
    await ended;
  }
}

function ask(
  place: { hostname: string; port: string; path: string; agent: Agent },
  token: string,
  given?: { method: 'PUT'; body: string },
): Promise<string> {
  const headers: Record<string, string | number> = { authorization: `token ${token}` };
  if (given !== undefined) {
    headers['content-type'] = 'application/json';
    headers['content-length'] = Buffer.byteLength(given.body);
  }
  return new Promise((resolve, reject) => {
    const sent = request({ ...place, headers, method: given?.method ?? 'GET' }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        body += chunk;
      });
      response.on('error', reject);
      response.on('end', () => {
        if (response.statusCode === 200) resolve(body);
        else reject(new assert.AssertionError({ message: `${place.path}: ${body.slice(0, 500)}` }));
      });
    });
    sent.on('error', reject);
    sent.end(given?.body);
  });
}
