import {
  acceptInvitation,
  isWholeSession,
  listIdentities,
  previewInvitation,
  unlinkIdentity,
} from '@fritz/archive';
import { naiveUtc, routes } from '@fritz/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ServerContext } from '../../context.ts';
import type { Binder } from '../../http/bind.ts';
import { readSession } from '../../http/credentials.ts';
import { sendSuccess } from '../../http/envelope.ts';
import { toFritzError } from '../../http/error-mapper.ts';
import { FritzError, NotFoundError } from '../../http/fritz-error.ts';
import { sendProblemPage } from '../session/login-page.ts';
import { logout } from '../session/session.service.ts';
import { sessionTerms, setSessionCookie } from '../session/session-cookie.ts';
import { keepFlow, markOfSession, safeNext, takeFlow } from './flow.ts';
import { type IdentityProvider, makeSecrets } from './identity-provider.ts';
import { presentIdentity } from './sign-in.presenter.ts';
import { admit, link, type SignInDesk } from './sign-in.service.ts';

type Plan = { next: string; inviteToken: string | null; linkTo: string | null };

export function bindSignInRoutes(bind: Binder): void {
  bindPages(bind);
  bindIdentities(bind);
  bindInvitation(bind);
}

/** The two addresses that a browser is sent to. */
function bindPages(bind: Binder): void {
  bind.open(routes.startSignIn, async ({ params, query, context, request, reply }) => {
    reply.header('cache-control', 'no-store');
    if (request.method === 'HEAD') return reply.send();
    return page(context, reply, params.provider, async (provider) => {
      const elsewhere = query.home ? null : homeAddress(context, request);
      if (elsewhere !== null) return reply.redirect(elsewhere, 303);
      const plan = { next: safeNext(query.next), inviteToken: query.invite_token ?? null };
      const address = await begin(context, request, reply, provider, { ...plan, linkTo: null });
      return reply.redirect(address, 303);
    });
  });

  bind.open(routes.completeSignIn, async ({ params, context, request, reply }) => {
    reply.header('cache-control', 'no-store');
    if (request.method === 'HEAD') return reply.send();
    return page(context, reply, params.provider, async (provider, desk) =>
      reply.redirect(await complete(context, request, reply, provider, desk), 303),
    );
  });
}

function bindIdentities(bind: Binder): void {
  bind.open(routes.listLoginProviders, async ({ context: { signIn } }) => ({
    providers: [...(signIn?.providers.values() ?? [])].map(({ settings }) => {
      return { id: settings.id, name: settings.name };
    }),
    registration: signIn?.registration ?? 'invitation',
  }));

  bind.viewer(routes.listIdentities, async ({ tx, context }) =>
    (await listIdentities(tx)).map((row) => presentIdentity(row, context.signIn)),
  );

  bind.file(
    routes.linkIdentity,
    async ({ tx, body, context }) => {
      const { provider } = findProvider(context, body.provider);
      if (!(await isWholeSession(tx))) throw new FritzError('session_too_narrow');
      return provider;
    },
    async (reply, provider, request) => {
      const { context } = bind;
      const linkTo = markOfSession(readSession(context, request) ?? '');
      const plan = { next: '/profile', inviteToken: null, linkTo };
      const location = await begin(context, request, reply, provider, plan);
      return sendSuccess(reply, context.version, { location });
    },
  );

  bind.viewer(routes.unlinkIdentity, async ({ tx, params }) => {
    const outcome = await unlinkIdentity(tx, params.id);
    if (outcome === 'missing') throw new NotFoundError('identity');
    if (outcome === 'last') throw new FritzError('last_way_in');
    if (outcome === 'narrow') throw new FritzError('session_too_narrow');
    return {};
  });
}

function bindInvitation(bind: Binder): void {
  bind.open(routes.previewInvitation, async ({ query, context, request }) => {
    context.limiter.demandLogin(request.ip);
    const found = await context.archive.asViewer(null, (tx) => previewInvitation(tx, query.token));
    if (found === null) {
      context.limiter.countFailure(request.ip);
      throw new FritzError('invitation_unusable');
    }
    return {
      ...found,
      expires_at: naiveUtc(found.expires_at),
      user_expires_at: found.user_expires_at && naiveUtc(found.user_expires_at),
    };
  });

  bind.viewer(routes.acceptInvitation, async ({ tx, body }) => {
    // A narrow key would give its owner what it does not carry itself.
    if (!(await isWholeSession(tx))) throw new FritzError('session_too_narrow');
    if (!(await acceptInvitation(tx, body.token))) throw new FritzError('invitation_unusable');
    return {};
  });
}

