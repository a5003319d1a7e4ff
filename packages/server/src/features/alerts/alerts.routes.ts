import { routes } from '@fritz/contract';
import type { Binder } from '../../http/bind.ts';
import { NotFoundError } from '../../http/fritz-error.ts';
import { loadCutout } from './cutouts.service.ts';

/** A stamp never changes, but who may see it can: caches of one person alone keep it. */
const immutable = 'private, max-age=31536000, immutable';

export function bindAlertRoutes(bind: Binder): void {
  bind.viewer(routes.getAlerts, async ({ tx, params, context }) => {
    const detections = await context.alerts.detections(tx, params.objectId);
    if (detections.length === 0) throw new NotFoundError('object');
    return detections;
  });

  bind.viewer(routes.getLightCurve, async ({ tx, params, context }) => {
    const curve = await context.alerts.lightCurve(tx, params.objectId);
    if (curve === null) throw new NotFoundError('object');
    return { _id: params.objectId, ...presentCurve(curve) };
  });

  bind.file(
    routes.getCutout,
    async ({ tx, params, query }) => loadCutout(tx, params.candid, query),
    (reply, file, request) => {
      reply
        .header('etag', file.etag)
        .header('cache-control', immutable)
        .header('vary', 'cookie, authorization');
      if (request.headers['if-none-match'] === file.etag) return reply.code(304).send();
      const name = file.name.replaceAll(/[^\w.-]/g, '_');
      return reply
        .header('content-type', file.type)
        .header('content-disposition', `inline; filename="${name}"`)
        .send(file.bytes);
    },
  );
}

function presentCurve(curve: { prv_candidates: readonly unknown[]; fp_hists: readonly unknown[] }) {
  // Points are records in the survey's words, and go out as they are.
  type Points = Record<string, unknown>[];
  return {
    prv_candidates: [...curve.prv_candidates] as Points,
    fp_hists: [...curve.fp_hists] as Points,
  };
}
