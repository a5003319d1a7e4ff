import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import {
  type PreparedRegion,
  type PreparedSkyMap,
  prepareRegions,
} from '../sky-maps/prepare-sky-map.ts';
import type { SkyMapProperties } from '../sky-maps/read-sky-map.ts';
import { type KnownSkyMap, recallSkyMap, rememberSkyMap } from '../sky-maps/sky-map-memory.ts';
import { knowSkyMapFile } from '../sky-maps/sky-map-thread.ts';
import type { ViewerTx } from '../viewer/viewer-tx.ts';
import { type AudienceGroup, audienceGroups, groupsAudience } from './audiences.queries.ts';
import { Parameters } from './source-conditions.ts';

type Reader = Pick<ViewerTx, 'query'>;

const unpack = promisify(gunzip);

/** What a map was made of. */
export type SkyMapKind = 'fits' | 'cells' | 'cone' | 'ellipse' | 'polygon';

/** A sky map without its cells. */
export interface SkyMapRow {
  id: number;
  dateobs: Date;
  name: string;
  trigger_id: string | null;
  aliases: string[];
  tags: string[];
  kind: SkyMapKind;
  properties: SkyMapProperties;
  digest: string;
  cells: number;
  max_order: number;
  has_distances: boolean;
  peak_ra: number;
  peak_dec: number;
  area_50_deg2: number;
  area_90_deg2: number;
  distance_mean_mpc: number | null;
  distance_std_mpc: number | null;
  owner_id: number | null;
  created_at: Date;
  modified_at: Date;
  groups: AudienceGroup[];
  may_remove: boolean;
}

const columns = `s.id, s.dateobs, s.name, s.trigger_id, s.aliases, s.tags, s.kind, s.properties, s.digest,
  s.cells, s.max_order, s.has_distances, s.peak_ra, s.peak_dec, s.area_50_deg2, s.area_90_deg2,
  s.distance_mean_mpc, s.distance_std_mpc, s.owner_id, s.created_at, s.modified_at,
  ${audienceGroups('s')} AS groups,
  ((SELECT viewer_has('Upload data'))
    AND (s.owner_id = (SELECT viewer_id()) OR (SELECT viewer_has('System admin')))) IS TRUE AS may_remove`;

/** Which maps are wanted; what is absent asks for nothing. */
export interface SkyMapSearch {
  name?: string;
  /** A part of the name, an alias or a tag, in whatever case. */
  text?: string;
  dateobs?: Date;
  triggerId?: string;
  /** One of these. */
  aliases?: readonly string[];
  tag?: string;
  from?: Date;
  to?: Date;
}

function conditionsOf(search: SkyMapSearch, { bind }: Parameters): string {
  const found = ['true'];
  const { name, text, dateobs, triggerId, aliases, tag, from, to } = search;
  if (name !== undefined) found.push(`s.name = ${bind(name)}`);
  // SkyPortal's clients send seconds, files have microseconds.
  if (dateobs !== undefined) {
    const at = bind(dateobs.toISOString());
    found.push(
      `(s.dateobs = ${at}::timestamptz OR date_trunc('second', s.dateobs) = ${at}::timestamptz)`,
    );
  }
  if (triggerId !== undefined) found.push(`s.trigger_id = ${bind(triggerId)}`);
  if (aliases !== undefined) found.push(`s.aliases && ${bind(aliases)}::text[]`);
  if (tag !== undefined) found.push(`${bind(tag)} = ANY (s.tags)`);
  if (from !== undefined) found.push(`s.dateobs >= ${bind(from.toISOString())}::timestamptz`);
  if (to !== undefined) found.push(`s.dateobs <= ${bind(to.toISOString())}::timestamptz`);
  if (text !== undefined) {
    const part = bind(text.toLowerCase());
    found.push(`(strpos(lower(s.name), ${part}) > 0 OR EXISTS (
      SELECT FROM unnest(s.aliases || s.tags) w (word) WHERE strpos(lower(w.word), ${part}) > 0))`);
  }
  return found.join(' AND ');
}

