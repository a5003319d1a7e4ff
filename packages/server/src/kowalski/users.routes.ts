import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ServerContext } from '../context.ts';
import { askOwn } from './delegate.ts';
import { demandCaller } from './kowalski-auth.ts';
import { KowalskiError } from './kowalski-error.ts';
import { parseBody, sendJson } from './messages.ts';
import { isFields } from './read-query.ts';

/** Accounts by their names, for those who manage users. There are no passwords to keep. */
export function bindUsers(scope: FastifyInstance, context: ServerContext): void {
  scope.post('/api/users', async (request, reply) => {
    const { key } = await demandCaller(context, request);
    const { username, password, email } = readAccount(request);
    if (username === null) throw KowalskiError.of('ValueError', 'username must be set');
    if (password === null) throw KowalskiError.of('ValueError', 'password must be set');
    const body = { username, ...(email === null ? {} : { contact_email: email }) };
    await askOwn(scope, key, { method: 'POST', url: '/api/user', body }, 'not found');
    return sendJson(reply, 200, { status: 'success', message: `added user ${username}` });
  });

  scope.put('/api/users/:username', async (request, reply) => {
    const { key } = await demandCaller(context, request);
    const name = nameOf(request);
    const { username, email } = readAccount(request);
    const id = await findId(scope, key, name);
    const body = {
      ...(username === null ? {} : { username }),
      ...(email === null ? {} : { contact_email: email }),
    };
    if (Object.keys(body).length > 0) {
      const own = { method: 'PATCH', url: `/api/user/${id}`, body } as const;
      await askOwn(scope, key, own, `user ${name} not found`);
    }
    return sendJson(reply, 200, { status: 'success', message: `edited user ${name}` });
  });

  scope.delete('/api/users/:username', async (request, reply) => {
    const { key } = await demandCaller(context, request);
    const name = nameOf(request);
    const id = await findId(scope, key, name);
    const own = { method: 'DELETE', url: `/api/user/${id}` } as const;
    await askOwn(scope, key, own, `user ${name} not found`);
    return sendJson(reply, 200, { status: 'success', message: `removed user ${name}` });
  });
}

function nameOf({ params }: FastifyRequest): string {
  return isFields(params) ? String(params.username) : '';
}

function readAccount(request: FastifyRequest) {
  const body = parseBody(request);
  const text = (name: string): string | null => {
    const value = isFields(body) ? body[name] : undefined;
    return typeof value === 'string' && value !== '' ? value : null;
  };
  return { username: text('username'), password: text('password'), email: text('email') };
}

async function findId(scope: FastifyInstance, key: string, username: string): Promise<number> {
  const query = new URLSearchParams({ username });
  const missing = `user ${username} not found`;
  const found = await askOwn(scope, key, { method: 'GET', url: `/api/user?${query}` }, missing);
  const users: unknown = isFields(found) ? found.users : found;
  const own = Array.isArray(users)
    ? users.find((one) => isFields(one) && one.username === username)
    : undefined;
  if (!isFields(own) || typeof own.id !== 'number') throw new KowalskiError(400, missing);
  return own.id;
}
