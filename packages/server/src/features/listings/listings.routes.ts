import { type ListingRow, listListings } from '@fritz/archive';
import { naiveUtc, routes, type Static } from '@fritz/contract';
import type { Binder } from '../../http/bind.ts';
import {
  changeListing,
  demandListing,
  demandSelf,
  listObj,
  unlistObj,
} from './listings.service.ts';

export function bindListingRoutes(bind: Binder): void {
  bind.viewer(routes.listListings, async ({ tx, viewer, query }) => {
    const rows = await listListings(tx, { userId: viewer.id, listName: query.listName ?? null });
    return rows.map(presentListing);
  });

  bind.viewer(routes.listUserListings, async ({ tx, params, query }) => {
    const rows = await listListings(tx, { userId: params.id, listName: query.listName ?? null });
    return rows.map(presentListing);
  });

  bind.viewer(routes.createListing, async ({ tx, viewer, body }) => {
    demandSelf(viewer, body.user_id);
    const { obj_id: objId, list_name: listName, params = null } = body;
    return { id: await listObj(tx, viewer, { objId, listName, params }) };
  });

  bind.viewer(routes.updateListing, async ({ tx, viewer, params, body }) => {
    const listing = await demandListing(tx, { id: params.id });
    demandSelf(viewer, body.user_id);
    await changeListing(tx, listing, {
      ...(body.obj_id ? { objId: body.obj_id } : {}),
      ...(body.list_name ? { listName: body.list_name } : {}),
      ...(body.params ? { params: body.params } : {}),
    });
    return {};
  });

  bind.viewer(routes.deleteListing, async ({ tx, params }) => {
    await unlistObj(tx, { id: params.id });
    return {};
  });

  bind.viewer(routes.deleteListingOf, async ({ tx, viewer, body }) => {
    demandSelf(viewer, body.user_id);
    const { obj_id: objId, list_name: listName } = body;
    await unlistObj(tx, { userId: viewer.id, objId, listName });
    return {};
  });
}

function presentListing(row: ListingRow): Static<typeof routes.listListings.response>[number] {
  const { created_at, modified_at, ...rest } = row;
  return { ...rest, created_at: naiveUtc(created_at), modified: naiveUtc(modified_at) };
}
