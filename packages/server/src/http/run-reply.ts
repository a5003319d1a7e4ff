import { PassThrough } from 'node:stream';
import { stringifyExact } from '@fritz/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ServerContext } from '../context.ts';
import { readCredentials } from './credentials.ts';
import { sendSuccess } from './envelope.ts';
import { toFritzError } from './error-mapper.ts';
import { FritzError } from './fritz-error.ts';

/** Work that goes on after the transaction in which its request was checked. */
export interface RunCall {
  readonly context: ServerContext;
  /** Whose rights the work has. */
  readonly viewerKey: string;
  /** Whose key it is. */
  readonly viewerId: number;
  readonly onProgress: (done: number, total: number) => void;
  /** How many runs begin before it, while it waits. */
  readonly onQueue: (ahead: number) => void;
  /** Aborted when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
}

const LINES = 'application/x-ndjson';

interface RunReply {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly viewerId: number;
}

/**
 * Answers with what long work gives: one envelope, or, for who accepts lines of JSON, its place in the queue, its progress
 * as it goes on and the envelope as the last line.
 */
export async function answerRun(
  context: ServerContext,
  { request, reply, viewerId }: RunReply,
  work: (run: RunCall) => Promise<unknown>,
): Promise<FastifyReply> {
  const credentials = readCredentials(context, request);
  if (credentials === null) throw new FritzError('not_authenticated');
  const gone = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) gone.abort();
  });
  // Who waits may have gone while the request was checked.
  if (reply.raw.destroyed) gone.abort();
  const run = { context, viewerKey: credentials.key, viewerId, signal: gone.signal };
  if (!request.headers.accept?.includes(LINES)) {
    return sendSuccess(
      reply,
      context.version,
      await work({ ...run, onProgress: () => {}, onQueue: () => {} }),
    );
  }
  const lines = new PassThrough();
  const write = (line: unknown) => void lines.write(`${stringifyExact(line)}\n`);
  const onProgress = (done: number, total: number) => write({ progress: { done, total } });
  const onQueue = (ahead: number) => write({ queue: { ahead } });
  const { version } = context;
  work({ ...run, onProgress, onQueue })
    .then((data) => write({ status: 'success', data, version }))
    .catch((error: unknown) => {
      const { code, status, message, details } = toFritzError(error);
      if (status >= 500) request.log.error({ err: error, ...details }, code);
      write({ status: 'error', message, data: { ...details, code, http_status: status }, version });
    })
    .finally(() => lines.end());
  // Proxies, too, hand the lines on as they come.
  reply.header('content-type', LINES).header('x-accel-buffering', 'no');
  return reply.send(lines);
}
