import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ServerContext } from '../context.ts';
import { askOwn } from './delegate.ts';
import { demandCaller } from './kowalski-auth.ts';
import { KowalskiError } from './kowalski-error.ts';
import { parseBody, sendJson } from './messages.ts';
import { isFields } from './read-query.ts';

/** What Kowalski's filters have and Fritz's take from the filter's stream. */
const INPUT = ['catalog', 'permissions'];

/** Filters as Kowalski's clients keep them: versions of filters that there are, by their groups' people. */
export function bindFilters(scope: FastifyInstance, context: ServerContext): void {
  scope.get('/api/filters/:id', async (request, reply) => {
    const { key } = await demandCaller(context, request);
    const id = readId(request);
    const data = await askOwn(scope, key, { method: 'GET', url: `/api/filters/${id}` }, absent(id));
    return sendJson(reply, 200, { status: 'success', message: `Retrieved filter id ${id}`, data });
  });

  scope.delete('/api/filters/:id', async (request, reply) => {
    const { key } = await demandCaller(context, request);
    const id = readId(request);
    await askOwn(scope, key, { method: 'DELETE', url: `/api/filters/${id}` }, absent(id));
    return sendJson(reply, 200, { status: 'success', message: `Removed filter id ${id}` });
  });

  scope.post('/api/filters', async (request, reply) => {
    const { key } = await demandCaller(context, request);
    const body = fieldsOf(request);
    const id = idOf(body.filter_id);
    const made = await askOwn(
      scope,
      key,
      { method: 'POST', url: '/api/filters', body },
      absent(id),
    );
    const { fid, pipeline, created_at } = isFields(made) ? made : {};
    return sendJson(reply, 200, {
      status: 'success',
      message: `saved new filter version: ${String(fid)}`,
      data: { fid, pipeline, created_at },
    });
  });

  scope.patch('/api/filters', async (request, reply) => {
    const { key } = await demandCaller(context, request);
    const given = fieldsOf(request);
    const id = idOf(given.filter_id);
    const body = Object.fromEntries(
      Object.entries(given).filter(([name]) => !INPUT.includes(name)),
    );
    const own = { method: 'PATCH', url: '/api/filters', body } as const;
    const data = await askOwn(scope, key, own, absent(id));
    return sendJson(reply, 200, { status: 'success', message: `Updated filter id ${id}`, data });
  });

  scope.post('/api/filters/:id/test', async (request, reply) => {
    const { key } = await demandCaller(context, request);
    const id = readId(request);
    const own = {
      method: 'POST',
      url: `/api/filters/${id}/test`,
      body: fieldsOf(request),
    } as const;
    const data = await askOwn(scope, key, own, absent(id));
    return sendJson(reply, 200, { status: 'success', message: 'filter test successful', data });
  });
}

function absent(id: string): string {
  return `Filter id ${id} not found`;
}

function readId({ params }: FastifyRequest): string {
  return idOf(isFields(params) ? params.id : undefined);
}

function idOf(given: unknown): string {
  const text = String(given);
  if (/^\d{1,9}$/.test(text)) return text;
  throw KowalskiError.of('ValueError', 'filter_id must be a positive integer');
}

function fieldsOf(request: FastifyRequest) {
  const body = parseBody(request);
  if (isFields(body)) return body;
  throw KowalskiError.of('ValueError', 'the body must be an object');
}
