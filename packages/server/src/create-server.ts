import type { IncomingMessage } from 'node:http';
import compress from '@fastify/compress';
import cookie from '@fastify/cookie';
import websocket from '@fastify/websocket';
import {
  type ArchiveConfig,
  alertArchive,
  CollectionMemory,
  openArchive,
  type openDoorbell,
} from '@fritz/archive';
import { bodyBytes, parseExact } from '@fritz/contract';
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import type { ServerContext } from './context.ts';
import { CredentialSafe } from './credentials/credential-safe.ts';
import { SfdFiles } from './dust/sfd-files.ts';
import { bindFeatures } from './features/bind-features.ts';
import { ClientReports } from './features/client-reports/client-reports.ts';
import { SourceViews } from './features/dashboard/source-views.ts';
import {
  type PictureServers,
  publicPictureServers,
  SurveyPictures,
} from './features/installation/survey-pictures.ts';
import { openDesk, type SignInOptions } from './features/sign-in/sign-in-desk.ts';
import { OpenMeteo } from './features/weather/forecast.ts';
import { RunDesk } from './filter-runs/run-desk.ts';
import { Binder } from './http/bind.ts';
import { addDocs } from './http/docs.ts';
import { sendError } from './http/envelope.ts';
import { toFritzError } from './http/error-mapper.ts';
import { FritzError } from './http/fritz-error.ts';
import { KeyUses } from './http/key-uses.ts';
import { addMetrics } from './http/metrics.ts';
import { lenientLimits, RateLimiter, type RateLimits } from './http/rate-limiter.ts';
import { addSecurityHeaders } from './http/security-headers.ts';
import { addWebApp } from './http/web-app.ts';
import { type ServerWork, startWork } from './jobs/server-work.ts';
import { addKowalski, KOWALSKI_PREFIX } from './kowalski/add-kowalski.ts';
import { MailRoom, type MailSettings } from './mail/mail-room.ts';
import { AddressGuard } from './outbound/address-guard.ts';
import { bindWebsocket } from './realtime/websocket.routes.ts';
import { addVirtualObservatory } from './vo/add-virtual-observatory.ts';

/** What a server is made of. */
export interface ServerOptions {
  /** Connections of the application's role (`fritz_app`). */
  archive: ArchiveConfig;
  /** The same role, for the one connection that listens; the same as `archive` when not given. */
  listenConfig?: Parameters<typeof openDoorbell>[0];
  /** Folder of the built web app, absolute; null: the API alone. */
  webRoot: string | null;
  version: string;
  /** Where to log; silent when not given. */
  log?: FastifyBaseLogger;
  /** Whether requests come through a proxy whose X-Forwarded headers are to be believed. */
  trustProxy?: boolean | string | string[];
  /** Whether the session cookie is sent over https alone; over https it always is. */
  secureCookies?: boolean;
  /** The address that people use, without a slash at the end; that of the request when not given. */
  publicUrl?: string | null;
  /** Providers to sign in at, and who may come; none when not given. */
  signIn?: SignInOptions | null;
  /** The mail server to send invitations by; none when not given. Needs `publicUrl`. */
  mail?: MailSettings | null;
  /** Folder of SFD's two dust maps; none when not given. */
  dustMaps?: string | null;
  /**
   * Whether administrators may switch on pictures of public surveys, or where they come from instead of the
   * surveys' own servers; not when not given.
   */
  surveyImages?: boolean | PictureServers;
  /** A service of weather forecasts that speaks as Open-Meteo; none when not given. */
  weatherUrl?: string | null;
  /** Hosts inside of the server's own network from which pictures and forecasts may come. */
  outsideHosts?: readonly string[];
  /** What credentials of facilities are sealed with; without it none are kept. */
  credentialsSecret?: string | null;
  /** What `/metrics` is read with; without it, from this machine alone. */
  metricsToken?: string | null;
  /** How much is let through; only log-ins are bounded when not given. */
  limits?: Partial<RateLimits>;
  /** Hosts inside of the server's own network that it may call. */
  analysisHosts?: readonly string[];
  /** The key by which it does what waits in outboxes; without it that waits. */
  workKey?: string | null;
  /** The host name at which Kowalski's clients find their API at the root; none when not given. */
  kowalskiHost?: string | null;
  /** Whether the Virtual Observatory's services show what is public to whoever has no key; they do when not given. */
  isVoPublic?: boolean;
  /** The clock. */
  now?: () => Date;
}

/**
 * Makes the server; `listen` it, and `close` it to end its connections.
 *
 * @throws Error for a mail server without the address that links in mails begin with
 */
