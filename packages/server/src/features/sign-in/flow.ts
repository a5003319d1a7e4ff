import { createHash } from 'node:crypto';
import { closed, compileCheck, nullable, type Static, Type } from '@fritz/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ServerContext } from '../../context.ts';
import { isSecure } from '../../http/credentials.ts';

/** One sign-in between its start and the provider's answer. */
const flowSchema = closed({
  provider: Type.String(),
  state: Type.String(),
  nonce: Type.String(),
  verifier: Type.String(),
  /** Milliseconds of the Unix epoch. */
  startedAt: Type.Number(),
  next: Type.String(),
  inviteToken: nullable(Type.String()),
  /** The hash of the session that shall get the identity; null: a sign-in. */
  linkTo: nullable(Type.String()),
});

export type SignInFlow = Static<typeof flowSchema>;

const flowCheck = compileCheck(flowSchema);
/** Long enough to find a phone for the second factor. */
const flowLifeS = 900;

/**
 * The browser keeps its own sign-in: what is in it is of use to that browser alone, and the
 * provider's answer counts only where it fits. `__Host-` keeps other sites of the same domain from
 * planting one (RFC 6265bis §4.1.3.2).
 */
function cookieName(secure: boolean): string {
  return secure ? '__Host-fritz_sign_in' : 'fritz_sign_in';
}

function cookieOptions(context: ServerContext, request: FastifyRequest) {
  const secure = isSecure(context, request);
  return { path: '/', httpOnly: true, sameSite: 'lax', secure } as const;
}

/** Has the browser keep a sign-in. */
export function keepFlow(
  context: ServerContext,
  request: FastifyRequest,
  reply: FastifyReply,
  flow: SignInFlow,
): void {
  const text = Buffer.from(JSON.stringify(flow)).toString('base64url');
  const options = { ...cookieOptions(context, request), maxAge: flowLifeS };
  reply.setCookie(cookieName(options.secure), text, options);
}

/** The browser's sign-in at this provider, which is over with it; null where there is none. */
export function takeFlow(
  context: ServerContext,
  request: FastifyRequest,
  reply: FastifyReply,
  provider: string,
): SignInFlow | null {
  const options = cookieOptions(context, request);
  const name = cookieName(options.secure);
  const text = request.cookies[name];
  reply.clearCookie(name, options);
  if (text === undefined) return null;
  const flow = parseFlow(text);
  if (flow === null || flow.provider !== provider) return null;
  const ageS = (context.now().getTime() - flow.startedAt) / 1000;
  return ageS >= 0 && ageS <= flowLifeS ? flow : null;
}

function parseFlow(text: string): SignInFlow | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    return flowCheck.test(value) ? (value as SignInFlow) : null;
  } catch {
    return null;
  }
}

/** What a flow keeps of a session: enough to know it again. */
export function markOfSession(secret: string): string {
  return createHash('sha256').update(`link ${secret}`).digest('base64url');
}

/** Where to go afterwards: a page of this site, whatever was asked for. */
export function safeNext(wanted: string | undefined): string {
  if (wanted === undefined || !wanted.startsWith('/')) return '/';
  const here = 'http://here.invalid';
  if (!URL.canParse(wanted, here)) return '/';
  const url = new URL(wanted, here);
  // '//elsewhere' and '/\elsewhere' are other sites to a browser.
  if (url.origin !== here || url.pathname.startsWith('//')) return '/';
  if (/^\/(api|login|complete|docs)(\/|$)/.test(url.pathname)) return '/';
  return `${url.pathname}${url.search}${url.hash}`;
}
