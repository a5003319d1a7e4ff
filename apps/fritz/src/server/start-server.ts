import type { DatabaseRoles } from '@fritz/archive';
import { createServer } from '@fritz/server';
import type { Config } from '../config.ts';
import type { Log } from '../log.ts';
import { version } from '../version.ts';
import { isWebBuilt, webDist } from '../web/build-web.ts';
import { serverLogger } from './server-logger.ts';

/** A server that answers. */
export interface RunningServer {
  /** Where people find it, without a slash at the end. */
  readonly url: string;
  close(): Promise<void>;
}

/** Starts the server of this installation; without a built web app, its API alone. */
export async function startServer(
  config: Config,
  roles: DatabaseRoles,
  log: Log,
): Promise<RunningServer> {
  const app = await createServer({
    archive: roles.app,
    webRoot: isWebBuilt() ? webDist : null,
    version,
    log: serverLogger(log),
    secureCookies: config.publicUrl?.startsWith('https://') ?? false,
  });
  try {
    await app.listen({ host: config.host, port: config.port });
  } catch (error) {
    await app.close();
    throw error;
  }
  return {
    url: urlOf(config, portOf(app.server.address(), config.port)),
    close: () => app.close(),
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
