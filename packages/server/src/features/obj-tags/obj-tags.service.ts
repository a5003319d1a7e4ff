import {
  addObjTag,
  addTagOption,
  alterObjTag,
  deleteObjTag,
  findObj,
  findTagOption,
  groupsAudience,
  listGroups,
  listObjTags,
  type ObjTagRow,
  type TagOptionRow,
  updateTagOption,
  type Viewer,
  type ViewerTx,
} from '@fritz/archive';
import { FritzError, NotFoundError } from '../../http/fritz-error.ts';
import { chooseGroups, mayChange } from '../notes/audience.service.ts';

/** A word that may be a tag. */
export async function demandTagOption(tx: ViewerTx, id: number): Promise<TagOptionRow> {
  const option = await findTagOption(tx, { id });
  if (option === null) throw new NotFoundError('tag');
  return option;
}

/** Lets a word be a tag. */
export async function makeTagOption(
  tx: ViewerTx,
  option: { name: string; color: string | null },
): Promise<TagOptionRow> {
  await demandFreeName(tx, option.name, null);
  return demandTagOption(tx, await addTagOption(tx, option));
}

/** Changes a word or its colour. */
export async function changeTagOption(
  tx: ViewerTx,
  id: number,
  change: { name?: string; color?: string | null },
): Promise<TagOptionRow> {
  await demandTagOption(tx, id);
  if (change.name !== undefined) await demandFreeName(tx, change.name, id);
  if (Object.keys(change).length > 0) await updateTagOption(tx, id, change);
  return demandTagOption(tx, id);
}

async function demandFreeName(tx: ViewerTx, name: string, ownId: number | null): Promise<void> {
  const found = await findTagOption(tx, { name });
  if (found === null || found.id === ownId) return;
  throw new FritzError('already_exists', { message: `There is a tag “${found.name}” already.` });
}

/** A tag on an object, that the viewer sees. */
export async function demandObjTag(tx: ViewerTx, id: number): Promise<ObjTagRow> {
  const [tag] = await listObjTags(tx, { id });
  if (tag === undefined) throw new NotFoundError('tag on an object');
  return tag;
}

/** Puts a tag on an object; where the viewer sees it there, the groups are added to it. */
export async function tagObj(
  tx: ViewerTx,
  viewer: Viewer,
  wanted: { optionId: number; objId: string; groupIds: readonly number[] | null },
): Promise<ObjTagRow> {
  const { optionId, objId } = wanted;
  // First: who does not see the object learns nothing else, either.
  if ((await findObj(tx, objId)) === null) throw new NotFoundError('source');
  await demandTagOption(tx, optionId);
  const groupIds = await chooseGroups(tx, wanted.groupIds, 'everyone');
  const [there] = await listObjTags(tx, { objIds: [objId], optionId });
  if (there !== undefined) {
    const known = new Set(there.groups.map(({ id }) => id));
    const added = groupIds.filter((id) => !known.has(id));
    if (added.length > 0) await alterObjTag(tx, there.id, { added, taken: [] });
    return demandObjTag(tx, there.id);
  }
  const audienceId = await groupsAudience(tx, groupIds);
  return demandObjTag(
    tx,
    await addObjTag(tx, { optionId, objId, authorId: viewer.id, audienceId }),
  );
}

/** Takes a tag off, for these groups or for all of the viewer's; it goes when no group is left. */
export async function untagObj(
  tx: ViewerTx,
  viewer: Viewer,
  id: number,
  groupIds: readonly number[] | null,
): Promise<void> {
  const tag = await demandObjTag(tx, id);
  const isOwn = mayChange(viewer, tag.author_id);
  if (isOwn && groupIds === null) return removeTag(tx, id);
  const members = (await listGroups(tx)).filter((group) => group.is_member || isOwn);
  const mine = new Set(members.map((group) => group.id));
  const taken = tag.groups
    .map((group) => group.id)
    .filter((group) => mine.has(group) && (groupIds === null || groupIds.includes(group)));
  if (taken.length === 0) throw new FritzError('not_author');
  if (!(await alterObjTag(tx, id, { added: [], taken }))) await removeTag(tx, id);
}

async function removeTag(tx: ViewerTx, id: number): Promise<void> {
  if (!(await deleteObjTag(tx, id))) throw new FritzError('not_author');
}
