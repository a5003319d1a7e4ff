import { randomUUID } from 'node:crypto';
import {
  findSamePoints,
  insertUpload,
  listAudienceMembers,
  lockUploads,
  type NewPhotometryPoint,
  overwriteFluxes,
  type PhotometryAudience,
  readdressPhotometry,
  type SamePoint,
  type Viewer,
  type ViewerTx,
} from '@fritz/archive';
import type { DustMap } from '@fritz/sky';
import { demandAcl } from '../../http/bind.ts';
import { FritzError } from '../../http/fritz-error.ts';
import { demandTargets } from '../sharing/sharing.service.ts';
import { demandRequests, noteCame, withTargets } from './photometry-requests.ts';
import { prepareUpload } from './prepare-upload.ts';
import { RowProblems } from './row-errors.ts';
import type { UploadFields } from './upload-columns.ts';
import { findUploadAudience, type UploadTargets } from './upload-targets.ts';

/** What an upload did. */
export interface UploadResult {
  /** In the order of the rows. */
  ids: bigint[];
  upload_id: string;
}

/** Who uploads, and with what. */
export interface UploadCall {
  tx: ViewerTx;
  viewer: Viewer;
  dust: DustMap | null;
  fields: UploadFields & UploadTargets;
}

/** What the system's admins may ask for. */
export interface UpsertFlags {
  ignoreFlux: boolean;
  overwriteFlux: boolean;
}

/** Where each row goes: to the point that is there, or to the new ones. */
interface Placement {
  ids: (bigint | null)[];
  fresh: { row: number; point: NewPhotometryPoint }[];
  own: { row: number; same: SamePoint }[];
}

/**
 * Uploads points that are not there yet.
 *
 * @throws FritzError `duplicate_photometry` with the rows whose points the viewer sees already
 */
export async function postUpload(call: UploadCall): Promise<UploadResult> {
  const { tx } = call;
  const points = await prepareUpload(tx, call.dust, call.fields);
  const requests = await demandRequests(tx, points);
  const audience = withTargets(await findUploadAudience(tx, call.fields), requests);
  refuseRepeats(points);
  await lockUploads(tx, objIdsOf(points));
  const same = await findSamePoints(tx, points);
  if (same.length > 0) {
    throw new FritzError('duplicate_photometry', {
      details: {
        duplicates: same.slice(0, 100).map(({ place, id }) => ({ row: place, id })),
        duplicate_rows: new Set(same.map(({ place }) => place)).size,
      },
    });
  }
  const uploadId = randomUUID();
  const ids = await insertUpload(tx, { uploadId, audience, points });
  await noteCame(tx, requests);
  return { ids, upload_id: uploadId };
}

/** Uploads points; those that the viewer sees already keep their ids and get what groups they lack. */
export async function putUpload(
  call: UploadCall,
  flags: UpsertFlags = { ignoreFlux: false, overwriteFlux: false },
): Promise<UploadResult> {
  const { tx, viewer } = call;
  if (flags.ignoreFlux || flags.overwriteFlux) demandAcl(viewer, 'System admin');
  const points = await prepareUpload(tx, call.dust, call.fields);
  const requests = await demandRequests(tx, points);
  const audience = withTargets(await findUploadAudience(tx, call.fields), requests);
  await lockUploads(tx, objIdsOf(points));
  const ignoreFlux = flags.ignoreFlux || flags.overwriteFlux;
  const same = await findSamePoints(tx, points, { ignoreFlux });
  const placement = await place(call, { points, same, audience, keepsAll: ignoreFlux });
  if (flags.overwriteFlux) await overwrite(tx, points, placement);
  await shareOwn(call, placement, audience);
  const uploadId = randomUUID();
  const added = await insertUpload(tx, {
    uploadId,
    audience,
    points: placement.fresh.map(({ point }) => point),
  });
  placement.fresh.forEach(({ row }, index) => {
    placement.ids[row] = added[index] ?? null;
  });
  await noteCame(tx, requests);
  return { ids: idsOf(points, placement), upload_id: uploadId };
}

const objIdsOf = (points: readonly NewPhotometryPoint[]) => [
  ...new Set(points.map((point) => point.obj_id)),
];

