import type { ViewerTx } from '../viewer/viewer-tx.ts';

/** What became of a model's score of an alert. */
export interface AlertScore {
  readonly candid: bigint;
  readonly name: string;
  readonly version: string;
  /** `not_computed`: nobody has asked for it yet; `failed`: it cannot be made, for a reason. */
  readonly state: 'scored' | 'failed' | 'not_computed';
  readonly score: number | null;
  readonly reason: string | null;
}

/**
 * The scores that filters saw of ZTF's alerts, and of those that nobody had asked for what came of them
 * later; as far as the viewer sees the alerts. By name.
 */
export function listAlertScores(tx: ViewerTx, candids: readonly bigint[]): Promise<AlertScore[]> {
  return tx.query<AlertScore & Record<string, unknown>>(
    `WITH made AS (
       SELECT s.candid, u.model_id, s.scores[u.place] AS score, s.reasons[u.place] AS reason
       FROM ztf_scores s JOIN score_sets t ON t.id = s.set_id AND NOT t.is_rescore
       CROSS JOIN LATERAL unnest(t.model_ids) WITH ORDINALITY AS u (model_id, place)
       WHERE s.candid = ANY ($1::bigint[])),
     left_over AS (
       SELECT s.candid, d.model_id
       FROM ztf_scores s JOIN score_sets t ON t.id = s.set_id
       CROSS JOIN LATERAL unnest(t.deferred_ids) AS d (model_id)
       WHERE s.candid = ANY ($1::bigint[])
       EXCEPT SELECT candid, model_id FROM made)
     SELECT a.candid, m.name, m.version, a.state, a.score, a.reason FROM (
       SELECT candid, model_id, CASE WHEN score IS NULL THEN 'failed' ELSE 'scored' END AS state,
         score, reason FROM made
       UNION ALL
       SELECT candid, model_id, 'not_computed', NULL::real, NULL FROM left_over) AS a
     JOIN models m ON m.id = a.model_id
     ORDER BY a.candid, m.name COLLATE "C", m.version`,
    [[...candids]],
  );
}
