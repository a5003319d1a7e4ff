import type { ViewerTx } from '../viewer/viewer-tx.ts';

/**
 * The programmes of other surveys that a filter's group may read: as JSON, in a query in which `f` is
 * the filter and `s` its stream.
 */
export const JOINT_PROGRAMS = `coalesce((
  SELECT json_agg(json_build_object('survey', j.survey, 'programIds', j.program_ids)
    ORDER BY j.survey)
  FROM (
    SELECT o.survey, array_agg(DISTINCT p.id ORDER BY p.id) AS program_ids
    FROM group_streams g JOIN streams o ON o.id = g.stream_id
    CROSS JOIN LATERAL unnest(o.program_ids) AS p (id)
    WHERE g.group_id = f.group_id AND o.survey <> s.survey GROUP BY o.survey) AS j), '[]')`;

/** One survey's part of it. */
export interface SurveyPrograms {
  readonly survey: string;
  readonly programIds: readonly number[];
}

export function jointPrograms(
  programs: readonly SurveyPrograms[],
): ReadonlyMap<string, ReadonlySet<number>> {
  return new Map(programs.map(({ survey, programIds }) => [survey, new Set(programIds)]));
}

/** What a filter may read of other surveys, as far as the viewer sees it. */
export async function findJointPrograms(
  tx: Pick<ViewerTx, 'query'>,
  filterId: number,
): Promise<readonly SurveyPrograms[]> {
  const [row] = await tx.query<{ joint: readonly SurveyPrograms[] }>(
    `SELECT ${JOINT_PROGRAMS} AS joint FROM filters f JOIN streams s ON s.id = f.stream_id
     WHERE f.id = $1`,
    [filterId],
  );
  return row?.joint ?? [];
}
