import type { ViewerTx } from '../viewer/viewer-tx.ts';
import type { SavedCondition } from './candidates.queries.ts';
import { type ObjConditions, objConditions, Parameters, type Span } from './source-conditions.ts';
import { orderSql, type SourceOrder } from './source-orders.ts';
import { type SavedKind, savedKinds } from './sources.queries.ts';

/** Where a page ended: the value that it is sorted by, as text, and the object. */
export interface PageEnd {
  key: string | null;
  id: string;
}

/** Which saved objects to show, how, and which page of them. */
export interface SourceSearch {
  /** null: of all groups that the viewer sees. */
  groupIds: readonly number[] | null;
  kind: SavedKind;
  /** How they are saved; null: to one of the groups. */
  status: SavedCondition | null;
  savedAt: Span<Date>;
  /** By one of these people; null: by whom does not matter. */
  saverIds: readonly number[] | null;
  conditions: ObjConditions;
  orderBy: SourceOrder;
  /** With an order by annotation: of which origin, and its key. */
  orderAnnotation: { origin: string; key: string } | null;
  descending: boolean;
  limit: number;
  offset: number;
  /** In place of an offset. */
  after: PageEnd | null;
}

/** A page of a search. */
export interface SourcePage {
  total: number;
  ids: string[];
  /** Where the next one begins; null: there is none. */
  end: PageEnd | null;
}

/** A page of the objects that a search finds, and how many there are in all. */
export async function pageOfSources(tx: ViewerTx, search: SourceSearch): Promise<SourcePage> {
  const parameters = new Parameters();
  const { bind } = parameters;
  const order = orderSql(search.orderBy, search.orderAnnotation, bind);
  const kept = keptSql(search, parameters);
  const conditions = objConditions(search.conditions, parameters);
  const joined = `${order.ofObj || conditions.length > 0 ? 'JOIN objs o ON o.id = k.obj_id' : ''}
    ${conditions.length > 0 ? `WHERE ${conditions.join('\n AND ')}` : ''}`;
  const entries = `SELECT k.obj_id FROM kept k ${joined}`;
  const direction = search.descending ? 'DESC' : 'ASC';
  const after = search.after === null ? '' : `WHERE ${afterSql(search, order.type, bind)}`;
  const rows = await tx.query<{ total: number; id: string | null; key: string | null }>(
    `WITH kept AS MATERIALIZED (${kept}),
     ${order.set === undefined ? '' : `entries AS MATERIALIZED (${entries}),`}
     matched AS MATERIALIZED (
       SELECT k.obj_id AS id, ${order.sql} AS key ${
         order.set === undefined
           ? `FROM kept k ${joined}`
           : `FROM entries k LEFT JOIN (${order.set}) of_set ON of_set.obj_id = k.obj_id`
       })
     SELECT (SELECT count(*)::int FROM matched) AS total, page.id, page.key::text AS key
       FROM (SELECT) AS always LEFT JOIN (
         SELECT id, key, row_number() OVER (ORDER BY key ${direction} NULLS LAST, id) AS place
           FROM matched ${after}
          ORDER BY place LIMIT ${bind(search.limit + 1)} OFFSET ${bind(search.offset)}) page ON true
      ORDER BY page.place`,
    parameters.values,
  );
  // An empty page still is one row, which carries the total.
  const found = rows.flatMap(({ id, key }) => (id === null ? [] : [{ id, key }]));
  const page = found.slice(0, search.limit);
  return {
    total: rows[0]?.total ?? 0,
    ids: page.map(({ id }) => id),
    end: found.length > search.limit ? (page.at(-1) ?? null) : null,
  };
}

/** That a group has saved an object, or is asked to, and when that changed. */
export interface SavedEntry {
  id: bigint;
  obj_id: string;
  group_id: number;
  saved_by: number | null;
  saved_at: Date;
  active: boolean;
  requested: boolean;
  unsaved_by: number | null;
  unsaved_at: Date | null;
  requested_at: Date | null;
}

/** A page of the entries of groups' lists that a search finds, the last saved first; how many in all. */
export async function pageOfSaves(
  tx: ViewerTx,
  search: SourceSearch,
): Promise<{ total: number; entries: SavedEntry[] }> {
  const parameters = new Parameters();
  const { bind } = parameters;
  const ofGroups = search.status === 'savedToAnyAccessible' ? null : search.groupIds;
  const listed = [savedKinds[search.kind], ...entryConditions(search, ofGroups, bind)];
  const conditions = objConditions(search.conditions, parameters);
  const matched = `FROM sources s ${conditions.length > 0 ? 'JOIN objs o ON o.id = s.obj_id' : ''}
    WHERE ${[...listed, ...conditions].join('\n AND ')}`;
  const all = [...parameters.values];
  const counted = await tx.query<{ total: number }>(
    `SELECT count(*)::int AS total ${matched}`,
    all,
  );
  const entries = await tx.query<SavedEntry & Record<string, unknown>>(
    `SELECT s.id, s.obj_id, s.group_id, s.saved_by, s.saved_at, s.active, s.requested, s.unsaved_by,
            s.unsaved_at, s.requested_at ${matched}
      ORDER BY s.saved_at ${search.descending ? 'DESC' : 'ASC'}, s.id
      LIMIT ${bind(search.limit)} OFFSET ${bind(search.offset)}`,
    parameters.values,
  );
  return { total: counted[0]?.total ?? 0, entries };
}