/** The maps that the viewer sees, the newest events first; of one event the newest map. */
export async function listSkyMaps(
  tx: ViewerTx,
  search: SkyMapSearch,
  page: { readonly limit: number; readonly offset: number },
): Promise<{ total: number; rows: SkyMapRow[] }> {
  const parameters = new Parameters();
  const where = conditionsOf(search, parameters);
  const [counted] = await tx.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM sky_maps s WHERE ${where}`,
    parameters.values,
  );
  const [limit, offset] = [parameters.bind(page.limit), parameters.bind(page.offset)];
  const rows = await tx.query<SkyMapRow & Record<string, unknown>>(
    `SELECT ${columns} FROM sky_maps s WHERE ${where}
      ORDER BY s.dateobs DESC, s.id DESC LIMIT ${limit} OFFSET ${offset}`,
    parameters.values,
  );
  return { total: counted?.n ?? 0, rows };
}

/** The newest map that is meant; null where the viewer sees none. */
export async function findSkyMap(tx: Reader, search: SkyMapSearch): Promise<SkyMapRow | null> {
  const parameters = new Parameters();
  const [row] = await tx.query<SkyMapRow & Record<string, unknown>>(
    `SELECT ${columns} FROM sky_maps s WHERE ${conditionsOf(search, parameters)}
      ORDER BY s.id DESC LIMIT 1`,
    parameters.values,
  );
  return row ?? null;
}

/** Tags of the maps that the viewer sees. */
export async function listSkyMapTags(tx: ViewerTx): Promise<string[]> {
  const rows = await tx.query<{ tag: string }>(
    'SELECT DISTINCT unnest(s.tags) AS tag FROM sky_maps s ORDER BY 1',
  );
  return rows.map(({ tag }) => tag);
}

/** A map that is to be kept. */
export interface NewSkyMap {
  readonly dateobs: Date;
  readonly name: string;
  readonly triggerId: string | null;
  readonly aliases: readonly string[];
  readonly tags: readonly string[];
  readonly kind: SkyMapKind;
  readonly prepared: PreparedSkyMap;
  readonly groupIds: readonly number[];
}

/** Keeps a map of the viewer's. @returns its id */
export async function insertSkyMap(tx: ViewerTx, given: NewSkyMap): Promise<number> {
  const { properties, known, content, digest, peak, distance, regions } = given.prepared;
  const { area50Deg2, area90Deg2 } = given.prepared;
  const { map } = known;
  const audienceId = await groupsAudience(tx, given.groupIds);
  const [row] = await tx.query<{ id: number }>(
    `INSERT INTO sky_maps (dateobs, name, trigger_id, aliases, tags, kind, properties, digest, cells,
       max_order, has_distances, peak_ra, peak_dec, area_50_deg2, area_90_deg2, distance_mean_mpc,
       distance_std_mpc, owner_id, audience_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, viewer_id(), $18)
     RETURNING id`,
    [
      ...[given.dateobs, given.name, given.triggerId, given.aliases, given.tags, given.kind],
      ...[JSON.stringify(properties), digest, map.length, map.order, map.distances !== null],
      ...[peak.ra, peak.dec, area50Deg2, area90Deg2],
      ...[distance?.meanMpc ?? null, distance?.sigmaMpc ?? null, audienceId],
    ],
  );
  if (row === undefined) throw new Error('the map was not inserted');
  await tx.query('INSERT INTO sky_map_files (sky_map_id, content) VALUES ($1, $2)', [
    row.id,
    content,
  ]);
  await insertRegions(tx, row.id, regions);
  rememberSkyMap(digest, known);
  return row.id;
}

/** Keeps credible regions of a map of the viewer's; those that are there stay. */
export async function addSkyMapRegions(
  tx: ViewerTx,
  id: number,
  known: KnownSkyMap,
  percents: readonly number[],
): Promise<void> {
  await insertRegions(tx, id, prepareRegions(known, percents));
}

async function insertRegions(
  tx: ViewerTx,
  id: number,
  regions: readonly PreparedRegion[],
): Promise<void> {
  for (const { percent, areaDeg2, region, outline } of regions) {
    await tx.query(
      `INSERT INTO sky_map_regions (sky_map_id, percent, area_deg2, region, outline)
       VALUES ($1, $2, $3, $4::int8multirange, $5) ON CONFLICT DO NOTHING`,
      [id, percent, areaDeg2, region, outline],
    );
  }
}

/** A credible region that is kept. */
export interface SkyMapRegion {
  percent: number;
  area_deg2: number;
  outline: [number, number][][];
}

/** The regions that are kept of a map, the smallest first. */
export function listSkyMapRegions(tx: Reader, id: number): Promise<SkyMapRegion[]> {
  return tx.query<SkyMapRegion & Record<string, unknown>>(
    `SELECT r.percent, r.area_deg2, r.outline FROM sky_map_regions r WHERE r.sky_map_id = $1
      ORDER BY r.percent`,
    [id],
  );
}

/** The cells of a map that the viewer was found to see. */
export async function loadSkyMap(
  tx: Reader,
  { id, digest }: Pick<SkyMapRow, 'id' | 'digest'>,
): Promise<KnownSkyMap> {
  const recalled = recallSkyMap(digest);
  if (recalled !== null) return recalled;
  const known = await knowSkyMapFile(await readSkyMapFile(tx, id));
  rememberSkyMap(digest, known);
  return known;
}

/** The file of a map, unpacked. */
export async function readSkyMapFile(tx: Reader, id: number): Promise<Uint8Array> {
  const [row] = await tx.query<{ content: Buffer }>(
    'SELECT f.content FROM sky_map_files f WHERE f.sky_map_id = $1',
    [id],
  );
  if (row === undefined) throw new Error(`sky map ${id} has no cells`);
  return unpack(row.content);
}

/** Deletes a map; false where there is none, or the viewer may not. */
export async function deleteSkyMap(tx: ViewerTx, id: number): Promise<boolean> {
  const rows = await tx.query('DELETE FROM sky_maps s WHERE s.id = $1 RETURNING s.id', [id]);
  return rows.length === 1;
}

/** Maps whose kept region of so many per cent holds a place. */
export function listSkyMapsHolding(
  tx: ViewerTx,
  hpx: bigint,
  { percent, limit }: { readonly percent: number; readonly limit: number },
): Promise<SkyMapRow[]> {
  return tx.query<SkyMapRow & Record<string, unknown>>(
    `SELECT ${columns} FROM sky_maps s JOIN sky_map_regions r ON r.sky_map_id = s.id AND r.percent = $1
      WHERE $2::bigint <@ r.region ORDER BY s.dateobs DESC, s.id DESC LIMIT $3`,
    [percent, hpx, limit],
  );
}
