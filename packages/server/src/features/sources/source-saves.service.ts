import {
  type AlertArchive,
  adoptObj,
  createObj,
  creditSaver,
  findObj,
  type GroupStanding,
  keepRequest,
  listGroups,
  listSaved,
  requestSource,
  saveSource,
  unsaveSource,
  type Viewer,
  type ViewerTx,
} from '@fritz/archive';
import type { Static, sourceSave } from '@fritz/contract';
import { FritzError, InvalidRequestError, NotFoundError } from '../../http/fritz-error.ts';
import { fieldsOf, firstRedshift, summarize } from './source-edits.service.ts';

/** A request to save an object, checked. */
export type SaveRequest = Static<typeof sourceSave>;

interface SaveContext {
  alerts: AlertArchive;
  now: () => Date;
}

/** Saves an object to groups, which is made where the viewer sees none of its name. */
export async function saveToGroups(
  tx: ViewerTx,
  viewer: Viewer,
  { alerts, now }: SaveContext,
  request: SaveRequest,
): Promise<number[]> {
  const isThere = await isFound(tx, alerts, request);
  const wanted = request.group_ids ?? (await ownGroupIds(tx));
  const groups = await findGroups(tx, wanted);
  for (const id of wanted) demandSaver(viewer, groups.get(id));
  if (wanted.length === 0) {
    const message = 'there is no group to save to';
    throw new InvalidRequestError([{ in: 'body', field: 'group_ids', message }]);
  }
  const savers = request.saver_per_group_id ?? {};
  if (Object.keys(savers).length > 0 && !viewer.acls.has('System admin')) {
    throw new FritzError('permission_denied', {
      message: 'Only a System admin saves in the name of others.',
    });
  }
  if (!isThere) await makeObj(tx, viewer, now(), request, wanted);
  const saveTo = await withoutIgnored(tx, request, wanted);
  for (const groupId of saveTo) {
    await saveSource(tx, { objId: request.id, groupId, userId: viewer.id });
    const saver = savers[groupId];
    if (saver !== undefined) await creditSaver(tx, { objId: request.id, groupId, userId: saver });
  }
  return saveTo;
}

/**
 * Whether the object is there, or alerts of it are, with which it is adopted; else it is to be made.
 *
 * @throws NotFoundError where it is not there, and no place is given to make it at
 */
async function isFound(
  tx: ViewerTx,
  alerts: AlertArchive,
  { id, ra = null, dec = null }: SaveRequest,
): Promise<boolean> {
  if ((await findObj(tx, id)) !== null || (await adoptObj(tx, alerts, id))) return true;
  if (ra === null && dec === null) throw new NotFoundError('source');
  return false;
}

/** An object of no survey. */
async function makeObj(
  tx: ViewerTx,
  viewer: Viewer,
  now: Date,
  request: SaveRequest,
  groupIds: readonly number[],
): Promise<void> {
  const { ra = null, dec = null, ...said } = request;
  if (ra === null || dec === null) {
    const field = ra === null ? 'ra' : 'dec';
    throw new InvalidRequestError([{ in: 'body', field, message: 'is missing' }]);
  }
  const fields = fieldsOf(said);
  const history = firstRedshift(fields, viewer, now);
  await createObj(tx, request.id, { ...fields, ra, dec, ...history }, groupIds);
  if (request.summary) await summarize(tx, request.id, request.summary, groupIds);
}

/** The groups to save to, without those where another one has saved the object already. */
async function withoutIgnored(
  tx: ViewerTx,
  { id, ignore_if_in_group_ids: unless = {} }: SaveRequest,
  wanted: readonly number[],
): Promise<number[]> {
  const unique = [...new Set(wanted)];
  if (Object.keys(unless).length === 0) return unique;
  const saved = new Set((await listSaved(tx, [id])).map((row) => row.group_id));
  return unique.filter((groupId) => !(unless[groupId] ?? []).some((other) => saved.has(other)));
}

async function findGroups(
  tx: ViewerTx,
  ids: readonly number[],
): Promise<Map<number, GroupStanding>> {
  return new Map((await listGroups(tx, ids)).map((group) => [group.id, group]));
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

/** What to do with an object's place on groups' lists. */
export interface SourceChange {
  objId: string;
  saveTo: readonly number[];
  unsaveFrom: readonly number[];
}

/**
 * Saves, asks to save, and unsaves; the same change again changes nothing. Any object can be saved
 * whose alerts the viewer sees, whether it passed a filter or not.
 */
export async function changeSource(
  tx: ViewerTx,
  viewer: Viewer,
  alerts: AlertArchive,
  { objId, saveTo, unsaveFrom }: SourceChange,
): Promise<void> {
  const isKnown = (await findObj(tx, objId)) !== null;
  const isThere = isKnown || (saveTo.length > 0 && (await adoptObj(tx, alerts, objId)));
  if (!isThere) throw new NotFoundError('source');
  const groups = await findGroups(tx, [...new Set([...saveTo, ...unsaveFrom])]);
  const asked = saveTo.filter((id) => mustBeAsked(viewer, groups.get(id)));
  for (const id of saveTo) if (!asked.includes(id)) demandSaver(viewer, groups.get(id));
  for (const id of unsaveFrom) demandSaver(viewer, groups.get(id));
  for (const groupId of saveTo) {
    if (asked.includes(groupId)) await requestSource(tx, objId, groupId);
    else await saveSource(tx, { objId, groupId, userId: viewer.id });
  }
  for (const groupId of unsaveFrom) await unsaveSource(tx, { objId, groupId });
}

/** Nobody's own group is asked for anything. */
function mustBeAsked(viewer: Viewer, group: GroupStanding | undefined): boolean {
  if (group === undefined || group.is_member || viewer.acls.has('System admin')) return false;
  return group.single_user_id === null;
}

/** Accepts, declines or takes back one entry of a group's list. */
export async function decideSource(
  tx: ViewerTx,
  viewer: Viewer,
  decision: { objId: string; groupId: number; active: boolean; requested: boolean },
): Promise<void> {
  const { objId, groupId, active, requested } = decision;
  if ((await findObj(tx, objId)) === null) throw new NotFoundError('source');
  demandSaver(viewer, (await findGroups(tx, [groupId])).get(groupId));
  const [entry] = (await listSaved(tx, [objId], 'both')).filter((row) => row.group_id === groupId);
  if (entry === undefined) throw new NotFoundError('entry of this group');
  if (active && requested) {
    const message = 'what is saved is not asked for any more';
    throw new InvalidRequestError([{ in: 'body', field: 'requested', message }]);
  }
  if (active) return saveSource(tx, { objId, groupId, userId: viewer.id });
  if (entry.active) await unsaveSource(tx, { objId, groupId });
  if (entry.requested !== requested) await keepRequest(tx, { objId, groupId, requested });
}
