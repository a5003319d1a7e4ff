import {
  decideLink,
  findObj,
  listObjectLinks,
  type ObjectLink,
  surveysOfObject,
  type Viewer,
  type ViewerTx,
} from '@fritz/archive';
import { FritzError, NotFoundError } from '../../http/fritz-error.ts';

/** The links of an object that the viewer sees: in the marshal, or by its alerts. */
export async function loadLinks(tx: ViewerTx, objId: string): Promise<ObjectLink[]> {
  const isSeen =
    (await surveysOfObject(tx, objId)).length > 0 || (await findObj(tx, objId)) !== null;
  if (!isSeen) throw new NotFoundError('object');
  return listObjectLinks(tx, objId);
}

/** Links or unlinks two objects of different surveys, both of which the viewer sees by alerts. */
export async function decide(
  tx: ViewerTx,
  viewer: Viewer,
  [objId, otherId]: readonly [string, string],
  decision: { readonly isLinked: boolean; readonly reason: string | null },
): Promise<void> {
  const [surveys, others] = [await surveysOfObject(tx, objId), await surveysOfObject(tx, otherId)];
  if (surveys.length === 0 || others.length === 0) throw new NotFoundError('object');
  // A name that two surveys use is of each of them.
  for (const survey of surveys) {
    const other = others.find((name) => name !== survey);
    if (other === undefined) continue;
    const ends = [
      { objId, survey },
      { objId: otherId, survey: other },
    ] as const;
    await decideLink(tx, ends, { ...decision, by: viewer.id });
    return;
  }
  throw new FritzError('same_survey');
}

/** The objects that are taken for the same as this one. */
export async function linkedIds(tx: ViewerTx, objId: string): Promise<string[]> {
  const links = await listObjectLinks(tx, objId);
  return links.filter((link) => link.is_linked).map((link) => link.obj_id);
}
