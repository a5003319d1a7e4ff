import type { ViewerTx } from '../viewer/viewer-tx.ts';
import { jdOfTime, type Night, nightOfJd } from './nights.ts';
import type { PastSurvey } from './past-alerts.ts';

/** With fewer alerts a share of them says little. */
const MIN_NIGHT_ALERTS = 20;
/** So many nights with an alert are looked at. */
const NIGHTS_BACK = 30;
/**
 * So long it is looked. There is no index by programme: of one with few alerts, millions of others
 * may lie between two.
 */
const SEARCH_MS = 3000;

/** How a night came to be chosen. */
export type NightSearch =
  /** It was named. */
  | 'named'
  /** It is the last one that tells something. */
  | 'found'
  /** There is none with enough alerts of these programmes that the viewer may see. */
  | 'none'
  /** None was found in time. */
  | 'timed_out';

/** What came of looking for a night. */
export interface FoundNight {
  /** Null where none was found. */
  readonly night: Night | null;
  readonly search: NightSearch;
}

/** Which night is looked for. */
export interface NightWish {
  readonly programIds: readonly number[];
  readonly now: Date;
  /** Whether the last night with any alert serves where none has enough. */
  readonly orAny?: boolean;
  /** How long it may be looked, in milliseconds. */
  readonly limitMs?: number;
}

/**
 * The last night with enough alerts of these programmes that the viewer may see: of nights that
 * are over where there is one, else the one that is going on. It takes a few seconds at most.
 */
export async function findReferenceNight(
  tx: ViewerTx,
  survey: PastSurvey,
  { programIds, now, orAny = false, limitMs = SEARCH_MS }: NightWish,
): Promise<FoundNight> {
  const search = new Search(tx, survey, programIds, limitMs);
  const found = (night: Night | null, otherwise: NightSearch): FoundNight => {
    const best = night ?? (orAny ? search.last : null);
    return { night: best, search: best ? 'found' : otherwise };
  };
  // What is set after it, the timeout, is undone with it; a statement that took too long, too.
  await tx.query('SAVEPOINT night_search');
  try {
    return found(await search.reference(nightOfJd(jdOfTime(now))), 'none');
  } catch (error) {
    if (!search.isOver(error)) throw error;
    return found(search.current, 'timed_out');
  } finally {
    await tx.query('ROLLBACK TO SAVEPOINT night_search');
    await tx.query('RELEASE SAVEPOINT night_search');
  }
}

class Search {
  /** The last night with any alert. */
  last: Night | null = null;
  /** The night that is going on, where it has enough. */
  current: Night | null = null;
  private readonly tx: ViewerTx;
  private readonly survey: PastSurvey;
  private readonly programIds: readonly number[];
  private readonly endMs: number;

  constructor(tx: ViewerTx, survey: PastSurvey, programIds: readonly number[], limitMs: number) {
    this.tx = tx;
    this.survey = survey;
    this.programIds = programIds;
    this.endMs = performance.now() + limitMs;
  }

  async reference(tonight: Night): Promise<Night | null> {
    let before: bigint | null = null;
    for (let back = 0; back < NIGHTS_BACK; back++) {
      const night = await this.lastBefore(before);
      if (night === null) break;
      this.last ??= night;
      if (await this.hasEnough(night)) {
        if (night.name !== tonight.name) return night;
        this.current = night;
      }
      before = this.survey.candidsOf(night.window).since;
    }
    return this.current;
  }

  /** Whether this is the end of a statement that took too long. */
  isOver(error: unknown): boolean {
    if (error instanceof SearchOver) return true;
    const isCanceled = error instanceof Error && 'code' in error && error.code === QUERY_CANCELED;
    // It may have been cancelled by somebody else.
    return isCanceled && performance.now() >= this.endMs - 1;
  }

  private async lastBefore(before: bigint | null): Promise<Night | null> {
    // In the order of the index on candid: the first row that the viewer may see ends the scan.
    const [row] = await this.ask<{ jd: number }>(
      `SELECT jd FROM ${this.survey.name}_alerts
       WHERE programid = ANY ($1::int[]) AND ($2::bigint IS NULL OR candid < $2)
       ORDER BY candid DESC LIMIT 1`,
      [[...this.programIds], before],
    );
    return row ? nightOfJd(row.jd) : null;
  }

  private async hasEnough({ window }: Night): Promise<boolean> {
    const { since, before } = this.survey.candidsOf(window);
    const rows = await this.ask(
      `SELECT FROM ${this.survey.name}_alerts
       WHERE programid = ANY ($1::int[]) AND candid >= $2 AND candid < $3 LIMIT ${MIN_NIGHT_ALERTS}`,
      [[...this.programIds], since, before],
    );
    return rows.length === MIN_NIGHT_ALERTS;
  }

  private async ask<Row extends Record<string, unknown>>(
    text: string,
    values: readonly unknown[],
  ): Promise<Row[]> {
    const leftMs = Math.ceil(this.endMs - performance.now());
    if (leftMs <= 0) throw new SearchOver();
    await this.tx.query(`SELECT set_config('statement_timeout', $1, true)`, [String(leftMs)]);
    return this.tx.query<Row>(text, values);
  }
}

/** SQLSTATE of a statement that took too long, or was ended. */
const QUERY_CANCELED = '57014';

class SearchOver extends Error {}
