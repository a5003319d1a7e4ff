import {
  deleteSkyMap,
  findOwnGroup,
  findSitewideGroup,
  findSkyMap,
  insertSkyMap,
  type KnownSkyMap,
  listObjsInRegion,
  loadSkyMap,
  type NewSkyMap,
  type ObjInRegion,
  regionValues,
  type SkyMapRow,
  type ViewerTx,
} from '@fritz/archive';
import { naiveUtc, type routes, type Static } from '@fritz/contract';
import { dateToMjd, mjdToDate } from '@fritz/sky';
import { readUtc } from '../../http/fields.ts';
import { FritzError, NotFoundError, refuseField } from '../../http/fritz-error.ts';
import { findUploadAudience } from '../photometry/upload-targets.ts';
import { demandSkyMap } from './localization-region.ts';
import { presentCell } from './localizations.presenter.ts';
import { type MadeSkyMap, makeSkyMap } from './new-sky-map.ts';

type Body = Static<NonNullable<typeof routes.createLocalization.body>>;
type ObjectQuery = Static<typeof routes.listLocalizationObjects.query>;
type Objects = Static<typeof routes.listLocalizationObjects.response>;

/** Credible regions that are kept of each map: SkyPortal draws the first two, Kowalski's are the last. */
const KEPT_PERCENTS = [50, 90, 95];

/** Keeps a map that was sent. */
export async function keepSkyMap(
  tx: ViewerTx,
  body: Body,
): Promise<Static<typeof routes.createLocalization.response>> {
  const made = await makeSkyMap(body.skymap, KEPT_PERCENTS);
  const name = body.localization_name ?? made.name;
  if (name === null)
    return refuseField('localization_name', 'is missing: the map has none of its own');
  if (!/^[^/\p{Cc}]{1,200}$/u.test(name))
    return refuseField('localization_name', 'has a slash in it');
  const dateobs = dateOf(body.dateobs, made);
  const given = {
    dateobs,
    name,
    triggerId:
      body.trigger_id === undefined || body.trigger_id === null ? null : String(body.trigger_id),
    aliases: body.aliases ?? [],
    tags: [...new Set(body.tags ?? [])],
    groupIds: body.group_ids ?? null,
  };
  const id = await storeSkyMap(tx, made, given);
  return { id, dateobs: naiveUtc(dateobs), localization_name: name };
}

/** What is said of a map beside its cells. */
export interface SaidOfSkyMap
  extends Pick<NewSkyMap, 'dateobs' | 'name' | 'triggerId' | 'aliases' | 'tags'> {
  /** null: everybody here. */
  readonly groupIds: readonly number[] | null;
}

/** @throws FritzError conflict where the viewer sees a map of this name and time */
export async function storeSkyMap(
  tx: ViewerTx,
  { kind, prepared }: MadeSkyMap,
  { groupIds, ...said }: SaidOfSkyMap,
): Promise<number> {
  const { dateobs, name } = said;
  if ((await findSkyMap(tx, { dateobs, name })) !== null) {
    throw new FritzError('conflict', {
      message: `There is a sky map “${name}” of ${naiveUtc(dateobs)} already.`,
    });
  }
  const wanted = groupIds ?? [await everyone(tx)];
  const { groupIds: addressed } = await findUploadAudience(tx, { group_ids: wanted });
  return insertSkyMap(tx, { ...said, kind, prepared, groupIds: addressed });
}

/** Where there is no group of all users the map is the sender's own. */
async function everyone(tx: ViewerTx): Promise<number> {
  const id = (await findSitewideGroup(tx))?.id ?? (await findOwnGroup(tx));
  if (id === null) return refuseField('group_ids', 'is missing: for whom is the map?');
  return id;
}

function dateOf(given: string | undefined, { prepared }: MadeSkyMap): Date {
  if (given !== undefined) return readUtc('body', 'dateobs', given);
  const own = prepared.properties['DATE-OBS'];
  const time = typeof own === 'string' ? new Date(/Z$/.test(own) ? own : `${own}Z`) : null;
  if (time !== null && !Number.isNaN(time.getTime())) return time;
  return refuseField('dateobs', 'is missing: the map does not say when it happened');
}

/** A map with its cells. @throws NotFoundError */
export async function demandKnownSkyMap(
  tx: ViewerTx,
  path: { readonly dateobs: string; readonly name: string },
): Promise<{ row: SkyMapRow; known: KnownSkyMap }> {
  const row = await demandSkyMap(tx, path);
  return { row, known: await loadSkyMap(tx, row) };
}

export async function removeSkyMap(tx: ViewerTx, row: SkyMapRow): Promise<void> {
  if (!row.may_remove) {
    throw new FritzError('not_owner', { message: 'Only who sent a sky map deletes it.' });
  }
  if (!(await deleteSkyMap(tx, row.id))) throw new NotFoundError('sky map');
}

/** Sources or candidates in a region, the most probable first. */
export async function findObjectsInside(
  tx: ViewerTx,
  known: KnownSkyMap,
  query: ObjectQuery,
): Promise<Objects> {
  const region = known.region(query.percent ?? 90);
  const limit = query.limit ?? 500;
  const time = (field: 'firstDetectionAfter' | 'firstDetectionBefore') => {
    const given = query[field];
    return given === undefined ? null : dateToMjd(readUtc('query', field, given));
  };
  const found = await listObjsInRegion(tx, regionValues(region), {
    kind: query.kind ?? 'sources',
    firstFromMjd: time('firstDetectionAfter'),
    firstToMjd: time('firstDetectionBefore'),
    limit: limit + 1,
  });
  const objects = found.slice(0, limit).map((row) => presentObject(known, row));
  objects.sort((a, b) => a.credible_level - b.credible_level || (a.id < b.id ? -1 : 1));
  return { area_deg2: region.areaDeg2, has_more: found.length > limit, objects };
}

function presentObject(known: KnownSkyMap, row: ObjInRegion): Objects['objects'][number] {
  const mjd = (value: number | null) => (value === null ? null : naiveUtc(mjdToDate(value)));
  return {
    id: row.id,
    ra: row.ra,
    dec: row.dec,
    redshift: row.redshift,
    tns_name: row.tns_name,
    saved: row.saved,
    passed_at: row.passed_at && naiveUtc(row.passed_at),
    first_detected: mjd(row.first_detected_mjd),
    last_detected: mjd(row.last_detected_mjd),
    ...presentCell(known, known.map.cellWith(BigInt(row.hpx))),
  };
}
