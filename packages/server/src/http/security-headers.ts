import type { FastifyInstance } from 'fastify';

/** The web app: its own code alone; styles are inserted while it runs, stamps are drawn in it. */
const appPolicy = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self' blob:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

/** The API's pages start themselves with a script in the page; they still load from here alone. */
const docsPolicy = appPolicy.replace("script-src 'self'", "script-src 'self' 'unsafe-inline'");

/** Headers that keep a browser from doing what no page of ours asks for. */
export function addSecurityHeaders(app: FastifyInstance): void {
  app.addHook('onSend', async (request, reply) => {
    const isDocs = request.url.startsWith('/docs/api');
    // A route's own is of a file that is no page, and narrower.
    if (!reply.hasHeader('content-security-policy')) {
      reply.header('content-security-policy', isDocs ? docsPolicy : appPolicy);
    }
    reply.header('x-content-type-options', 'nosniff');
    reply.header('x-frame-options', 'DENY');
    reply.header('referrer-policy', 'same-origin');
    reply.header('cross-origin-opener-policy', 'same-origin');
    reply.header('cross-origin-resource-policy', 'same-origin');
    if (request.protocol === 'https') {
      reply.header('strict-transport-security', 'max-age=31536000');
    }
    if (request.url.startsWith('/api/') && !reply.hasHeader('cache-control')) {
      reply.header('cache-control', 'no-store');
    }
  });
}
