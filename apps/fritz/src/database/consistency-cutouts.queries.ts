import type { BrokerDatabase } from '@fritz/archive';

/** What a look at the stored cutouts found. */
export interface CutoutCheck {
  /** Alerts whose cutouts were looked at, a survey's newest first, and how many there are. */
  readonly checked: number;
  readonly total: number;
  /** Whether these were all of them. */
  readonly isComplete: boolean;
  readonly broken: number;
  /** The first of the broken ones: survey and candid. */
  readonly examples: readonly string[];
}

export interface CutoutCheckOptions {
  /** When to stop, however much is left; null looks at all. */
  readonly budgetMs: number | null;
  /** Called after each slice with how many alerts were looked at, and of how many. */
  readonly onProgress?: (checked: number, total: number) => void;
  readonly signal?: AbortSignal;
  /** Rows of a slice; above the most parts that one alert can have, so that a slice holds one. */
  readonly sliceRows?: number;
}

/** Parts are numbered by a smallint. */
const mostParts = 32_768;
const exampleCount = 5;

interface Slice {
  readonly rows: number;
  readonly lowest: bigint | null;
  readonly checked: number;
  readonly broken: bigint[];
}

/**
 * The parts of an alert's cutouts are numbered from 0 on without a gap, and their bytes are as many as
 * part 0 tells. One slice is one statement, in which an alert is there whole or not at all; the alert
 * that the end of a slice may cut belongs to the next.
 */
const sliceSql = (survey: string) => `WITH slice AS MATERIALIZED (
    SELECT candid, part, octet_length(bytes) AS length, science_bytes, template_bytes, difference_bytes
      FROM ${survey}_cutout_parts WHERE candid <= $1 ORDER BY candid DESC, part DESC LIMIT $2),
  edge AS (SELECT count(*)::int AS rows, min(candid) AS lowest FROM slice),
  stored AS (
    SELECT candid, count(*) AS parts, min(part) AS first, max(part) AS last, sum(length) AS bytes,
      sum(coalesce(science_bytes, 0) + coalesce(template_bytes, 0) + coalesce(difference_bytes, 0))
        FILTER (WHERE part = 0) AS told
      FROM slice, edge WHERE rows < $2 OR candid > lowest GROUP BY candid)
  SELECT rows, lowest, count(candid)::int AS checked,
    coalesce(array_agg(candid ORDER BY candid DESC) FILTER (WHERE
      first <> 0 OR last + 1 <> parts OR told IS DISTINCT FROM bytes), '{}') AS broken
    FROM edge LEFT JOIN stored ON true GROUP BY rows, lowest`;

/** Looks whether the cutouts are stored whole, from the newest alert back, for as long as it may. */
export async function checkCutouts(
  database: BrokerDatabase,
  options: CutoutCheckOptions,
): Promise<CutoutCheck> {
  const { budgetMs, onProgress, signal, sliceRows = 2 * mostParts } = options;
  const endsAt = budgetMs === null ? Number.POSITIVE_INFINITY : performance.now() + budgetMs;
  const surveys = await listSurveys(database);
  const total = surveys.reduce((sum, { alerts }) => sum + alerts, 0);
  const found = { checked: 0, total, broken: 0, examples: [] as string[] };
  for (const { survey } of surveys) {
    for (let from: bigint | null = 2n ** 63n - 1n; from !== null; ) {
      if (performance.now() > endsAt || signal?.aborted) return { ...found, isComplete: false };
      const slice = await readSlice(database, survey, from, sliceRows);
      found.checked += slice.checked;
      found.broken += slice.broken.length;
      const names = slice.broken.map((candid) => `${survey} ${candid}`);
      found.examples.push(...names.slice(0, exampleCount - found.examples.length));
      from = slice.rows < sliceRows ? null : slice.lowest;
      onProgress?.(found.checked, total);
    }
  }
  return { ...found, isComplete: true };
}

/** The surveys that have cutouts, with how many alerts of theirs do; most alerts first. */
async function listSurveys(database: BrokerDatabase) {
  return database.use(async (client) => {
    const tables = await client.query<{ survey: string }>(
      `SELECT left(relname, -length('_cutout_parts')) AS survey FROM pg_class
        WHERE relnamespace = 'fritz'::regnamespace AND relkind = 'p' AND relname ~ '_cutout_parts$'`,
    );
    const counts = tables.rows.map(
      ({ survey }) => `SELECT '${survey}' AS survey, count(*)::float8 AS alerts
         FROM ${survey}_cutout_parts WHERE part = 0`,
    );
    const { rows } = await client.query<{ survey: string; alerts: number }>(
      `${counts.join(' UNION ALL ')} ORDER BY alerts DESC, survey`,
    );
    return rows;
  });
}

async function readSlice(
  database: BrokerDatabase,
  survey: string,
  from: bigint,
  rows: number,
): Promise<Slice> {
  return database.use(async (client) => {
    const { rows: found } = await client.query<Slice>(sliceSql(survey), [from, rows]);
    const [slice] = found;
    if (!slice) throw new Error('a slice of cutouts gave no row');
    return slice;
  });
}
