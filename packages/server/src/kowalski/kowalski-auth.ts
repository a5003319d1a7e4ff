import type { Viewer } from '@fritz/archive';
import type { FastifyRequest } from 'fastify';
import type { ServerContext } from '../context.ts';
import { KowalskiError } from './kowalski-error.ts';

/** Who asks, and with which key. */
export interface KowalskiCaller {
  readonly key: string;
  readonly viewer: Viewer;
}

const maxKeyLength = 200;

/** A key comes as it is, or behind `Bearer`. Cookies do not count here: no page calls this API. */
function readKey(request: FastifyRequest): string {
  const header = request.headers.authorization?.trim();
  if (header === undefined || header === '') throw new KowalskiError(401, 'Unauthorized');
  const key = /^(?:bearer|token)\s+(\S+)$/i.exec(header)?.[1] ?? header;
  if (key.length > maxKeyLength || /\s/.test(key)) throw new KowalskiError(400, 'token is invalid');
  return key;
}

/** @throws KowalskiError for nobody's key; FritzError too_many_requests */
export async function demandCaller(
  context: ServerContext,
  request: FastifyRequest,
): Promise<KowalskiCaller> {
  const key = enter(context, request);
  const { viewer } = await context.archive.read(key, null);
  return { key, viewer: admit(context, request, key, viewer) };
}

/** The key of a request that may be looked up. */
export function enter(context: ServerContext, request: FastifyRequest): string {
  const key = readKey(request);
  context.limiter.enter(key, false, request.ip);
  return key;
}

/** Who was found by a key. @throws KowalskiError for nobody's */
export function admit(
  context: ServerContext,
  request: FastifyRequest,
  key: string,
  viewer: Viewer | null,
): Viewer {
  if (viewer === null) {
    context.limiter.reject(key, request.ip);
    throw new KowalskiError(400, 'token is invalid');
  }
  context.limiter.recognize(key, false, viewer.id);
  context.keyUses.note(key, context.now());
  return viewer;
}
