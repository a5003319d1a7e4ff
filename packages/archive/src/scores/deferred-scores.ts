import type { ScoreRequest, Scorer, ScoringModel } from '@fritz/pipeline';
import type { SurveyAdapter } from '@fritz/surveys';
import type { PoolClient } from 'pg';
import type { BrokerDatabase } from '../broker/broker-database.ts';
import type { PastAlert } from '../replay/past-alerts.ts';
import { PastDocuments } from '../replay/past-documents.ts';
import { viewerTx } from '../viewer/viewer-tx.ts';
import { type ScoreRow, ScoreWriter } from './score-writer.ts';

/** Which alerts are scored: since ≤ candid < before. */
export interface CandidRange {
  readonly since: bigint;
  readonly before: bigint;
}

/** A range of everything. */
export const ALL_CANDIDS: CandidRange = { since: 0n, before: 9_223_372_036_854_775_807n };

/** What a run over past alerts did. */
export interface ScoringReport {
  readonly scored: number;
  /** Of those, how many have no score, for a reason that is stored. */
  readonly failed: number;
}

export interface ScoringRun {
  readonly database: BrokerDatabase;
  readonly adapter: SurveyAdapter;
  readonly scorer: Scorer;
  readonly range: CandidRange;
  readonly onProgress?: (scored: number) => void;
  /** Waited for before each part. */
  readonly pause?: () => Promise<void>;
  readonly signal?: AbortSignal;
}

/** Scored, and stored, at once. */
const PART = 200;

interface Found {
  readonly candid: bigint;
  readonly object_id: string;
  readonly audience_id: number;
}

/**
 * Makes the scores that nobody asked for when the alerts came, by the version that was in force then
 * and from the history that was known then: the score is the one that a filter would have been given.
 * The scorer must have all versions, those out of force, too.
 */
export async function scoreDeferred(run: ScoringRun): Promise<ScoringReport> {
  return scoreModels(run, {
    isRescore: false,
    find: `SELECT s.candid, a.object_id, s.audience_id FROM {survey}_scores s
      JOIN {survey}_alerts a ON a.candid = s.candid
      WHERE s.candid >= $1 AND s.candid < $2
        AND s.set_id IN (SELECT id FROM score_sets WHERE deferred_ids @> ARRAY[$3::int])
        AND {unscored}
      ORDER BY s.candid LIMIT ${PART}`,
  });
}

/**
 * Scores past alerts with a model that has not scored them. What filters saw of their scores stays as
 * it was.
 */
export async function rescore(run: ScoringRun, modelId: number): Promise<ScoringReport> {
  return scoreModels(
    run,
    {
      isRescore: true,
      find: `SELECT a.candid, a.object_id, a.audience_id FROM {survey}_alerts a
        WHERE a.candid >= $1 AND a.candid < $2 AND {unscored}
        ORDER BY a.candid LIMIT ${PART}`,
    },
    modelId,
  );
}

interface Kind {
  readonly isRescore: boolean;
  /** Of the candids $1 to $2, those that the model $3 has to score next. */
  readonly find: string;
}

async function scoreModels(
  run: ScoringRun,
  kind: Kind,
  modelId: number | null = null,
): Promise<ScoringReport> {
  const total = { scored: 0, failed: 0 };
  for (const model of await run.scorer.models()) {
    if (modelId !== null && model.id !== modelId) continue;
    await scoreModel(run, kind, model, (part) => {
      total.scored += part.scored;
      total.failed += part.failed;
      run.onProgress?.(total.scored);
    });
  }
  return total;
}

