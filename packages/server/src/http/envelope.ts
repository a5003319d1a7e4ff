import { stringifyExact } from '@fritz/contract';
import type { FastifyReply } from 'fastify';
import type { FritzError } from './fritz-error.ts';

/** Sends JSON with 64-bit integers intact. */
export function sendJson(reply: FastifyReply, status: number, value: unknown): FastifyReply {
  return reply
    .code(status)
    .header('content-type', 'application/json; charset=utf-8')
    .send(stringifyExact(value));
}

/** Sends what a route gives, in SkyPortal's envelope. */
export function sendSuccess(reply: FastifyReply, version: string, data: unknown): FastifyReply {
  return sendJson(reply, 200, { status: 'success', data, version });
}

/** Sends an error, in SkyPortal's envelope. */
export function sendError(
  reply: FastifyReply,
  version: string,
  error: Pick<FritzError, 'code' | 'status' | 'message' | 'details'>,
): FastifyReply {
  return sendJson(reply, error.status, {
    status: 'error',
    message: error.message,
    data: { ...error.details, code: error.code },
    version,
  });
}
