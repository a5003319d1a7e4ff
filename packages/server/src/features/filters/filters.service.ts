import { randomInt } from 'node:crypto';
import {
  activateVersion,
  addVersion,
  countRecent,
  createFilter,
  deleteFilter,
  type FilterRow,
  findFilter,
  findGroup,
  groupHasStream,
  listVersions,
  setActive,
  type Viewer,
  type ViewerTx,
} from '@fritz/archive';
import { stringifyExact } from '@fritz/contract';
import { compileFilter, MqlError, parsePipeline } from '@fritz/mql';
import { FritzError, InvalidRequestError, NotFoundError } from '../../http/fritz-error.ts';
import { presentVersions } from './filters.presenter.ts';

/** A filter that the viewer may see. */
export async function demandFilter(tx: ViewerTx, id: number): Promise<FilterRow> {
  const filter = await findFilter(tx, id);
  if (filter === null) throw new NotFoundError('filter');
  return filter;
}

/** A filter that the viewer may change: one of a group of his. */
export async function demandOwnFilter(
  tx: ViewerTx,
  viewer: Viewer,
  id: number,
): Promise<FilterRow> {
  const filter = await demandFilter(tx, id);
  await demandMembership(tx, viewer, filter.group_id);
  return filter;
}

async function demandMembership(tx: ViewerTx, viewer: Viewer, groupId: number): Promise<void> {
  const group = await findGroup(tx, groupId);
  if (group === null) throw new NotFoundError('group');
  if (!group.is_member && !viewer.acls.has('System admin'))
    throw new FritzError('not_group_member');
}

/** Makes a filter of a group of the viewer's that reads a stream of that group. */
export async function makeFilter(
  tx: ViewerTx,
  viewer: Viewer,
  filter: { name: string; groupId: number; streamId: number },
): Promise<number> {
  await demandMembership(tx, viewer, filter.groupId);
  if (!(await groupHasStream(tx, filter.groupId, filter.streamId))) {
    const problem = {
      in: 'body',
      field: 'stream_id',
      message: 'is no stream of this group',
    } as const;
    throw new InvalidRequestError([problem]);
  }
  return createFilter(tx, { ...filter, createdBy: viewer.id });
}

/** Deletes a filter and what it found. */
export async function removeFilter(tx: ViewerTx, viewer: Viewer, id: number): Promise<void> {
  await demandOwnFilter(tx, viewer, id);
  if (!(await deleteFilter(tx, id))) throw new FritzError('not_group_admin');
}

/** A filter with its versions and what the active one made of the last day. */
export async function loadVersions(tx: ViewerTx, id: number) {
  const filter = await demandFilter(tx, id);
  return presentVersions(filter, await listVersions(tx, id), await countRecent(tx, id));
}

/** Saves a version that compiles, and makes it the active one. */
export async function saveVersion(
  tx: ViewerTx,
  viewer: Viewer,
  filterId: number,
  pipeline: string | readonly unknown[],
): Promise<void> {
  await demandOwnFilter(tx, viewer, filterId);
  const text = typeof pipeline === 'string' ? pipeline : stringifyExact(pipeline);
  // The text is what the broker will read: that very text has to compile.
  checkPipeline(text);
  await addVersion(tx, { filterId, fid: makeFid(), pipeline: text, createdBy: viewer.id });
}

/** Compiles a pipeline. @throws FritzError invalid_pipeline with the place and a hint */
function checkPipeline(pipeline: string): void {
  try {
    compileFilter(parsePipeline(pipeline));
  } catch (error) {
    if (!(error instanceof MqlError)) throw error;
    const { message, path, hint, code } = error;
    const details = { path, hint, reason: code };
    throw new FritzError('invalid_pipeline', { message, details, cause: error });
  }
}

/** Switches a filter on or off, or to another of its versions. */
export async function changeVersions(
  tx: ViewerTx,
  viewer: Viewer,
  filterId: number,
  change: { active?: boolean; active_fid?: string },
): Promise<void> {
  const filter = await demandOwnFilter(tx, viewer, filterId);
  if (change.active_fid !== undefined) {
    const isKnown = await activateVersion(tx, filterId, change.active_fid);
    if (!isKnown) throw new NotFoundError(`version ${change.active_fid} of this filter`);
  }
  if (change.active === undefined) return;
  if (change.active && filter.active_fid === null && change.active_fid === undefined) {
    throw new FritzError('conflict', { message: 'A filter without a version cannot run.' });
  }
  await setActive(tx, filterId, change.active);
}

const fidAlphabet = '0123456789abcdefghijklmnopqrstuvwxyz';

/** Six characters, as clients know a version. */
function makeFid(): string {
  return Array.from({ length: 6 }, () => fidAlphabet[randomInt(fidAlphabet.length)]).join('');
}
