import { parseExact, stringifyExact } from '@fritz/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { KowalskiError } from './kowalski-error.ts';

/** The body of a request as values; 64-bit integers keep their digits. */
export function parseBody(request: FastifyRequest): unknown {
  const text = String(request.body ?? '');
  try {
    return parseExact(text);
  } catch (cause) {
    throw new KowalskiError(400, 'JSONDecodeError: the body is no JSON', { cause });
  }
}

export function sendJson(reply: FastifyReply, status: number, value: unknown): FastifyReply {
  return reply
    .code(status)
    .header('content-type', 'application/json; charset=utf-8')
    .send(stringifyExact(value));
}

export function sendError(reply: FastifyReply, status: number, message: string): FastifyReply {
  return sendJson(reply, status, { status: 'error', message });
}
