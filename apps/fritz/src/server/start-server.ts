import {
  createSignInKey,
  createWorkKey,
  type DatabaseRoles,
  ensureSecret,
  startPublicWatch,
  withClient,
} from '@fritz/archive';
import type { KowalskiPort, SignInOptions } from '@fritz/server';
import type { Config } from '../config.ts';
import type { Log } from '../log.ts';
import { version } from '../version.ts';
import { isWebBuilt, webDist } from '../web/build-web.ts';
import { mailSettings } from './mail-settings.ts';
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
  const { createServer, listenForKowalski } = await import('@fritz/server');
  const app = await createServer({
    archive: roles.app,
    webRoot: isWebBuilt() ? webDist : null,
    version,
    log: serverLogger(log),
    secureCookies: config.publicUrl?.startsWith('https://') ?? false,
    publicUrl: config.publicUrl,
    dustMaps: config.dustMaps,
    surveyImages: config.surveyImages,
    weatherUrl: config.weatherUrl,
    outsideHosts: config.weatherUrl === null ? [] : [new URL(config.weatherUrl).hostname],
    credentialsSecret: config.secret ?? ensureSecret(config.dataDir),
    analysisHosts: config.analysisHosts ?? [],
    workKey: await withClient(roles.owner, createWorkKey),
    trustProxy: config.trustProxy === null ? false : [...config.trustProxy],
    signIn: await signInOptions(config, roles),
    mail: mailSettings(config),
    limits: {
      tokenPerMinute: config.tokensPerMinute,
      userPerMinute: config.usersPerMinute,
      strangerPerMinute: config.strangersPerMinute,
      loginFailuresPerMinute: config.loginFailuresPerMinute,
      signInsPerMinute: config.signInsPerMinute,
      socketsPerUser: config.socketsPerUser,
    },
    metricsToken: config.metricsToken,
    kowalskiHost: config.kowalskiHost,
    isVoPublic: config.voPublic,
  });
  let kowalski: KowalskiPort | null = null;
  try {
    if (config.kowalskiPort !== null) {
      const { host, kowalskiPort: port } = config;
      kowalski = await listenForKowalski(app, { host, port });
    }
    await app.listen({ host: config.host, port: config.port });
  } catch (error) {
    await kowalski?.close();
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
      await kowalski?.close();
      await app.close();
    },
  };
}

/** The providers of the settings, and the key by which this process vouches for who signs in. */
async function signInOptions(config: Config, roles: DatabaseRoles): Promise<SignInOptions | null> {
  const { oidcProviders, oidcRegistration, oidcDefaultRole } = config;
  if (oidcProviders === null || oidcProviders.length === 0) return null;
  return {
    providers: oidcProviders,
    registration: oidcRegistration,
    defaultRole: oidcDefaultRole,
    key: await withClient(roles.owner, createSignInKey),
  };
}
