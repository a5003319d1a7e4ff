import type { NewSession } from '@fritz/archive';
import { routes } from '@fritz/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ServerContext } from '../../context.ts';
import type { Binder } from '../../http/bind.ts';
import {
  demandSameOrigin,
  isSameOrigin,
  readSession,
  sessionCookie,
} from '../../http/credentials.ts';
import { FritzError } from '../../http/fritz-error.ts';
import { LoginLimiter } from './login-limiter.ts';
import { unusableLinkPage } from './login-page.ts';
import { loginWithToken, logout, redeemCode, sessionDays } from './session.service.ts';

export function bindSessionRoutes(bind: Binder): void {
  const limiter = new LoginLimiter(bind.context.now);

  bind.open(routes.redeemLoginLink, async ({ query, context, request, reply }) => {
    reply.header('cache-control', 'no-store');
    // Mail and chat programs look whether there is a page: that must not use the link up.
    if (request.method === 'HEAD') return reply.send();
    try {
      limiter.demand(request.ip);
      const session = await redeemCode(context, query.code ?? '');
      setCookie(context, request, reply, session);
      return reply.redirect('/', 303);
    } catch (error) {
      if (!(error instanceof FritzError)) throw error;
      limiter.countFailure(request.ip);
      return reply
        .code(error.status)
        .header('content-type', 'text/html; charset=utf-8')
        .send(unusableLinkPage(error.message));
    }
  });

  bind.open(routes.login, async ({ body, context, request, reply }) => {
    // A page of another site must not log its visitor in as someone else.
    if (isSameOrigin(request) === false) throw new FritzError('cross_origin');
    limiter.demand(request.ip);
    try {
      const session = await loginWithToken(context, body.token.trim());
      setCookie(context, request, reply, session);
      return { user_id: session.userId };
    } catch (error) {
      if (error instanceof FritzError) limiter.countFailure(request.ip);
      throw error;
    }
  });

  bind.open(routes.logout, async ({ context, request, reply }) => {
    const secret = readSession(request);
    if (secret !== null) {
      demandSameOrigin(request);
      await logout(context, secret);
    }
    reply.clearCookie(sessionCookie, { path: '/' });
    return {};
  });
}

function setCookie(
  context: ServerContext,
  request: FastifyRequest,
  reply: FastifyReply,
  session: NewSession,
): void {
  reply.setCookie(sessionCookie, session.secret, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: context.secureCookies || request.protocol === 'https',
    maxAge: sessionDays * 86_400,
  });
}
