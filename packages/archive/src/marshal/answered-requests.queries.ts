import type { ViewerTx } from '../viewer/viewer-tx.ts';

/** A request that was answered under the same key before. */
export interface AnsweredRequest {
  /** What was asked, as a hash. */
  request: string;
  /** JSON of the data that was answered. */
  answer: string | null;
}

const keptFor = '30 days';

/**
 * Notes that the viewer's request of this key is worked on; null where none was before. Another one
 * that is worked on at the same time is waited for.
 */
export async function beginAnswer(
  tx: ViewerTx,
  userId: number,
  key: string,
  request: string,
): Promise<AnsweredRequest | null> {
  await tx.query(
    `DELETE FROM answered_requests WHERE user_id = $1 AND created_at < now() - $2::interval`,
    [userId, keptFor],
  );
  const begun = await tx.query(
    `INSERT INTO answered_requests (user_id, key, request) VALUES ($1, $2, $3)
     ON CONFLICT DO NOTHING RETURNING key`,
    [userId, key, request],
  );
  if (begun.length > 0) return null;
  const [row] = await tx.query<AnsweredRequest & Record<string, unknown>>(
    'SELECT request, answer FROM answered_requests WHERE user_id = $1 AND key = $2',
    [userId, key],
  );
  return row ?? null;
}

/** Keeps what a request of this key was answered. */
export async function keepAnswer(
  tx: ViewerTx,
  userId: number,
  key: string,
  answer: string,
): Promise<void> {
  await tx.query('UPDATE answered_requests SET answer = $3 WHERE user_id = $1 AND key = $2', [
    userId,
    key,
    answer,
  ]);
}
