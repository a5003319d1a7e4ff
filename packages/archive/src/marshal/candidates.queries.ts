import type { ViewerTx } from '../viewer/viewer-tx.ts';

/** Which objects are kept by whether groups have saved them. */
export type SavedCondition =
  | 'all'
  | 'savedToAllSelected'
  | 'savedToAnySelected'
  | 'savedToAnyAccessible'
  | 'notSavedToAnyAccessible'
  | 'notSavedToAnySelected'
  | 'notSavedToAllSelected';

/** Which alerts that passed count; null means no limit. */
export interface PassedSelection {
  filterIds: readonly number[] | null;
  groupIds: readonly number[] | null;
  /** Passed at or after. */
  from: Date | null;
  /** Passed before. */
  to: Date | null;
}

/** A scan: what to show, and which page of it. */
export interface CandidateSearch extends PassedSelection {
  saved: SavedCondition;
  limit: number;
  offset: number;
}

/** An object on a page of candidates. */
export interface CandidateObj {
  obj_id: string;
  last_passed_at: Date;
}

const passedWhere = `($1::int[] IS NULL OR c.filter_id = ANY ($1))
  AND ($2::int[] IS NULL OR c.filter_id IN (SELECT f.id FROM filters f WHERE f.group_id = ANY ($2)))
  AND ($3::timestamptz IS NULL OR c.passed_at >= $3)
  AND ($4::timestamptz IS NULL OR c.passed_at < $4)`;

/** The groups that "selected" means: those given, else those of the filters given, else all. */
const selectedGroups = `SELECT g.id FROM groups g
  WHERE g.id = ANY (coalesce($2::int[],
    (SELECT array_agg(f.group_id) FROM filters f WHERE f.id = ANY ($1)),
    ARRAY(SELECT viewer_groups())))`;

const savedToAny = 'EXISTS (SELECT FROM sources s WHERE s.obj_id = m.obj_id AND s.active';
const savedToAnySelected = `${savedToAny} AND s.group_id IN (${selectedGroups}))`;
const savedToAllSelected = `NOT EXISTS (SELECT FROM (${selectedGroups}) g WHERE NOT ${savedToAny}
  AND s.group_id = g.id))`;

const savedConditions: Record<SavedCondition, string> = {
  all: 'true',
  savedToAllSelected,
  savedToAnySelected,
  savedToAnyAccessible: `${savedToAny})`,
  notSavedToAnyAccessible: `NOT ${savedToAny})`,
  notSavedToAnySelected: `NOT ${savedToAnySelected}`,
  notSavedToAllSelected: `NOT (${savedToAllSelected})`,
};

/** A page of objects that passed, the last to pass first, and how many there are in all. */
export async function pageOfCandidates(
  tx: ViewerTx,
  search: CandidateSearch,
): Promise<{ total: number; objs: CandidateObj[] }> {
  const rows = await tx.query<{
    total: number;
    obj_id: string | null;
    last_passed_at: Date | null;
  }>(
    `WITH matched AS (
       SELECT c.obj_id, max(c.passed_at) AS last_passed_at FROM candidates c
        WHERE ${passedWhere} GROUP BY c.obj_id),
     kept AS MATERIALIZED (SELECT m.* FROM matched m WHERE ${savedConditions[search.saved]})
     SELECT (SELECT count(*)::int FROM kept) AS total, page.*
       FROM (SELECT) AS always LEFT JOIN (
         SELECT obj_id, last_passed_at FROM kept
          ORDER BY last_passed_at DESC, obj_id LIMIT $5 OFFSET $6) page ON true
      ORDER BY page.last_passed_at DESC, page.obj_id`,
    [search.filterIds, search.groupIds, search.from, search.to, search.limit, search.offset],
  );
  const objs = rows.flatMap(({ obj_id, last_passed_at }) =>
    obj_id && last_passed_at ? [{ obj_id, last_passed_at }] : [],
  );
  return { total: rows[0]?.total ?? 0, objs };
}

/** The newest alert of an object that passed one filter. */
export interface PassingRow {
  obj_id: string;
  survey: string;
  ra: number;
  dec: number;
  filter_id: number;
  filter_name: string;
  group_id: number;
  group_name: string;
  candid: bigint;
  passed_at: Date;
  output: unknown;
}

/** Per object and filter the newest alert that passed, newest first. */
export function listPassing(
  tx: ViewerTx,
  objIds: readonly string[],
  selection: PassedSelection,
): Promise<PassingRow[]> {
  return tx.query<PassingRow & Record<string, unknown>>(
    `SELECT p.obj_id, o.survey, o.ra, o.dec, p.filter_id, f.name AS filter_name, f.group_id,
            coalesce(g.nickname, g.name) AS group_name, p.candid, p.passed_at, p.output
       FROM (SELECT DISTINCT ON (c.obj_id, c.filter_id) c.* FROM candidates c
              WHERE ${passedWhere} AND c.obj_id = ANY ($5)
              ORDER BY c.obj_id, c.filter_id, c.passed_at DESC, c.candid DESC) p
       JOIN objs o ON o.id = p.obj_id
       JOIN filters f ON f.id = p.filter_id
       JOIN groups g ON g.id = f.group_id
      ORDER BY p.passed_at DESC, p.candid DESC, p.filter_id`,
    [selection.filterIds, selection.groupIds, selection.from, selection.to, objIds],
  );
}
