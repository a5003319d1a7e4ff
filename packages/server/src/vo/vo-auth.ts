import type { Viewer } from '@fritz/archive';
import type { FastifyRequest } from 'fastify';
import type { ServerContext } from '../context.ts';
import { VoError } from './vo-error.ts';

/** Who asks, by his key; null: nobody, who sees what is public. */
export interface VoCaller {
  readonly key: string | null;
  /** Whom he is counted as. */
  readonly name: string;
  /** Is told whose the key is, before rows are given. @throws VoError for nobody's */
  readonly admit: (viewer: Viewer | null) => void;
}

const MAX_KEY_LENGTH = 200;
/** TOPCAT and the like ask for a name and a password by this; the password is a token. */
export const CHALLENGE = 'Basic realm="Fritz: any user name, a token as password", charset="UTF-8"';

/** A key as `Bearer`, `Token`, a header of its own, or the password of HTTP's basic scheme. */
function readKey({ headers }: FastifyRequest): string | null {
  const { token } = headers;
  if (typeof token === 'string' && token.trim() !== '') return checkKey(token.trim());
  const header = headers.authorization?.trim() ?? '';
  if (header === '') return null;
  const found = /^(basic|bearer|token)\s+(\S+)$/i.exec(header);
  const [, scheme = '', given = ''] = found ?? [];
  if (found === null) throw new VoError(401, 'these credentials are of no kind that is read here');
  return checkKey(scheme.toLowerCase() === 'basic' ? keyOfBasic(given) : given);
}

function checkKey(key: string): string {
  if (key.length > MAX_KEY_LENGTH || /\s/.test(key)) {
    throw new VoError(401, 'this is no token of Fritz');
  }
  return key;
}

/** The password; where it is empty the user name, as some clients send a token alone. */
function keyOfBasic(encoded: string): string {
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  const [name, password] = colon < 0 ? [text, ''] : [text.slice(0, colon), text.slice(colon + 1)];
  const key = (password === '' ? name : password).trim();
  if (key === '') throw new VoError(401, 'the password is a token of Fritz');
  return key;
}

/** @throws VoError 401 for credentials that are none, or none at all where nothing is public */
export function enterVo(context: ServerContext, request: FastifyRequest): VoCaller {
  const key = readKey(request);
  if (key === null) {
    if (!context.isVoPublic) throw new VoError(401, 'sign in with a token: nothing is public here');
    return { key, name: 'anonymous', admit: () => {} };
  }
  context.limiter.enter(key, false, request.ip);
  let isKnown = false;
  return {
    key,
    name: key,
    admit(viewer) {
      if (viewer === null) {
        context.limiter.reject(key, request.ip);
        throw new VoError(401, 'this is no token of Fritz, or it ended');
      }
      if (isKnown) return;
      isKnown = true;
      context.limiter.recognize(key, false, viewer.id);
      context.keyUses.note(key, context.now());
    },
  };
}

/** The address of this service, without a slash at the end. */
export function homeOf(context: ServerContext, request: FastifyRequest): string {
  return context.publicUrl ?? `${request.protocol}://${request.host}`;
}
