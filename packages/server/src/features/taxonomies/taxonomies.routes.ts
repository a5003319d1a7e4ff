import { listTaxonomies } from '@fritz/archive';
import { routes } from '@fritz/contract';
import type { Binder } from '../../http/bind.ts';
import { NotFoundError } from '../../http/fritz-error.ts';
import { presentTaxonomies } from './taxonomies.presenter.ts';
import { changeTaxonomy, makeTaxonomy, removeTaxonomy } from './taxonomies.service.ts';

export function bindTaxonomyRoutes(bind: Binder): void {
  bind.viewer(routes.listTaxonomies, async ({ tx }) =>
    presentTaxonomies(tx, await listTaxonomies(tx)),
  );

  bind.viewer(routes.getTaxonomy, async ({ tx, params }) => {
    const [shown] = await presentTaxonomies(tx, await listTaxonomies(tx, [params.id]));
    if (shown === undefined) throw new NotFoundError('taxonomy');
    return shown;
  });

  bind.viewer(routes.createTaxonomy, async ({ tx, viewer, body }) => ({
    taxonomy_id: await makeTaxonomy(tx, viewer, {
      name: body.name.trim(),
      version: body.version.trim(),
      provenance: body.provenance || null,
      isLatest: body.isLatest ?? true,
      hierarchy: body.hierarchy,
      hierarchyFile: body.hierarchy_file,
      groupIds: body.group_ids,
    }),
  }));

  bind.viewer(routes.updateTaxonomy, async ({ tx, viewer, params, body }) => {
    const { group_ids: groupIds, ...rest } = body;
    await changeTaxonomy(tx, viewer, params.id, {
      ...rest,
      ...(groupIds === undefined ? {} : { groupIds }),
    });
    return {};
  });

  bind.viewer(routes.deleteTaxonomy, async ({ tx, params }) => {
    await removeTaxonomy(tx, params.id);
    return {};
  });
}
