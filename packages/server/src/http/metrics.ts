import { createHash, timingSafeEqual } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { FritzError } from './fritz-error.ts';

interface RouteFigures {
  count: number;
  seconds: number;
}

/**
 * Counts requests and their time per route, and shows them at `/metrics` as Prometheus reads: to who
 * has the token, or without one to programs on this machine that come directly. To others the page
 * is not there.
 */
export function addMetrics(app: FastifyInstance, version: string, token: string | null): void {
  const figures = new Map<string, RouteFigures>();

  app.addHook('onResponse', async (request, reply) => {
    // The route's pattern, not the address: the number of lines stays bounded.
    const route = request.routeOptions.url ?? 'none';
    const labels = `method="${request.method}",route="${route}",status="${reply.statusCode}"`;
    const known = figures.get(labels) ?? { count: 0, seconds: 0 };
    known.count += 1;
    known.seconds += reply.elapsedTime / 1000;
    figures.set(labels, known);
  });

  const show = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const mayLook = token === null ? isDirectlyNear(request) : holds(request, token);
    if (!mayLook) throw new FritzError('not_found');
    reply.header('content-type', 'text/plain; version=0.0.4; charset=utf-8');
    return reply.send(render(figures, version));
  };
  app.get('/metrics', show);
  // Where SkyPortal has them.
  app.get('/api/internal/metrics', show);
}

const near = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);
/** What proxies add: whoever comes through one on this machine may be anybody. */
const forwarding = ['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip'];

function isDirectlyNear({ socket, headers }: FastifyRequest): boolean {
  return (
    near.has(socket.remoteAddress ?? '') && forwarding.every((name) => headers[name] === undefined)
  );
}

function holds({ headers }: FastifyRequest, token: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(headers.authorization ?? ''), digest(`Bearer ${token}`));
}

function render(figures: ReadonlyMap<string, RouteFigures>, version: string): string {
  const { rss, heapUsed } = process.memoryUsage();
  const entries = [...figures];
  return [
    '# TYPE fritz_info gauge',
    `fritz_info{version="${version}"} 1`,
    '# TYPE process_uptime_seconds gauge',
    `process_uptime_seconds ${performance.now() / 1000}`,
    '# TYPE process_resident_memory_bytes gauge',
    `process_resident_memory_bytes ${rss}`,
    '# TYPE nodejs_heap_used_bytes gauge',
    `nodejs_heap_used_bytes ${heapUsed}`,
    '# TYPE fritz_http_requests_total counter',
    ...entries.map(([labels, { count }]) => `fritz_http_requests_total{${labels}} ${count}`),
    '# TYPE fritz_http_request_seconds_total counter',
    ...entries.map(
      ([labels, { seconds }]) => `fritz_http_request_seconds_total{${labels}} ${seconds}`,
    ),
    '',
  ].join('\n');
}
