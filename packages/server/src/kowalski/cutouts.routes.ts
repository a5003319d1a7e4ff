import type { FastifyInstance } from 'fastify';
import type { ServerContext } from '../context.ts';
import { inject } from './delegate.ts';
import { demandCaller } from './kowalski-auth.ts';
import { KowalskiError } from './kowalski-error.ts';
import { isFields } from './read-query.ts';

/** Kowalski's names of surveys. */
export const KOWALSKI_SURVEYS: Readonly<Record<string, string>> = {
  ztf: 'ztf',
  wntr: 'winter',
  pgir: 'pgir',
  lsst: 'lsst',
};
const INTERVALS = new Set(['min_max', 'zscale']);
const STRETCHES = new Set(['linear', 'log', 'asinh', 'sqrt']);

/** Stamps of alerts, as they were sent or drawn. */
export function bindCutouts(scope: FastifyInstance, context: ServerContext): void {
  scope.get('/api/cutouts/:survey/:candid/:cutout/:format', async (request, reply) => {
    const { key } = await demandCaller(context, request);
    const { survey, candid, cutout, format } = textsOf(request.params);
    const name = KOWALSKI_SURVEYS[(survey ?? '').toLowerCase()];
    if (name === undefined) throw KowalskiError.of('ValueError', `no survey ${survey}`);
    if (!/^\d{1,19}$/.test(candid ?? '')) {
      throw KowalskiError.of('ValueError', `invalid literal for int(): '${candid}'`);
    }
    const asked = new URLSearchParams({
      ...{ survey: name, cutout: (cutout ?? '').toLowerCase(), file_format: format ?? '' },
      ...drawingOf(textsOf(request.query)),
    });
    const answer = await inject(scope, key, {
      method: 'GET',
      url: `/api/alerts_cutouts/${candid}?${asked}`,
    });
    if (answer.statusCode !== 200) {
      const isAbsent = answer.statusCode === 404;
      const missing = `${survey} alert ${candid} not found`;
      throw new KowalskiError(400, isAbsent ? missing : messageOf(answer.body));
    }
    return reply
      .code(200)
      .header('content-type', String(answer.headers['content-type']))
      .header('cache-control', 'private')
      .send(answer.rawPayload);
  });
}

/** What is not known draws as ever, as Kowalski has it. */
function drawingOf({ interval = '', stretch = '', cmap }: Record<string, string>) {
  return {
    ...(INTERVALS.has(interval) ? { interval } : {}),
    ...(STRETCHES.has(stretch) ? { stretch } : {}),
    ...(cmap === undefined ? {} : { cmap }),
  };
}

function textsOf(given: unknown): Record<string, string> {
  if (!isFields(given)) return {};
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, String(value)]));
}

function messageOf(body: string): string {
  const envelope: unknown = JSON.parse(body);
  return isFields(envelope) ? `ValueError: ${String(envelope.message)}` : 'Bad Request';
}
