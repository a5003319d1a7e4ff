import type { MatchConfig } from './match-config.ts';
import type { RunQuery } from './ports.ts';

/** What objects are matched with at once. */
export interface MatchList {
  readonly id: number;
  /** By name; none where all catalogs were dropped. */
  readonly configs: readonly MatchConfig[];
}

/** A list by what it covers. */
export interface ListedCatalogs {
  readonly id: number;
  readonly catalogs: readonly { readonly configId: number; readonly name: string }[];
}

interface ConfigRow extends Record<string, unknown> {
  readonly list_id: number;
  readonly config: MatchConfig | null;
}

/** The list in force; null before the first catalog. */
export async function findMatchList(query: RunQuery): Promise<MatchList | null> {
  const rows = await query<ConfigRow>(
    `SELECT p.list_id, CASE WHEN c.id IS NOT NULL THEN json_build_object('id', c.id,
        'catalogId', k.id, 'name', c.name, 'version', c.version, 'kind', k.kind,
        'location', k.location, 'columns', k.columns, 'idColumn', k.id_column,
        'idType', k.id_type, 'raColumn', k.ra_column, 'decColumn', k.dec_column,
        'epochMjd', c.epoch_mjd,
        'radiusArcsec', c.radius_arcsec, 'settings', c.settings) END AS config
     FROM (SELECT list_id FROM match_periods ORDER BY since DESC LIMIT 1) AS p
     JOIN match_lists l ON l.id = p.list_id
     LEFT JOIN match_configs c ON c.id = ANY (l.config_ids)
     LEFT JOIN catalogs k ON k.id = c.catalog_id
     ORDER BY c.name COLLATE "C"`,
    [],
  );
  const [first] = rows;
  if (!first) return null;
  return { id: first.list_id, configs: rows.flatMap(({ config }) => config ?? []) };
}

/** What each of these lists covers, in the order of names. */
export async function findListed(
  query: RunQuery,
  listIds: readonly number[],
): Promise<Map<number, ListedCatalogs>> {
  if (listIds.length === 0) return new Map();
  const rows = await query<{ id: number; catalogs: ListedCatalogs['catalogs'] }>(
    `SELECT l.id, coalesce((
        SELECT json_agg(json_build_object('configId', c.id, 'name', c.name) ORDER BY c.name COLLATE "C")
        FROM match_configs c WHERE c.id = ANY (l.config_ids)), '[]') AS catalogs
     FROM match_lists l WHERE l.id = ANY ($1::int[])`,
    [[...listIds]],
  );
  return new Map(rows.map(({ id, catalogs }) => [id, { id, catalogs }]));
}

/** What lists cover never changes: it is asked once of each. */
export class ListedMemory {
  private readonly known = new Map<number, ListedCatalogs>();

  async learn(query: RunQuery, listIds: Iterable<number>): Promise<void> {
    const missing = [...new Set(listIds)].filter((id) => !this.known.has(id));
    for (const [id, listed] of await findListed(query, missing)) this.known.set(id, listed);
  }

  /** @throws Error where it was not learned, or there is no such list: the archive is damaged */
  get(id: number): ListedCatalogs {
    const listed = this.known.get(id);
    if (!listed) throw new Error(`there is no list of catalogs ${id}`);
    return listed;
  }
}

/** The list of these configurations, in the order that lists are kept in. */
export async function internList(query: RunQuery, configIds: readonly number[]): Promise<number> {
  const [row] = await query<{ id: number }>('SELECT intern_match_list($1::int[]) AS id', [
    [...configIds],
  ]);
  if (!row) throw new Error('a list of catalogs could not be stored');
  return row.id;
}
