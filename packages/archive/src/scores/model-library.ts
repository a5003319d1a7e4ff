import type { BrokerDatabase } from '../broker/broker-database.ts';

/** A model in force, as it is stored. */
export interface ActiveModelRow {
  readonly id: number;
  readonly name: string;
  readonly version: string;
  readonly manifestText: string;
  readonly when: 'always' | 'asked';
  readonly bytes: Uint8Array;
}

/** A change is found within this time. */
const RECHECK_MS = 1_000;

/** Which models: those in force, or also those that alerts still wait for. */
export type ModelChoice = 'active' | 'deferred';

/** The models of a survey; a file is read once. */
export class PgModelLibrary {
  private readonly database: BrokerDatabase;
  private readonly survey: string;
  private readonly choice: ModelChoice;
  private models: readonly ActiveModelRow[] = [];
  private fingerprint = '[]';
  private checkedAt = Number.NEGATIVE_INFINITY;

  constructor(database: BrokerDatabase, survey: string, choice: ModelChoice = 'active') {
    this.database = database;
    this.survey = survey;
    this.choice = choice;
  }

  /** The same array as long as nothing changed. */
  async active(): Promise<readonly ActiveModelRow[]> {
    if (performance.now() - this.checkedAt < RECHECK_MS) return this.models;
    this.checkedAt = performance.now();
    try {
      await this.reload();
    } catch (error) {
      this.forget();
      throw error;
    }
    return this.models;
  }

  forget(): void {
    this.checkedAt = Number.NEGATIVE_INFINITY;
  }

  private async reload(): Promise<void> {
    await this.database.use(async (client) => {
      const { rows } = await client.query<Omit<ActiveModelRow, 'bytes'>>(
        `SELECT id, name, version, manifest AS "manifestText", when_scored AS "when"
         FROM models WHERE survey = $1 AND (active OR $2 AND id IN (
           SELECT unnest(deferred_ids) FROM score_sets))
         ORDER BY name, id`,
        [this.survey, this.choice === 'deferred'],
      );
      const fingerprint = JSON.stringify(rows);
      if (fingerprint === this.fingerprint) return;
      const known = new Map(this.models.map(({ id, bytes }) => [id, bytes]));
      const files = await client.query<{ model_id: number; bytes: Buffer }>(
        'SELECT model_id, bytes FROM model_files WHERE model_id = ANY ($1::int[])',
        [rows.map(({ id }) => id).filter((id) => !known.has(id))],
      );
      for (const { model_id: id, bytes } of files.rows) known.set(id, bytes);
      this.models = rows.flatMap((row) => {
        const bytes = known.get(row.id);
        return bytes ? [{ ...row, bytes }] : [];
      });
      this.fingerprint = fingerprint;
    });
  }
}
