import { adapterOf, SURVEYS } from '@fritz/surveys';
import type { ViewerTx } from '../viewer/viewer-tx.ts';

/** What the broker read of a survey since some time; counts for who sees all its programmes. */
export interface SurveyStatusRow {
  survey: string;
  packets: number | null;
  new: number | null;
  known: number | null;
  quarantined: number | null;
  /** For others when the newest alert came that they see. */
  last_batch_at: Date | null;
  /** Packets per second over the minute that ends with the last batch; null of a single batch. */
  per_second: number | null;
  /** From the start of tonight's newest exposure that the viewer may see to its arrival, seconds. */
  lag_s: number | null;
}

/** Julian date of 1970-01-01 (UTC). */
const JD_OF_EPOCH = 2_440_587.5;

/** The newest alert of tonight that the viewer may see, of each survey: when it came, and its lag. */
function newestSql(since: Date): string {
  const jd = since.getTime() / 86_400_000 + JD_OF_EPOCH;
  return SURVEYS.map(({ name }) => {
    const window = { fromJd: jd, toJd: Number.POSITIVE_INFINITY };
    const { since: first } = adapterOf(name).candidsOf(window);
    // Where a candid tells the time its index finds the newest; alerts of older nights that are
    // read now have no lag worth telling.
    const [from, order] = first > 0n ? [`a.candid >= ${first}`, 'candid'] : [`a.jd >= ${jd}`, 'jd'];
    return `(SELECT '${name}' AS survey, a.received_at,
        extract(epoch FROM a.received_at)::float8 - (a.mjd - 40587) * 86400 AS lag_s
      FROM ${name}_alerts a WHERE ${from} ORDER BY a.${order} DESC LIMIT 1)`;
  }).join(' UNION ALL ');
}

/** Sums over the batches since `since`, per survey of which the viewer sees anything. */
export function surveyStatus(tx: ViewerTx, since: Date): Promise<SurveyStatusRow[]> {
  return tx.query<SurveyStatusRow & Record<string, unknown>>(
    `WITH tonight AS (
       SELECT survey, sum(packets)::float8 AS packets, sum(new)::float8 AS new,
              sum(known)::float8 AS known, sum(quarantined)::float8 AS quarantined,
              max(committed_at) AS last_batch_at
         FROM batches WHERE committed_at >= $1 GROUP BY survey),
     newest AS (${newestSql(since)})
     SELECT survey, t.packets, t.new, t.known, t.quarantined,
            coalesce(t.last_batch_at, l.received_at) AS last_batch_at, r.per_second, l.lag_s
       FROM tonight t FULL JOIN newest l USING (survey)
       LEFT JOIN LATERAL (
         SELECT CASE WHEN count(*) > 1 THEN
             (sum(b.packets) - (array_agg(b.packets ORDER BY b.committed_at))[1])::float8
               / nullif(extract(epoch FROM max(b.committed_at) - min(b.committed_at))::float8, 0)
           END AS per_second
           FROM batches b
          WHERE b.survey = t.survey AND b.committed_at > t.last_batch_at - interval '1 minute'
       ) r ON true
      ORDER BY survey`,
    [since],
  );
}

/** What a filter version made of the alerts since some time. */
export interface FilterStatusRow {
  filter_id: number;
  name: string;
  fid: string;
  evaluated: number;
  passed: number;
  rejected: number;
  failed: number;
  elapsed_ms: number;
  /** The last on an alert that the viewer may see. */
  failure: string | null;
}

/** Sums per version of the filters that the viewer may see, over the batches since `since`. */
export function filterStatus(tx: ViewerTx, since: Date): Promise<FilterStatusRow[]> {
  return tx.query<FilterStatusRow & Record<string, unknown>>(
    `SELECT f.id AS filter_id, f.name, v.fid, sum(c.evaluated)::float8 AS evaluated,
            sum(c.passed)::float8 AS passed, sum(c.rejected)::float8 AS rejected,
            sum(c.failed)::float8 AS failed, sum(c.elapsed_us)::float8 / 1000 AS elapsed_ms,
            (array_agg(e.message ORDER BY c.batch_id DESC) FILTER (WHERE e.message IS NOT NULL))[1]
              AS failure
       FROM filter_counts c
       JOIN batches_since($1) b (id) ON b.id = c.batch_id
       JOIN filter_versions v ON v.id = c.filter_version_id
       LEFT JOIN filter_failures(NULL, $1) e
         ON e.filter_version_id = c.filter_version_id AND e.batch_id = c.batch_id
       JOIN filters f ON f.id = v.filter_id
      GROUP BY f.id, f.name, v.fid ORDER BY f.name, f.id, v.fid`,
    [since],
  );
}
