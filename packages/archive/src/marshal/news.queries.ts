import type { ViewerTx } from '../viewer/viewer-tx.ts';

/** A candidate that may be new to a viewer. */
export interface NewsRow {
  id: bigint;
  filter_id: number;
  passed_at: Date;
}

/** What a viewer may see of the newest candidates, and the database's time of looking. */
export interface News {
  now: Date;
  rows: NewsRow[];
}

const mostRows = 10_000;

/** Whether the transaction's key is somebody's (still). */
export async function isSomebody(tx: ViewerTx): Promise<boolean> {
  const [row] = await tx.query<{ is: boolean }>('SELECT viewer_id() IS NOT NULL AS is');
  return row?.is ?? false;
}

/**
 * Candidates that passed since `since` (null: since `overlapS` seconds ago), newest first. Ids are
 * given out before a commit and so may come out of order: the caller asks with an overlap and knows
 * the ids that it has seen.
 */
export async function candidatesSince(
  tx: ViewerTx,
  since: Date | null,
  overlapS: number,
): Promise<News> {
  const [clock] = await tx.query<{ now: Date }>('SELECT now()');
  const rows = await tx.query<NewsRow & Record<string, unknown>>(
    `SELECT c.id, c.filter_id, c.passed_at FROM filters f
       CROSS JOIN LATERAL (
         SELECT id, filter_id, passed_at FROM candidates
          WHERE filter_id = f.id
            AND passed_at > coalesce($1, now()) - make_interval(secs => $2)
          ORDER BY passed_at DESC LIMIT ${mostRows}) c
      ORDER BY c.passed_at DESC LIMIT ${mostRows}`,
    [since, overlapS],
  );
  return { now: clock?.now ?? new Date(), rows };
}
