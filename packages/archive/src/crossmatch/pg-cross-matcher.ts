import type { BatchMatches, CrossMatcher, MatchRequest } from '@fritz/pipeline';
import type { Alert } from '@fritz/surveys';
import type { ClientBase } from 'pg';
import type { BrokerDatabase } from '../broker/broker-database.ts';
import { findMatchList, ListedMemory, type MatchList } from './match-lists.ts';
import { matchObjects } from './match-objects.ts';
import { MountedReads, type MountedReadsOptions } from './mounted-reads.ts';
import { ObjectMatches } from './object-matches.ts';
import type { RunQuery } from './ports.ts';
import { keyOf, loadMatches, type StoredMatches } from './stored-matches.ts';

/** A change of the catalogs is found within this time; storing by an old list is refused anyway. */
const RECHECK_MS = 1_000;
/** Catalogs may be replaced while they are read, but not again and again. */
const MAX_ATTEMPTS = 5;
/** Later than everything that is stored. */
const AHEAD_US = 9_223_372_036_854_775_807n;

const NOTHING: BatchMatches = { listId: null, fresh: [], lacking: [], of: () => null };

/** Matches the objects of a survey's alerts with the catalogs in the archive. */
export class PgCrossMatcher implements CrossMatcher {
  private readonly database: BrokerDatabase;
  private readonly survey: string;
  private readonly mounted: MountedReads;
  private readonly lists = new ListedMemory();
  private list: MatchList | null = null;
  private checkedAt = Number.NEGATIVE_INFINITY;

  constructor(database: BrokerDatabase, survey: string, mounted: MountedReadsOptions = {}) {
    this.database = database;
    this.survey = survey;
    this.mounted = new MountedReads(mounted);
  }

  async match(request: MatchRequest): Promise<BatchMatches> {
    for (let attempt = 1; ; attempt++) {
      try {
        const list = await this.inForce();
        if (list === null) return NOTHING;
        if (list.configs.length === 0) return { ...NOTHING, listId: list.id };
        return await this.database.use((client) => this.matchBy(list, queryOf(client), request));
      } catch (error) {
        // A catalog's old version is dropped as soon as there is a new one.
        if (!isUndefinedTable(error) || attempt >= MAX_ATTEMPTS) throw error;
        this.forget();
      }
    }
  }

  forget(): void {
    this.checkedAt = Number.NEGATIVE_INFINITY;
  }

  private async inForce(): Promise<MatchList | null> {
    if (performance.now() - this.checkedAt < RECHECK_MS) return this.list;
    const checkedAt = performance.now();
    this.list = await this.database.use((client) => findMatchList(queryOf(client)));
    this.checkedAt = checkedAt;
    return this.list;
  }

  private async matchBy(
    list: MatchList,
    query: RunQuery,
    { alerts, isRead, ahead }: MatchRequest,
  ): Promise<BatchMatches> {
    const objects = new Map<string, Alert>();
    for (const alert of alerts) {
      const key = keyOf(alert);
      if (!objects.has(key)) objects.set(key, alert);
    }
    const stored = await loadMatches(query, this.survey, [...objects.values()], {
      withFound: isRead,
    });
    for (const one of ahead) add(stored, { ...one, knownUs: AHEAD_US });
    const listIds = [...stored.values()].flat().map(({ listId }) => listId);
    await this.lists.learn(query, listIds);
    const { fresh, lacking } = await matchObjects(query, list, [...objects.values()], {
      stored,
      lists: this.lists,
      readMounted: this.mounted.read,
    });
    if (!isRead) return { listId: list.id, fresh, lacking, of: () => null };
    for (const one of fresh) add(stored, { ...one, knownUs: AHEAD_US });
    await this.lists.learn(query, [list.id, ...fresh.map(({ listId }) => listId)]);
    const matches = new Map([...stored].map(([key, rows]) => [key, this.read(list.id, rows)]));
    return { listId: list.id, fresh, lacking, of: (alert) => matches.get(keyOf(alert)) ?? null };
  }

  private read(listId: number, rows: readonly StoredMatches[]): ObjectMatches {
    return new ObjectMatches(
      this.lists.get(listId),
      rows.map(({ listId: id, found }) => ({ list: this.lists.get(id), found })),
    );
  }
}

/** Statements on one connection. */
export function queryOf(client: ClientBase): RunQuery {
  return async (text, values) => (await client.query(text, [...values])).rows;
}

function add(stored: Map<string, StoredMatches[]>, one: StoredMatches): void {
  const key = keyOf(one);
  const ofKey = stored.get(key) ?? [];
  stored.set(key, ofKey);
  ofKey.push(one);
}

/** SQLSTATE 42P01. */
export function isUndefinedTable(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '42P01';
}
