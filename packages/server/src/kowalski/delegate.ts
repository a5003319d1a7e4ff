import { parseExact, stringifyExact } from '@fritz/contract';
import type { FastifyInstance } from 'fastify';
import { KowalskiError } from './kowalski-error.ts';
import { isFields } from './read-query.ts';

/** A request to a route of Fritz's own. */
export interface OwnRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly body?: unknown;
}

/** What a route of Fritz's own answers to somebody, as it is. */
export function inject(app: FastifyInstance, key: string, { method, url, body }: OwnRequest) {
  return app.inject({
    method,
    url,
    headers: {
      authorization: `token ${key}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { payload: stringifyExact(body) }),
  });
}

/**
 * What a route of Fritz's own gives somebody: one rule for both APIs.
 *
 * @param missing what to say where it is not there, or not for him to see
 * @throws KowalskiError with the route's own message
 */
export async function askOwn(
  app: FastifyInstance,
  key: string,
  request: OwnRequest,
  missing: string,
): Promise<unknown> {
  const answer = await inject(app, key, request);
  const envelope = parseExact(answer.body);
  const { data, message } = isFields(envelope) ? envelope : {};
  if (answer.statusCode === 200) return data;
  if (answer.statusCode === 403) throw new KowalskiError(403, 'Forbidden');
  if (answer.statusCode === 404) throw new KowalskiError(400, missing);
  throw new KowalskiError(400, typeof message === 'string' ? message : 'Bad Request');
}