/** Conditions on entries `s` of groups' lists. */
function entryConditions(
  { savedAt, saverIds }: SourceSearch,
  groupIds: readonly number[] | null,
  bind: Parameters['bind'],
): string[] {
  return [
    ...(groupIds === null ? [] : [`s.group_id = ANY (${bind(groupIds)}::int[])`]),
    ...(savedAt.from === null ? [] : [`s.saved_at >= ${bind(savedAt.from)}::timestamptz`]),
    ...(savedAt.to === null ? [] : [`s.saved_at <= ${bind(savedAt.to)}::timestamptz`]),
    ...(saverIds === null ? [] : [`s.saved_by = ANY (${bind(saverIds)}::int[])`]),
  ];
}

/** The objects by how they are saved, with when they were last. */
function keptSql(search: SourceSearch, { bind }: Parameters): string {
  const { groupIds, status, savedAt, saverIds } = search;
  // Bound where it is used alone: PostgreSQL refuses a parameter that stands nowhere.
  const ofGroups = () =>
    groupIds === null ? '' : ` AND s.group_id = ANY (${bind(groupIds)}::int[])`;
  const from = savedAt.from ? ` AND s.saved_at >= ${bind(savedAt.from)}::timestamptz` : '';
  const to = savedAt.to ? ` AND s.saved_at <= ${bind(savedAt.to)}::timestamptz` : '';
  const by = saverIds === null ? '' : ` AND s.saved_by = ANY (${bind(saverIds)}::int[])`;
  const listed = `sources s WHERE ${savedKinds[search.kind]}${by}`;
  if (status === null || status === 'savedToAnySelected' || status === 'savedToAnyAccessible') {
    const selected = status === 'savedToAnyAccessible' ? '' : ofGroups();
    return `SELECT s.obj_id, max(s.saved_at) AS last_saved_at FROM ${listed}${selected}${from}${to}
      GROUP BY s.obj_id`;
  }
  const inAny = `EXISTS (SELECT FROM ${listed} AND s.obj_id = o.id`;
  const conditions = {
    all: () => 'true',
    savedToAllSelected: () => savedToAll(listed, groupIds, bind),
    notSavedToAllSelected: () => `NOT (${savedToAll(listed, groupIds, bind)})`,
    notSavedToAnySelected: () => `o.id NOT IN (SELECT s.obj_id FROM ${listed}
      AND s.group_id = ANY (${selectedSql(groupIds, bind)}))`,
    notSavedToAnyAccessible: () => `o.id NOT IN (SELECT s.obj_id FROM ${listed})`,
  };
  const times = from || to ? ` AND ${inAny}${from}${to})` : '';
  return `SELECT o.id AS obj_id, (SELECT max(s.saved_at) FROM ${listed} AND s.obj_id = o.id)
    AS last_saved_at FROM objs o WHERE ${conditions[status]()}${times}`;
}

/** The groups that are selected: those named, or all of the viewer's. */
function selectedSql(groupIds: readonly number[] | null, bind: Parameters['bind']): string {
  return groupIds === null ? 'ARRAY(SELECT viewer_groups())' : `${bind(groupIds)}::int[]`;
}

/** Whether an object `o` is saved to each of the groups that are selected; to none, every one is. */
function savedToAll(
  listed: string,
  groupIds: readonly number[] | null,
  bind: Parameters['bind'],
): string {
  if (groupIds?.length === 0) return 'true';
  const selected = selectedSql(groupIds, bind);
  return `o.id IN (SELECT s.obj_id FROM ${listed} AND s.group_id = ANY (${selected})
    GROUP BY s.obj_id HAVING count(*) = (SELECT count(DISTINCT g) FROM unnest(${selected}) g))`;
}

/** What comes after where a page ended: the key decides, of equal ones the name; none is last. */
function afterSql(search: SourceSearch, type: string, bind: (value: unknown) => string): string {
  const id = bind(search.after?.id);
  const key = search.after?.key ?? null;
  if (key === null) return `key IS NULL AND id > ${id}`;
  const at = `${bind(key)}::text::${type}`;
  const beyond = search.descending ? '<' : '>';
  return `(key ${beyond} ${at} OR (key = ${at} AND id > ${id}) OR key IS NULL)`;
}

/** The ids of the users of these names. */
export async function findUserIds(tx: ViewerTx, names: readonly string[]): Promise<number[]> {
  const rows = await tx.query<{ id: number }>('SELECT id FROM users WHERE username = ANY ($1)', [
    names,
  ]);
  return rows.map(({ id }) => id);
}
