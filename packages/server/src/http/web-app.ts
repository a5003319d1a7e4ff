import { existsSync } from 'node:fs';
import fastifyStatic from '@fastify/static';
import type { HttpMethod } from '@fritz/contract';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { sendError } from './envelope.ts';
import { FritzError } from './fritz-error.ts';

const year = 31_536_000;

/**
 * Serves the built web app; any other page address is the app's own. What begins with /api and is
 * no route gets the envelope's 404.
 */
export async function addWebApp(
  app: FastifyInstance,
  webRoot: string | null,
  version: string,
): Promise<void> {
  const isBuilt = webRoot !== null && existsSync(`${webRoot}/index.html`);
  if (isBuilt) {
    await app.register(fastifyStatic, {
      root: webRoot,
      // Files are looked up as they are asked for: the app may be built anew meanwhile.
      index: 'index.html',
      cacheControl: false,
      // The build writes each file in Brotli and gzip, smaller than it could be made while one waits.
      preCompressed: true,
      setHeaders: (reply, path) => {
        // Names in assets/ carry a hash of what is in them.
        const isHashed = path.slice(webRoot.length).replaceAll('\\', '/').includes('/assets/');
        reply.header('cache-control', isHashed ? `public, max-age=${year}, immutable` : 'no-cache');
      },
    });
  }
  app.setNotFoundHandler((request, reply) => {
    if (isBuilt && isPage(request)) return reply.sendFile('index.html');
    return sendError(reply, version, whatIsMissing(app, request, isBuilt));
  });
}

function isPage(request: FastifyRequest): boolean {
  const path = pathOf(request);
  if (request.method !== 'GET' && request.method !== 'HEAD') return false;
  if (isApi(path)) return false;
  // A missing file is not a page: its name has an ending.
  return !/\.[a-z0-9]{1,8}$/i.test(path);
}

function isApi(path: string): boolean {
  return path === '/api' || path.startsWith('/api/') || path.startsWith('/docs/');
}

function pathOf(request: FastifyRequest): string {
  return request.url.split('?', 1)[0] ?? '';
}

function whatIsMissing(
  app: FastifyInstance,
  request: FastifyRequest,
  isBuilt: boolean,
): FritzError {
  const path = pathOf(request);
  const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
  if (isApi(path) && methods.some((method) => isRoute(app, method, path))) {
    return new FritzError('method_not_allowed');
  }
  if (isApi(path) || isBuilt) return new FritzError('route_not_found');
  return new FritzError('route_not_found', { message: 'The web app is not built.' });
}

function isRoute(app: FastifyInstance, method: HttpMethod, path: string) {
  const found = app.findRoute({ method, url: path });
  // The web app's files are one route, which takes every address.
  return found !== null && !('*' in found.params);
}