/** Equal points have equal keys. No text has the character NUL. */
function keyOf(point: NewPhotometryPoint): string {
  const { obj_id, instrument, origin, band, mjd, flux_ujy, fluxerr_ujy } = point;
  return `${obj_id}\0${instrument}\0${origin}\0${band}\0${mjd}\0${flux_ujy}\0${fluxerr_ujy}`;
}

function refuseRepeats(points: readonly NewPhotometryPoint[]): void {
  const first = new Map<string, number>();
  const problems = new RowProblems();
  points.forEach((point, row) => {
    const key = keyOf(point);
    const earlier = first.get(key);
    if (earlier === undefined) first.set(key, row);
    else problems.add(row, 'mjd', `is the same point as row ${earlier}`);
  });
  problems.demandNone();
}

/**
 * Finds each row's place. One's own point is what the row says; another's, too, where it is for
 * everyone whom the row is for. Where it is not, the row becomes a point of one's own: to widen
 * another's audience is his to do.
 */
async function place(
  { tx, viewer }: UploadCall,
  {
    points,
    same,
    audience,
    keepsAll,
  }: {
    points: readonly NewPhotometryPoint[];
    same: readonly SamePoint[];
    audience: PhotometryAudience;
    keepsAll: boolean;
  },
): Promise<Placement> {
  const members = await listAudienceMembers(tx, [...new Set(same.map((one) => one.audience_id))]);
  const enough = new Set(
    members
      .filter(
        ({ group_ids, stream_ids }) =>
          audience.groupIds.every((id) => group_ids.includes(id)) &&
          audience.streamIds.every((id) => stream_ids.includes(id)),
      )
      .map(({ audience_id }) => audience_id),
  );
  const found = new Map<number, SamePoint>();
  for (const one of same) {
    const isOwn = one.owner_id === viewer.id;
    if (!isOwn && !enough.has(one.audience_id) && !(keepsAll && one.owner_id !== null)) continue;
    const held = found.get(one.place);
    if (held === undefined || (isOwn && held.owner_id !== viewer.id)) found.set(one.place, one);
  }
  const placement: Placement = { ids: points.map(() => null), fresh: [], own: [] };
  const firstOf = new Set<string>();
  points.forEach((point, row) => {
    const one = found.get(row);
    if (one !== undefined) {
      placement.ids[row] = one.id;
      if (one.owner_id === viewer.id || keepsAll) placement.own.push({ row, same: one });
      return;
    }
    const key = keyOf(point);
    if (firstOf.has(key)) return;
    firstOf.add(key);
    placement.fresh.push({ row, point });
  });
  return placement;
}

async function overwrite(
  tx: ViewerTx,
  points: readonly NewPhotometryPoint[],
  { own }: Placement,
): Promise<void> {
  const changes = own.flatMap(({ row, same }) => {
    const point = points[row];
    return point === undefined ? [] : [{ id: same.id, point }];
  });
  await overwriteFluxes(tx, changes);
}

/** Shares those of the viewer's points with the groups and streams that they lack. */
async function shareOwn(
  { tx, viewer }: UploadCall,
  { own }: Placement,
  audience: PhotometryAudience,
): Promise<void> {
  const ids = [...new Set(own.map(({ same }) => same.id))];
  if (ids.length === 0 || (audience.groupIds.length === 0 && audience.streamIds.length === 0))
    return;
  const members = await listAudienceMembers(tx, [
    ...new Set(own.map((one) => one.same.audience_id)),
  ]);
  const held = new Set(
    members.length === 0
      ? []
      : audience.groupIds.filter((id) => members.every(({ group_ids }) => group_ids.includes(id))),
  );
  await demandTargets(
    tx,
    viewer,
    audience.groupIds.filter((id) => !held.has(id)),
  );
  await readdressPhotometry(tx, ids, audience);
}

function idsOf(points: readonly NewPhotometryPoint[], { ids }: Placement): bigint[] {
  const all = ids.filter((id) => id !== null);
  // Else rows are told twice, and the later ones are the points of the first.
  if (all.length === points.length) return all;
  const byKey = new Map<string, bigint>();
  points.forEach((point, row) => {
    const id = ids[row];
    if (id !== null && id !== undefined) byKey.set(keyOf(point), id);
  });
  return points.map((point, row) => {
    const id = ids[row] ?? byKey.get(keyOf(point));
    if (id === undefined) throw new Error('a row of an upload has no point');
    return id;
  });
}
