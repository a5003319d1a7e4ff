import { routes } from '@fritz/contract';
import type { Binder } from '../../http/bind.ts';
import { exportNight } from './night-export.service.ts';

export function bindNightExportRoutes(bind: Binder): void {
  bind.file(
    routes.exportNight,
    ({ tx, params, query, context }) =>
      exportNight(tx, { ...params, survey: query.survey ?? 'ztf', now: context.now() }),
    (reply, { name, handle }) =>
      reply
        .header('content-type', 'application/x-tar')
        .header('cache-control', 'private, no-store')
        .header('content-disposition', `attachment; filename="${name}"`)
        .send(handle.createReadStream({ start: 0 })),
  );
}
