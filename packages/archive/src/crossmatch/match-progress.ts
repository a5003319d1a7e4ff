import type { RunQuery } from './ports.ts';

/** How far the objects that a survey had before are matched with a catalog that is new. */
export interface MatchProgress {
  readonly catalog: string;
  readonly survey: string;
  /** Objects (of a programme each) that were looked at, of how many; no more than these. */
  readonly objects: bigint;
  readonly of: bigint;
}

/**
 * The catalogs with which some survey's old objects are not matched yet: those that came with the
 * list in force, where the work that it left is not done, nor that of an earlier list with them.
 */
export async function listMatchProgress(query: RunQuery): Promise<readonly MatchProgress[]> {
  return query<MatchProgress & Record<string, unknown>>(
    `WITH last AS (SELECT id, list_id FROM match_periods ORDER BY since DESC LIMIT 1),
     objects AS (SELECT survey, count(*) AS n FROM survey_objects GROUP BY survey)
     SELECT c.name AS catalog, o.survey, least(coalesce(b.objects, 0), o.n)::int8 AS objects,
       o.n::int8 AS "of"
     FROM last JOIN match_lists l ON l.id = last.list_id
     JOIN match_configs c ON c.id = ANY (l.config_ids)
     CROSS JOIN objects o
     LEFT JOIN match_backlogs b ON b.period_id = last.id AND b.survey = o.survey
     WHERE NOT EXISTS (
       SELECT FROM match_backlogs d JOIN match_periods p ON p.id = d.period_id
       JOIN match_lists e ON e.id = p.list_id
       WHERE d.survey = o.survey AND d.done_at IS NOT NULL AND c.id = ANY (e.config_ids))
     ORDER BY c.name COLLATE "C", o.survey`,
    [],
  );
}
