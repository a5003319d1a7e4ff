import { type AlertWords, adapterOf } from '@fritz/surveys';
import type { ViewerTx } from '../viewer/viewer-tx.ts';

/** What a list of candidates tells of an object's alerts. */
export interface AlertSummary extends AlertWords {
  obj_id: string;
  /** How many alerts of the object the viewer may see. */
  detections: number;
  /** Of the newest of them, UTC. */
  last_detected_mjd: number | null;
  /** Of the alert that was asked for; null, as what it says, where the viewer may not see it. */
  program_id: number | null;
}

/** The alert of an object whose magnitude and scores are wanted. */
export interface WantedAlert {
  readonly survey: string;
  readonly objId: string;
  readonly candid: bigint;
}

const HIDDEN: AlertWords = { mag: null, band: null, drb: null, rb: null };

/** Sums up the alerts of objects in one query a survey. */
export async function summarizeAlerts(
  tx: ViewerTx,
  newest: readonly WantedAlert[],
): Promise<AlertSummary[]> {
  const summaries: AlertSummary[] = [];
  for (const [survey, wanted] of Map.groupBy(newest, (one) => one.survey)) {
    summaries.push(...(await summarizeSurvey(tx, survey, wanted)));
  }
  return summaries;
}

async function summarizeSurvey(
  tx: ViewerTx,
  survey: string,
  wanted: readonly WantedAlert[],
): Promise<AlertSummary[]> {
  const adapter = adapterOf(survey);
  const columns = adapter.wordColumns.map((name) => `a."${name}"`).join(', ');
  const rows = await tx.query<Omit<AlertSummary, keyof AlertWords> & Record<string, unknown>>(
    `SELECT w.obj_id, n.detections, n.last_detected_mjd, a.programid AS program_id, ${columns}
       FROM unnest($1::text[], $2::bigint[]) AS w (obj_id, candid)
       LEFT JOIN ${survey}_alerts a ON a.object_id = w.obj_id AND a.candid = w.candid
       CROSS JOIN LATERAL (
         SELECT count(*)::int AS detections, max(d.mjd) AS last_detected_mjd
           FROM ${survey}_alerts d WHERE d.object_id = w.obj_id) n`,
    [wanted.map((one) => one.objId), wanted.map((one) => one.candid)],
  );
  return rows.map((row) => {
    const { obj_id, detections, last_detected_mjd, program_id } = row;
    const words = program_id === null ? HIDDEN : adapter.wordsOf(row);
    return { obj_id, detections, last_detected_mjd, program_id, ...words };
  });
}

/** What an alert says of the known minor planet that is nearest to it. */
export interface SolarSystemLook {
  mjd: number;
  rock: NonNullable<AlertWords['solarSystem']> | null;
}

/** How many alerts of an object are looked at. */
const mostLooks = 2000;

/** What the newest alerts of an object that the viewer sees say of minor planets, the newest first. */
export async function listSolarSystem(
  tx: ViewerTx,
  survey: string,
  objId: string,
): Promise<SolarSystemLook[]> {
  const adapter = adapterOf(survey);
  const columns = adapter.wordColumns.map((name) => `a."${name}"`).join(', ');
  const rows = await tx.query<{ mjd: number } & Record<string, unknown>>(
    `SELECT a.mjd, ${columns} FROM ${survey}_alerts a WHERE a.object_id = $1
      ORDER BY a.candid DESC LIMIT ${mostLooks}`,
    [objId],
  );
  return rows.map((row) => ({ mjd: row.mjd, rock: adapter.wordsOf(row).solarSystem ?? null }));
}
