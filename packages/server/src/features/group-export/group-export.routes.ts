import { routes } from '@fritz/contract';
import type { Binder } from '../../http/bind.ts';
import { exportGroup } from './group-export.service.ts';

export function bindGroupExportRoutes(bind: Binder): void {
  bind.file(
    routes.exportGroup,
    ({ tx, params, query }) => exportGroup(tx, params.id, query),
    (reply, { name, contentType, handle }) =>
      reply
        .header('content-type', contentType)
        .header('cache-control', 'private, no-store')
        .header('content-disposition', `attachment; filename="${name}"`)
        .send(handle.createReadStream({ start: 0 })),
  );
}