export async function createServer(options: ServerOptions): Promise<FastifyInstance> {
  const { version } = options;
  // Else a mail's link would lead to whatever host the inviter's request named.
  if (options.mail && !options.publicUrl) throw new Error('mail needs publicUrl: for its links');
  const app = Fastify({
    ...(options.log ? { loggerInstance: options.log } : {}),
    bodyLimit: bodyBytes.usual,
    rewriteUrl: (request) => rewriteUrl(request, options.kowalskiHost ?? null),
    trustProxy: options.trustProxy ?? false,
    logController: new LogController({ disableRequestLogging: true }),
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 200 },
    frameworkErrors: (error, _request, reply) => {
      void sendError(reply, version, toFritzError(error));
    },
  });
  const context = makeContext(options, app.log);
  const work: ServerWork | null = options.workKey
    ? startWork(context, options.workKey, {
        config: options.archive,
        listenConfig: options.listenConfig ?? options.archive,
      })
    : null;
  app.addHook('onClose', async () => {
    await work?.close();
    await context.mail?.settle();
    await context.runs.close();
    await context.keyUses.settle();
    await context.views.settle();
    await context.archive.close();
    await context.queries.close();
    context.dust?.close();
  });
  readJsonExactly(app);
  mapErrors(app, version);
  addSecurityHeaders(app);
  await app.register(cookie);
  await app.register(compress, { threshold: 1024, encodings: ['br', 'gzip'] });
  await app.register(websocket, { options: { maxPayload: 4096 } });
  addMetrics(app, version, options.metricsToken ?? null);
  addHealth(app, context);
  await addDocs(app, version);
  bindFeatures(new Binder(app, context));
  bindWebsocket(app, context, options.listenConfig ?? options.archive);
  await addKowalski(app, context);
  await addVirtualObservatory(app, context);
  await addWebApp(app, options.webRoot, version);
  return app;
}

/** The path that a request means: SkyPortal's old name of spectra, and Kowalski's host. */
function rewriteUrl({ url = '/', headers }: IncomingMessage, kowalskiHost: string | null): string {
  if (kowalskiHost !== null && headers.host?.split(':')[0] === kowalskiHost) {
    return `${KOWALSKI_PREFIX}${url}`;
  }
  return url.replace(/^\/api\/spectrum(?=[/?]|$)/, '/api/spectra');
}

function makeContext(options: ServerOptions, log: FastifyBaseLogger): ServerContext {
  const onConnectionError = (error: Error): void => {
    log.warn({ err: error }, 'a database connection broke');
  };
  const archive = openArchive({ onConnectionError, ...options.archive });
  const now = options.now ?? (() => new Date());
  const queries = openArchive({
    ...{ onConnectionError, ...options.archive },
    ...{ endsWithClient: true, plansOnce: true },
  });
  return {
    archive,
    queries,
    collections: new CollectionMemory(),
    credentials: options.credentialsSecret ? new CredentialSafe(options.credentialsSecret) : null,
    runs: new RunDesk(options.archive),
    keyUses: new KeyUses(archive, log),
    views: new SourceViews(archive, log),
    clientReports: new ClientReports(),
    limiter: new RateLimiter({ ...lenientLimits, ...options.limits }, now),
    signIn: options.signIn ? openDesk(options.signIn, now) : null,
    mail: options.mail ? new MailRoom(options.mail, log) : null,
    publicUrl: options.publicUrl ?? null,
    guard: new AddressGuard(options.analysisHosts),
    dust: options.dustMaps ? new SfdFiles(options.dustMaps) : null,
    alerts: alertArchive(),
    pictures: openPictures(options, now),
    forecasts: openForecasts(options, now),
    isVoPublic: options.isVoPublic ?? true,
    version: options.version,
    secureCookies: options.secureCookies ?? false,
    now,
    log,
  };
}

function openPictures({ surveyImages = false, outsideHosts }: ServerOptions, now: () => Date) {
  if (surveyImages === false) return null;
  const servers = surveyImages === true ? publicPictureServers : surveyImages;
  return new SurveyPictures(new AddressGuard(outsideHosts), servers, now);
}

function openForecasts({ weatherUrl, outsideHosts = [] }: ServerOptions, now: () => Date) {
  if (!weatherUrl) return null;
  return new OpenMeteo(weatherUrl, new AddressGuard(outsideHosts), now);
}

/** Bodies are JSON whose 64-bit integers keep all their digits. */
function readJsonExactly(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, text, done) => {
    try {
      done(null, text === '' ? undefined : parseExact(String(text)));
    } catch (cause) {
      done(new FritzError('invalid_json', { cause }));
    }
  });
}

function mapErrors(app: FastifyInstance, version: string): void {
  app.setErrorHandler((error, request, reply) => {
    const told = toFritzError(error, request.routeOptions.bodyLimit);
    if (told.status >= 500) {
      // An error of the database may quote what it was given: the log is where it belongs.
      request.log.error(
        { err: error, ...told.details, route: request.routeOptions.url },
        told.code,
      );
    }
    if (told.status === 401) reply.header('www-authenticate', 'Token');
    // Closed at once, the connection breaks for who still sends, and he does not read why.
    if (told.status === 413) reply.removeHeader('connection');
    if (told.status === 429) {
      reply.header('retry-after', String(told.details.retry_after_s ?? 60));
    }
    if (told.status === 503) reply.header('retry-after', '5');
    return sendError(reply, version, told);
  });
}

function addHealth(app: FastifyInstance, { archive }: ServerContext): void {
  app.get('/healthz', async (_request, reply) => {
    const isUp = await archive.isReachable();
    return reply.code(isUp ? 200 : 503).send({ status: isUp ? 'ok' : 'database_unavailable' });
  });
}
