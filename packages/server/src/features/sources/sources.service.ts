import {
  type AlertArchive,
  adoptObj,
  findObj,
  type GroupStanding,
  listGroups,
  listSaved,
  pageOfSources,
  type SavedOrder,
  saveSource,
  unsaveSource,
  type Viewer,
  type ViewerTx,
} from '@fritz/archive';
import { FritzError, NotFoundError } from '../../http/fritz-error.ts';
import { presentSource } from './sources.presenter.ts';

/** One object with the groups that have saved it. */
export async function loadSource(tx: ViewerTx, id: string) {
  const obj = await findObj(tx, id);
  if (obj === null) throw new NotFoundError('source');
  return presentSource(obj, await listSaved(tx, [id]));
}

/** Which saved objects to list; order null: newest first, and anything else from its beginning. */
export interface SourceList {
  groupIds: number[] | null;
  orderBy: SavedOrder;
  order: 'asc' | 'desc' | null;
  pageNumber: number;
  numPerPage: number;
}

/** A page of saved objects. */
export async function loadSources(tx: ViewerTx, list: SourceList) {
  const { groupIds, orderBy, order, pageNumber, numPerPage } = list;
  const offset = (pageNumber - 1) * numPerPage;
  const descending = (order ?? (orderBy.endsWith('_at') ? 'desc' : 'asc')) === 'desc';
  const page = { groupIds, orderBy, descending, limit: numPerPage, offset };
  const { total, objs } = await pageOfSources(tx, page);
  const rows =
    objs.length === 0
      ? []
      : await listSaved(
          tx,
          objs.map((obj) => obj.id),
        );
  const saved = Map.groupBy(rows, (row) => row.obj_id);
  const sources = objs.map((obj) => presentSource(obj, saved.get(obj.id) ?? []));
  return { sources, totalMatches: total, pageNumber, numPerPage };
}

/** What to do with an object's place on groups' lists. */
export interface SourceChange {
  objId: string;
  saveTo: readonly number[];
  unsaveFrom: readonly number[];
}

/**
 * Saves and unsaves; the same change again changes nothing. Any object can be saved whose alerts
 * the viewer sees, whether it passed a filter or not.
 */
export async function changeSource(
  tx: ViewerTx,
  viewer: Viewer,
  alerts: AlertArchive,
  change: SourceChange,
): Promise<void> {
  const { objId, saveTo, unsaveFrom } = change;
  const isKnown = (await findObj(tx, objId)) !== null;
  const isThere = isKnown || (saveTo.length > 0 && (await adoptObj(tx, alerts, objId)));
  if (!isThere) throw new NotFoundError('source');
  const touched = [...new Set([...saveTo, ...unsaveFrom])];
  const groups = new Map((await listGroups(tx, touched)).map((group) => [group.id, group]));
  for (const groupId of touched) demandSaver(viewer, groups.get(groupId));
  for (const groupId of saveTo) await saveSource(tx, { objId, groupId, userId: viewer.id });
  for (const groupId of unsaveFrom) await unsaveSource(tx, { objId, groupId });
}

function demandSaver(viewer: Viewer, group: GroupStanding | undefined): void {
  if (group === undefined) throw new NotFoundError('group');
  if (viewer.acls.has('System admin')) return;
  if (!group.is_member) throw new FritzError('not_group_member');
  if (!group.can_save) throw new FritzError('cannot_save');
}

/** The groups that a save without groups means: all those of the viewer that he may save to. */
export async function ownGroupIds(tx: ViewerTx): Promise<number[]> {
  const groups = await listGroups(tx);
  return groups.filter((group) => group.is_member && group.can_save).map((group) => group.id);
}
