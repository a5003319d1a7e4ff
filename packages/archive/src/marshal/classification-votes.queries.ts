import type { ViewerTx } from '../viewer/viewer-tx.ts';

/** Whether somebody agrees (1), does not (−1), or cannot say (0). */
export interface VoteRow {
  id: number;
  classification_id: number;
  voter_id: number;
  vote: number;
  created_at: Date;
  modified_at: Date;
}

/** The votes on these classifications. */
export function listVotes(tx: ViewerTx, classificationIds: readonly number[]): Promise<VoteRow[]> {
  return tx.query<VoteRow & Record<string, unknown>>(
    `SELECT id, classification_id, voter_id, vote, created_at, modified_at
       FROM classification_votes WHERE classification_id = ANY ($1) ORDER BY id`,
    [classificationIds],
  );
}

/** Votes as the viewer; voting again changes his vote. */
export async function castVote(
  tx: ViewerTx,
  classificationId: number,
  vote: number,
): Promise<void> {
  await tx.query(
    `INSERT INTO classification_votes (classification_id, voter_id, vote)
     VALUES ($1, viewer_id(), $2)
     ON CONFLICT (classification_id, voter_id)
       DO UPDATE SET vote = excluded.vote, modified_at = now()`,
    [classificationId, vote],
  );
}

/** Takes the viewer's vote back; false where there was none. */
export async function withdrawVote(tx: ViewerTx, classificationId: number): Promise<boolean> {
  const rows = await tx.query(
    `DELETE FROM classification_votes
      WHERE classification_id = $1 AND voter_id = (SELECT viewer_id()) RETURNING id`,
    [classificationId],
  );
  return rows.length === 1;
}
