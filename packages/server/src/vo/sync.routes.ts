import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ServerContext } from '../context.ts';
import { executeQuery, readTapQuery } from './execute.ts';
import { HeldReply } from './held-reply.ts';
import { SYNC_S } from './limits.ts';
import type { Turnstile } from './turnstile.ts';
import { readUploadNames, readUploads } from './uploads.ts';
import { enterVo, signalOf } from './vo-auth.ts';
import { readParams } from './vo-params.ts';

/** How long a query waits for its turn. */
const WAIT_MS = 20_000;

/** Queries that are answered at once. */
export function bindSync(
  scope: FastifyInstance,
  context: ServerContext,
  turnstile: Turnstile,
): void {
  const answer = async (request: FastifyRequest, reply: FastifyReply) => {
    const caller = enterVo(context, request);
    const params = await readParams(request);
    const query = readTapQuery(params);
    const uploads = await readUploads(null, caller, readUploadNames(params), params.files);
    const sink = new HeldReply(reply);
    try {
      const running = { context, caller, query, uploads, sink, timeoutS: SYNC_S };
      await turnstile.pass(caller.name, WAIT_MS, () =>
        executeQuery({ ...running, signal: signalOf(reply) }),
      );
    } catch (error) {
      if (!sink.isSent) throw error;
      request.log.warn({ err: error }, 'a result was broken off');
      const isTold = query.format.extension === 'vot';
      sink.breakOff(error instanceof Error ? error : new Error(String(error)), isTold);
      return reply;
    }
    sink.end();
    return reply;
  };
  scope.get('/sync', answer);
  scope.post('/sync', answer);
}
