import type { ViewerTx } from '../viewer/viewer-tx.ts';

/** A telescope: everybody sees it. */
export interface TelescopeRow {
  id: number;
  name: string;
  nickname: string;
  lat: number | null;
  lon: number | null;
  elevation_m: number | null;
  diameter_m: number;
  skycam_link: string | null;
  weather_link: string | null;
  robotic: boolean;
  fixed_location: boolean;
  created_at: Date;
  modified_at: Date;
}

const columns = [
  'id',
  'name',
  'nickname',
  'lat',
  'lon',
  'elevation_m',
  'diameter_m',
  'skycam_link',
  'weather_link',
  'robotic',
  'fixed_location',
  'created_at',
  'modified_at',
] as const;

/** Which telescopes are wanted; what is absent asks for nothing. Degrees. */
export interface TelescopeSearch {
  name?: string;
  latMin?: number;
  latMax?: number;
  lonMin?: number;
  lonMax?: number;
}

/** Telescopes by name. */
export function listTelescopes(
  tx: ViewerTx,
  search: TelescopeSearch = {},
): Promise<TelescopeRow[]> {
  let query = tx.db.selectFrom('telescopes').select(columns);
  if (search.name !== undefined) query = query.where('name', '=', search.name);
  if (search.latMin !== undefined) query = query.where('lat', '>=', search.latMin);
  if (search.latMax !== undefined) query = query.where('lat', '<=', search.latMax);
  if (search.lonMin !== undefined) query = query.where('lon', '>=', search.lonMin);
  if (search.lonMax !== undefined) query = query.where('lon', '<=', search.lonMax);
  return query.orderBy('name').execute();
}

/** One telescope; null where there is none. */
export async function findTelescope(tx: ViewerTx, id: number): Promise<TelescopeRow | null> {
  const row = await tx.db
    .selectFrom('telescopes')
    .select(columns)
    .where('id', '=', id)
    .executeTakeFirst();
  return row ?? null;
}

/** What is said of a telescope; in a change what is absent stays. */
export type TelescopeFields = Omit<TelescopeRow, 'id' | 'created_at' | 'modified_at'>;

/** Makes a telescope. */
export async function createTelescope(
  tx: ViewerTx,
  telescope: Pick<TelescopeFields, 'name' | 'nickname' | 'diameter_m'> & Partial<TelescopeFields>,
): Promise<number> {
  const { id } = await tx.db
    .insertInto('telescopes')
    .values(telescope)
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** Changes a telescope; false where there is none, or the viewer may not. */
export async function updateTelescope(
  tx: ViewerTx,
  id: number,
  change: Partial<TelescopeFields>,
): Promise<boolean> {
  const { numUpdatedRows } = await tx.db
    .updateTable('telescopes')
    .set({ ...change, modified_at: new Date() })
    .where('id', '=', id)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Deletes a telescope without instruments; false where there is none, or the viewer may not. */
export async function deleteTelescope(tx: ViewerTx, id: number): Promise<boolean> {
  return (await tx.query('DELETE FROM telescopes WHERE id = $1 RETURNING id', [id])).length === 1;
}
