import {
  adoptObj,
  createObj,
  deleteCandidates,
  deleteUnwanted,
  findObj,
  listFiltersOfGroups,
  listGroups,
  postCandidates,
  type Viewer,
  type ViewerTx,
} from '@fritz/archive';
import type { routes, Static } from '@fritz/contract';
import type { ServerContext } from '../../context.ts';
import { FritzError, InvalidRequestError, NotFoundError } from '../../http/fritz-error.ts';
import { fieldsOf, firstRedshift } from '../sources/source-edits.service.ts';

/** A candidate as somebody posts it. */
export type Posted = Static<NonNullable<typeof routes.createCandidate.body>> & { passedAt: Date };

/** Writes down that an object passed filters; makes the object where it is new. */
export async function postCandidate(
  tx: ViewerTx,
  viewer: Viewer,
  context: ServerContext,
  posted: Posted,
): Promise<bigint[]> {
  const filterIds = [...new Set(posted.filter_ids)];
  const filters = await listFiltersOfGroups(tx, filterIds);
  if (filters.length < filterIds.length) throw new NotFoundError('filter');
  const isKnown =
    (await findObj(tx, posted.id)) !== null || (await adoptObj(tx, context.alerts, posted.id));
  if (!isKnown) {
    const groupIds = [...new Set(filters.map((filter) => filter.group_id))];
    await demandSavers(tx, viewer, groupIds);
    await makeObj(tx, viewer, context, { posted, groupIds });
  }
  const { passing_alert_id: alert = null } = posted;
  return postCandidates(tx, filterIds, {
    objId: posted.id,
    userId: viewer.id,
    passedAt: posted.passedAt,
    candid: alert === null ? null : BigInt(alert),
  });
}

async function demandSavers(tx: ViewerTx, viewer: Viewer, groupIds: number[]): Promise<void> {
  if (viewer.acls.has('System admin')) return;
  const groups = await listGroups(tx, groupIds);
  if (groups.some((group) => !group.is_member)) throw new FritzError('not_group_member');
  if (groups.some((group) => !group.can_save)) throw new FritzError('cannot_save');
}

async function makeObj(
  tx: ViewerTx,
  viewer: Viewer,
  context: ServerContext,
  { posted, groupIds }: { posted: Posted; groupIds: number[] },
): Promise<void> {
  const { id, ra = null, dec = null } = posted;
  const missing = [ra === null ? 'ra' : [], dec === null ? 'dec' : []].flat();
  if (ra === null || dec === null) {
    throw new InvalidRequestError(
      missing.map((field) => ({ in: 'body', field, message: 'is needed: the object is new' })),
    );
  }
  const fields = fieldsOf(posted);
  const history = firstRedshift(fields, viewer, context.now());
  await createObj(tx, id, { ra, dec, ...fields, ...history }, groupIds);
}

/** Deletes what an object passed of a filter. */
export async function removeCandidate(
  tx: ViewerTx,
  objId: string,
  filterId: number,
): Promise<number> {
  const deleted = await deleteCandidates(tx, objId, filterId);
  if (deleted === 0) throw new NotFoundError('candidate');
  return deleted;
}

/** Deletes objects with which nobody did anything. */
export async function removeUnwanted(tx: ViewerTx, objIds: readonly string[]): Promise<number> {
  return objIds.length === 0 ? 0 : deleteUnwanted(tx, objIds);
}
