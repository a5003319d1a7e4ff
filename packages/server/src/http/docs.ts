import { openApiDocument, routes } from '@fritz/contract';
import apiReference from '@scalar/fastify-api-reference';
import type { FastifyInstance } from 'fastify';
import { sendJson } from './envelope.ts';

/** The API as OpenAPI 3.1, and as pages to read, which load nothing from elsewhere. */
export async function addDocs(app: FastifyInstance, version: string): Promise<void> {
  const document = openApiDocument(routes, version);
  app.get('/api/openapi.json', async (_request, reply) => sendJson(reply, 200, document));
  await app.register(apiReference, {
    routePrefix: '/docs/api',
    configuration: {
      url: '/api/openapi.json',
      pageTitle: 'Fritz: HTTP API',
      withDefaultFonts: false,
      telemetry: false,
      hideClientButton: true,
      // These offer services of others, on other sites.
      showDeveloperTools: 'never',
      agent: { disabled: true },
      mcp: { disabled: true },
    },
  });
}
