import { randomUUID } from 'node:crypto';
import {
  type AudienceNames,
  findObj,
  findReadableStreams,
  findSamePoints,
  insertUpload,
  listPhotometry,
  lockUploads,
  type NewPhotometryPoint,
  nameAudiences,
  type PhotometryAudience,
  type PhotometryRow,
  type Viewer,
  type ViewerTx,
} from '@fritz/archive';
import { InvalidRequestError, NotFoundError } from '../../http/fritz-error.ts';
import { findUploadAudience } from './upload-targets.ts';

/** From where to where, and for whom besides who copies. */
export interface Copying {
  fromId: string;
  toId: string;
  groupIds: readonly number[];
}

/**
 * Copies the points that the viewer sees of one object to another; those that he sees there already
 * are left out. The copies are his, as an upload is.
 */
export async function copyPhotometry(
  tx: ViewerTx,
  viewer: Viewer,
  { fromId, toId, groupIds }: Copying,
): Promise<{ upload_id: string; copied: number }> {
  for (const id of [toId, fromId]) {
    if ((await findObj(tx, id)) === null) throw new NotFoundError('source');
  }
  if (fromId === toId) {
    const message = 'is the object itself';
    throw new InvalidRequestError([{ in: 'body', field: 'origin_id', message }]);
  }
  const wanted = await findUploadAudience(tx, { group_ids: groupIds });
  const rows = await listPhotometry(tx, fromId);
  if (rows.length === 0) throw new NotFoundError('photometry of the object to copy from');
  await lockUploads(tx, [toId]);
  const same = await findSamePoints(
    tx,
    rows.map((row) => copyOf(row, toId)),
  );
  const there = new Set(same.map(({ place }) => place));
  const fresh = rows.filter((_, place) => !there.has(place));
  const uploadId = randomUUID();
  for (const [audience, part] of await byAudience(tx, viewer, fresh, wanted.groupIds)) {
    const points = part.map((row) => copyOf(row, toId));
    await insertUpload(tx, { uploadId, audience, points });
  }
  return { upload_id: uploadId, copied: fresh.length };
}

function copyOf(row: PhotometryRow, objId: string): NewPhotometryPoint {
  const { instrument, origin, band, mjd, exptime_s, altdata, given } = row;
  return {
    ...{ obj_id: objId, instrument, origin, band, mjd, exptime_s, altdata },
    ...{ flux_ujy: row.flux_ujy, fluxerr_ujy: row.fluxerr_ujy },
    ...{ ref_flux_ujy: row.ref_flux_ujy, ref_fluxerr_ujy: row.ref_fluxerr_ujy },
    ...{ limiting_mag: row.limiting_mag, limiting_mag_nsigma: row.limiting_mag_nsigma },
    ...{ ra: row.ra, dec: row.dec, ra_unc: row.ra_unc, dec_unc: row.dec_unc },
    given: given === null ? null : { ...given },
  };
}

/** The points with whom their copies are for: nobody comes to see what he did not see before. */
async function byAudience(
  tx: ViewerTx,
  viewer: Viewer,
  rows: readonly PhotometryRow[],
  groupIds: readonly number[],
): Promise<Iterable<[PhotometryAudience, PhotometryRow[]]>> {
  const names = await nameAudiences(tx, [...new Set(rows.map((row) => row.audience_id))]);
  const streamIds = [...new Set(names.flatMap(({ streams }) => streams.map(({ id }) => id)))];
  const readable = new Set(streamIds.length === 0 ? [] : await findReadableStreams(tx, streamIds));
  const nameOf = new Map(names.map((one) => [one.audience_id, one]));
  const parts = new Map<string, [PhotometryAudience, PhotometryRow[]]>();
  for (const row of rows) {
    const mayShare = row.owner_id === viewer.id || viewer.acls.has('System admin');
    const audience = audienceOf(row, nameOf.get(row.audience_id), { groupIds, readable, mayShare });
    const key = JSON.stringify(audience);
    const part = parts.get(key) ?? [audience, []];
    part[1].push(row);
    parts.set(key, part);
  }
  return parts.values();
}

/**
 * What an alert stream brought stays with who reads the stream. Others' points go to those of the
 * groups that see them already: to tell more people is their owner's to do.
 */
function audienceOf(
  row: PhotometryRow,
  names: AudienceNames | undefined,
  wish: { groupIds: readonly number[]; readable: ReadonlySet<number>; mayShare: boolean },
): PhotometryAudience {
  const { groups = [], streams = [] } = names ?? {};
  if (row.owner_id === null) {
    const ids = streams.map(({ id }) => id).filter((id) => wish.readable.has(id));
    return { groupIds: [], streamIds: ids };
  }
  const seeing = new Set(groups.map(({ id }) => id));
  const groupIds = wish.groupIds.filter((id) => wish.mayShare || seeing.has(id));
  return { groupIds, streamIds: [] };
}
