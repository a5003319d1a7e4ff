import {
  findSkyMap,
  listSkyMapRegions,
  loadSkyMap,
  regionValues,
  type SkyMapRow,
  type SkyRegion,
  type ViewerTx,
} from '@fritz/archive';
import { KowalskiError } from './kowalski-error.ts';
import { type Fields, isFields } from './read-query.ts';
import { readTime } from './skymap-words.ts';

type Reader = Pick<ViewerTx, 'query'>;

const DEFAULT_CONTOUR = 90;

/**
 * The part of the sky that `query.skymap` names: a skymap's contour that is kept. Null where it names none.
 * @throws KowalskiError
 */
export async function readSkymapRegion(tx: Reader, skymap: unknown): Promise<SkyRegion | null> {
  if (skymap === undefined) return null;
  if (!isFields(skymap)) throw KowalskiError.of('ValueError', 'name must be specified');
  const row = await findNamed(tx, skymap);
  if (row === null) throw KowalskiError.of('ValueError', 'Skymap not found');
  const contour = skymap.contour ?? DEFAULT_CONTOUR;
  const kept = await listSkyMapRegions(tx, row.id);
  const percent = Number(contour);
  if (!kept.some((one) => one.percent === percent)) {
    throw KowalskiError.of('ValueError', `Contour level ${String(contour)} not found in skymap`);
  }
  const region = (await loadSkyMap(tx, row)).region(percent);
  return { ...regionValues(region), fraction: region.fraction };
}

/** By its name, and one of its time, its trigger and its aliases. */
async function findNamed(tx: Reader, skymap: Fields): Promise<SkyMapRow | null> {
  const { localization_name: name, dateobs, trigger_id: trigger, aliases } = skymap;
  if (typeof name !== 'string' || name === '') {
    throw KowalskiError.of('ValueError', 'name must be specified');
  }
  const ways = [
    ...(dateobs ? [{ name, dateobs: readTime(dateobs) }] : []),
    ...(trigger ? [{ name, triggerId: String(trigger) }] : []),
    ...(Array.isArray(aliases) && aliases.length > 0
      ? [{ name, aliases: aliases.map((alias: unknown) => String(alias)) }]
      : []),
  ];
  if (ways.length === 0) {
    throw KowalskiError.of(
      'ValueError',
      'At least one of dateobs, trigger_id, skymap_name, aliases must be specified',
    );
  }
  for (const way of ways) {
    const found = await findSkyMap(tx, way);
    if (found !== null) return found;
  }
  return null;
}
