import { routes } from '@fritz/contract';
import type { Binder } from '../../http/bind.ts';
import { exportSource } from './source-export.service.ts';

export function bindSourceExportRoutes(bind: Binder): void {
  bind.file(
    routes.exportSource,
    (call) => exportSource(call, call.params.id),
    (reply, { name, bytes }) =>
      reply
        .header('content-type', 'application/gzip')
        .header('cache-control', 'private, no-store')
        .header('content-disposition', `attachment; filename="${name}.tar.gz"`)
        .send(bytes),
  );
}
