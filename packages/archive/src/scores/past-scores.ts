import { findPartsRead } from '@fritz/mql';
import { classificationsOf, type NamedScore } from '@fritz/pipeline';
import type pg from 'pg';

export interface ScoreOptions {
  /** Which scores documents have: those that filters saw, or the newest there are. */
  readonly scores?: 'seen' | 'newest';
  /** Leaves scores out that are yet to be made, instead of throwing where they are read. */
  readonly withoutMissing?: boolean;
}

type RunQuery = <Row extends pg.QueryResultRow>(
  text: string,
  values: readonly unknown[],
) => Promise<Row[]>;

interface Row {
  readonly candid: bigint;
  readonly name: string;
  readonly version: string;
  readonly score: number | null;
  readonly is_rescore: boolean;
  readonly is_deferred: boolean;
}

/** The `classifications` of past alerts' documents. */
export class PastScores {
  private readonly query: RunQuery;
  private readonly survey: string;
  private readonly options: ScoreOptions;
  private readonly isRead: boolean;
  private hasTable: boolean | null = null;

  /** @param reads what the filters look at, one list each; null for everything */
  constructor(
    query: RunQuery,
    survey: string,
    reads: readonly (readonly string[] | null)[],
    options: ScoreOptions = {},
  ) {
    this.query = query;
    this.survey = survey;
    this.options = options;
    this.isRead = findPartsRead(reads).scores.length > 0;
  }

  /**
   * By candid; alerts without scores have none. Reading a score that is yet to be made throws
   * MissingScoreError.
   */
  async load(candids: readonly bigint[]): Promise<Map<bigint, Record<string, unknown>>> {
    const byAlert = new Map<bigint, Record<string, unknown>>();
    if (!this.isRead || candids.length === 0) return byAlert;
    this.hasTable ??= await this.findTable();
    if (!this.hasTable) return byAlert;
    const rows = await this.query<Row>(
      `SELECT s.candid, m.name, m.version, s.scores[u.place] AS score, t.is_rescore,
         u.place > cardinality(t.model_ids) AS is_deferred
       FROM ${this.survey}_scores s
       JOIN score_sets t ON t.id = s.set_id
       CROSS JOIN LATERAL unnest(t.model_ids || t.deferred_ids)
         WITH ORDINALITY AS u (model_id, place)
       JOIN models m ON m.id = u.model_id
       WHERE s.candid = ANY ($1::bigint[]) AND ($2 OR NOT t.is_rescore)
       -- A score counts more than that it is to be made; a newer version more than an older one.
       ORDER BY s.candid, m.name COLLATE "C", is_deferred DESC, t.is_rescore, m.id`,
      [candids, this.options.scores === 'newest'],
    );
    for (const [candid, ofAlert] of Map.groupBy(rows, (row) => row.candid)) {
      const byName = new Map<string, NamedScore>();
      for (const { name, version, score, is_deferred: isMissing } of ofAlert) {
        if (isMissing && this.options.withoutMissing) continue;
        byName.set(name, { name, version, score, isMissing });
      }
      byAlert.set(candid, classificationsOf(byName.values()));
    }
    return byAlert;
  }

  private async findTable(): Promise<boolean> {
    const rows = await this.query<{ found: boolean }>(
      'SELECT to_regclass($1) IS NOT NULL AS found',
      [`${this.survey}_scores`],
    );
    return rows[0]?.found ?? false;
  }
}
