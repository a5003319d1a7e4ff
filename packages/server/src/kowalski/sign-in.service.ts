import { findUser } from '@fritz/archive';
import type { FastifyRequest } from 'fastify';
import type { ServerContext } from '../context.ts';
import { KowalskiError } from './kowalski-error.ts';
import { isFields } from './read-query.ts';

/** The versions of its client that Kowalski took. */
const CLIENTS = ['2.0.0', '2.0.1', '2.0.2', '2.1.0', '2.1.1', '2.2.0', '2.3.0', '2.3.1', '2.3.2'];
const MORE_CLIENTS = ['2.3.3', '2.4.0', '2.4.1', '2.4.2'];
const KNOWN: ReadonlySet<unknown> = new Set([...CLIENTS, ...MORE_CLIENTS]);

/**
 * Tells a client the token to send. There are no passwords here: a user's API token stands for his
 * password, and is the token.
 */
export async function signIn(
  context: ServerContext,
  request: FastifyRequest,
  body: unknown,
): Promise<string> {
  const { username, password, 'penquins.__version__': version } = isFields(body) ? body : {};
  if (version !== undefined && !KNOWN.has(version)) {
    throw new KowalskiError(400, `unsupported version of penquins: ${String(version)}`);
  }
  if (typeof username !== 'string' || username === '') {
    throw new KowalskiError(400, 'missing username');
  }
  if (typeof password !== 'string' || password === '') {
    throw new KowalskiError(400, 'missing password');
  }
  context.limiter.demandLogin(request.ip);
  const known = await context.archive.asViewer(
    password,
    async (tx) => {
      const viewer = await tx.viewer;
      return viewer === null ? null : findUser(tx, viewer.id);
    },
    { readOnly: true },
  );
  if (known === null || known.username.toLowerCase() !== username.toLowerCase()) {
    context.limiter.countFailure(request.ip);
    throw new KowalskiError(401, 'Unauthorized');
  }
  return password;
}
