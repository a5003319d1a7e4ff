import { listFilters, renameFilter } from '@fritz/archive';
import { routes } from '@fritz/contract';
import type { Binder } from '../../http/bind.ts';
import { readIds } from '../../http/fields.ts';
import { presentFilter } from './filters.presenter.ts';
import {
  changeVersions,
  demandFilter,
  demandOwnFilter,
  loadVersions,
  makeFilter,
  removeFilter,
  saveVersion,
} from './filters.service.ts';

export function bindFilterRoutes(bind: Binder): void {
  bind.viewer(routes.listFilters, async ({ tx, query }) => {
    const filters = await listFilters(tx, readIds(query.groupIDs) ?? undefined);
    return filters.map(presentFilter);
  });

  bind.viewer(routes.getFilter, async ({ tx, params }) =>
    presentFilter(await demandFilter(tx, params.id)),
  );

  bind.viewer(routes.createFilter, async ({ tx, viewer, body }) => {
    const { name, group_id: groupId, stream_id: streamId } = body;
    return { id: await makeFilter(tx, viewer, { name, groupId, streamId }) };
  });

  bind.viewer(routes.updateFilter, async ({ tx, viewer, params, body }) => {
    await demandOwnFilter(tx, viewer, params.id);
    await renameFilter(tx, params.id, body.name);
    return {};
  });

  bind.viewer(routes.deleteFilter, async ({ tx, viewer, params }) => {
    await removeFilter(tx, viewer, params.id);
    return {};
  });

  bind.viewer(routes.getFilterVersions, async ({ tx, params }) => loadVersions(tx, params.id));

  bind.viewer(routes.createFilterVersion, async ({ tx, viewer, params, body }) => {
    await saveVersion(tx, viewer, params.id, body.pipeline);
    return loadVersions(tx, params.id);
  });

  bind.viewer(routes.updateFilterVersions, async ({ tx, viewer, params, body }) => {
    await changeVersions(tx, viewer, params.id, body);
    return loadVersions(tx, params.id);
  });
}
