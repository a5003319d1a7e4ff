import type { ViewerTx } from '../viewer/viewer-tx.ts';

/** What was said of an object in a few sentences; `summary` null: that there is nothing to say. */
export interface SummaryRow {
  id: number;
  obj_id: string;
  summary: string | null;
  is_bot: boolean;
  set_by: number;
  set_at: Date;
}

/** The summaries of these objects that the viewer sees, last ones first: the first is in force. */
export function listSummaries(tx: ViewerTx, objIds: readonly string[]): Promise<SummaryRow[]> {
  return tx.query<SummaryRow & Record<string, unknown>>(
    `SELECT id, obj_id, summary, is_bot, set_by, set_at FROM obj_summaries
      WHERE obj_id = ANY ($1) ORDER BY obj_id, id DESC`,
    [objIds],
  );
}

/** Sums an object up as the viewer; what was said before stays its history. */
export async function addSummary(
  tx: ViewerTx,
  made: { objId: string; summary: string | null; isBot: boolean; audienceId: number },
): Promise<number> {
  const [row] = await tx.query<{ id: number }>(
    `INSERT INTO obj_summaries (obj_id, summary, is_bot, set_by, audience_id)
     VALUES ($1, $2, $3, viewer_id(), $4) RETURNING id`,
    [made.objId, made.summary, made.isBot, made.audienceId],
  );
  if (!row) throw new Error('the new summary is not seen by its author');
  return row.id;
}
