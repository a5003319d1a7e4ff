import { isDeepStrictEqual } from 'node:util';
import {
  deleteTaxonomy,
  findTaxonomy,
  insertTaxonomy,
  isTaxonomySeen,
  isTaxonomyUsed,
  outdateTaxonomies,
  type TaxonomyRow,
  updateTaxonomy,
  type Viewer,
  type ViewerTx,
} from '@fritz/archive';
import { FritzError, InvalidRequestError, NotFoundError } from '../../http/fritz-error.ts';
import { findAddressees } from '../groups/addressees.ts';
import { checkHierarchy } from './hierarchy.ts';
import { readHierarchyFile } from './hierarchy-file.ts';

/** A taxonomy that the viewer sees. */
export async function demandTaxonomy(tx: ViewerTx, id: number): Promise<TaxonomyRow> {
  const found = await findTaxonomy(tx, id);
  if (found === null) throw new NotFoundError('taxonomy');
  return found;
}

/** A taxonomy as it is posted. */
export interface TaxonomyRequest {
  name: string;
  version: string;
  provenance: string | null;
  isLatest: boolean;
  hierarchy: Record<string, unknown> | undefined;
  hierarchyFile: string | undefined;
  groupIds: readonly number[] | undefined;
}

/** Makes a version of a taxonomy; where it is the latest, the viewer's earlier ones are no more. */
export async function makeTaxonomy(
  tx: ViewerTx,
  viewer: Viewer,
  request: TaxonomyRequest,
): Promise<number> {
  const { name, version, provenance, isLatest } = request;
  const hierarchy = checkHierarchy(givenHierarchy(request));
  await demandNewVersion(tx, { name, version }, null);
  const { audienceId } = await findAddressees(tx, viewer, request.groupIds);
  const made = { name, version, provenance, isLatest, hierarchy, audienceId };
  const id = await insertTaxonomy(tx, made);
  if (isLatest) await outdateTaxonomies(tx, name, id);
  return id;
}

function givenHierarchy({ hierarchy, hierarchyFile }: TaxonomyRequest): Record<string, unknown> {
  if (hierarchyFile !== undefined) return readHierarchyFile(hierarchyFile);
  if (hierarchy !== undefined) return hierarchy;
  throw new InvalidRequestError([{ in: 'body', field: 'hierarchy', message: 'is missing' }]);
}

/**
 * Refuses a name and version that the viewer sees in use; one that is hidden from him he may use,
 * too: to refuse it would tell him of it.
 */
async function demandNewVersion(
  tx: ViewerTx,
  taxonomy: { name: string; version: string },
  ownId: number | null,
): Promise<void> {
  if (await isTaxonomySeen(tx, taxonomy, ownId)) {
    const message = `There is a version ${taxonomy.version} of “${taxonomy.name}” already.`;
    throw new FritzError('already_exists', { message });
  }
}

/** What of a taxonomy is to change. */
export interface TaxonomyWish {
  name?: string;
  version?: string;
  provenance?: string | null;
  isLatest?: boolean;
  hierarchy?: Record<string, unknown>;
  groupIds?: readonly number[];
}

/** Changes what is said of a taxonomy. */
export async function changeTaxonomy(
  tx: ViewerTx,
  viewer: Viewer,
  id: number,
  wish: TaxonomyWish,
): Promise<void> {
  const taxonomy = await demandTaxonomy(tx, id);
  if (!taxonomy.may_change) throw new FritzError('not_owner', { message: notYours });
  if (wish.hierarchy !== undefined && !isDeepStrictEqual(wish.hierarchy, taxonomy.hierarchy)) {
    throw new FritzError('conflict', {
      message: 'A hierarchy stays as it is: post a new version of the taxonomy.',
    });
  }
  const { name = taxonomy.name, version = taxonomy.version } = wish;
  await demandNewVersion(tx, { name, version }, id);
  const change = {
    name,
    version,
    ...(wish.provenance === undefined ? {} : { provenance: wish.provenance }),
    ...(wish.isLatest === undefined ? {} : { is_latest: wish.isLatest }),
    ...(wish.groupIds?.length
      ? { audience_id: (await findAddressees(tx, viewer, wish.groupIds)).audienceId }
      : {}),
  };
  if (!(await updateTaxonomy(tx, id, change)))
    throw new FritzError('not_owner', { message: notYours });
  if (wish.isLatest) await outdateTaxonomies(tx, name, id);
}

const notYours = 'Its maker and admins of its groups change a taxonomy.';

/** Deletes a taxonomy by which nothing was ever said, not even something that was withdrawn. */
export async function removeTaxonomy(tx: ViewerTx, id: number): Promise<void> {
  await demandTaxonomy(tx, id);
  // One that the viewer does not see stands in the way by a foreign key: the same answer.
  if (await isTaxonomyUsed(tx, id)) throw new FritzError('conflict');
  if (!(await deleteTaxonomy(tx, id))) throw new NotFoundError('taxonomy');
}
