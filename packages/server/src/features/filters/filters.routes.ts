import { listFilters, loadFilterSchema, type Viewer, type ViewerTx } from '@fritz/archive';
import { naiveUtc, routes, type Static } from '@fritz/contract';
import type { Binder } from '../../http/bind.ts';
import { readIds } from '../../http/fields.ts';
import { InvalidRequestError, NotFoundError } from '../../http/fritz-error.ts';
import { type DraftVersion, draftVersion, saveDraft } from './filter-versions.service.ts';
import { presentField, presentFilter } from './filters.presenter.ts';
import {
  changeFilter,
  demandFilter,
  demandOwnFilter,
  demandSameInput,
  loadFilter,
  loadVersions,
  makeFilter,
  removeFilter,
} from './filters.service.ts';

export function bindFilterRoutes(bind: Binder): void {
  bind.viewer(routes.listFilters, async ({ tx, query }) => {
    const filters = await listFilters(tx, readIds(query.groupIDs) ?? undefined);
    return filters.map(presentFilter);
  });

  bind.viewer(routes.getFilter, ({ tx, params }) => loadFilter(tx, params.id));

  bind.viewer(routes.getFilterFields, async ({ tx, params }) => {
    const { survey } = await demandFilter(tx, params.id);
    const { documentSchema } = await loadFilterSchema(tx, survey);
    return documentSchema.map(presentField);
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
      await saveDraft(draft, run);
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
      if (body.filter_id !== undefined)
        return draftOf(tx, viewer, { ...body, filter_id: body.filter_id });
      const { name, group_id: groupId, stream_id: streamId } = body;
      if (name === undefined) throw missing('name');
      if (streamId === undefined) throw missing('stream_id');
      // They are of a version, and that of a filter.
      const ofVersion = [body.pipeline, body.changelog, body.insist];
      if (ofVersion.some((given) => given !== undefined)) throw missing('filter_id');
      return { id: await makeFilter(tx, viewer, { name, groupId, streamId, settings: body }) };
    },
    async (made, run) => {
      if ('id' in made) return made;
      const fid = await saveDraft(made, run);
      const { pipeline, filter, warnings } = made;
      const created = naiveUtc(run.context.now());
      return { id: filter.id, fid, pipeline, created_at: created, warnings: [...warnings] };
    },
  );
}

type MakingBody = Static<NonNullable<(typeof routes.createFilter)['body']>>;

/** A new version of a filter, and what else its author says of it, all of it or nothing. */
async function draftOf(
  tx: ViewerTx,
  viewer: Viewer,
  body: MakingBody & { readonly filter_id: number },
): Promise<DraftVersion> {
  const { filter_id: id, group_id: groupId, pipeline, changelog, insist, ...rest } = body;
  if (pipeline === undefined) throw missing('pipeline');
  const filter = await demandOwnFilter(tx, viewer, id);
  if (filter.group_id !== groupId) throw new NotFoundError('filter of this group');
  demandSameInput(filter, rest);
  const { catalog: _catalog, permissions: _permissions, stream_id: _stream, ...change } = rest;
  return draftVersion(tx, viewer, id, { pipeline, changelog, insist, change });
}

function missing(field: string): InvalidRequestError {
  return new InvalidRequestError([{ in: 'body', field, message: 'is missing' }]);
}
