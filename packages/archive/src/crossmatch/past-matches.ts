import { findPartsRead } from '@fritz/mql';
import type { LazyMatches, SeenAlert } from '@fritz/surveys';
import { ListedMemory } from './match-lists.ts';
import { ObjectMatches } from './object-matches.ts';
import type { RunQuery } from './ports.ts';
import { keyOf, loadMatches } from './stored-matches.ts';

/** A past alert, and the time at which its batch was stored, microseconds since 1970. */
type ReceivedAlert = Pick<SeenAlert, 'objectId' | 'programId'> & { readonly receivedUs: bigint };

interface Period {
  readonly sinceUs: bigint;
  readonly listId: number;
}

/** The matches of an alert's object as its filters saw them. */
export type MatchesOf = (alert: ReceivedAlert) => LazyMatches | null;

/**
 * What live filters saw of past alerts' matches: by the list of catalogs that was in force when the
 * alert was stored, and of the rows those that were known by then.
 */
export class PastMatches {
  private readonly query: RunQuery;
  private readonly survey: string;
  private readonly isRead: boolean;
  private readonly lists = new ListedMemory();
  private periods: readonly Period[] | null = null;

  /** @param reads what the filters look at, one list each; null for everything */
  constructor(query: RunQuery, survey: string, reads: readonly (readonly string[] | null)[]) {
    this.query = query;
    this.survey = survey;
    this.isRead = findPartsRead(reads).catalogs.length > 0;
  }

  /** Prepares for some hundred alerts. */
  async load(alerts: readonly ReceivedAlert[]): Promise<MatchesOf> {
    if (!this.isRead) return () => null;
    this.periods ??= await this.loadPeriods();
    const matched = alerts.filter((alert) => this.listAt(alert.receivedUs) !== null);
    const keys = new Map(matched.map((alert) => [keyOf(alert), alert]));
    const stored = await loadMatches(this.query, this.survey, [...keys.values()], {
      withFound: true,
    });
    await this.lists.learn(
      this.query,
      [...stored.values()].flat().map(({ listId }) => listId),
    );
    return (alert) => {
      const listId = this.listAt(alert.receivedUs);
      if (listId === null || this.lists.get(listId).catalogs.length === 0) return null;
      const known = (stored.get(keyOf(alert)) ?? []).filter(
        ({ knownUs }) => knownUs <= alert.receivedUs,
      );
      return new ObjectMatches(
        this.lists.get(listId),
        known.map(({ listId: id, found }) => ({ list: this.lists.get(id), found })),
      );
    };
  }

  private async loadPeriods(): Promise<Period[]> {
    const rows = await this.query<{ since_us: bigint; list_id: number }>(
      `SELECT (extract(epoch FROM since) * 1000000)::bigint AS since_us, list_id
       FROM match_periods ORDER BY since`,
      [],
    );
    const periods = rows.map((row) => ({ sinceUs: row.since_us, listId: row.list_id }));
    await this.lists.learn(
      this.query,
      periods.map(({ listId }) => listId),
    );
    return periods;
  }

  /** The list in force at a time; null before the first. */
  private listAt(us: bigint): number | null {
    return this.periods?.findLast(({ sinceUs }) => sinceUs <= us)?.listId ?? null;
  }
}
