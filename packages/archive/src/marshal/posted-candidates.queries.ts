import type { ViewerTx } from '../viewer/viewer-tx.ts';

/** That somebody found an object by what a filter looks for. */
export interface PostedCandidate {
  objId: string;
  userId: number;
  passedAt: Date;
  candid: bigint | null;
}

/** A filter that the viewer sees, as far as posting needs it. */
export interface FilterOfGroup {
  id: number;
  group_id: number;
}

/** Those of these filters that the viewer sees. */
export function listFiltersOfGroups(
  tx: ViewerTx,
  ids: readonly number[],
): Promise<FilterOfGroup[]> {
  return tx.query<FilterOfGroup & Record<string, unknown>>(
    'SELECT id, group_id FROM filters WHERE id = ANY ($1) ORDER BY id',
    [ids],
  );
}

/**
 * Writes down that an object passed filters; who may see them knows the object from then on. What was
 * posted before stays as it is. Ids in the order of the filters.
 */
export async function postCandidates(
  tx: ViewerTx,
  filterIds: readonly number[],
  { objId, userId, passedAt, candid }: PostedCandidate,
): Promise<bigint[]> {
  await tx.query(
    `INSERT INTO candidates (obj_id, filter_id, audience_id, candid, passed_at, posted, uploader_id)
     SELECT $1, f.id, f.audience_id, $3, $4, true, $5 FROM filters f WHERE f.id = ANY ($2)
     ON CONFLICT DO NOTHING`,
    [objId, filterIds, candid, passedAt, userId],
  );
  const rows = await tx.query<{ id: bigint }>(
    `SELECT c.id FROM unnest($2::int[]) WITH ORDINALITY AS w (filter_id, place)
       JOIN candidates c ON c.filter_id = w.filter_id AND c.obj_id = $1 AND c.passed_at = $3
         AND c.posted
      ORDER BY w.place`,
    [objId, filterIds, passedAt],
  );
  return rows.map((row) => row.id);
}

/** Deletes what an object passed of one filter; returns how many there were. */
export async function deleteCandidates(
  tx: ViewerTx,
  objId: string,
  filterId: number,
): Promise<number> {
  const rows = await tx.query(
    'DELETE FROM candidates WHERE obj_id = $1 AND filter_id = $2 RETURNING id',
    [objId, filterId],
  );
  return rows.length;
}

/** Objects whose last passing was before a time and with which nobody did anything, oldest first. */
export interface Unwanted {
  objIds: string[];
  /** Beside these. */
  remaining: number;
}

/** How many objects are looked at in one go. */
const lookedAt = 10_000;

/** What an administrator may delete: as everybody's rights have it, not his own alone. */
export async function listUnwanted(tx: ViewerTx, before: Date, limit: number): Promise<Unwanted> {
  const objIds: string[] = [];
  let remaining = 0;
  let last: { at: string; id: string } | null = null;
  for (;;) {
    const rows: { id: string; at: string }[] = await tx.query<{ id: string; at: string }>(
      `SELECT * FROM (SELECT obj_id AS id, max(passed_at)::text AS at FROM candidates GROUP BY obj_id) c
        WHERE c.at::timestamptz < $1
          AND ($2::text IS NULL OR (c.at::timestamptz, c.id) > ($2::timestamptz, $3::text))
        ORDER BY c.at::timestamptz, c.id LIMIT ${lookedAt}`,
      [before, last?.at ?? null, last?.id ?? null],
    );
    const ids = rows.map((row) => row.id);
    const kept = await tx.query<{ id: string }>(
      'SELECT kept_objs($1) AS id UNION SELECT listed_objs($1)',
      [ids],
    );
    const keep = new Set(kept.map((row) => row.id));
    const unwanted = ids.filter((id) => !keep.has(id));
    const taken = unwanted.slice(0, limit - objIds.length);
    objIds.push(...taken);
    remaining += unwanted.length - taken.length;
    if (rows.length < lookedAt) return { objIds, remaining };
    last = rows.at(-1) ?? null;
  }
}

/** Deletes these objects with what passed of them; returns how many objects are gone. */
export async function deleteUnwanted(tx: ViewerTx, objIds: readonly string[]): Promise<number> {
  await tx.query(
    `SELECT pg_advisory_xact_lock(key) FROM (
       SELECT DISTINCT hashtextextended(id, 0) AS key FROM unnest($1::text[]) AS t (id) ORDER BY 1) keys`,
    [objIds],
  );
  // Again, now that nobody can begin anything with them.
  const kept = await tx.query<{ id: string }>(
    'SELECT kept_objs($1) AS id UNION SELECT listed_objs($1)',
    [objIds],
  );
  const keep = new Set(kept.map((row) => row.id));
  const gone = objIds.filter((id) => !keep.has(id));
  await tx.query('DELETE FROM candidates WHERE obj_id = ANY ($1)', [gone]);
  const [row] = await tx.query<{ gone: number }>('SELECT forget_objs($1) AS gone', [gone]);
  return row?.gone ?? 0;
}
