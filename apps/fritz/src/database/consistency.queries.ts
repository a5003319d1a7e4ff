import type { BrokerDatabase } from '@fritz/archive';
import { SURVEYS } from '@fritz/surveys';

/** How much the archive holds. */
export interface ArchiveCounts {
  readonly alerts: number;
  readonly objects: number;
  readonly cutouts: number;
  readonly lightCurveRows: number;
  readonly candidates: number;
  readonly photometry: number;
  readonly sources: number;
  readonly batches: number;
  readonly quarantined: number;
}

/** One rule that must hold, and how often it is broken. */
export interface Consistency {
  readonly rule: string;
  readonly broken: number;
}

/** How far one partition was read. */
export interface OffsetRow {
  readonly consumer: string;
  readonly topic: string;
  readonly partition: number;
  readonly nextOffset: bigint;
}

/** The sum of what a query gives for each survey, whose name is `{survey}`. */
function ofAll(sql: string): string {
  return SURVEYS.map(({ name }) => `(SELECT ${sql.replaceAll('{survey}', name)})`).join(' + ');
}

const counts: Readonly<Record<keyof ArchiveCounts, string>> = {
  alerts: ofAll('count(*) FROM {survey}_alerts'),
  objects: ofAll('count(DISTINCT object_id) FROM {survey}_alerts'),
  cutouts: ofAll('count(*) FROM {survey}_cutouts'),
  lightCurveRows: ofAll('count(*) FROM {survey}_light_curves'),
  candidates: 'count(*) FROM candidates',
  photometry: 'count(*) FROM photometry',
  sources: 'count(*) FROM sources WHERE active',
  batches: 'count(*) FROM batches',
  quarantined: 'count(*) FROM quarantine WHERE resolved_at IS NULL',
};

/** Each counts the rows that break its rule. */
const rules: Readonly<Record<string, string>> = {
  'every alert has its light-curve row': ofAll(`count(*) FROM {survey}_alerts a WHERE NOT EXISTS (
     SELECT FROM {survey}_light_curves l WHERE l.object_id = a.object_id
       AND l.programid = a.programid AND l.candid = a.candid)`),
  'every alert has its cutout row': ofAll(`count(*) FROM {survey}_alerts a WHERE NOT EXISTS (
     SELECT FROM {survey}_cutouts c WHERE c.candid = a.candid)`),
  'every cutout belongs to an alert': ofAll(`count(*) FROM {survey}_cutouts c WHERE NOT EXISTS (
     SELECT FROM {survey}_alerts a WHERE a.candid = c.candid)`),
  'every candidate belongs to an alert': ofAll(`count(*) FROM candidates k
     WHERE k.survey = '{survey}'
       AND NOT EXISTS (SELECT FROM {survey}_alerts a WHERE a.candid = k.candid)`),
  'the batches tell of as many new alerts as there are':
    ofAll(`abs((SELECT count(*) FROM {survey}_alerts)
     - (SELECT coalesce(sum(new), 0) FROM batches WHERE survey = '{survey}'))`),
  'filters tell of as many passes as there are candidates': `count(*) FROM (
     SELECT v.filter_id, sum(c.passed) AS told FROM filter_counts c
       JOIN filter_versions v ON v.id = c.filter_version_id GROUP BY v.filter_id) AS sums
     WHERE sums.told <> (SELECT count(*) FROM candidates k WHERE k.filter_id = sums.filter_id)`,
};

export async function countArchive(database: BrokerDatabase): Promise<ArchiveCounts> {
  const columns = Object.entries(counts).map(
    ([name, sql]) => `(SELECT ${sql})::float8 AS "${name}"`,
  );
  return database.use(async (client) => {
    const { rows } = await client.query<ArchiveCounts>(`SELECT ${columns.join(', ')}`);
    const [row] = rows;
    if (!row) throw new Error('counting gave no row');
    return row;
  });
}

/** Checks the rules in one snapshot, so that a broker at work does not disturb them. */
export async function checkConsistency(database: BrokerDatabase): Promise<Consistency[]> {
  return database.use(async (client) => {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const checked: Consistency[] = [];
    try {
      for (const [rule, sql] of Object.entries(rules)) {
        const { rows } = await client.query<{ broken: number }>(
          `SELECT (SELECT ${sql})::float8 AS broken`,
        );
        checked.push({ rule, broken: rows[0]?.broken ?? 0 });
      }
    } finally {
      await client.query('COMMIT');
    }
    return checked;
  });
}

export async function listOffsets(database: BrokerDatabase): Promise<OffsetRow[]> {
  return database.use(async (client) => {
    const { rows } = await client.query<OffsetRow>(
      `SELECT consumer, topic, partition, next_offset AS "nextOffset"
         FROM stream_offsets ORDER BY consumer, topic, partition`,
    );
    return rows;
  });
}
