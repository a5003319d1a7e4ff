import {
  type AlertStore,
  type BatchWrite,
  type CurveRange,
  type KnownState,
  RefusedBatchError,
} from '@fritz/pipeline';
import type { Alert, Column, SurveyAdapter } from '@fritz/surveys';
import type { ClientBase } from 'pg';
import { holdMatchList, insertLacks, insertMatches } from '../crossmatch/stored-matches.ts';
import { insertJointLooks } from '../joint/joint-looks.ts';
import { linkObjects, type SurveyObject } from '../links/link-objects.ts';
import { rowsOfBatch, type ScoreRow, ScoreWriter } from '../scores/score-writer.ts';
import { type CopyValue, copyRows } from './binary-copy.ts';
import { insertBooks } from './books.ts';
import type { BrokerDatabase } from './broker-database.ts';
import { insertCandidates } from './candidates.ts';
import { CUTOUT_COLUMNS, cutoutParts } from './cutout-parts.ts';
import { lookUp, lookUpCurves } from './look-up.ts';
import { holdObjects } from './object-locks.ts';
import { insertPhotometry } from './photometry.ts';
import { advanceOffsets } from './stream-offsets.ts';

const KEY_COLUMNS: readonly Column[] = [
  { name: 'object_id', type: 'text' },
  { name: 'candid', type: 'int8' },
  { name: 'programid', type: 'int2' },
  { name: 'audience_id', type: 'int4' },
  { name: 'hpx', type: 'int8' },
  { name: 'mjd', type: 'float8' },
];

const CURVE_COLUMNS: readonly Column[] = [
  { name: 'object_id', type: 'text' },
  { name: 'programid', type: 'int2' },
  { name: 'candid', type: 'int8' },
  { name: 'audience_id', type: 'int4' },
  { name: 'points', type: 'bytea' },
];

/** Ends a transaction that was a trial. */
class TrialOver extends Error {}

/** The archive as the pipeline's store: one transaction per batch. */
export class PgAlertStore<A extends Alert> implements AlertStore<A> {
  private readonly database: BrokerDatabase;
  private readonly adapter: SurveyAdapter<A>;
  private readonly audiences = new Map<number, number>();
  private readonly partitions = new Set<bigint>();
  private readonly storedSchemas = new Set<bigint>();
  private readonly scores: ScoreWriter;

  constructor(database: BrokerDatabase, adapter: SurveyAdapter<A>) {
    this.database = database;
    this.adapter = adapter;
    this.scores = new ScoreWriter(adapter.name);
  }

  async lookUp(candids: readonly bigint[], ends: readonly CurveRange[]): Promise<KnownState> {
    return this.database.use(async (client) => {
      const state = await lookUp(client, this.adapter.name, candids, ends);
      // After the light curves: who stored one had stored its schema before.
      await this.learnSchemas(client);
      return state;
    });
  }

  async lookUpCurves(ranges: readonly CurveRange[]): Promise<ReadonlyMap<string, Uint8Array>> {
    return this.database.use(async (client) => {
      const curves = await lookUpCurves(client, this.adapter.name, ranges);
      await this.learnSchemas(client);
      return curves;
    });
  }

  async commit(write: BatchWrite<A>): Promise<void> {
    const start = performance.now();
    await this.database.use((client) => this.prepare(client, write));
    await this.database.transact(async (client) => {
      const isDone = await advanceOffsets(client, write.consumer, write.progress);
      if (isDone) return;
      if (write.matches) await holdMatchList(client, write.matches);
      await holdObjects(client, this.adapter.name, write);
      await this.insertAlerts(client, write);
      const stageMs = { ...write.stageMs, store: performance.now() - start };
      await insertBooks(client, this.adapter.name, { ...write, stageMs });
      // Last, for it holds places: two surveys' batches meet there one after the other.
      await linkObjects(client, this.adapter.name, this.objectsOf(write));
      await client.query('NOTIFY fritz_news');
    });
  }

  async wouldTake(write: BatchWrite<A>): Promise<boolean> {
    await this.database.use((client) => this.prepare(client, write));
    try {
      await this.database.transact(async (client) => {
        await this.insertAlerts(client, write);
        throw new TrialOver();
      });
    } catch (error) {
      if (error instanceof TrialOver) return true;
      if (error instanceof RefusedBatchError) return false;
      throw error;
    }
    return true;
  }

  private async insertAlerts(client: ClientBase, write: BatchWrite<A>): Promise<void> {
    if (write.alerts.length > 0) await this.copyAlerts(client, write);
    await insertCandidates(client, this.adapter.name, write.alerts, this.audiences);
    await insertPhotometry(client, write.photometry, this.audiences);
    const fresh = write.matches?.fresh ?? [];
    await insertMatches(client, this.adapter.name, fresh, (id) => this.audienceOf(id));
    await insertLacks(client, this.adapter.name, write.matches?.lacking ?? []);
    await insertJointLooks(client, this.adapter.name, write.alerts);
    await this.scores.insert(client, this.scoreRows(write));
  }

