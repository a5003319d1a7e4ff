import type { ClientBase } from 'pg';

/** A model as it is to be stored. */
export interface NewModel {
  readonly survey: string;
  readonly name: string;
  readonly version: string;
  readonly manifestText: string;
  readonly sha256: string;
  readonly when: 'always' | 'asked';
  readonly bytes: Uint8Array;
}

/** A model without its file. */
export interface ModelRow {
  readonly id: number;
  readonly survey: string;
  readonly name: string;
  readonly version: string;
  readonly manifestText: string;
  readonly sha256: string;
  readonly when: 'always' | 'asked';
  readonly active: boolean;
  readonly addedAt: Date;
}

const MODEL = `id, survey, name, version, manifest AS "manifestText", sha256,
  when_scored AS "when", active, added_at AS "addedAt"`;

/** All models, those in force first. */
export async function listModels(client: Pick<ClientBase, 'query'>): Promise<ModelRow[]> {
  const { rows } = await client.query<ModelRow>(
    `SELECT ${MODEL} FROM models ORDER BY active DESC, survey, name, id DESC`,
  );
  return rows;
}

/** The newest version of a model, or the one that is named; null where there is none. */
export async function findModel(
  client: Pick<ClientBase, 'query'>,
  name: string,
  version: string | null = null,
): Promise<ModelRow | null> {
  const { rows } = await client.query<ModelRow>(
    `SELECT ${MODEL} FROM models WHERE name = $1 AND ($2::text IS NULL OR version = $2)
     ORDER BY active DESC, id DESC LIMIT 1`,
    [name, version],
  );
  return rows[0] ?? null;
}

export async function readModelFile(
  client: Pick<ClientBase, 'query'>,
  id: number,
): Promise<Uint8Array | null> {
  const { rows } = await client.query<{ bytes: Buffer }>(
    'SELECT bytes FROM model_files WHERE model_id = $1',
    [id],
  );
  return rows[0]?.bytes ?? null;
}

/**
 * Adds a version and puts it in force instead of the one before. The same file and manifest again
 * is put in force again.
 *
 * @returns `other` where there is such a version with another file or manifest: nothing is changed
 */
export async function addModel(
  client: ClientBase,
  model: NewModel,
): Promise<'added' | 'known' | 'other'> {
  const { survey, name, version, manifestText, sha256, when, bytes } = model;
  await client.query('BEGIN');
  try {
    const { rows } = await client.query<{ id: number; is_same: boolean }>(
      `SELECT id, sha256 = $4 AND manifest = $5 AS is_same FROM models
       WHERE survey = $1 AND name = $2 AND version = $3 FOR UPDATE`,
      [survey, name, version, sha256, manifestText],
    );
    const [before] = rows;
    if (before && !before.is_same) {
      await client.query('ROLLBACK');
      return 'other';
    }
    const id = before?.id ?? (await insertModel(client, { ...model, when }, bytes));
    await client.query(
      'UPDATE models SET active = false WHERE survey = $1 AND name = $2 AND active AND id <> $3',
      [survey, name, id],
    );
    await client.query('UPDATE models SET active = true, when_scored = $2 WHERE id = $1', [
      id,
      when,
    ]);
    await client.query('COMMIT');
    return before ? 'known' : 'added';
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {});
    throw error;
  }
}

async function insertModel(
  client: ClientBase,
  { survey, name, version, manifestText, sha256, when }: Omit<NewModel, 'bytes'>,
  bytes: Uint8Array,
): Promise<number> {
  const { rows } = await client.query<{ id: number }>(
    `INSERT INTO models (survey, name, version, manifest, sha256, when_scored)
     VALUES ($1, $2, $3, $4, $5, $6) RETURNING id`,
    [survey, name, version, manifestText, sha256, when],
  );
  const id = rows[0]?.id ?? -1;
  await client.query('INSERT INTO model_files (model_id, bytes) VALUES ($1, $2)', [
    id,
    Buffer.from(bytes),
  ]);
  return id;
}

/** @returns false where no model of this name is in force */
export async function changeModel(
  client: Pick<ClientBase, 'query'>,
  name: string,
  change: { readonly when?: 'always' | 'asked'; readonly active?: false },
): Promise<boolean> {
  const { rowCount } = await client.query(
    `UPDATE models SET when_scored = coalesce($2, when_scored), active = coalesce($3, active)
     WHERE name = $1 AND active`,
    [name, change.when ?? null, change.active ?? null],
  );
  return (rowCount ?? 0) > 0;
}
