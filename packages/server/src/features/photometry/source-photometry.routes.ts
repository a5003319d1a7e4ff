import { routes } from '@fritz/contract';
import type { Binder } from '../../http/bind.ts';
import { sendSuccess } from '../../http/envelope.ts';
import { tableFormatOf, tableOf, writeTable } from './photometry-table.ts';
import { listPackedPhotometry, listSourcePhotometry } from './source-photometry.service.ts';

export function bindSourcePhotometry(bind: Binder): void {
  bind.viewer(routes.getPackedPhotometry, ({ tx, params, query, context }) =>
    listPackedPhotometry(tx, context, { objId: params.id, isJoint: query.linked ?? false }),
  );
  bind.file(
    routes.getPhotometry,
    async ({ tx, viewer, params, query, context }) => ({
      objId: params.id,
      fileFormat: query.file_format ?? null,
      shown: await listSourcePhotometry({ tx, viewer, context }, params.id, query),
    }),
    (reply, { objId, fileFormat, shown }, request) => {
      reply.header('vary', 'Accept');
      const format = fileFormat ?? tableFormatOf(request.headers.accept);
      if (format === null) return sendSuccess(reply, bind.context.version, shown.points);
      const file = writeTable(format, tableOf(objId, shown.points));
      const name = `${objId.replaceAll(/[^\w.-]/g, '_')}-photometry.${file.extension}`;
      return reply
        .header('content-type', file.contentType)
        .header('content-disposition', `attachment; filename="${name}"`)
        .header('cache-control', 'no-store')
        .send(file.content);
    },
  );
}
