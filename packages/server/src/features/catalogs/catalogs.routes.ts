import { findObj, listNeighbours, summarizeCatalogs } from '@fritz/archive';
import { routes } from '@fritz/contract';
import type { Binder } from '../../http/bind.ts';
import { NotFoundError } from '../../http/fritz-error.ts';
import { presentCatalog, presentMatch, presentNeighbours } from './catalogs.presenter.ts';
import { searchAround } from './catalogs.service.ts';

export function bindCatalogRoutes(bind: Binder): void {
  bind.viewer(routes.listCatalogs, async ({ tx }) =>
    (await summarizeCatalogs(tx)).map(presentCatalog),
  );

  bind.viewer(routes.getCrossMatches, async ({ tx, params }) => {
    const neighbours = await listNeighbours(tx, params.objectId);
    if (neighbours.length === 0 && (await findObj(tx, params.objectId)) === null) {
      throw new NotFoundError('object');
    }
    return neighbours.map(presentNeighbours);
  });

  bind.viewer(routes.searchCatalog, async ({ tx, params, query, context }) => {
    const found = await searchAround(tx, params.name, query, context.now());
    return found.map(({ document }) => presentMatch(document));
  });
}
