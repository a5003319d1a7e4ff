import { listCandidateRows, listUnwanted, objsInRegion } from '@fritz/archive';
import { naiveUtc, routes } from '@fritz/contract';
import type { Binder } from '../../http/bind.ts';
import { readUtc } from '../../http/fields.ts';
import { readLocalizationRegion } from '../localizations/localization-region.ts';
import { readCursor, readQueryId } from './candidate-cursor.ts';
import { postCandidate, removeCandidate, removeUnwanted } from './candidate-posts.service.ts';
import { readConditions, readOrder, readPassed } from './candidate-scan.ts';
import { findCandidate, scanCandidates } from './candidates.service.ts';

export function bindCandidateRoutes(bind: Binder): void {
  bind.viewer(routes.listCandidates, async ({ tx, viewer, query }) => {
    const order = readOrder(query);
    const { cursor } = query;
    const region = await readLocalizationRegion(tx, query);
    return scanCandidates(tx, viewer, {
      ...readPassed(query),
      saved: query.savedStatus ?? 'all',
      wish: { ...readConditions(query), ...(region && { sets: [objsInRegion(region)] }) },
      order,
      pinned: readQueryId(query.queryID),
      after: cursor === undefined ? null : readCursor(cursor, order),
      pageNumber: query.pageNumber ?? 1,
      numPerPage: query.numPerPage ?? 25,
      included: includedOf(query),
    });
  });

  bind.viewer(routes.getCandidate, async ({ tx, viewer, params, query }) => {
    const included = { ...includedOf(query), alerts: query.includeAlerts ?? false };
    return findCandidate(tx, viewer, params.objId, included);
  });

  bind.viewer(routes.createCandidate, async ({ tx, viewer, body, context }) => {
    const passedAt = readUtc('body', 'passed_at', body.passed_at);
    return { ids: await postCandidate(tx, viewer, context, { ...body, passedAt }) };
  });

  bind.viewer(routes.deleteCandidate, async ({ tx, params }) => {
    return { deleted: await removeCandidate(tx, params.objId, params.filterId) };
  });

  bind.viewer(routes.listCandidateRows, async ({ tx, query }) => {
    const { savedStatus: saved = 'all', pageNumber = 1, numPerPage = 25 } = query;
    const { total, rows } = await listCandidateRows(tx, {
      ...readPassed(query),
      saved,
      limit: numPerPage,
      offset: (pageNumber - 1) * numPerPage,
      counted: pageNumber === 1,
    });
    return {
      candidates: rows.map(({ candid, passed_at, ...row }) => {
        const at = naiveUtc(passed_at);
        return { ...row, passing_alert_id: candid, passed_at: at, created_at: at, modified: at };
      }),
      ...(total === null ? {} : { totalMatches: total }),
    };
  });

  bind.viewer(routes.bulkDeleteCandidates, async ({ tx, body, context }) => {
    const { maxAgeMonths = 6, batchSize = 1000, dryRun = false } = body;
    const before = context.now();
    before.setUTCMonth(before.getUTCMonth() - maxAgeMonths);
    const { objIds, remaining } = await listUnwanted(tx, before, batchSize);
    const deleted = dryRun ? objIds.length : await removeUnwanted(tx, objIds);
    return { deleted, remaining, dryRun };
  });
}

interface IncludeFlags {
  includePhotometry?: boolean;
  includeComments?: boolean;
  includeSpectra?: boolean;
  includeThumbnails?: boolean;
}

function includedOf(flags: IncludeFlags) {
  return {
    photometry: flags.includePhotometry ?? false,
    comments: flags.includeComments ?? false,
    spectra: flags.includeSpectra ?? false,
    thumbnails: flags.includeThumbnails ?? false,
  };
}
