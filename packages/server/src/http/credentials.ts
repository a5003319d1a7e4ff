import type {} from '@fastify/cookie';
import type { FastifyRequest } from 'fastify';
import type { ServerContext } from '../context.ts';
import { FritzError } from './fritz-error.ts';

/** What tells whether this server is reached by https alone. */
type Cookies = Pick<ServerContext, 'secureCookies'>;

/** Whether a request came by https: its cookies are for https alone then. */
export function isSecure(context: Cookies, request: FastifyRequest): boolean {
  return context.secureCookies || request.protocol === 'https';
}

/**
 * Name of the session cookie. Over https `__Host-` keeps other sites of the same domain, and pages
 * without https, from planting one (RFC 6265bis §4.1.3.2); there no other name counts.
 */
export function sessionCookie(context: Cookies, request: FastifyRequest): string {
  return isSecure(context, request) ? '__Host-fritz_session' : 'fritz_session';
}

/** Secrets are a UUID or 43 characters; what is longer cannot be one. */
const maxKeyLength = 200;

/** The secret of the session whose cookie came with a request; null where there is none. */
export function readSession(context: Cookies, request: FastifyRequest): string | null {
  const text = request.cookies[sessionCookie(context, request)] ?? '';
  return /^[\w-]{20,100}$/.test(text) ? text : null;
}

/** The key that a request acts with, and whether a browser sent it by itself. */
export interface Credentials {
  key: string;
  byCookie: boolean;
}

/** The credentials of a request: the header's, else the cookie's; null where there are none. */
export function readCredentials(context: Cookies, request: FastifyRequest): Credentials | null {
  const header = request.headers.authorization;
  if (header !== undefined) {
    const found = /^(?:token|bearer)\s+(\S+)\s*$/i.exec(header);
    const key = found?.[1];
    if (key === undefined || key.length > maxKeyLength) throw new FritzError('invalid_credentials');
    return { key, byCookie: false };
  }
  const key = readSession(context, request);
  return key === null ? null : { key, byCookie: true };
}

/**
 * Whether a browser says that the request comes from a page of this site. Null where the request
 * says nothing of its origin: a script's.
 *
 * Source: Fetch Metadata Request Headers (W3C), Sec-Fetch-Site; RFC 6454 for Origin.
 */
export function isSameOrigin(request: FastifyRequest): boolean | null {
  const site = request.headers['sec-fetch-site'];
  if (typeof site === 'string') return site === 'same-origin';
  const { origin } = request.headers;
  if (origin === undefined) return null;
  if (!URL.canParse(origin)) return false;
  const { protocol, host } = new URL(origin);
  // Either may name the usual port.
  const here = `${protocol}//${request.host}`;
  return host !== '' && URL.canParse(here) && new URL(here).host === host;
}

/** Refuses a change that a browser was made to send by another site's page. */
export function demandSameOrigin(request: FastifyRequest): void {
  if (isSameOrigin(request) !== true) throw new FritzError('cross_origin');
}
