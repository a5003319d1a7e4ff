import { MqlError, parsePipeline } from '@fritz/mql';
import type { ClientBase } from 'pg';
import { type Catalog, type CatalogSettings, dataTable } from '../catalogs/catalog.ts';
import { CatalogError } from '../catalogs/catalog-error.ts';
import { findCatalog } from '../catalogs/catalogs.queries.ts';
import { FAST_MAS_YR } from './match-catalog.ts';
import { fastCondition } from './table-rows.ts';

/** What of a catalog's matching shall be other than it is; null takes a setting away. */
export interface MatchChange {
  readonly radiusArcsec?: number;
  /** Of the positions, for stars that move. */
  readonly epochMjd?: number | null;
  readonly settings?: { readonly [name in keyof CatalogSettings]?: CatalogSettings[name] | null };
}

const MAX_RADIUS_ARCSEC = 3600;

/**
 * Changes how alerts are matched with a catalog; the client is the owner's. Objects that were matched
 * before are matched anew.
 *
 * @throws CatalogError naming the setting that cannot be
 */
export async function changeMatching(
  client: ClientBase,
  name: string,
  { radiusArcsec, epochMjd, settings }: MatchChange,
): Promise<Catalog> {
  const catalog = await findCatalog(client, name);
  if (catalog?.state !== 'ready') {
    throw new CatalogError('not_found', `there is no catalog ${name}`);
  }
  const merged = Object.entries({ ...catalog.settings, ...settings });
  const changed: Catalog = {
    ...catalog,
    radiusArcsec: radiusArcsec ?? catalog.radiusArcsec,
    epochMjd: epochMjd === undefined ? catalog.epochMjd : epochMjd,
    settings: Object.fromEntries(merged.filter(([, value]) => value !== null)),
  };
  checkMatching(changed);
  await indexFastMovers(client, changed);
  await client.query(
    'UPDATE fritz.catalogs SET radius_arcsec = $2, epoch_mjd = $3, settings = $4 WHERE id = $1',
    [catalog.id, changed.radiusArcsec, changed.epochMjd, JSON.stringify(changed.settings)],
  );
  return changed;
}

/** @throws CatalogError naming the setting that cannot be */
export function checkMatching(
  catalog: Pick<Catalog, 'columns' | 'radiusArcsec' | 'settings' | 'epochMjd'>,
): void {
  const { radiusArcsec, settings, epochMjd } = catalog;
  if (!(radiusArcsec > 0 && radiusArcsec <= MAX_RADIUS_ARCSEC)) {
    throw new CatalogError('bad_plan', `the radius is above 0 and at most ${MAX_RADIUS_ARCSEC}″`);
  }
  const { projection = [], filter, maxMatches = 1, properMotion, distance } = settings;
  const named = [
    ...projection,
    ...(properMotion ? [properMotion.raColumn, properMotion.decColumn] : []),
    ...[distance?.redshiftColumn, distance?.distanceMpcColumn].flatMap((one) => one ?? []),
    ...Object.values(distance?.ellipse ?? {}),
  ];
  const names = new Set(catalog.columns.map((column) => column.name));
  const unknown = named.find((one) => !names.has(one));
  if (unknown !== undefined) {
    const some = [...names].slice(0, 20).join(', ');
    throw new CatalogError('bad_plan', `the catalog has no column "${unknown}"; it has ${some}`);
  }
  if (properMotion && epochMjd === null) {
    throw new CatalogError('bad_plan', 'stars that move need the epoch of their positions');
  }
  if (!(Number.isInteger(maxMatches) && maxMatches >= 1)) {
    throw new CatalogError('bad_plan', 'at most how many matches: a whole number from 1 on');
  }
  if (filter) checkCondition(filter);
}

function checkCondition(filter: Readonly<Record<string, unknown>>): void {
  try {
    parsePipeline([{ $match: filter }]);
  } catch (error) {
    if (!(error instanceof MqlError)) throw error;
    throw new CatalogError('bad_plan', `the condition cannot be: ${error.message}`);
  }
}

/**
 * An index on what moves fast alone, of a loaded catalog of stars: it is looked for in wide cones,
 * which without the index would go through everything in them.
 */
export async function indexFastMovers(
  client: ClientBase,
  {
    id,
    version,
    kind,
    columns,
    settings,
  }: Pick<Catalog, 'id' | 'version' | 'kind' | 'columns' | 'settings'>,
): Promise<void> {
  const [raColumn, decColumn] = [
    settings.properMotion?.raColumn,
    settings.properMotion?.decColumn,
  ].map((name) => columns.find((column) => column.name === name));
  if (kind !== 'loaded' || !raColumn || !decColumn) return;
  const condition = fastCondition({ raColumn, decColumn, limitMasYr: FAST_MAS_YR });
  const table = dataTable({ id, version });
  await client.query(`DROP INDEX IF EXISTS ${table}_fast`);
  const name = `catalog_${id}_${version}_fast`;
  await client.query(`CREATE INDEX ${name} ON ${table} (hpx) WHERE ${condition}`);
}
