import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ServerContext } from '../context.ts';
import { signalOf } from '../http/hang-up.ts';
import { executeQuery, readTapQuery } from './execute.ts';
import { HeldReply } from './held-reply.ts';
import { SYNC_S } from './limits.ts';
import type { Turnstile } from './turnstile.ts';
import { readUploadNames, readUploads } from './uploads.ts';
import { enterVo } from './vo-auth.ts';
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
    const asked = readUploadNames(params);
    const signal = signalOf(reply);
    const sink = new HeldReply(reply, signal);
    try {
      const running = { context, caller, query, sink, timeoutS: SYNC_S, signal };
      await turnstile.pass({ name: caller.name, isJob: false, signal }, WAIT_MS, async () => {
        const uploads = await readUploads(null, caller, asked, params.files);
        return executeQuery({ ...running, uploads });
      });
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
