import type { ViewerTx } from '../viewer/viewer-tx.ts';

/** How often an object was looked at. */
export interface ViewCount {
  id: string;
  edition: bigint;
  isToken: boolean;
  views: number;
}

/** Counts looks of today; what is not there is left out. Needs no viewer. */
export async function countSourceViews(tx: ViewerTx, counts: readonly ViewCount[]): Promise<void> {
  await tx.query('SELECT count_source_views($1, $2, $3, $4)', [
    counts.map(({ id }) => id),
    counts.map(({ edition }) => edition),
    counts.map(({ isToken }) => isToken),
    counts.map(({ views }) => views),
  ]);
}

/** The objects that browsers looked at most since some day. */
export function listTopViews(
  tx: ViewerTx,
  top: { days: number; limit: number },
): Promise<{ obj_id: string; views: number }[]> {
  return tx.query(
    `SELECT v.obj_id, sum(v.views)::int AS views FROM source_views v
      WHERE NOT v.is_token AND v.day >= (now() AT TIME ZONE 'UTC' - $1 * interval '1 day')::date
      GROUP BY v.obj_id ORDER BY 2 DESC, 1 LIMIT $2`,
    [top.days, top.limit],
  );
}

/** The last saves, each object once per time that it was saved at. */
export function listRecentSaves(
  tx: ViewerTx,
  limit: number,
): Promise<{ obj_id: string; saved_at: Date }[]> {
  return tx.query(
    `SELECT DISTINCT s.saved_at, s.obj_id FROM sources s WHERE s.active
      ORDER BY s.saved_at DESC, s.obj_id LIMIT $1`,
    [limit],
  );
}

/** How many entries came to the lists of the viewer's groups in so many days. */
export async function countRecentSaves(tx: ViewerTx, days: number): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM sources s
      WHERE s.active AND s.saved_at >= now() - $1 * interval '1 day'`,
    [days],
  );
  return row?.count ?? 0;
}

/** Who saved most objects in so many days; `candidatesOnly`: of those that passed a filter. */
export function listTopSavers(
  tx: ViewerTx,
  top: { days: number; limit: number; candidatesOnly: boolean },
): Promise<
  {
    id: number;
    username: string;
    first_name: string | null;
    last_name: string | null;
    is_bot: boolean;
    saves: number;
  }[]
> {
  return tx.query(
    `SELECT u.id, u.username, u.first_name, u.last_name, u.is_bot, t.saves
       FROM (SELECT s.saved_by, count(DISTINCT s.obj_id)::int AS saves FROM sources s
              WHERE s.active AND s.saved_at >= now() - $1 * interval '1 day'
                AND (NOT $3 OR EXISTS (SELECT FROM candidates c WHERE c.obj_id = s.obj_id))
              GROUP BY s.saved_by) t
       JOIN users u ON u.id = t.saved_by
      ORDER BY t.saves DESC, u.username LIMIT $2`,
    [top.days, top.limit, top.candidatesOnly],
  );
}

/** Something that happened to an object that the viewer sees. */
export interface NewsItem {
  type: 'source' | 'classification' | 'comment';
  time: Date;
  obj_id: string;
  author_id: number | null;
  author: string | null;
  text: string;
}

const kinds: Record<NewsItem['type'], string> = {
  // Saved to several groups at once is one thing that happened.
  source: `SELECT 'source' AS type, s.saved_at AS time, s.obj_id, s.saved_by AS author_id,
      'New source saved to ' || string_agg(g.name, ', ' ORDER BY g.name) AS text
    FROM (SELECT l.* FROM sources l WHERE l.active ORDER BY l.saved_at DESC LIMIT $1::int * 10) s
    JOIN groups g ON g.id = s.group_id GROUP BY s.saved_at, s.obj_id, s.saved_by
    ORDER BY s.saved_at DESC LIMIT $1`,
  classification: `SELECT 'classification', c.created_at, c.obj_id, c.author_id,
      'New classification ' || c.class
    FROM classifications c WHERE c.withdrawn_at IS NULL ORDER BY c.created_at DESC LIMIT $1`,
  comment: `SELECT 'comment', c.created_at, c.obj_id, c.author_id, c.text
    FROM comments c WHERE c.subject_type = 'sources' AND ($2::boolean OR NOT c.bot)
    ORDER BY c.created_at DESC LIMIT $1`,
};

/** The last news of these kinds, the newest first. */
export function listNews(
  tx: ViewerTx,
  wanted: { types: readonly NewsItem['type'][]; limit: number; withBots: boolean },
): Promise<NewsItem[]> {
  const parts = wanted.types.map((type) => `(${kinds[type]})`);
  if (parts.length === 0) return Promise.resolve([]);
  return tx.query<NewsItem & Record<string, unknown>>(
    `SELECT n.*, u.username AS author FROM (${parts.join(' UNION ALL ')}) n
       LEFT JOIN users u ON u.id = n.author_id
      WHERE $2::boolean IS NOT NULL ORDER BY n.time DESC, n.obj_id LIMIT $1`,
    [wanted.limit, wanted.withBots],
  );
}
