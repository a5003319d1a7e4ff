import { listPhotometry } from '@fritz/archive';
import { routes } from '@fritz/contract';
import type { Binder } from '../../http/bind.ts';
import { readIds, readUtc } from '../../http/fields.ts';
import { presentPhotometry } from '../photometry/photometry.presenter.ts';
import { findCandidate, scanCandidates } from './candidates.service.ts';

export function bindCandidateRoutes(bind: Binder): void {
  bind.viewer(routes.listCandidates, async ({ tx, query }) => {
    const { startDate, endDate } = query;
    return scanCandidates(tx, {
      filterIds: readIds(query.filterIDs),
      groupIds: readIds(query.groupIDs),
      from: startDate === undefined ? null : readUtc('query', 'startDate', startDate),
      to: endDate === undefined ? null : readUtc('query', 'endDate', endDate),
      saved: query.savedStatus ?? 'all',
      pageNumber: query.pageNumber ?? 1,
      numPerPage: query.numPerPage ?? 25,
    });
  });

  bind.viewer(routes.getCandidate, async ({ tx, params, query }) => {
    const candidate = await findCandidate(tx, params.objId);
    if (!query.includePhotometry) return candidate;
    const points = await listPhotometry(tx, params.objId);
    return {
      ...candidate,
      photometry: points.map((point) => presentPhotometry(point, { format: 'mag' })),
    };
  });
}
