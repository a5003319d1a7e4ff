import type { ViewerTx } from '../viewer/viewer-tx.ts';

/** Waits until no other transaction changes the thing of this path, and keeps others waiting. */
export async function lockEdit(tx: ViewerTx, path: string): Promise<void> {
  await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('edit ' || $1, 0))`, [path]);
}
