import type { Viewer } from '@fritz/archive';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ServerContext } from '../context.ts';
import { toFritzError } from '../http/error-mapper.ts';
import { signalOf } from '../http/hang-up.ts';
import { AnswerSink } from './answer-sink.ts';
import { bindAlertLabels } from './classifications.routes.ts';
import { bindCutouts } from './cutouts.routes.ts';
import { bindFilters } from './filters.routes.ts';
import { admit, demandCaller, enter } from './kowalski-auth.ts';
import { KowalskiError } from './kowalski-error.ts';
import { parseBody, sendError, sendJson } from './messages.ts';
import { answerQuery, type QueryCaller } from './queries.service.ts';
import { signIn } from './sign-in.service.ts';
import { bindSkymaps } from './skymaps.routes.ts';
import { bindUsers } from './users.routes.ts';

/** Where Kowalski's API stands beside Fritz's own. */
export const KOWALSKI_PREFIX = '/kowalski';

/** Kowalski's own limit. */
const BODY_BYTES = 1 << 20;

/** Kowalski's API: its own words, envelope and statuses, on the archive and its rights. */
export async function addKowalski(app: FastifyInstance, context: ServerContext): Promise<void> {
  await app.register(
    async (scope) => {
      readBodies(scope);
      scope.setErrorHandler((error, request, reply) => sendFailure(error, request, reply));
      scope.setNotFoundHandler((_request, reply) => sendError(reply, 404, 'Not Found'));
      bindRoutes(scope, context);
      bindUsers(scope, context);
      bindFilters(scope, context);
      bindCutouts(scope, context);
      bindSkymaps(scope, context);
      bindAlertLabels(scope, context);
    },
    { prefix: KOWALSKI_PREFIX },
  );
}

/** A body as it was written: what its text says of its numbers counts. */
function readBodies(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers();
  const options = { parseAs: 'string', bodyLimit: BODY_BYTES } as const;
  scope.addContentTypeParser('*', options, (_request, text, done) => done(null, String(text)));
}

function bindRoutes(scope: FastifyInstance, context: ServerContext): void {
  scope.get('/', async (request, reply) => {
    await demandCaller(context, request);
    return sendJson(reply, 200, { status: 'success', message: 'greetings from Kowalski!' });
  });
  scope.post('/api/auth', async (request, reply) => {
    const token = await signIn(context, request, parseBody(request));
    return sendJson(reply, 200, { status: 'success', token });
  });
  scope.post('/api/queries', async (request, reply) => {
    const key = enter(context, request);
    const text = String(request.body ?? '');
    const signal = signalOf(reply);
    const sink = new AnswerSink(reply, signal);
    const asked = { body: parseBody(request), text };
    try {
      await answerQuery(callerOf(context, request, key), asked, { sink, signal });
    } catch (error) {
      if (!sink.isSent) throw error;
      request.log.warn({ err: error }, 'a query was broken off');
      sink.breakOff(error);
      return reply;
    }
    sink.end();
    return reply;
  });
}

function callerOf(context: ServerContext, request: FastifyRequest, key: string): QueryCaller {
  const { queries: archive, collections } = context;
  let isKnown = false;
  const onViewer = (viewer: Viewer | null): void => {
    if (isKnown && viewer !== null) return;
    admit(context, request, key, viewer);
    isKnown = true;
  };
  return { archive, collections, key, onViewer };
}

const REASONS: Readonly<Record<number, string>> = {
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  429: 'Too Many Requests',
};

/** What a client sees of an error: penquins asks again on any status of the server's own. */
function sendFailure(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (error instanceof KowalskiError) return sendError(reply, error.status, error.message);
  const told = toFritzError(error, BODY_BYTES);
  if (told.status === 413) {
    return reply
      .code(413)
      .header('content-type', 'text/plain')
      .send('413: Request Entity Too Large');
  }
  if (told.status === 429) {
    reply.header('retry-after', String(told.details.retry_after_s ?? 60));
  }
  if (told.status >= 500) {
    request.log.error({ err: error, ...told.details }, told.code);
    if (told.status === 503) return sendError(reply, 503, 'Service Unavailable');
    return sendError(reply, 400, `Exception: ${told.message}`);
  }
  return sendError(reply, told.status, REASONS[told.status] ?? told.message);
}
