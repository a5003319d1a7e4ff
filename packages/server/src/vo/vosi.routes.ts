import { listTapTables } from '@fritz/archive';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ServerContext } from '../context.ts';
import { examplesPage } from './examples.ts';
import { CHALLENGE, homeOf } from './vo-auth.ts';
import { VoError } from './vo-error.ts';
import { VoParams } from './vo-params.ts';
import { availabilityXml, capabilitiesXml } from './vosi-capabilities.ts';
import { oneTableXml, tablesetXml } from './vosi-tables.ts';

const XML = 'application/xml;charset=utf-8';

/** What the service tells of itself: the same for everyone, also for whoever has no key. */
export function bindVosi(scope: FastifyInstance, context: ServerContext): void {
  const since = context.now();
  const tables = () => context.archive.asViewer(null, (tx) => listTapTables(tx));
  scope.get('/capabilities', async (request, reply) => {
    // How to sign in, for who looks whether one can.
    reply.header('www-authenticate', CHALLENGE);
    return reply
      .header('content-type', XML)
      .send(capabilitiesXml(`${homeOf(context, request)}${scope.prefix}`));
  });
  scope.get('/availability', async (_request, reply) =>
    reply
      .header('content-type', XML)
      .send(availabilityXml(await context.archive.isReachable(), since)),
  );
  scope.get('/tables', async (request, reply) => {
    const isShort = readQuery(request).one('DETAIL')?.toLowerCase() === 'min';
    return reply.header('content-type', XML).send(tablesetXml(await tables(), !isShort));
  });
  scope.get('/tables/:name', async (request, reply) => {
    const { name } = request.params as { readonly name?: unknown };
    const xml = oneTableXml(await tables(), String(name));
    if (xml === null) throw new VoError(404, 'there is no such table');
    return reply.header('content-type', XML).send(xml);
  });
  scope.get('/examples', async (_request, reply) =>
    reply.header('content-type', 'text/html;charset=utf-8').send(examplesPage()),
  );
  scope.get('/', async (request, reply) =>
    reply.redirect(`${homeOf(context, request)}${scope.prefix}/examples`),
  );
}

function readQuery({ url }: FastifyRequest): VoParams {
  const question = url.indexOf('?');
  return new VoParams([...new URLSearchParams(question < 0 ? '' : url.slice(question + 1))]);
}
