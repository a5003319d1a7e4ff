import {
  findSharedPoints,
  findShareTargets,
  findSpectrumHead,
  type SharedPointRow,
  sharePhotometry,
  shareSpectrum,
  type Viewer,
  type ViewerTx,
} from '@fritz/archive';
import { FritzError, InvalidRequestError, NotFoundError } from '../../http/fritz-error.ts';

/** What to share with whom. */
export interface Sharing {
  groupIds: readonly number[];
  pointIds: readonly bigint[];
  spectrumIds: readonly number[];
}

/**
 * Shares points and spectra with more groups, all of them or none; returns how many have a wider
 * audience now.
 * The database enforces the same rules; here they get their names.
 */
export async function shareData(tx: ViewerTx, viewer: Viewer, wanted: Sharing): Promise<number> {
  demandSomething(wanted);
  const points = await findSharedPoints(tx, wanted.pointIds);
  const missing = missingFrom(wanted.pointIds, points);
  if (missing.length > 0) throw new NotFoundError(`photometry point as ${missing.join(', ')}`);
  for (const point of points) demandShareable(viewer, point);
  await demandTargets(tx, viewer, wanted.groupIds);
  const spectra = await shareSpectra(tx, wanted);
  return spectra + (await sharePhotometry(tx, wanted.pointIds, wanted.groupIds));
}

/** Spectra are their owners' to share, and the system's admins'. */
async function shareSpectra(tx: ViewerTx, { spectrumIds, groupIds }: Sharing): Promise<number> {
  let shared = 0;
  for (const id of new Set(spectrumIds)) {
    const spectrum = await findSpectrumHead(tx, id);
    if (spectrum === null) throw new NotFoundError(`spectrum as ${id}`);
    if (!spectrum.may_change) throw new FritzError('not_owner', { details: { spectrum_id: id } });
    if (await shareSpectrum(tx, id, groupIds)) shared += 1;
  }
  return shared;
}

function demandSomething({ pointIds, spectrumIds }: Sharing): void {
  if (pointIds.length > 0 || spectrumIds.length > 0) return;
  throw new InvalidRequestError([{ in: 'body', field: 'photometryIDs', message: 'is missing' }]);
}

const isAdmin = (viewer: Viewer) => viewer.acls.has('System admin');

function demandShareable(viewer: Viewer, point: SharedPointRow): void {
  const details = { photometry_id: point.id };
  if (point.owner_id === null) {
    throw new FritzError('stream_photometry', { details });
  }
  if (point.owner_id === viewer.id || isAdmin(viewer)) return;
  if (!viewer.acls.has('Manage photometry')) throw new FritzError('not_owner', { details });
  if (!point.may_pass_on) throw new FritzError('cannot_share', { details });
}

export async function demandTargets(
  tx: ViewerTx,
  viewer: Viewer,
  groupIds: readonly number[],
): Promise<void> {
  const groups = await findShareTargets(tx, groupIds);
  const missing = missingFrom(groupIds, groups);
  if (missing.length > 0) throw new NotFoundError(`group as ${missing.join(', ')}`);
  const closed = groups.find((group) => group.can_share === false);
  if (closed !== undefined && !isAdmin(viewer)) {
    throw new FritzError('cannot_share', { details: { group_id: closed.id } });
  }
}

function missingFrom<Id>(wanted: readonly Id[], found: readonly { id: Id }[]): Id[] {
  const known = new Set(found.map(({ id }) => id));
  return wanted.filter((id) => !known.has(id)).slice(0, 10);
}
