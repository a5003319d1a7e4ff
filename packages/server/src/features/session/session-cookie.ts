import type { NewSession, SessionTerms } from '@fritz/archive';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ServerContext } from '../../context.ts';
import { isSecure, sessionCookie } from '../../http/credentials.ts';

/** How long a browser stays signed in at most, and unused. */
export const sessionDays = 30;
const idleDays = 7;

/** How long a new session lives, and from which browser it is. */
export function sessionTerms(context: ServerContext, request: FastifyRequest): SessionTerms {
  return {
    expiresAt: new Date(context.now().getTime() + sessionDays * 86_400_000),
    idleS: idleDays * 86_400,
    address: request.ip,
    userAgent: request.headers['user-agent'] ?? null,
  };
}

/** Gives the browser its session. */
export function setSessionCookie(
  context: ServerContext,
  request: FastifyRequest,
  reply: FastifyReply,
  session: NewSession,
): void {
  reply.setCookie(sessionCookie(context, request), session.secret, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: isSecure(context, request),
    maxAge: sessionDays * 86_400,
  });
}
