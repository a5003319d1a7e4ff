import { type FactoryClient, insertRow, nextNumber, programAudience } from './client.ts';

/** Stores an alert's score by a model of its own. */
export async function createScore(
  client: FactoryClient,
  options: {
    candid: bigint;
    programId?: number;
    score?: number | null;
    reason?: string | null;
    /** Nobody has asked for it yet. */
    isDeferred?: boolean;
  },
): Promise<void> {
  const { candid, programId = 1, score = 0.5, reason = null, isDeferred = false } = options;
  const model = await insertRow<{ id: number }>(
    client,
    'models',
    {
      ...{ survey: 'ztf', name: `score_${nextNumber()}`, version: '1', manifest: '{}' },
      ...{ sha256: '0'.repeat(64), when_scored: 'always' },
    },
    'id',
  );
  const file = { model_id: model.id, bytes: Buffer.alloc(1) };
  await insertRow(client, 'model_files', file, 'model_id');
  const set = await insertRow<{ id: number }>(
    client,
    'score_sets',
    isDeferred ? { model_ids: [], deferred_ids: [model.id] } : { model_ids: [model.id] },
    'id',
  );
  await client.query('SELECT fritz.ztf_ensure_score_partitions($1)', [[candid]]);
  const audience = await programAudience(client, programId);
  const row = {
    candid,
    set_id: set.id,
    audience_id: audience,
    scores: [] as unknown[],
    reasons: [] as unknown[],
  };
  if (!isDeferred) Object.assign(row, { scores: [score], reasons: [reason] });
  await insertRow(client, 'ztf_scores', row, 'candid');
}
