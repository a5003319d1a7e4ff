import type { JdWindow, SeenAlert, SurveyAdapter } from '@fritz/surveys';
import type { ViewerTx } from '../viewer/viewer-tx.ts';

/** Which past alerts: of these programmes, and of a time, of objects, or by their ids. */
export interface PastSelection {
  readonly programIds: readonly number[];
  readonly window?: JdWindow | null;
  readonly objectIds?: readonly string[] | null;
  readonly candids?: readonly bigint[] | null;
}

/** A past alert by its names. */
export interface PastAlert {
  readonly objectId: string;
  readonly candid: bigint;
}

/** A past alert as filters saw it, and when it came. */
export interface LoadedAlert extends SeenAlert {
  /** Microseconds since 1970 at which its batch was stored: what came later it did not know. */
  readonly receivedUs: bigint;
}

/** What is asked of a survey's adapter. */
export type PastSurvey = Pick<
  SurveyAdapter,
  'name' | 'lazyFields' | 'schemas' | 'needs' | 'curve' | 'seenAlert' | 'columnsFor' | 'candidsOf'
>;

const RECEIVED = '(extract(epoch FROM received_at) * 1000000)::bigint AS received_us';
/** No statement takes long for it, and its rows fit in memory. */
const MAX_ALERTS = 2_000_000;

/** The alerts of a selection that the viewer may see, by candid. */
export async function listPastAlerts(
  tx: ViewerTx,
  survey: PastSurvey,
  selection: PastSelection,
): Promise<PastAlert[]> {
  const { window, objectIds, candids, programIds } = selection;
  const range = window ? survey.candidsOf(window) : null;
  const rows = await tx.query<{ object_id: string; candid: bigint }>(
    `SELECT object_id, candid FROM ${survey.name}_alerts
     WHERE programid = ANY ($1::int[])
       AND ($2::bigint IS NULL OR candid >= $2) AND ($3::bigint IS NULL OR candid < $3)
       AND ($4::float8 IS NULL OR jd >= $4) AND ($5::float8 IS NULL OR jd < $5)
       AND ($6::text[] IS NULL OR object_id = ANY ($6))
       AND ($7::bigint[] IS NULL OR candid = ANY ($7))
     ORDER BY candid LIMIT ${MAX_ALERTS}`,
    [
      [...programIds],
      range?.since ?? null,
      range?.before ?? null,
      window?.fromJd ?? null,
      window?.toJd ?? null,
      objectIds ?? null,
      candids ?? null,
    ],
  );
  return rows.map(({ object_id: objectId, candid }) => ({ objectId, candid }));
}

/** The alert of this id, or the newest of this object; null where the viewer sees none. */
export async function findAlert(
  tx: ViewerTx,
  survey: Pick<PastSurvey, 'name'>,
  { candid = null, objectId = null }: { candid?: bigint | null; objectId?: string | null },
): Promise<PastAlert | null> {
  const [row] = await tx.query<{ object_id: string; candid: bigint }>(
    `SELECT object_id, candid FROM ${survey.name}_alerts
     WHERE ($1::bigint IS NULL OR candid = $1) AND ($2::text IS NULL OR object_id = $2)
     ORDER BY candid DESC LIMIT 1`,
    [candid, objectId],
  );
  return row ? { objectId: row.object_id, candid: row.candid } : null;
}

/** Makes the schemas known that alerts and light curves are stored in. */
export async function learnSchemas(tx: ViewerTx, survey: PastSurvey): Promise<void> {
  const known = survey.schemas.known().map(([fingerprint]) => fingerprint);
  const rows = await tx.query<{ schema: string }>(
    `SELECT schema FROM avro_schemas WHERE survey = $1 AND fingerprint <> ALL ($2::bigint[])`,
    [survey.name, known],
  );
  for (const { schema } of rows) survey.schemas.learn(schema);
}

/** Alerts with the columns that filters with these reads look at, by candid. */
export async function loadAlerts(
  tx: ViewerTx,
  survey: PastSurvey,
  alerts: readonly PastAlert[],
  reads: readonly (readonly string[] | null)[],
): Promise<LoadedAlert[]> {
  if (alerts.length === 0) return [];
  const columns = survey.columnsFor(reads).map((name) => `"${name}"`);
  const candids = alerts.map(({ candid }) => candid);
  const rows = await tx.query<Record<string, unknown> & { received_us: bigint }>(
    `SELECT object_id, candid, programid, ${RECEIVED}, ${columns.join(', ')}
     FROM ${survey.name}_alerts WHERE candid = ANY ($1::bigint[]) ORDER BY candid`,
    [candids],
  );
  return rows.map((row) => ({ ...survey.seenAlert(row), receivedUs: row.received_us }));
}

/** A part of a stored light curve, with the time at which it came. */
export interface PastBundle {
  readonly candid: bigint;
  readonly receivedUs: bigint;
  readonly points: Uint8Array;
}

/** A range of an object's light curve: the rows of alerts since ≤ candid ≤ upTo. */
export interface PastRange {
  readonly objectId: string;
  readonly since: bigint;
  readonly upTo: bigint;
}

/** What the viewer may see of these light curves, by object, in the order of candids. */
export async function loadBundles(
  tx: ViewerTx,
  survey: PastSurvey,
  ranges: readonly PastRange[],
): Promise<Map<string, PastBundle[]>> {
  const bundles = new Map<string, PastBundle[]>();
  if (ranges.length === 0) return bundles;
  const rows = await tx.query<{
    id: string;
    candid: bigint;
    received_us: bigint | null;
    points: Buffer;
  }>(
    // One index scan per object and table. An alert of a programme that the viewer may not see
    // brings points of others: these count as come in time.
    `SELECT w.id, l.candid, l.points, (SELECT ${RECEIVED} FROM ${survey.name}_alerts a
       WHERE a.object_id = w.id AND a.candid = l.candid AND a.candid >= $4)
     FROM unnest($1::text[], $2::bigint[], $3::bigint[]) AS w (id, since, up_to)
     CROSS JOIN LATERAL (
       SELECT c.candid, c.programid, c.points FROM ${survey.name}_light_curves c
       WHERE c.object_id = w.id AND c.candid >= $4 AND c.candid >= w.since AND c.candid <= w.up_to
     ) AS l
     ORDER BY w.id, l.candid, l.programid`,
    [
      ranges.map(({ objectId }) => objectId),
      ranges.map(({ since }) => since),
      ranges.map(({ upTo }) => upTo),
      ranges.reduce((low, { since }) => (since < low ? since : low), ranges[0]?.since ?? 0n),
    ],
  );
  for (const { id, candid, received_us: received, points } of rows) {
    const ofObject = bundles.get(id) ?? [];
    bundles.set(id, ofObject);
    ofObject.push({ candid, receivedUs: received ?? 0n, points });
  }
  return bundles;
}
