import { adapterOf, type JointBundle } from '@fritz/surveys';
import type { RunQuery } from '../crossmatch/ports.ts';

/** A light curve of which bundles are asked for, as of an alert. */
export interface WantedBundles {
  readonly survey: string;
  readonly objectId: string;
  /** Older ones hold nothing that filters see then. */
  readonly jd: number;
  /** Only what was stored then, microseconds since 1970; null for all there is. */
  readonly knownUs: bigint | null;
  /** Only these candids of these programmes; null for all there are. */
  readonly seen: ReadonlyMap<number, readonly bigint[]> | null;
}

interface Row extends Record<string, unknown> {
  readonly place: number;
  readonly programid: number;
  readonly candid: bigint;
  readonly points: Uint8Array;
}

const HISTORY_DAYS = 365;

/**
 * Bundles of light curves of any surveys, by candid; a query a survey. Their adapters learn the
 * schemas that these are in.
 *
 * @returns in the order of what is wanted
 */
export async function loadJointBundles(
  query: RunQuery,
  wanted: readonly WantedBundles[],
): Promise<JointBundle[][]> {
  const found: JointBundle[][] = wanted.map(() => []);
  for (const [survey, ofSurvey] of Map.groupBy(wanted.entries(), ([, one]) => one.survey)) {
    const rows = await query<Row>(bundlesOf(survey), [
      ofSurvey.map(([place]) => place),
      ofSurvey.map(([, { objectId }]) => objectId),
      ofSurvey.map(([, { jd }]) => sinceOf(survey, jd)),
      ofSurvey.map(([, { knownUs }]) => knownUs),
    ]);
    for (const { place, programid: programId, candid, points } of rows) {
      const seen = wanted[place]?.seen ?? null;
      if (seen !== null && !seen.get(programId)?.includes(candid)) continue;
      found[place]?.push({ programId, candid, points });
    }
    await learnCurveSchemas(query, survey);
  }
  return found;
}

function sinceOf(survey: string, jd: number): bigint {
  const window = { fromJd: jd - HISTORY_DAYS, toJd: Number.POSITIVE_INFINITY };
  return adapterOf(survey).candidsOf(window).since;
}

/**
 * One index scan an object. An alert of a programme that the viewer may not see brings points of
 * others: these count as come in time, as in replays of its own survey.
 */
function bundlesOf(survey: string): string {
  return `SELECT w.place, l.programid, l.candid, l.points
    FROM unnest($1::int[], $2::text[], $3::bigint[], $4::bigint[])
      AS w (place, object_id, since, known_us)
    CROSS JOIN LATERAL (
      SELECT c.programid, c.candid, c.points FROM ${survey}_light_curves c
      WHERE c.object_id = w.object_id AND c.candid >= w.since OFFSET 0) AS l
    WHERE w.known_us IS NULL OR NOT EXISTS (
      SELECT FROM ${survey}_alerts a WHERE a.object_id = w.object_id AND a.candid = l.candid
        AND (extract(epoch FROM a.received_at) * 1000000)::bigint > w.known_us)
    ORDER BY w.place, l.candid, l.programid`;
}

async function learnCurveSchemas(query: RunQuery, survey: string): Promise<void> {
  const { schemas } = adapterOf(survey);
  const known = schemas.known().map(([fingerprint]) => fingerprint);
  const rows = await query<{ schema: string }>(
    'SELECT schema FROM avro_schemas WHERE survey = $1 AND fingerprint <> ALL ($2::bigint[])',
    [survey, known],
  );
  for (const { schema } of rows) schemas.learn(schema);
}
