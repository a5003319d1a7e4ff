import { createHash } from 'node:crypto';
import { beginAnswer, keepAnswer, type Viewer, type ViewerTx } from '@fritz/archive';
import { parseExact, type RouteContract, stringifyExact } from '@fritz/contract';
import type { FastifyRequest } from 'fastify';
import { FritzError } from './fritz-error.ts';

/** A request that its sender may send again under the same key, and what it asks. */
export interface OnceKey {
  readonly key: string;
  readonly request: string;
}

/** Printable, and long enough that nobody makes one twice. */
const keyPattern = /^[\x21-\x7e]{8,100}$/;

/**
 * The Idempotency-Key of a request, where its route takes one; null without.
 *
 * Source: draft-ietf-httpapi-idempotency-key-header-07, sections 2.1 to 2.6
 */
export function readOnceKey(route: RouteContract, request: FastifyRequest): OnceKey | null {
  const given = request.headers['idempotency-key'];
  if (!route.isRepeatable || given === undefined) return null;
  // The draft has it in quotes, as structured headers do; most clients send none.
  const key = String(given).replace(/^"(.*)"$/, '$1');
  if (!keyPattern.test(key)) throw new FritzError('bad_idempotency_key');
  const hash = createHash('sha256');
  hash.update(`${request.method} ${request.url}\n${stringifyExact(request.body ?? null)}`);
  return { key, request: hash.digest('base64url') };
}

/**
 * Does the work, or gives the answer that it had before. In the work's own transaction: what failed may
 * be tried again under the same key.
 *
 * @throws FritzError idempotency_key_used for a key under which something else was asked
 */
export async function answerOnce<T>(
  tx: ViewerTx,
  viewer: Viewer,
  { key, request }: OnceKey,
  work: () => Promise<T>,
): Promise<T> {
  const before = await beginAnswer(tx, viewer.id, key, request);
  if (before !== null) {
    if (before.request !== request) throw new FritzError('idempotency_key_used');
    // What this route answered then is what it answers.
    return parseExact(before.answer ?? 'null') as T;
  }
  const answer = await work();
  await keepAnswer(tx, viewer.id, key, stringifyExact(answer));
  return answer;
}
