import type { AlertScores, ProcessedAlert, Score } from '@fritz/pipeline';
import type { Column } from '@fritz/surveys';
import type { ClientBase } from 'pg';
import { binaryArray } from '../broker/binary-array.ts';
import { copyRows } from '../broker/binary-copy.ts';
import { plainText } from '../broker/json-text.ts';

/** What a row of scores is of. */
export interface ScoreSet {
  /** In the order of the row's scores. */
  readonly modelIds: readonly number[];
  /** Models in force whose scores were not asked for. */
  readonly deferredIds: readonly number[];
  readonly isRescore: boolean;
}

/** A row to be stored. */
export interface ScoreRow {
  readonly candid: bigint;
  readonly audienceId: number;
  readonly set: ScoreSet;
  readonly scores: readonly Score[];
}

const COLUMNS: readonly Column[] = [
  { name: 'candid', type: 'int8' },
  { name: 'set_id', type: 'int4' },
  { name: 'audience_id', type: 'int4' },
  // In binary COPY an array is bytes that say so themselves.
  { name: 'scores', type: 'bytea' },
  { name: 'reasons', type: 'bytea' },
];

/** As wide as a partition of the alerts. */
const PARTITION_CANDIDS = 30_000_000_000_000_000n;

/** Stores scores of one survey; remembers which sets and partitions there are. */
export class ScoreWriter {
  private readonly survey: string;
  private readonly sets = new Map<string, number>();
  private readonly partitions = new Set<bigint>();

  constructor(survey: string) {
    this.survey = survey;
  }

  /** Makes what rows need and what may stay when they are not stored: sets and partitions. */
  async prepare(client: ClientBase, rows: readonly ScoreRow[]): Promise<void> {
    const missing = new Set<bigint>();
    for (const { candid, set } of rows) {
      const start = candid / PARTITION_CANDIDS;
      if (!this.partitions.has(start)) missing.add(start);
      const key = keyOf(set);
      if (!this.sets.has(key)) this.sets.set(key, await internSet(client, set));
    }
    if (missing.size === 0) return;
    const candids = [...missing].map((start) => start * PARTITION_CANDIDS);
    await client.query(`SELECT ${this.survey}_ensure_score_partitions($1::bigint[])`, [candids]);
    for (const start of missing) this.partitions.add(start);
  }

  /** `prepare` must have seen the rows. */
  async insert(client: ClientBase, rows: readonly ScoreRow[]): Promise<void> {
    if (rows.length === 0) return;
    await copyRows(client, `${this.survey}_scores`, COLUMNS, this.valuesOf(rows));
  }

  private *valuesOf(rows: readonly ScoreRow[]): Generator<readonly unknown[]> {
    for (const { candid, audienceId, set, scores } of rows) {
      const reasons = scores.map(({ reason }) => (reason === null ? null : plainText(reason)));
      const hasReasons = reasons.some((reason) => reason !== null);
      yield [
        ...[candid, this.sets.get(keyOf(set)), audienceId],
        binaryArray(
          'float4',
          scores.map(({ score }) => score),
        ),
        hasReasons ? binaryArray('text', reasons) : null,
      ];
    }
  }
}

/** The rows of a batch's alerts that came where there are models. */
export function rowsOfBatch(
  alerts: readonly ProcessedAlert[],
  audienceOf: (programId: number) => number,
): ScoreRow[] {
  const setOf = rememberSets();
  return alerts.flatMap(({ alert, scores }): ScoreRow[] => {
    if (!scores) return [];
    const { candid, programId } = alert;
    const made = scores.scores.filter((score) => score !== null);
    return [{ candid, audienceId: audienceOf(programId), set: setOf(scores), scores: made }];
  });
}

/** Most alerts of a batch have the same: made once for each. */
function rememberSets(): (scores: AlertScores) => ScoreSet {
  const sets = new Map<string, ScoreSet>();
  return ({ models, scores }) => {
    const modelIds = models.flatMap(({ id }, place) => (scores[place] ? [id] : []));
    const key = modelIds.join();
    const deferredIds = models.flatMap(({ id }, place) => (scores[place] ? [] : [id]));
    const set = sets.get(key) ?? { modelIds, deferredIds, isRescore: false };
    sets.set(key, set);
    return set;
  };
}

function keyOf({ modelIds, deferredIds, isRescore }: ScoreSet): string {
  return `${modelIds.join()} ${deferredIds.join()} ${isRescore}`;
}

async function internSet(client: ClientBase, set: ScoreSet): Promise<number> {
  const values = [set.modelIds, set.deferredIds, set.isRescore];
  const { rows } = await client.query<{ id: number }>(
    `WITH made AS (
       INSERT INTO score_sets (model_ids, deferred_ids, is_rescore) VALUES ($1, $2, $3)
       ON CONFLICT DO NOTHING RETURNING id)
     SELECT id FROM made
     UNION ALL SELECT id FROM score_sets
       WHERE model_ids = $1 AND deferred_ids = $2 AND is_rescore = $3`,
    values,
  );
  const [row] = rows;
  // Another broker made it at the same moment, and is done by now.
  return row ? row.id : internSet(client, set);
}
