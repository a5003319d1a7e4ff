import { listFilters } from '@fritz/archive';
import { naiveUtc, routes } from '@fritz/contract';
import { ZtfAdapter } from '@fritz/surveys';
import type { Binder } from '../../http/bind.ts';
import { readIds } from '../../http/fields.ts';
import { InvalidRequestError, NotFoundError } from '../../http/fritz-error.ts';
import { type DraftVersion, draftVersion, saveVersion } from './filter-versions.service.ts';
import { presentFilter } from './filters.presenter.ts';
import {
  changeFilter,
  demandFilter,
  demandOwnFilter,
  loadFilter,
  loadVersions,
  makeFilter,
  removeFilter,
} from './filters.service.ts';

const surveys = { ztf: new ZtfAdapter() };

export function bindFilterRoutes(bind: Binder): void {
  bind.viewer(routes.listFilters, async ({ tx, query }) => {
    const filters = await listFilters(tx, readIds(query.groupIDs) ?? undefined);
    return filters.map(presentFilter);
  });

  bind.viewer(routes.getFilter, ({ tx, params }) => loadFilter(tx, params.id));

  bind.viewer(routes.getFilterFields, async ({ tx, params }) => {
    await demandFilter(tx, params.id);
    return [...surveys.ztf.documentSchema];
  });

  bindMaking(bind);

  bind.viewer(routes.updateFilter, async ({ tx, viewer, params, body }) => {
    await changeFilter(tx, viewer, params.id, body);
    return {};
  });

  bind.viewer(routes.updateFilterById, async ({ tx, viewer, body }) => {
    const { filter_id: id, ...change } = body;
    await changeFilter(tx, viewer, id, change);
    return loadFilter(tx, id);
  });

  bind.viewer(routes.deleteFilter, async ({ tx, viewer, params }) => {
    await removeFilter(tx, viewer, params.id);
    return {};
  });

  bind.viewer(routes.getFilterVersions, ({ tx, params }) => loadVersions(tx, params.id));

  bind.run(
    routes.createFilterVersion,
    ({ tx, viewer, params, body }) => draftVersion(tx, viewer, params.id, body),
    async (draft, run) => {
      await saveVersion(draft, run);
      return run.context.archive.asViewer(run.viewerKey, (tx) => loadVersions(tx, draft.filter.id));
    },
  );

  bind.viewer(routes.updateFilterVersions, async ({ tx, viewer, params, body }) => {
    await changeFilter(tx, viewer, params.id, body);
    return loadVersions(tx, params.id);
  });
}

type Made = { readonly id: number } | DraftVersion;

/** SkyPortal's operation, which makes a filter, and Kowalski's, which gives it a version. */
function bindMaking(bind: Binder): void {
  bind.run(
    routes.createFilter,
    async ({ tx, viewer, body }): Promise<Made> => {
      const { name, group_id: groupId, stream_id: streamId, filter_id: filterId } = body;
      if (filterId === undefined) {
        if (name === undefined) throw missing('name');
        if (streamId === undefined) throw missing('stream_id');
        if (body.pipeline !== undefined) throw missing('filter_id');
        return { id: await makeFilter(tx, viewer, { name, groupId, streamId, settings: body }) };
      }
      if (body.pipeline === undefined) throw missing('pipeline');
      const filter = await demandOwnFilter(tx, viewer, filterId);
      if (filter.group_id !== groupId) throw new NotFoundError('filter of this group');
      return draftVersion(tx, viewer, filterId, { ...body, pipeline: body.pipeline });
    },
    async (made, run) => {
      if ('id' in made) return made;
      const fid = await saveVersion(made, run);
      const { pipeline, filter } = made;
      return { id: filter.id, fid, pipeline, created_at: naiveUtc(run.context.now()) };
    },
  );
}

function missing(field: string): InvalidRequestError {
  return new InvalidRequestError([{ in: 'body', field, message: 'is missing' }]);
}
