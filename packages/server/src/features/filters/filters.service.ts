import {
  activateVersion,
  countRecent,
  createFilter,
  deleteFilter,
  type FilterRow,
  type FilterSettings,
  findFilter,
  findGroup,
  groupHasStream,
  listFollowups,
  listVersions,
  loadFilterSchema,
  renameFilter,
  setActive,
  updateFilterSettings,
  type Viewer,
  type ViewerTx,
  warnOfTypes,
} from '@fritz/archive';
import { FritzError, InvalidRequestError, NotFoundError } from '../../http/fritz-error.ts';
import { allocationOf, checkSettings, type GivenSettings } from './filter-settings.ts';
import { catalogOf, presentFilterDocument, presentVersions } from './filters.presenter.ts';

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
  filter: { name: string; groupId: number; streamId: number; settings: MadeSettings },
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
  const { settings, ...made } = filter;
  const id = await createFilter(tx, { ...made, createdBy: viewer.id });
  const row = await demandFilter(tx, id);
  demandSameInput(row, settings);
  await changeSettings(tx, row, settings);
  if (settings.active) throw versionless();
  return id;
}

function versionless(): FritzError {
  return new FritzError('conflict', { message: 'A filter without a version cannot run.' });
}

/** What Kowalski's clients say of the alerts that a filter reads. */
export interface GivenInput {
  readonly catalog?: string;
  readonly permissions?: readonly number[];
  readonly stream_id?: number;
}

interface MadeSettings extends GivenSettings, GivenInput {
  readonly active?: boolean;
}

/** Refuses, by name, other alerts than the filter's stream gives: they follow the stream. */
export function demandSameInput(filter: FilterRow, given: GivenInput): void {
  const refuse = (field: keyof GivenInput, message: string) => {
    throw new InvalidRequestError([{ in: 'body', field, message }]);
  };
  const { catalog, permissions, stream_id: streamId } = given;
  if (streamId !== undefined && streamId !== filter.stream_id) {
    refuse('stream_id', `must be ${filter.stream_id}: the stream of a filter stays`);
  }
  const ours = catalogOf(filter.survey);
  if (catalog !== undefined && catalog !== ours) {
    refuse('catalog', `must be ${ours}: the alerts of its stream`);
  }
  const asked = permissions && [...new Set(permissions)].sort().join(', ');
  const programs = [...filter.program_ids].sort().join(', ');
  if (asked !== undefined && asked !== programs) {
    refuse('permissions', `must be [${programs}]: the programmes of its stream`);
  }
}

/** Checks what is to happen with what passes. @throws FritzError invalid_filter_settings */
export async function demandSettings(
  tx: ViewerTx,
  filter: FilterRow,
  given: GivenSettings,
): Promise<FilterSettings> {
  const allocation = allocationOf(given);
  const others = allocation === null ? [] : await listFollowups(tx, allocation, filter.id);
  return checkSettings(
    { ...filter, schema: await loadFilterSchema(tx, filter.survey) },
    given,
    others,
  );
}

async function changeSettings(
  tx: ViewerTx,
  filter: FilterRow,
  given: GivenSettings,
): Promise<void> {
  const settings = await demandSettings(tx, filter, given);
  if (Object.keys(settings).length > 0) await updateFilterSettings(tx, filter.id, settings);
}

/** A filter as SkyPortal and Kowalski tell of it. */
export async function loadFilter(tx: ViewerTx, id: number) {
  return presentFilterDocument(await demandFilter(tx, id), await listVersions(tx, id));
}

/** Deletes a filter and what it found. */
export async function removeFilter(tx: ViewerTx, viewer: Viewer, id: number): Promise<void> {
  await demandOwnFilter(tx, viewer, id);
  if (!(await deleteFilter(tx, id))) throw new FritzError('not_group_admin');
}

/** A filter with its versions, what the active one made of the last day, and what is odd in it. */
export async function loadVersions(tx: ViewerTx, id: number) {
  const filter = await demandFilter(tx, id);
  const versions = await listVersions(tx, id);
  const active = versions.find(({ fid }) => fid === filter.active_fid);
  const schema = await loadFilterSchema(tx, filter.survey);
  const warnings = active ? [...warnOfTypes(active.pipeline, schema)] : [];
  return { ...presentVersions(filter, versions, await countRecent(tx, id)), warnings };
}

/** What may be changed of a filter. */
export interface FilterChange extends GivenSettings {
  readonly name?: string;
  readonly active?: boolean;
  readonly active_fid?: string;
}

/** Renames a filter, switches it on or off or to another version, or changes its settings. */
export async function changeFilter(
  tx: ViewerTx,
  viewer: Viewer,
  filterId: number,
  change: FilterChange,
): Promise<void> {
  const filter = await demandOwnFilter(tx, viewer, filterId);
  if (change.name !== undefined) await renameFilter(tx, filterId, change.name);
  await changeSettings(tx, filter, change);
  if (change.active_fid !== undefined) {
    const isKnown = await activateVersion(tx, filterId, change.active_fid);
    if (!isKnown) throw new NotFoundError(`version ${change.active_fid} of this filter`);
  }
  if (change.active === undefined) return;
  if (change.active && filter.active_fid === null && change.active_fid === undefined) {
    throw versionless();
  }
  await setActive(tx, filterId, change.active);
}
