import { type DatabaseRoles, startPublicWatch } from '@fritz/archive';
import type { Config } from '../config.ts';
import type { Log } from '../log.ts';
import { version } from '../version.ts';
import { isWebBuilt, webDist } from '../web/build-web.ts';
import { portOf, urlOf } from './server-address.ts';
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
  // Loaded here: tools that serve nothing start faster without it.
  const { createServer } = await import('@fritz/server');
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
  const watch = startPublicWatch(roles.watch, {
    onEnded: (report) => log.info({ ...report }, 'ended what public logins ran for too long'),
    onError: (error) => log.warn({ error }, 'the watch over public logins failed'),
  });
  return {
    url: urlOf(config, portOf(app.server.address(), config.port)),
    close: async () => {
      await watch.close();
      await app.close();
    },
  };
}