  /** What the batch needs beforehand and may stay when it fails: partitions, schemas, audiences. */
  private async prepare(client: ClientBase, write: BatchWrite<A>): Promise<void> {
    await this.ensurePartitions(client, write);
    for (const [fingerprint, schema] of this.adapter.schemas.known()) {
      if (this.storedSchemas.has(fingerprint)) continue;
      await client.query(
        `INSERT INTO avro_schemas (fingerprint, survey, schema) VALUES ($1, $2, $3)
         ON CONFLICT DO NOTHING`,
        [fingerprint, this.adapter.name, schema],
      );
      this.storedSchemas.add(fingerprint);
    }
    const programs = new Set(write.alerts.flatMap(({ points }) => points.map((p) => p.programId)));
    for (const { alert } of write.alerts) programs.add(alert.programId);
    for (const { points } of write.photometry) for (const p of points) programs.add(p.programId);
    for (const program of programs) {
      if (this.audiences.has(program)) continue;
      const { rows } = await client.query<{ id: number }>(
        'SELECT intern_program($1, $2::smallint) AS id',
        [this.adapter.name, program],
      );
      const [row] = rows;
      if (row) this.audiences.set(program, row.id);
    }
    await this.scores.prepare(client, this.scoreRows(write));
  }

  private async ensurePartitions(client: ClientBase, write: BatchWrite<A>): Promise<void> {
    const { name, partitionCandids } = this.adapter;
    const starts = new Set(write.alerts.map(({ alert }) => alert.candid / partitionCandids));
    const missing = [...starts].filter((start) => !this.partitions.has(start));
    if (missing.length === 0) return;
    const candids = missing.map((start) => start * partitionCandids);
    await client.query('SELECT survey_ensure_partitions($1, $2::bigint[])', [name, candids]);
    for (const start of missing) this.partitions.add(start);
  }

  /** Schemas that other processes stored: bundles of theirs may come back from a look-up. */
  private async learnSchemas(client: ClientBase): Promise<void> {
    const { rows } = await client.query<{ fingerprint: bigint; schema: string }>(
      `SELECT fingerprint, schema FROM avro_schemas
       WHERE survey = $1 AND fingerprint <> ALL ($2::bigint[])`,
      [this.adapter.name, [...this.storedSchemas]],
    );
    for (const row of rows) {
      this.adapter.schemas.learn(row.schema);
      this.storedSchemas.add(row.fingerprint);
    }
  }

  /** Each object and programme once, at the place of its first alert. */
  private objectsOf({ alerts }: BatchWrite<A>): SurveyObject[] {
    const objects = new Map<string, SurveyObject>();
    for (const { alert } of alerts) {
      const { objectId, programId, hpx, ra, dec } = alert;
      const key = `${programId} ${objectId}`;
      if (objects.has(key)) continue;
      const audienceId = this.audienceOf(programId);
      objects.set(key, { objectId, programId, audienceId, hpx, ra, dec });
    }
    return [...objects.values()];
  }

  private scoreRows({ alerts }: BatchWrite<A>): ScoreRow[] {
    return rowsOfBatch(alerts, (programId) => this.audienceOf(programId));
  }

  private audienceOf(programId: number): number {
    const audience = this.audiences.get(programId);
    if (audience === undefined) throw new Error(`programme ${programId} has no audience`);
    return audience;
  }

  private async copyAlerts(client: ClientBase, write: BatchWrite<A>): Promise<void> {
    const { adapter } = this;
    const columns = [...KEY_COLUMNS, ...adapter.columns];
    await copyRows(client, `${adapter.name}_alerts`, columns, this.alertRows(write));
    await copyRows(client, `${adapter.name}_cutout_parts`, CUTOUT_COLUMNS, this.cutoutRows(write));
    await copyRows(client, `${adapter.name}_light_curves`, CURVE_COLUMNS, this.curveRows(write));
  }

  private *alertRows({ alerts }: BatchWrite<A>): Generator<readonly CopyValue[]> {
    for (const { alert } of alerts) {
      const { objectId, candid, programId, hpx, mjd } = alert;
      const key = [objectId, candid, programId, this.audienceOf(programId), hpx, mjd];
      yield [...key, ...this.adapter.values(alert)];
    }
  }

  private *cutoutRows({ alerts }: BatchWrite<A>): Generator<readonly CopyValue[]> {
    for (const { alert } of alerts) yield* cutoutParts(alert, this.audienceOf(alert.programId));
  }

  private *curveRows({ alerts }: BatchWrite<A>): Generator<readonly CopyValue[]> {
    for (const { alert, points } of alerts) {
      for (const { programId, bundle } of points) {
        yield [alert.objectId, programId, alert.candid, this.audienceOf(programId), bundle];
      }
    }
  }
}
