import { listAudit } from '@fritz/archive';
import { routes } from '@fritz/contract';
import type { Binder } from '../../http/bind.ts';
import { presentAuditCsv } from './audit.presenter.ts';
import { loadAudit, readSearch } from './audit.service.ts';

/** Longer ones take several, by `until`. */
const maxExported = 50_000;

export function bindAuditRoutes(bind: Binder): void {
  bind.viewer(routes.listAudit, async ({ tx, query }) =>
    loadAudit(tx, readSearch(query), { cursor: query.cursor, numPerPage: query.numPerPage ?? 50 }),
  );

  bind.file(
    routes.exportAudit,
    async ({ tx, query }) => {
      const rows = await listAudit(tx, { ...readSearch(query), before: null, limit: maxExported });
      return presentAuditCsv(rows);
    },
    (reply, csv) =>
      reply
        .header('content-type', 'text/csv; charset=utf-8')
        .header('content-disposition', 'attachment; filename="history.csv"')
        .header('cache-control', 'no-store')
        .send(csv),
  );
}
