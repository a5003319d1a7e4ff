import { createServer as createHttpServer } from 'node:http';
import type { DatabaseRoles } from '@fritz/archive';
import type { Config } from '../config.ts';
import type { Log } from '../log.ts';

/** A server that answers. */
export interface RunningServer {
  /** Where people find it, without a slash at the end. */
  readonly url: string;
  close(): Promise<void>;
}

/** Starts the server of this installation. */
export async function startServer(
  config: Config,
  _roles: DatabaseRoles,
  _log: Log,
): Promise<RunningServer> {
  const server = createHttpServer((_request, response) => response.end('soon'));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(config.port, config.host, resolve);
  });
  return {
    url: urlOf(config, portOf(server.address(), config.port)),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function portOf(address: unknown, asked: number): number {
  const isOpen = typeof address === 'object' && address !== null && 'port' in address;
  return isOpen ? Number(address.port) : asked;
}

/** The address to show: one that a browser on this machine can open. */
export function urlOf(config: Config, port: number): string {
  if (config.publicUrl !== null) return config.publicUrl;
  const isEverywhere = ['0.0.0.0', '::'].includes(config.host);
  const host = isEverywhere ? '127.0.0.1' : config.host;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
