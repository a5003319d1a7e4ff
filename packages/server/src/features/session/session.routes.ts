import { routes } from '@fritz/contract';
import type { Binder } from '../../http/bind.ts';
import {
  demandSameOrigin,
  isSameOrigin,
  isSecure,
  readSession,
  sessionCookie,
} from '../../http/credentials.ts';
import { FritzError } from '../../http/fritz-error.ts';
import { sendUnusableLinkPage } from './login-page.ts';
import { loginWithToken, logout, redeemCode } from './session.service.ts';
import { sessionTerms, setSessionCookie } from './session-cookie.ts';

export function bindSessionRoutes(bind: Binder): void {
  const { limiter } = bind.context;

  bind.open(routes.redeemLoginLink, async ({ query, context, request, reply }) => {
    reply.header('cache-control', 'no-store');
    // Mail and chat programs look whether there is a page: that must not use the link up.
    if (request.method === 'HEAD') return reply.send();
    try {
      limiter.demandLogin(request.ip);
      const session = await redeemCode(context, query.code ?? '', sessionTerms(context, request));
      setSessionCookie(context, request, reply, session);
      return reply.redirect('/', 303);
    } catch (error) {
      if (!(error instanceof FritzError)) throw error;
      if (error.code === 'link_unusable') limiter.countFailure(request.ip);
      return sendUnusableLinkPage(reply, error);
    }
  });

  bind.open(routes.login, async ({ body, context, request, reply }) => {
    // A page of another site must not log its visitor in as someone else.
    if (isSameOrigin(request) === false) throw new FritzError('cross_origin');
    limiter.demandLogin(request.ip);
    try {
      const terms = sessionTerms(context, request);
      const session = await loginWithToken(context, body.token.trim(), terms);
      setSessionCookie(context, request, reply, session);
      return { user_id: session.userId };
    } catch (error) {
      if (error instanceof FritzError) limiter.countFailure(request.ip);
      throw error;
    }
  });

  bind.open(routes.logout, async ({ context, request, reply }) => {
    const secret = readSession(context, request);
    if (secret !== null) {
      demandSameOrigin(request);
      await logout(context, secret);
    }
    const secure = isSecure(context, request);
    reply.clearCookie(sessionCookie(context, request), { path: '/', secure });
    return {};
  });
}
