import type { FastifyInstance } from 'fastify';
import type { ServerContext } from '../context.ts';
import { bindAsync } from './async.routes.ts';
import { sendError, tellError } from './failures.ts';
import { bindConeSearch } from './scs.routes.ts';
import { bindSync } from './sync.routes.ts';
import { Turnstile } from './turnstile.ts';
import { UPLOAD_BYTES } from './uploads.ts';
import { VoError } from './vo-error.ts';
import { bindVosi } from './vosi.routes.ts';

/** The Virtual Observatory's protocols, on the archive and its rights (docs/guides/virtual-observatory.md). */
export async function addVirtualObservatory(
  app: FastifyInstance,
  context: ServerContext,
): Promise<void> {
  const turnstile = new Turnstile();
  const addTap = (own: ServerContext, prefix: string) =>
    app.register(
      async (scope) => {
        prepareScope(scope);
        bindVosi(scope, own);
        bindSync(scope, own, turnstile);
        bindAsync(scope, own, turnstile);
      },
      { prefix },
    );
  const addCones = (own: ServerContext, prefix: string) =>
    app.register(
      async (scope) => {
        prepareScope(scope);
        bindConeSearch(scope, own, turnstile);
      },
      { prefix },
    );
  await addTap(context, '/tap');
  await addCones(context, '/vo');
  // The same for who signs in: many a program sends a password only where it is refused without.
  const closed = { ...context, isVoPublic: false };
  await addTap(closed, '/vo/private/tap');
  await addCones(closed, '/vo/private');
}

function prepareScope(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers();
  const options = { parseAs: 'buffer', bodyLimit: UPLOAD_BYTES } as const;
  scope.addContentTypeParser('*', options, (_request, bytes, done) => done(null, bytes));
  scope.setErrorHandler((error, request, reply) =>
    sendError(reply, tellError(error, request, UPLOAD_BYTES)),
  );
  scope.setNotFoundHandler((request, reply) =>
    sendError(reply, tellError(new VoError(404, 'nothing is here'), request, UPLOAD_BYTES)),
  );
  // What rights let somebody see is nobody else's.
  scope.addHook('onSend', async (_request, reply) => {
    reply.header('cache-control', 'no-store');
  });
}
