import {
  findReadableStreams,
  findShareTargets,
  findSitewideGroup,
  type PhotometryAudience,
  type ViewerTx,
} from '@fritz/archive';
import { InvalidRequestError, NotFoundError } from '../../http/fritz-error.ts';

/** Whom an upload names: groups, everyone, and streams. */
export interface UploadTargets {
  group_ids?: readonly number[] | 'all' | undefined;
  stream_ids?: readonly number[] | undefined;
}

/**
 * Whom an upload is for, besides its uploader. Any group that the viewer knows of will do: so
 * collaborations hand data on. A stream must be one that he reads.
 *
 * @throws NotFoundError for groups and streams that he does not know of
 */
export async function findUploadAudience(
  tx: ViewerTx,
  targets: UploadTargets,
): Promise<PhotometryAudience> {
  const groupIds = await findGroupIds(tx, targets.group_ids ?? []);
  const streamIds = [...new Set(targets.stream_ids ?? [])];
  const readable = new Set(streamIds.length === 0 ? [] : await findReadableStreams(tx, streamIds));
  const missing = streamIds.filter((id) => !readable.has(id));
  if (missing.length > 0) throw new NotFoundError(`stream as ${missing.slice(0, 10).join(', ')}`);
  return { groupIds, streamIds };
}

async function findGroupIds(tx: ViewerTx, wanted: readonly number[] | 'all'): Promise<number[]> {
  if (wanted === 'all') {
    const sitewide = await findSitewideGroup(tx);
    if (sitewide !== null) return [sitewide.id];
    const message = 'there is no group of all users here: name groups';
    throw new InvalidRequestError([{ in: 'body', field: 'group_ids', message }]);
  }
  const ids = [...new Set(wanted)];
  if (ids.length === 0) return [];
  const known = new Set((await findShareTargets(tx, ids)).map(({ id }) => id));
  const missing = ids.filter((id) => !known.has(id));
  if (missing.length > 0) throw new NotFoundError(`group as ${missing.slice(0, 10).join(', ')}`);
  return ids;
}
