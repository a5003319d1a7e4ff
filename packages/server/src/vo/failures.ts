import type { FastifyReply, FastifyRequest } from 'fastify';
import { toFritzError } from '../http/error-mapper.ts';
import { errorVotable } from './results/votable-writer.ts';
import { CHALLENGE } from './vo-auth.ts';
import { VoError } from './vo-error.ts';

/** What a client is told of an error. */
export interface ToldError {
  readonly status: number;
  readonly message: string;
  readonly retryAfterS: number | null;
}

/** What is ours says nothing of itself but an id, under which the log has it. */
export function tellError(
  error: unknown,
  request: FastifyRequest,
  maxBodyBytes: number,
): ToldError {
  if (error instanceof VoError) {
    return {
      status: error.status,
      message: error.message,
      retryAfterS: error.status === 503 ? 10 : null,
    };
  }
  const told = toFritzError(error, maxBodyBytes);
  const id = typeof told.details.id === 'string' ? ` (${told.details.id})` : '';
  if (told.status >= 500) request.log.error({ err: error, ...told.details }, told.code);
  const retry = Number(told.details.retry_after_s ?? (told.status === 503 ? 10 : Number.NaN));
  return {
    status: told.status,
    message: `${told.message}${id}`,
    retryAfterS: Number.isFinite(retry) ? retry : null,
  };
}

/** Sends an error as a VOTable (DALI 1.1, 4.2). */
export function sendError(reply: FastifyReply, told: ToldError): FastifyReply {
  const { status, message, retryAfterS } = told;
  if (status === 401) reply.header('www-authenticate', CHALLENGE);
  if (retryAfterS !== null) reply.header('retry-after', String(retryAfterS));
  return reply
    .code(status)
    .removeHeader('content-disposition')
    .header('content-type', 'application/x-votable+xml')
    .send(errorVotable(message));
}
