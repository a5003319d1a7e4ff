import { commentScanReportItem } from '@fritz/archive';
import { routes } from '@fritz/contract';
import type { Binder } from '../../http/bind.ts';
import { NotFoundError } from '../../http/fritz-error.ts';
import {
  demandScanReport,
  loadItems,
  loadScanReports,
  makeScanReport,
  removeScanReport,
} from './scan-reports.service.ts';

export function bindScanReportRoutes(bind: Binder): void {
  bind.viewer(routes.createScanReport, ({ tx, viewer, body }) => makeScanReport(tx, viewer, body));

  bind.viewer(routes.listScanReports, ({ tx, query }) =>
    loadScanReports(tx, query.pageNumber ?? query.page ?? 1, query.numPerPage ?? 10),
  );

  bind.viewer(routes.deleteScanReport, async ({ tx, params }) => {
    await removeScanReport(tx, params.id);
    return {};
  });

  bind.viewer(routes.listScanReportItems, ({ tx, params }) => loadItems(tx, params.id));

  bind.viewer(routes.updateScanReportItem, async ({ tx, params, body }) => {
    const { id: reportId } = await demandScanReport(tx, params.id);
    const item = { reportId, id: params.item_id, comment: body.comment ?? '' };
    if (!(await commentScanReportItem(tx, item))) throw new NotFoundError('item of the report');
    return {};
  });
}
