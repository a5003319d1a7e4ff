import type { JdWindow } from '@fritz/surveys';
import type { ViewerTx } from '../viewer/viewer-tx.ts';
import type { PastSurvey } from './past-alerts.ts';

const MS_PER_DAY = 86_400_000;
/** Julian date of 1970-01-01 (UTC). */
const JD_OF_EPOCH = 2_440_587.5;
/** With fewer alerts a share of them says little. */
const MIN_NIGHT_ALERTS = 20;
/** So many nights back it is looked for one with enough. */
const NIGHTS_BACK = 30;

/** A night by its UT date, as surveys name theirs. */
export interface Night {
  /** YYYYMMDD. */
  readonly name: string;
  readonly window: JdWindow;
}

/** The night that a time is in. */
export function nightOfJd(jd: number): Night {
  const fromJd = Math.floor(jd - 0.5) + 0.5;
  const date = new Date((fromJd - JD_OF_EPOCH) * MS_PER_DAY);
  return {
    name: date.toISOString().slice(0, 10).replaceAll('-', ''),
    window: { fromJd, toJd: fromJd + 1 },
  };
}

/** A night by its name; null where that is no date. */
export function nightByName(name: string): Night | null {
  const [, year, month, day] = /^(\d{4})-?(\d{2})-?(\d{2})$/.exec(name) ?? [];
  if (!year || !month || !day) return null;
  const night = nightOfJd(jdOfTime(new Date(`${year}-${month}-${day}T00:00:00Z`)));
  return night.name === `${year}${month}${day}` ? night : null;
}

export function jdOfTime(time: Date): number {
  return time.getTime() / MS_PER_DAY + JD_OF_EPOCH;
}

/**
 * The last night with enough alerts of these programmes that the viewer may see: of nights that
 * are over where there is one, else the one that is going on. Null where there is none.
 */
export async function findReferenceNight(
  tx: ViewerTx,
  survey: PastSurvey,
  programIds: readonly number[],
  now: Date,
): Promise<Night | null> {
  const tonight = nightOfJd(jdOfTime(now));
  let current: Night | null = null;
  let before: bigint | null = null;
  for (let back = 0; back < NIGHTS_BACK; back++) {
    const jd = await lastJd(tx, survey, programIds, before);
    if (jd === null) break;
    const night = nightOfJd(jd);
    if (await hasEnough(tx, survey, programIds, night)) {
      if (night.name !== tonight.name) return night;
      current = night;
    }
    before = survey.candidsOf(night.window).since;
  }
  return current;
}

/** The last night with any alert of these programmes that the viewer may see. */
export async function findLastNight(
  tx: ViewerTx,
  survey: PastSurvey,
  programIds: readonly number[],
): Promise<Night | null> {
  const jd = await lastJd(tx, survey, programIds, null);
  return jd === null ? null : nightOfJd(jd);
}

async function lastJd(
  tx: ViewerTx,
  survey: PastSurvey,
  programIds: readonly number[],
  before: bigint | null,
): Promise<number | null> {
  // In the order of the index on candid: the first row that the viewer may see ends the scan.
  const [row] = await tx.query<{ jd: number }>(
    `SELECT jd FROM ${survey.name}_alerts
     WHERE programid = ANY ($1::int[]) AND ($2::bigint IS NULL OR candid < $2)
     ORDER BY candid DESC LIMIT 1`,
    [[...programIds], before],
  );
  return row?.jd ?? null;
}

async function hasEnough(
  tx: ViewerTx,
  survey: PastSurvey,
  programIds: readonly number[],
  { window }: Night,
): Promise<boolean> {
  const { since, before } = survey.candidsOf(window);
  const rows = await tx.query(
    `SELECT FROM ${survey.name}_alerts
     WHERE programid = ANY ($1::int[]) AND candid >= $2 AND candid < $3 LIMIT ${MIN_NIGHT_ALERTS}`,
    [[...programIds], since, before],
  );
  return rows.length === MIN_NIGHT_ALERTS;
}
