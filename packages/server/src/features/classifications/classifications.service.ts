import {
  addLabels,
  type ClassificationRow,
  castVote,
  findClassification,
  findObjs,
  hasClass,
  insertClassification,
  listAudienceGroups,
  listObjClassifications,
  updateClassification,
  type Viewer,
  type ViewerTx,
  withdrawClassifications,
} from '@fritz/archive';
import { FritzError, InvalidRequestError, NotFoundError } from '../../http/fritz-error.ts';
import { type Addressees, findAddressees, ownGroups } from '../groups/addressees.ts';
import { demandObj } from '../sources/sources.service.ts';
import { demandTaxonomy } from '../taxonomies/taxonomies.service.ts';

/** What is to be said of an object. */
export interface ClassificationRequest {
  objId: string;
  className: string;
  taxonomyId: number;
  probability: number | null;
  ml: boolean;
  origin: string | null;
  groupIds: readonly number[] | undefined;
  votes: boolean;
  labels: boolean;
  /** Where in the body it stands: for what is said of mistakes. */
  place: string;
}

/** Says what objects are: all of it or nothing. */
export async function classify(
  tx: ViewerTx,
  viewer: Viewer,
  requests: readonly ClassificationRequest[],
): Promise<number[]> {
  const addressees = new Map<string, Addressees>();
  const ids: number[] = [];
  const objs = await findObjs(tx, [...new Set(requests.map(({ objId }) => objId))]);
  for (const request of requests) {
    if (!objs.has(request.objId)) throw new NotFoundError('source');
    await demandClass(tx, request.taxonomyId, request.className, request.place);
    const key = request.groupIds?.join() ?? '';
    const found = addressees.get(key) ?? (await findAddressees(tx, viewer, request.groupIds));
    addressees.set(key, found);
    ids.push(await classifyOne(tx, request, found));
  }
  return ids;
}

async function classifyOne(
  tx: ViewerTx,
  request: ClassificationRequest,
  { groupIds, audienceId }: Addressees,
): Promise<number> {
  const { objId, taxonomyId, className, probability, ml, origin } = request;
  const made = { objId, taxonomyId, class: className, probability, ml, origin, audienceId };
  const id = await insertClassification(tx, made);
  if (request.votes) await castVote(tx, id, 1);
  if (request.labels) await addLabels(tx, objId, groupIds);
  return id;
}

async function demandClass(
  tx: ViewerTx,
  taxonomyId: number,
  className: string,
  place: string,
): Promise<void> {
  const { name } = await demandTaxonomy(tx, taxonomyId);
  if (await hasClass(tx, taxonomyId, className)) return;
  const message = `“${className}” is no class of the taxonomy “${name}”`;
  throw new InvalidRequestError([{ in: 'body', field: `${place}classification`, message }]);
}

/** A classification that the viewer sees and that was not withdrawn. */
export async function demandClassification(tx: ViewerTx, id: number): Promise<ClassificationRow> {
  const found = await findClassification(tx, id);
  if (found === null || found.withdrawn_at !== null) throw new NotFoundError('classification');
  return found;
}

async function demandOwnClassification(tx: ViewerTx, id: number): Promise<ClassificationRow> {
  const found = await demandClassification(tx, id);
  if (!found.may_change) throw new FritzError('not_owner', { message: notYours });
  return found;
}

const notYours = 'Its author and admins of its groups change a classification.';

/** What of a classification is to change. */
export interface ClassificationWish {
  obj_id?: string;
  taxonomy_id?: number;
  classification?: string;
  probability?: number | null;
  ml?: boolean;
  origin?: string | null;
  group_ids?: readonly number[];
}

/** Changes a classification; its earlier version is kept. */
export async function changeClassification(
  tx: ViewerTx,
  viewer: Viewer,
  id: number,
  wish: ClassificationWish,
): Promise<void> {
  const found = await demandOwnClassification(tx, id);
  const { obj_id, classification = found.class, taxonomy_id = found.taxonomy_id } = wish;
  if (obj_id !== undefined && obj_id !== found.obj_id) {
    throw new FritzError('conflict', { message: 'A classification stays with its object.' });
  }
  await demandClass(tx, taxonomy_id, classification, '');
  const { probability, ml, origin, group_ids } = wish;
  const isChanged = await updateClassification(tx, id, {
    class: classification,
    taxonomy_id,
    ...(probability === undefined ? {} : { probability }),
    ...(ml === undefined ? {} : { ml }),
    ...(origin === undefined ? {} : { origin }),
    ...(group_ids?.length
      ? { audience_id: (await findAddressees(tx, viewer, group_ids)).audienceId }
      : {}),
  });
  if (!isChanged) throw new FritzError('not_owner', { message: notYours });
}

/** Withdraws a classification; whoever does so looked at the object, unless he says otherwise. */
export async function removeClassification(
  tx: ViewerTx,
  viewer: Viewer,
  id: number,
  labels: boolean,
): Promise<void> {
  const found = await demandOwnClassification(tx, id);
  if ((await withdrawClassifications(tx, [id])).length === 0) {
    throw new FritzError('not_owner', { message: notYours });
  }
  if (labels) await labelFor(tx, viewer, [found]);
}

/** Withdraws what the viewer may withdraw of what is said of an object. */
export async function removeObjClassifications(
  tx: ViewerTx,
  viewer: Viewer,
  objId: string,
  labels: boolean,
): Promise<void> {
  await demandObj(tx, objId);
  const own = (await listObjClassifications(tx, [objId])).filter((row) => row.may_change);
  await withdrawClassifications(
    tx,
    own.map((row) => row.id),
  );
  if (labels) await labelFor(tx, viewer, own);
}

async function labelFor(
  tx: ViewerTx,
  viewer: Viewer,
  rows: readonly ClassificationRow[],
): Promise<void> {
  const [first] = rows;
  if (first === undefined) return;
  const audienceIds = rows.map((row) => row.audience_id);
  const groups = await listAudienceGroups(tx, audienceIds);
  const own = viewer.acls.has('System admin') ? null : new Set(await ownGroups(tx));
  const groupIds = groups.map((group) => group.group_id).filter((id) => own?.has(id) ?? true);
  await addLabels(tx, first.obj_id, [...new Set(groupIds)]);
}
