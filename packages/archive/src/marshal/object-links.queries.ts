import type { ViewerTx } from '../viewer/viewer-tx.ts';

/** An object of another survey that is, or was, taken for the same. */
export interface ObjectLink {
  readonly obj_id: string;
  readonly survey: string;
  readonly is_linked: boolean;
  /** Null where people alone linked them. */
  readonly distance_arcsec: number | null;
  /** When the machine found it; null where it did not. */
  readonly found_at: Date | null;
  /** Who decided last, if anybody did. */
  readonly decided_by: number | null;
  readonly decided_by_username: string | null;
  readonly decided_at: Date | null;
  readonly reason: string | null;
}

/**
 * The links of an object of which the viewer sees both ends, the nearest first; those that people
 * ended, too.
 */
export function listObjectLinks(tx: ViewerTx, objId: string): Promise<ObjectLink[]> {
  return tx.query<ObjectLink & Record<string, unknown>>(
    `WITH found AS (
       SELECT obj_id, survey, min(distance_arcsec) AS distance_arcsec, min(linked_at) AS found_at
       FROM (
         SELECT other_id AS obj_id, other_survey AS survey, distance_arcsec, linked_at
           FROM object_links WHERE object_id = $1
         UNION ALL
         SELECT object_id, survey, distance_arcsec, linked_at FROM object_links WHERE other_id = $1
       ) AS ends GROUP BY 1, 2),
     decided AS (
       SELECT DISTINCT ON (obj_id, survey) * FROM (
         SELECT other_id AS obj_id, other_survey AS survey, id, is_linked, reason, decided_by,
           decided_at FROM link_decisions WHERE object_id = $1
         UNION ALL
         SELECT object_id, survey, id, is_linked, reason, decided_by, decided_at
           FROM link_decisions WHERE other_id = $1
       ) AS ends ORDER BY obj_id, survey, id DESC)
     SELECT obj_id, survey, coalesce(d.is_linked, true) AS is_linked, f.distance_arcsec, f.found_at,
       d.decided_by, u.username AS decided_by_username, d.decided_at, d.reason
     FROM found f FULL JOIN decided d USING (obj_id, survey) LEFT JOIN users u ON u.id = d.decided_by
     ORDER BY f.distance_arcsec, survey, obj_id`,
    [objId],
  );
}

/** The surveys of an object, as far as the viewer sees alerts of it. */
export async function surveysOfObject(tx: ViewerTx, objId: string): Promise<string[]> {
  const rows = await tx.query<{ survey: string }>(
    'SELECT DISTINCT survey FROM survey_objects WHERE object_id = $1 ORDER BY survey',
    [objId],
  );
  return rows.map(({ survey }) => survey);
}

/** An object of a survey. */
export interface ObjectOfSurvey {
  readonly objId: string;
  readonly survey: string;
}

/** Notes that a person takes two objects of different surveys for the same, or not. */
export async function decideLink(
  tx: ViewerTx,
  ends: readonly [ObjectOfSurvey, ObjectOfSurvey],
  decision: {
    readonly isLinked: boolean;
    readonly reason: string | null;
    readonly by: number;
  },
): Promise<void> {
  const [one, other] = ends;
  const [a, b] = one.survey < other.survey ? [one, other] : [other, one];
  await tx.query(
    `INSERT INTO link_decisions (object_id, survey, other_id, other_survey, is_linked, reason,
       decided_by) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [a.objId, a.survey, b.objId, b.survey, decision.isLinked, decision.reason, decision.by],
  );
}
