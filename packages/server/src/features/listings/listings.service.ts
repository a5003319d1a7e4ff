import {
  addListing,
  deleteListing,
  findObj,
  type ListingFilter,
  type ListingRow,
  listListings,
  updateListing,
  type Viewer,
  type ViewerTx,
} from '@fritz/archive';
import { FritzError, InvalidRequestError, NotFoundError } from '../../http/fritz-error.ts';
import { jsonText } from '../notes/json-value.ts';

const maxParamsBytes = 9_000;

/** An entry of a list. */
export interface Entry {
  objId: string;
  listName: string;
  params: Record<string, unknown> | null;
}

/** Refuses to touch anybody else's lists. */
export function demandSelf(viewer: Viewer, userId: number | null | undefined): void {
  if (userId === undefined || userId === null || userId === viewer.id) return;
  throw new FritzError('not_owner', { message: 'A list is its owner’s alone.' });
}

/** One entry of the viewer's lists. */
export async function demandListing(tx: ViewerTx, filter: ListingFilter): Promise<ListingRow> {
  const [listing] = await listListings(tx, filter);
  if (listing === undefined) throw new NotFoundError('entry of a list');
  return listing;
}

/** Puts an object that the viewer sees on one of his lists. */
export async function listObj(tx: ViewerTx, viewer: Viewer, entry: Entry): Promise<number> {
  const fields = await checkEntry(tx, entry);
  const id = await addListing(tx, viewer.id, fields);
  if (id === null) {
    throw new FritzError('already_exists', {
      message: `${entry.objId} is on the list “${entry.listName}” already.`,
    });
  }
  return id;
}

/** Changes an entry of the viewer's lists. */
export async function changeListing(
  tx: ViewerTx,
  listing: ListingRow,
  change: Partial<Entry>,
): Promise<void> {
  const entry = {
    objId: change.objId ?? listing.obj_id,
    listName: change.listName ?? listing.list_name,
    params: change.params ?? listing.params,
  };
  await updateListing(tx, listing.id, await checkEntry(tx, entry));
}

/** Takes an object off one of the viewer's lists. */
export async function unlistObj(tx: ViewerTx, filter: ListingFilter): Promise<void> {
  const { id } = await demandListing(tx, filter);
  await deleteListing(tx, id);
}

async function checkEntry(tx: ViewerTx, { objId, listName, params }: Entry) {
  if (listName === 'watchlist') demandWatch(params);
  if ((await findObj(tx, objId)) === null) throw new NotFoundError('source');
  const text = params && jsonText('params', params, maxParamsBytes);
  return { objId, listName, params: text };
}

/** What a watchlist needs to know: how far around to look, and how often. */
function demandWatch(params: Record<string, unknown> | null): void {
  const refuse = (field: string, message: string): never => {
    throw new InvalidRequestError([{ in: 'body', field, message }]);
  };
  if (params === null) refuse('params', 'says how a watchlist is watched: arcsec, cadence');
  const { arcsec, cadence, end_of_night: endOfNight = false } = params ?? {};
  if (typeof arcsec !== 'number' || !(arcsec > 0 && arcsec <= 3600)) {
    refuse('params.arcsec', 'is a number above 0, and 3600 at most');
  }
  if (typeof cadence !== 'number' || !(cadence >= 1)) refuse('params.cadence', 'is 1 or more');
  if (typeof endOfNight !== 'boolean') refuse('params.end_of_night', 'is true or false');
}
