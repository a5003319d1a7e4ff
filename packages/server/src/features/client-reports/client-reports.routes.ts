import { naiveUtc, routes } from '@fritz/contract';
import type { Binder } from '../../http/bind.ts';
import { NotFoundError } from '../../http/fritz-error.ts';

const logName = 'pages.log';

export function bindClientReportRoutes(bind: Binder): void {
  bind.viewer(routes.reportClientError, async ({ viewer, body, context }) => {
    const { error, stack = null } = body;
    context.log.warn({ userId: viewer.id, pageError: error, pageStack: stack }, 'a page failed');
    context.clientReports.add({ at: context.now(), userId: viewer.id, error, stack });
    return {};
  });

  bind.viewer(routes.listLogs, async ({ context }) => {
    const { last, text } = context.clientReports;
    if (last === null) return [];
    const size = `${(Buffer.byteLength(text) / 1000).toFixed(1)} kB`;
    return [{ name: logName, size, last_modified: naiveUtc(last.at) }];
  });

  bind.file(
    routes.getLog,
    async ({ params, context }) => {
      if (params.name !== logName) throw new NotFoundError('log');
      return context.clientReports.text;
    },
    (reply, text) =>
      reply
        .header('content-type', 'text/plain; charset=utf-8')
        .header('content-disposition', `attachment; filename="${logName}"`)
        .header('x-content-type-options', 'nosniff')
        .send(text),
  );
}
