import { countPhotStats, findObj } from '@fritz/archive';
import { routes } from '@fritz/contract';
import type { Binder } from '../../http/bind.ts';
import { readUtc } from '../../http/fields.ts';
import { NotFoundError } from '../../http/fritz-error.ts';
import { aggregate, loadPhotStat } from './phot-stats.service.ts';

export function bindPhotStatRoutes(bind: Binder): void {
  for (const route of [routes.getPhotStat, routes.makePhotStat, routes.updatePhotStat]) {
    bind.viewer(route, ({ tx, params, context }) => loadPhotStat(tx, params.id, context.now()));
  }
  bind.viewer(routes.deletePhotStat, async ({ tx, params }) => {
    if ((await findObj(tx, params.id)) === null) throw new NotFoundError('source');
    return null;
  });
  bind.viewer(routes.countPhotStats, async ({ tx, query }) => {
    const counts = await countPhotStats(tx, readSpan(query));
    return { totalWithPhotStats: counts.with, totalWithoutPhotStats: counts.without };
  });
  bind.viewer(routes.makePhotStats, async ({ tx, query }) => {
    const { without } = await countPhotStats(tx, readSpan(query));
    return pageOf(without, query);
  });
  bind.viewer(routes.updatePhotStats, async ({ tx, query }) => {
    const counts = await countPhotStats(tx, readSpan(query));
    return pageOf(counts.with, query);
  });
  bind.viewer(routes.aggregatePhotStats, ({ tx, query }) => aggregate(tx, query));
}

function readSpan(query: { createdAtStartTime?: string; createdAtEndTime?: string }) {
  const { createdAtStartTime: from, createdAtEndTime: to } = query;
  return {
    from: from === undefined ? null : readUtc('query', 'createdAtStartTime', from),
    to: to === undefined ? null : readUtc('query', 'createdAtEndTime', to),
  };
}

function pageOf(totalMatches: number, query: { pageNumber?: number; numPerPage?: number }) {
  const { pageNumber = 1, numPerPage = 100 } = query;
  return { totalMatches, pageNumber, numPerPage };
}