async function scoreModel(
  { database, adapter, scorer, range, signal, pause }: ScoringRun,
  kind: Kind,
  model: ScoringModel,
  onPart: (part: ScoringReport) => void,
): Promise<void> {
  const writer = new ScoreWriter(adapter.name);
  const unscored = `NOT EXISTS (SELECT FROM ${adapter.name}_scores o
    JOIN score_sets t ON t.id = o.set_id
    WHERE o.candid = ${kind.isRescore ? 'a' : 's'}.candid AND t.model_ids @> ARRAY[$3::int])`;
  const find = kind.find.replaceAll('{survey}', adapter.name).replace('{unscored}', unscored);
  for (let { since } = range; ; ) {
    await pause?.();
    signal?.throwIfAborted();
    const found = await database.use(async (client) => {
      const { rows } = await client.query<Found>(find, [since, range.before, model.id]);
      if (rows.length > 0) {
        const set = { modelIds: [model.id], deferredIds: [], isRescore: kind.isRescore };
        const made = await scorePart(client, { adapter, scorer, model, found: rows });
        const stored = made.map((row): ScoreRow => ({ ...row, set }));
        await writer.prepare(client, stored);
        await storeAbsent(client, writer, stored, adapter.name);
        onPart({
          scored: stored.length,
          failed: stored.filter(({ scores }) => scores[0]?.score === null).length,
        });
      }
      return rows;
    });
    const last = found.at(-1);
    if (!last) return;
    since = last.candid + 1n;
  }
}

/** Another job may have stored some of them meanwhile. */
async function storeAbsent(
  client: PoolClient,
  writer: ScoreWriter,
  rows: readonly ScoreRow[],
  survey: string,
): Promise<void> {
  await client.query('BEGIN');
  try {
    await client.query('SELECT pg_advisory_xact_lock(hashtext($1))', [`${survey}_scores`]);
    const { rows: present } = await client.query<{ candid: bigint }>(
      `SELECT s.candid FROM ${survey}_scores s JOIN score_sets t ON t.id = s.set_id
       WHERE s.candid = ANY ($1::bigint[]) AND t.model_ids @> $2::int[]`,
      [rows.map(({ candid }) => candid), rows[0]?.set.modelIds ?? []],
    );
    const known = new Set(present.map(({ candid }) => candid));
    await writer.insert(
      client,
      rows.filter(({ candid }) => !known.has(candid)),
    );
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {});
    throw error;
  }
}

interface Part {
  readonly adapter: SurveyAdapter;
  readonly scorer: Scorer;
  readonly model: ScoringModel;
  readonly found: readonly Found[];
}

async function scorePart(
  client: PoolClient,
  { adapter, scorer, model, found }: Part,
): Promise<Omit<ScoreRow, 'set'>[]> {
  const alerts = found.map((row): PastAlert => ({ objectId: row.object_id, candid: row.candid }));
  const audiences = new Map(found.map((row) => [row.candid, row.audience_id]));
  const stamps = await loadStamps(client, adapter.name, alerts);
  const rows: Omit<ScoreRow, 'set'>[] = [];
  const requests: { candid: bigint; request: ScoreRequest }[] = [];
  const add = (candid: bigint, score: ScoreRow['scores'][number]) => {
    rows.push({ candid, audienceId: audiences.get(candid) ?? 0, scores: [score] });
  };
  const documents = new PastDocuments(viewerTx(client), adapter, [model.reads]);
  await documents.visit(alerts, (alert, documentOf) => {
    const { candid, programId } = alert;
    const features = model.features(documentOf(new Set([...model.programs, programId])));
    if (typeof features === 'string') add(candid, { score: null, reason: features });
    else {
      const cutouts = stamps.get(candid) ?? NO_STAMPS;
      requests.push({ candid, request: { model, alert: { cutouts }, features } });
    }
  });
  const scores = await scorer.score(requests.map(({ request }) => request));
  for (const [index, { candid }] of requests.entries()) {
    const score = scores[index];
    if (score) add(candid, score);
  }
  return rows;
}

const NO_STAMPS = { science: null, template: null, difference: null };

async function loadStamps(
  client: PoolClient,
  survey: string,
  alerts: readonly PastAlert[],
): Promise<Map<bigint, typeof NO_STAMPS | Record<keyof typeof NO_STAMPS, Buffer | null>>> {
  const { rows } = await client.query<
    { candid: bigint } & Record<keyof typeof NO_STAMPS, Buffer | null>
  >(
    `SELECT candid, science, template, difference FROM ${survey}_cutouts
     WHERE candid = ANY ($1::bigint[])`,
    [alerts.map(({ candid }) => candid)],
  );
  return new Map(rows.map(({ candid, ...stamps }) => [candid, stamps]));
}
