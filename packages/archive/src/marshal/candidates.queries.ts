import type { ViewerTx } from '../viewer/viewer-tx.ts';
import { type Bind, conditionsOf, type ScanConditions } from './candidate-conditions.ts';

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

/** What a scan is sorted by where not by time: a value of annotations of one origin. */
export interface AnnotationOrder {
  origin: string;
  key: string;
  descending: boolean;
}

/** Where a page ended: what its last row was sorted by, and its object. */
export interface CandidateEnd {
  /** A time, or the JSON of a value; null: without a value. */
  key: string | null;
  id: string;
}

/** A scan: what to show, and which page of it. */
export interface CandidateSearch extends PassedSelection {
  saved: SavedCondition;
  wish?: ScanConditions;
  order?: AnnotationOrder | null;
  /** What passed later than this is left out; a time with all its digits. */
  pinned?: string | null;
  after?: CandidateEnd | null;
  limit: number;
  offset: number;
}

/** An object on a page of candidates. */
export interface CandidateObj {
  obj_id: string;
  last_passed_at: Date;
}

/** A page, how many there are in all, where it ended, and when the newest passed. */
export interface CandidatePage {
  total: number;
  objs: CandidateObj[];
  end: CandidateEnd | null;
  newest: string | null;
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

/** A page of objects that passed, the last to pass first where no annotation sorts them. */
export async function pageOfCandidates(
  tx: ViewerTx,
  search: CandidateSearch,
): Promise<CandidatePage> {
  const { order = null, after = null } = search;
  const values: unknown[] = [search.filterIds, search.groupIds, search.from, search.to];
  const bind: Bind = (value) => `$${values.push(value)}`;
  const sortKey = order === null ? 'm.last_passed_at' : annotationValue(order, bind);
  const conditions = [savedConditions[search.saved], ...conditionsOf(search.wish ?? {}, bind)];
  const pinned = `${bind(search.pinned ?? null)}::timestamptz`;
  const descending = order === null || order.descending;
  const sorting = `sort_key ${descending ? 'DESC' : 'ASC'} NULLS LAST, obj_id`;
  const onwards = after === null ? 'true' : afterCondition(after, { order, descending }, bind);
  const rows = await tx.query<{
    total: number;
    newest: string | null;
    obj_id: string | null;
    last_passed_at: Date | null;
    key: string | null;
  }>(
    `WITH matched AS (
       SELECT c.obj_id, max(c.passed_at) AS last_passed_at FROM candidates c
        WHERE ${passedWhere} AND (${pinned} IS NULL OR c.passed_at <= ${pinned})
        GROUP BY c.obj_id),
     kept AS MATERIALIZED (SELECT m.*, ${sortKey} AS sort_key FROM matched m
        WHERE ${conditions.join(' AND ')})
     SELECT (SELECT count(*)::int FROM kept) AS total,
            (SELECT max(last_passed_at)::text FROM kept) AS newest,
            page.obj_id, page.last_passed_at, page.sort_key::text AS key
       FROM (SELECT) AS always LEFT JOIN (
         SELECT * FROM kept WHERE ${onwards}
          ORDER BY ${sorting} LIMIT ${bind(search.limit)} OFFSET ${bind(search.offset)}) page ON true
      ORDER BY page.${sorting.replace('obj_id', 'page.obj_id')}`,
    values,
  );
  const objs = rows.flatMap(({ obj_id, last_passed_at }) =>
    obj_id && last_passed_at ? [{ obj_id, last_passed_at }] : [],
  );
  const last = rows.at(-1);
  const end =
    last?.obj_id && objs.length === search.limit ? { key: last.key, id: last.obj_id } : null;
  return { total: rows[0]?.total ?? 0, objs, end, newest: rows[0]?.newest ?? null };
}

/** What the newest annotation of an origin says by a key, of people's or a filter's; as jsonb. */
function annotationValue({ origin, key }: AnnotationOrder, bind: Bind): string {
  const [named, said] = [`${bind(origin)}::text`, `${bind(key)}::text`];
  return `coalesce(
    (SELECT a.data -> ${said} FROM annotations a WHERE a.subject_type = 'sources'
        AND a.subject_id = m.obj_id AND a.origin = ${named}
      ORDER BY a.modified_at DESC, a.id DESC LIMIT 1),
    (SELECT k.output #> ARRAY['annotations', ${said}] FROM candidates k
        JOIN filters f ON f.id = k.filter_id JOIN groups g ON g.id = f.group_id
      WHERE k.obj_id = m.obj_id
        AND (g.name || ':' || f.name = ${named} OR g.nickname || ':' || f.name = ${named})
      ORDER BY k.id DESC LIMIT 1))`;
}

function afterCondition(
  { key, id }: CandidateEnd,
  { order, descending }: { order: AnnotationOrder | null; descending: boolean },
  bind: Bind,
): string {
  const from = `obj_id > ${bind(id)}`;
  if (key === null) return `sort_key IS NULL AND ${from}`;
  const place = `${bind(key)}::${order === null ? 'timestamptz' : 'jsonb'}`;
  const beyond = `sort_key ${descending ? '<' : '>'} ${place}`;
  return `(${beyond} OR (sort_key = ${place} AND ${from}) OR sort_key IS NULL)`;
}

/** The newest alert of an object that passed one filter. */
export interface PassingRow {
  obj_id: string;
  /** null: of no survey, made by people. */
  survey: string | null;
  ra: number;
  dec: number;
  redshift: number | null;
  tns_name: string | null;
  transient: boolean;
  varstar: boolean;
  score: number | null;
  filter_id: number;
  filter_name: string;
  group_id: number;
  group_name: string;
  /** null: posted without an alert. */
  candid: bigint | null;
  passed_at: Date;
  /** By somebody, and not by the broker. */
  is_posted: boolean;
  output: unknown;
}

/** Per object and filter the newest alert that passed, newest first. */
export function listPassing(
  tx: ViewerTx,
  objIds: readonly string[],
  selection: PassedSelection,
): Promise<PassingRow[]> {
  return tx.query<PassingRow & Record<string, unknown>>(
    `SELECT p.obj_id, o.survey, o.ra, o.dec, o.redshift, o.tns_name, o.transient, o.varstar,
            o.score, p.filter_id, f.name AS filter_name, f.group_id,
            coalesce(g.nickname, g.name) AS group_name, p.candid, p.passed_at, p.posted AS is_posted,
            p.output
       FROM (SELECT DISTINCT ON (c.obj_id, c.filter_id) c.* FROM candidates c
              WHERE ${passedWhere} AND c.obj_id = ANY ($5)
              ORDER BY c.obj_id, c.filter_id, c.passed_at DESC, c.candid DESC NULLS LAST) p
       JOIN objs o ON o.id = p.obj_id
       JOIN filters f ON f.id = p.filter_id
       JOIN groups g ON g.id = f.group_id
      ORDER BY p.passed_at DESC, p.candid DESC NULLS LAST, p.filter_id`,
    [selection.filterIds, selection.groupIds, selection.from, selection.to, objIds],
  );
}

/** One row: that an object passed a filter. */
export interface CandidateRow {
  id: bigint;
  obj_id: string;
  filter_id: number;
  passed_at: Date;
  candid: bigint | null;
  uploader_id: number | null;
}

/** A page of what passed, one row a passing, the oldest first; the total is counted where asked for. */
export async function listCandidateRows(
  tx: ViewerTx,
  page: PassedSelection & {
    saved: SavedCondition;
    limit: number;
    offset: number;
    counted: boolean;
  },
): Promise<{ total: number | null; rows: CandidateRow[] }> {
  const where = `WHERE ${passedWhere} AND ${savedConditions[page.saved].replaceAll('m.obj_id', 'c.obj_id')}`;
  const selection = [page.filterIds, page.groupIds, page.from, page.to];
  const rows = await tx.query<CandidateRow & Record<string, unknown>>(
    `SELECT c.id, c.obj_id, c.filter_id, c.passed_at, c.candid, c.uploader_id FROM candidates c
      ${where} ORDER BY c.passed_at, c.id LIMIT $5 OFFSET $6`,
    [...selection, page.limit, page.offset],
  );
  if (!page.counted) return { total: null, rows };
  const [count] = await tx.query<{ total: number }>(
    `SELECT count(*)::int AS total FROM candidates c ${where}`,
    selection,
  );
  return { total: count?.total ?? 0, rows };
}

/** Everything that an object passed, the newest first. */
export function listPassings(tx: ViewerTx, objId: string): Promise<CandidateRow[]> {
  return tx.query<CandidateRow & Record<string, unknown>>(
    `SELECT id, obj_id, filter_id, passed_at, candid, uploader_id FROM candidates
      WHERE obj_id = $1 ORDER BY passed_at DESC, id DESC`,
    [objId],
  );
}
