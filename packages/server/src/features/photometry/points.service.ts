import {
  deletePhotometry,
  findPhotometryPoint,
  type GivenWords,
  type NewPhotometryPoint,
  type PhotometryChange,
  type PhotometryRow,
  readdressPhotometry,
  seesUpload,
  updatePhotometryPoint,
  type Viewer,
  type ViewerTx,
} from '@fritz/archive';
import { stringifyExact } from '@fritz/contract';
import type { DustMap } from '@fritz/sky';
import { FritzError, InvalidRequestError, NotFoundError } from '../../http/fritz-error.ts';
import { demandTargets } from '../sharing/sharing.service.ts';
import {
  changedFields,
  isMeasurementChange,
  isValueChange,
  type PointChange,
} from './point-change.ts';
import { prepareUpload } from './prepare-upload.ts';
import { findUploadAudience, type UploadTargets } from './upload-targets.ts';

/** A point that the viewer sees. */
export async function demandPoint(tx: ViewerTx, id: bigint): Promise<PhotometryRow> {
  const point = await findPhotometryPoint(tx, id);
  if (point === null) throw new NotFoundError('photometry point');
  return point;
}

/** A point that the viewer may change: his own or, for who manages photometry, any upload. */
export async function demandOwnPoint(
  tx: ViewerTx,
  viewer: Viewer,
  id: bigint,
): Promise<PhotometryRow> {
  const point = await demandPoint(tx, id);
  const details = { photometry_id: id };
  if (point.owner_id === null && point.upload_id === null) {
    throw new FritzError('stream_photometry', {
      message: 'What an alert stream brought is not changed or deleted by people.',
      details,
    });
  }
  const manages = viewer.acls.has('Manage photometry') || viewer.acls.has('System admin');
  if (point.owner_id === viewer.id || manages) return point;
  throw new FritzError('not_owner', {
    message: 'Only the owner of this data may change or delete it.',
    details,
  });
}

/** Who changes a point, and with what. */
export interface ChangeCall {
  tx: ViewerTx;
  viewer: Viewer;
  dust: DustMap | null;
  id: bigint;
  change: PointChange & UploadTargets;
}

/** Changes a point: what is not named stays. */
export async function changePoint({ tx, viewer, dust, id, change }: ChangeCall): Promise<void> {
  const point = await demandOwnPoint(tx, viewer, id);
  if (change.obj_id !== undefined && change.obj_id !== point.obj_id) {
    const message = 'a point stays with its object: delete it, and upload it to the other one';
    throw new InvalidRequestError([{ in: 'body', field: 'obj_id', message }]);
  }
  if (isValueChange(change)) {
    const [changed] = await prepareUpload(tx, dust, changedFields(point, change));
    if (changed === undefined) throw new Error('a change of a point has no row');
    const isChanged = await updatePhotometryPoint(tx, id, storedChange(point, changed, change));
    if (!isChanged) throw new FritzError('not_owner');
  }
  await readdress(tx, viewer, id, change);
}

/** A change of what was measured says nothing of what it was asked for by. */
function withRequests(given: object | null, before: GivenWords | null): object | null {
  const { followup_request_id, assignment_id } = before ?? {};
  if (followup_request_id === undefined && assignment_id === undefined) return given;
  return { followup_request_id, assignment_id, ...given };
}

function storedChange(
  point: PhotometryRow,
  changed: NewPhotometryPoint,
  change: PointChange,
): PhotometryChange {
  const { obj_id: _same, altdata, given, ...values } = changed;
  const json = (value: object | null) => (value === null ? null : stringifyExact(value));
  const measured = isMeasurementChange(change)
    ? { given: json(withRequests(given, point.given)) }
    : {
        flux_ujy: point.flux_ujy,
        fluxerr_ujy: point.fluxerr_ujy,
        ref_flux_ujy: point.ref_flux_ujy,
        ref_fluxerr_ujy: point.ref_fluxerr_ujy,
        limiting_mag: point.limiting_mag,
        limiting_mag_nsigma: point.limiting_mag_nsigma,
        given: json(point.given),
      };
  return { ...values, altdata: json(altdata), ...measured };
}

async function readdress(
  tx: ViewerTx,
  viewer: Viewer,
  id: bigint,
  change: UploadTargets,
): Promise<void> {
  if (change.group_ids === undefined && change.stream_ids === undefined) return;
  const audience = await findUploadAudience(tx, change);
  await demandTargets(tx, viewer, audience.groupIds);
  await readdressPhotometry(tx, [id], { ...audience, replaces: change.group_ids !== undefined });
}

/** Deletes a point. */
export async function removePoint(tx: ViewerTx, viewer: Viewer, id: bigint): Promise<void> {
  await demandOwnPoint(tx, viewer, id);
  if ((await deletePhotometry(tx, { id })) === 0) throw new FritzError('not_owner');
}

/** Deletes what one request uploaded; returns how many points went. */
export async function removeUpload(tx: ViewerTx, uploadId: string): Promise<number> {
  const isId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(uploadId);
  if (!isId || !(await seesUpload(tx, uploadId))) throw new NotFoundError('upload');
  const deleted = await deletePhotometry(tx, { uploadId });
  if (deleted > 0) return deleted;
  throw new FritzError('not_owner', {
    message: 'Only the owner of this data may change or delete it.',
  });
}
