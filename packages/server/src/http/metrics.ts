import { performance } from 'node:perf_hooks';
import type { FastifyInstance } from 'fastify';

interface RouteFigures {
  count: number;
  seconds: number;
}

/** Counts requests and their time per route, and shows them at `/metrics` as Prometheus reads. */
export function addMetrics(app: FastifyInstance, version: string): void {
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

  app.get('/metrics', async (_request, reply) => {
    reply.header('content-type', 'text/plain; version=0.0.4; charset=utf-8');
    return reply.send(render(figures, version));
  });
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