function findProvider(
  { signIn }: ServerContext,
  id: string,
): { provider: IdentityProvider; desk: SignInDesk } {
  const provider = signIn?.providers.get(id);
  if (signIn === null || provider === undefined) throw new NotFoundError('provider');
  return { provider, desk: signIn };
}

/** Runs a step of a sign-in; where it fails, a page for people says what to do. */
async function page(
  context: ServerContext,
  reply: FastifyReply,
  providerId: string,
  step: (provider: IdentityProvider, desk: SignInDesk) => Promise<FastifyReply>,
): Promise<FastifyReply> {
  try {
    const { provider, desk } = findProvider(context, providerId);
    return await step(provider, desk);
  } catch (error) {
    const told = toFritzError(error);
    const reason = typeof told.details.reason === 'string' ? told.details.reason : undefined;
    const note = { provider: providerId, code: told.code, reason };
    if (told.code === 'internal')
      context.log.error({ ...note, ...told.details, err: error }, 'a sign-in failed');
    else context.log.warn(note, 'a sign-in failed');
    return sendProblemPage(
      reply,
      told,
      context.signIn?.providers.get(providerId)?.settings ?? null,
    );
  }
}

/** Has the browser keep a new sign-in; returns the provider's address. */
async function begin(
  context: ServerContext,
  request: FastifyRequest,
  reply: FastifyReply,
  provider: IdentityProvider,
  plan: Plan,
): Promise<string> {
  context.limiter.demandSignIn(request.ip);
  const secrets = makeSecrets();
  const address = await provider.begin(redirectUri(context, request, provider), secrets);
  const startedAt = context.now().getTime();
  keepFlow(context, request, reply, {
    provider: provider.settings.id,
    ...secrets,
    startedAt,
    ...plan,
  });
  return address.href;
}

/**
 * Where to begin instead: the provider leads back to the public address, and the browser's cookie
 * has to be of that. Asked for once, as a proxy may hide which address the browser used.
 */
function homeAddress({ publicUrl }: ServerContext, request: FastifyRequest): string | null {
  if (publicUrl === null || new URL(publicUrl).host === request.host) return null;
  const { pathname, search } = new URL(request.url, 'http://here.invalid');
  const address = new URL(publicUrl);
  address.pathname = pathname;
  address.search = search;
  address.searchParams.set('home', 'true');
  return address.href;
}

function redirectUri(
  context: ServerContext,
  request: FastifyRequest,
  provider: IdentityProvider,
): string {
  const home = context.publicUrl ?? `${request.protocol}://${request.host}`;
  // As the provider will compare it: a URL's usual port is not written.
  return new URL(`/complete/${provider.settings.id}`, home).href;
}

/** Takes the provider's answer and opens the session; returns where to go. */
async function complete(
  context: ServerContext,
  request: FastifyRequest,
  reply: FastifyReply,
  provider: IdentityProvider,
  desk: SignInDesk,
): Promise<string> {
  const flow = takeFlow(context, request, reply, provider.settings.id);
  if (flow === null) throw new FritzError('sign_in_stale');
  const answer = new URL(redirectUri(context, request, provider));
  answer.search = new URL(request.url, 'http://here.invalid').search;
  if (answer.searchParams.get('state') !== flow.state) throw new FritzError('sign_in_stale');
  const person = await provider.finish(answer, flow);
  const old = readSession(context, request);
  if (flow.linkTo !== null) {
    if (old === null || markOfSession(old) !== flow.linkTo) throw new FritzError('sign_in_stale');
    await link(context, desk, provider, person, old);
    return flow.next;
  }
  const terms = sessionTerms(context, request);
  const { inviteToken } = flow;
  const { session, isNew } = await admit(context, desk, provider, person, { terms, inviteToken });
  setSessionCookie(context, request, reply, session);
  context.log.info({ provider: provider.settings.id, user: session.userId, isNew }, 'signed in');
  // The browser forgets the session that it had; so does the server.
  if (old !== null) await logout(context, old).catch(() => {});
  const isToAccept = inviteToken !== null && !isNew;
  return isToAccept ? `/invitation?token=${encodeURIComponent(inviteToken)}` : flow.next;
}
